"""Find what a request to forget is about: articles, an outlet, or the articles that name a person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newsvane import lake, urls
from newsvane.errors import UnknownName
from newsvane.outlet_names import explain_outlet
from newsvane.records import Tombstone, TombstoneKind
from newsvane.tombstones import Tombstones, hash_forgotten, name_text

Kind = Literal["articles", "outlet", "person"]


class UnknownArticle(UnknownName):
    """The lake has no article of this id (`article_id`)."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"there is no article {article_id!r} in the lake")
        self.article_id = article_id


@dataclass(frozen=True)
class KeptOut:
    """Something that was forgotten before: since when, who asked for it and why, and with what result, as far as the
    lake knows.
    """

    name: str
    since: datetime
    done_by: str = ""
    reason: str = ""
    result: str = ""

    @property
    def words(self) -> str:
        """That in one sentence."""
        who = f", by {self.done_by}: {self.reason}" if self.done_by else ""
        return f"{self.name} is kept out since {self.since:%Y-%m-%d}{who}"


@dataclass(frozen=True)
class Found:
    """What a request is about. `copies`: copies, translations and originals of the articles that are not among them.

    `unknown`: addresses that the lake does not have; they get a tombstone all the same. `kept_out`: what was forgotten
    before.
    """

    kind: Kind
    doomed: lake.Doomed
    copies: Sequence[lake.FoundArticle] = ()
    unknown: Sequence[str] = ()
    entries: Sequence[lake.FoundEntry] = ()
    kept_out: Sequence[KeptOut] = ()

    @property
    def is_forgotten(self) -> bool:
        """Whether all of it was forgotten before, and nothing of it is stored."""
        return bool(self.kept_out) and not (self.doomed.articles or self.doomed.entry_ids or self.unknown)

    @property
    def since(self) -> date:
        """The earliest day on which anything of it can have been stored."""
        times = [*(each.fetched_at for each in self.doomed.articles), *(each.seen_at for each in self.entries)]
        return min(times).date() if times else date.min


def find_articles(con: lake.Connection, *, names: Sequence[str], with_copies: bool) -> Found:
    """Find articles by id or address. `with_copies`: also their copies, translations and originals.

    What was forgotten before and is not stored is in `kept_out`.

    Raises UnknownArticle for an id that the lake does not have, and UnknownName for what is no id and no address.
    """
    ids = [name for name in names if urls.is_article_id(name)]
    addresses = [_to_canonical(name) for name in names if not urls.is_article_id(name)]
    found = lake.find_articles_to_forget(con, article_ids=ids, canonical_urls=addresses)
    led_to = [each.article_id for each in lake.find_entries_to_forget(con, (), addresses, ()) if each.article_id]
    if led_to:
        found = _merge(found, lake.find_articles_to_forget(con, article_ids=led_to))
    gone = _find_kept_out(con, names, stored={each.article_id for each in found})
    if missing := set(ids) - {each.article_id for each in found} - {each.name for each in gone}:
        raise UnknownArticle(min(missing))
    return _complete(con, "articles", found, addresses=addresses, kept_out=gone, with_copies=with_copies)


def find_outlet(con: lake.Connection, *, name: str, with_copies: bool) -> Found:
    """Find everything of an outlet, by its domain. Raises UnknownName if that is no outlet."""
    require_domain(name)
    found = lake.find_articles_to_forget(con, outlets=[name])
    gone = Tombstones(lake.load_tombstones(con)).find_outlet(name)
    kept_out = [describe_kept_out(con, name, gone)] if gone else []
    return _complete(con, "outlet", found, outlets=[name], kept_out=kept_out, with_copies=with_copies)


def require_domain(name: str) -> str:
    """Return the domain of an outlet as it is. Raises UnknownName if it is none, or that of a part of an outlet."""
    if fault := explain_outlet(name):
        raise UnknownName(fault)
    return name


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
    """Return the tombstones for a request, dated after the decisions that are `known` about the same.

    Those of other addresses and of the text of an article belong to that of the article, and all of an outlet that is
    forgotten belongs to that of the outlet.
    """
    salt, doomed = known.salt, found.doomed
    owners: dict[tuple[TombstoneKind, str], tuple[TombstoneKind, str] | None] = {}
    for each in doomed.outlets:
        owners["outlet", each] = None
    for article in doomed.articles:
        owner = _name_owner(article, doomed.outlets)
        owners["article", article.article_id] = None if owner[0] == "article" else owner
        owners.setdefault(("article", urls.article_id(article.canonical_url)), owner)
        if article.text_hash:
            owners.setdefault(("text", name_text(article.outlet, article.text_hash)), owner)
    by_id = {article.article_id: article for article in doomed.articles}
    for entry in found.entries:
        led_to = by_id.get(entry.article_id)
        owner_of_entry = _name_owner(led_to, doomed.outlets) if led_to else None
        if led_to is None and _is_of(entry.canonical_url, doomed.outlets):
            owner_of_entry = ("outlet", urls.outlet(entry.canonical_url))
        owners.setdefault(("article", urls.article_id(entry.canonical_url)), owner_of_entry)
    for address in found.unknown:
        owners.setdefault(("article", urls.article_id(address)), None)
    return [
        Tombstone(
            kind=kind,
            hash=(hash_ := hash_forgotten(salt, kind, name)),
            salt=salt,
            forgotten_at=known.date_decision(kind, hash_, now),
            act_id=act_id,
            belongs_to=hash_forgotten(salt, *owner) if owner else None,
        )
        for (kind, name), owner in sorted(owners.items(), key=lambda item: item[0])
    ]


def _name_owner(article: lake.FoundArticle, outlets: Collection[str]) -> tuple[TombstoneKind, str]:
    """Return with what the tombstones of an article are lifted: its outlet if that is forgotten, or itself."""
    return ("outlet", article.outlet) if article.outlet in outlets else ("article", article.article_id)


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
    kept_out: Sequence[KeptOut] = (),
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
    known = _list_canonical(found, entries) | {_to_canonical(each.name) for each in kept_out if "/" in each.name}
    return Found(
        kind=kind,
        doomed=lake.Doomed(found, [each.entry_id for each in entries], sorted(spellings), outlets),
        copies=copies,
        unknown=sorted(set(addresses) - known),
        entries=entries,
        kept_out=kept_out,
    )


def _find_kept_out(con: lake.Connection, names: Sequence[str], stored: Collection[str]) -> list[KeptOut]:
    """Return which of these ids and addresses were forgotten before. `stored`: ids that the lake has all the same."""
    known, found = Tombstones(lake.load_tombstones(con)), list[KeptOut]()
    for name in names:
        is_id = urls.is_article_id(name)
        article_id = name if is_id else urls.article_id(_to_canonical(name))
        tombstone = known.find_article(name) if is_id else known.find_address(name)
        if tombstone and article_id not in stored:
            found.append(describe_kept_out(con, name, tombstone))
    return found


def describe_kept_out(con: lake.Connection, name: str, tombstone: Tombstone) -> KeptOut:
    """Return who forgot something and why, as far as the lake knows."""
    action = lake.load_action(con, tombstone.act_id)
    if action is None:
        return KeptOut(name, tombstone.forgotten_at)
    return KeptOut(name, tombstone.forgotten_at, action.done_by, action.reason, action.words)


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
