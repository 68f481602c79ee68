"""Find what a request to forget is about: articles, an outlet, or the articles that name a person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newsvane import lake, urls
from newsvane.errors import UnknownName
from newsvane.records import Tombstone, TombstoneKind
from newsvane.tombstones import Tombstones, hash_forgotten, name_text

Kind = Literal["articles", "outlet", "person"]


@dataclass(frozen=True)
class Found:
    """What a request is about. `copies`: copies, translations and originals of the articles that are not among them.

    `unknown`: addresses that the lake does not have; they get a tombstone all the same.
    """

    kind: Kind
    doomed: lake.Doomed
    copies: Sequence[lake.FoundArticle] = ()
    unknown: Sequence[str] = ()
    entries: Sequence[lake.FoundEntry] = ()

    @property
    def since(self) -> date:
        """The earliest day on which anything of it can have been stored."""
        times = [*(each.fetched_at for each in self.doomed.articles), *(each.seen_at for each in self.entries)]
        return min(times).date() if times else date.min


def find_articles(con: lake.Connection, *, names: Sequence[str], with_copies: bool) -> Found:
    """Find articles by id or address. `with_copies`: also their copies, translations and originals.

    Raises UnknownName for an id that the lake does not have, and for what is neither an id nor an address.
    """
    ids = [name for name in names if name.startswith("a1_")]
    addresses = [_to_canonical(name) for name in names if not name.startswith("a1_")]
    found = lake.find_articles_to_forget(con, article_ids=ids, canonical_urls=addresses)
    led_to = [each.article_id for each in lake.find_entries_to_forget(con, (), addresses, ()) if each.article_id]
    if led_to:
        found = _merge(found, lake.find_articles_to_forget(con, article_ids=led_to))
    if missing := set(ids) - {each.article_id for each in found}:
        raise UnknownName(
            f"there is no article {min(missing)} in the lake", hint="`newsvane search` prints ids, or give its address"
        )
    return _complete(con, "articles", found, addresses=addresses, with_copies=with_copies)


def find_outlet(con: lake.Connection, *, name: str, with_copies: bool) -> Found:
    """Find everything of an outlet, by its domain. Raises UnknownName if that is no outlet."""
    try:
        meant = urls.outlet(f"https://{name}/")
    except ValueError:
        meant = ""
    if "." not in meant:
        raise UnknownName(f"{name!r} is no outlet: write its domain, such as example.com")
    if meant != name:
        raise UnknownName(f"{name!r} is no outlet: its articles count as those of {meant}")
    found = lake.find_articles_to_forget(con, outlets=[name])
    return _complete(con, "outlet", found, outlets=[name], with_copies=with_copies)


def find_person(con: lake.Connection, *, name: str, with_copies: bool) -> Found:
    """Find the articles that name a person, by id or by name as an article spells it.

    Raises UnknownName if nobody has that name, or if several people have it.
    """
    people = lake.find_named_people(con, name)
    if len(people) != 1:
        known = ", ".join(f"{each['entity_id']} ({each['articles']} articles)" for each in people)
        raise UnknownName(
            f"several people have the name {name!r}: {known}" if people else f"no article names {name!r}",
            hint="give an id" if people else "`newsvane names top --kind person` prints ids",
        )
    found = lake.find_articles_to_forget(con, entity_ids=[people[0]["entity_id"]])
    return _complete(con, "person", found, with_copies=with_copies)


def make_tombstones(found: Found, known: Tombstones, act_id: str, now: datetime) -> list[Tombstone]:
    """Return the tombstones for a request."""
    salt, doomed = known.salt, found.doomed
    addresses = _list_canonical(doomed.articles, found.entries) | set(found.unknown)
    names: set[tuple[TombstoneKind, str]] = {("article", each.article_id) for each in doomed.articles}
    names |= {("article", urls.article_id(address)) for address in addresses}
    names |= {("text", name_text(each.outlet, each.text_hash)) for each in doomed.articles if each.text_hash}
    names |= {("outlet", outlet) for outlet in doomed.outlets}
    return [
        Tombstone(kind=kind, hash=hash_forgotten(salt, kind, name), salt=salt, forgotten_at=now, act_id=act_id)
        for kind, name in sorted(names)
    ]


def find_matches(con: lake.Connection, tombstones: Tombstones) -> Found:
    """Find everything in a lake that has a tombstone already, such as in one restored from an older backup."""
    ids = [each for each in lake.list_article_addresses(con) if tombstones.find_stored(*each)]
    found = lake.find_articles_to_forget(con, article_ids=[article_id for article_id, *_ in ids])
    addresses = [url for url in lake.list_entry_addresses(con) if tombstones.find_address(url)]
    return _complete(con, "articles", found, addresses=addresses, with_copies=False)


def _complete(
    con: lake.Connection,
    kind: Kind,
    found: list[lake.FoundArticle],
    *,
    addresses: Collection[str] = (),
    outlets: Sequence[str] = (),
    with_copies: bool,
) -> Found:
    """Add copies, entries and all spellings of the addresses."""
    copies = lake.find_articles_to_forget(
        con, article_ids=lake.find_copies_to_forget(con, [each.article_id for each in found])
    )
    if with_copies:
        found, copies = _merge(found, copies), []
    canonical = {each.canonical_url for each in found} | set(addresses)
    entries = [
        each
        for each in lake.find_entries_to_forget(con, [each.article_id for each in found], canonical, outlets)
        if not outlets or _is_of(each.canonical_url, outlets) or each.article_id in {one.article_id for one in found}
    ]
    skipped = (url for url in lake.find_skipped_addresses(con, outlets) if _is_of(url, outlets)) if outlets else ()
    spellings = {url for each in found for url in each.urls} | {each.url for each in entries} | canonical | {*skipped}
    known = _list_canonical(found, entries)
    return Found(
        kind=kind,
        doomed=lake.Doomed(found, [each.entry_id for each in entries], sorted(spellings), outlets),
        copies=copies,
        unknown=sorted(set(addresses) - known),
        entries=entries,
    )


def _merge(found: Iterable[lake.FoundArticle], more: Iterable[lake.FoundArticle]) -> list[lake.FoundArticle]:
    return list({each.article_id: each for each in (*found, *more)}.values())


def _list_canonical(found: Iterable[lake.FoundArticle], entries: Iterable[lake.FoundEntry]) -> set[str]:
    return {each.canonical_url for each in found} | {each.canonical_url for each in entries}


def _is_of(url: str, outlets: Collection[str]) -> bool:
    try:
        return urls.outlet(url) in outlets
    except ValueError:
        return False


def _to_canonical(name: str) -> str:
    try:
        return urls.canonical(name)
    except ValueError as error:
        raise UnknownName(f"{name!r} is neither the id of an article nor an address: {error}") from error
