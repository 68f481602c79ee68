"""Recognise what was forgotten, so that it is not read again. Pure.

A tombstone is a SHA-256 of a salt and of an id, of the registered domain of an outlet, or of an outlet and the hash of
a text. Neither addresses nor titles nor texts can be read from it. Who has both the tombstones and an address can find
out whether that address was forgotten: so can we, which is the purpose. The salt keeps two lakes from being compared,
and prepared tables of hashes from being used.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from newsvane import urls
from newsvane.records import MAX_CLOCK_SKEW, Article, Entry, Tombstone, TombstoneKind


def make_salt() -> str:
    """Return a new random salt."""
    return secrets.token_hex(16)


def hash_forgotten(salt: str, kind: TombstoneKind, name: str) -> str:
    """Return the hash of a tombstone. `name`: article_id, registered domain, or what `name_text` returns."""
    return hashlib.sha256("\0".join((salt, kind, name)).encode("utf-8", "surrogatepass")).hexdigest()


def name_text(outlet: str, text_hash: str) -> str:
    """Return by what a text of an outlet is recognised under another address of that outlet."""
    return f"{outlet} {text_hash}"


def keep_newest(tombstones: Iterable[Tombstone]) -> list[Tombstone]:
    """Return each tombstone once, with the newest decision. A repeated decision counts from its first time."""
    kept: dict[tuple[str, str], Tombstone] = {}
    for each in sorted(tombstones, key=lambda each: each.decided_at):
        before = kept.get((each.kind, each.hash))
        if before is None or (before.lifted_at is None) != (each.lifted_at is None):
            kept[each.kind, each.hash] = each
    return list(kept.values())


def settle_future(tombstones: Iterable[Tombstone], now: datetime) -> list[Tombstone]:
    """Return tombstones without decisions from the future, which a wrong clock or a forger has dated.

    Such a lift does not count, because nothing could be decided after it. Such a request counts from now on.
    """
    return [_settle(each, now) for each in tombstones]


def _settle(tombstone: Tombstone, now: datetime) -> Tombstone:
    latest = now + MAX_CLOCK_SKEW
    if tombstone.decided_at <= latest and tombstone.forgotten_at <= latest:
        return tombstone
    lifted_at = tombstone.lifted_at if tombstone.lifted_at and tombstone.lifted_at <= latest else None
    return tombstone.model_copy(
        update={
            "forgotten_at": tombstone.forgotten_at if tombstone.forgotten_at <= latest else lifted_at or now,
            "lifted_at": lifted_at,
            "lift_act_id": tombstone.lift_act_id if lifted_at else None,
        }
    )


class Tombstones:
    """The tombstones of a lake, to be asked about entries, articles and addresses. Lifted ones find nothing."""

    def __init__(self, tombstones: Iterable[Tombstone]) -> None:
        self._all = keep_newest(tombstones)
        self._decided = {(each.kind, each.hash): each for each in self._all}
        self._known = {key: each for key, each in self._decided.items() if each.lifted_at is None}
        self._salts = sorted({each.salt for each in self._all})

    def __bool__(self) -> bool:
        return bool(self._known)

    def __iter__(self) -> Iterator[Tombstone]:
        """Iterate over all of them, lifted ones, too."""
        return iter(self._all)

    @property
    def salt(self) -> str:
        """The salt for further tombstones: that of the others, if there are any."""
        return self._salts[0] if self._salts else make_salt()

    def date_decision(self, kind: TombstoneKind, hash_: str, now: datetime) -> datetime:
        """Return when a decision that is made now is dated: after the one before about the same thing."""
        before = self._decided.get((kind, hash_))
        return max(now, before.decided_at + timedelta(microseconds=1)) if before else now

    def list_others(self, tombstones: Iterable[Tombstone]) -> list[Tombstone]:
        """Return which of these tombstones are not in force here, or not lifted, as they say."""
        here = ((each, self._decided.get((each.kind, each.hash))) for each in tombstones)
        return [each for each, known in here if known is None or (known.lifted_at is None) != (each.lifted_at is None)]

    def find_article(self, article_id: str) -> Tombstone | None:
        """Return the tombstone of an article, by its id."""
        return self._find("article", article_id)

    def find_outlet(self, outlet: str) -> Tombstone | None:
        """Return the tombstone of an outlet, by its registered domain."""
        return self._find("outlet", outlet)

    def list_lifted_with(self, tombstone: Tombstone) -> list[Tombstone]:
        """Return the tombstones in force that are lifted with one: itself, other addresses, and the text."""
        owner = tombstone.belongs_to or tombstone.hash
        return [each for each in self._known.values() if owner in {each.hash, each.belongs_to}]

    def find_address(self, url: str) -> Tombstone | None:
        """Return the tombstone of the article at an address in any spelling, or of its outlet."""
        try:
            canonical, outlet = urls.canonical(url), urls.outlet(url)
        except ValueError:
            return None
        return self.find_article(urls.article_id(canonical)) or self.find_outlet(outlet)

    def find_text(self, url: str, text_hash: str) -> Tombstone | None:
        """Return the tombstone of a text that is at an address of its outlet. `text_hash`: "" if it is not known."""
        if not (self._known and text_hash):
            return None
        try:
            return self._find("text", name_text(urls.outlet(url), text_hash))
        except ValueError:
            return None

    def find_entry(self, entry: Entry) -> Tombstone | None:
        """Return the tombstone of the article to which an entry leads, if its address says so."""
        if not self._known:
            return None
        return self.find_address(entry.canonical_url) or self.find_address(entry.url)

    def find_read(self, article: Article) -> Tombstone | None:
        """Return the tombstone of an article that was read: by id, addresses, outlet, or text."""
        return self.find_stored(
            article.article_id, article.canonical_url, article.url, article.outlet, article.text_hash
        )

    def find_stored(
        self, article_id: str, canonical_url: str, url: str, outlet: str, text_hash: str
    ) -> Tombstone | None:
        """Return the same for an article as the lake has it."""
        if not self._known:
            return None
        return (
            self.find_article(article_id)
            or self.find_address(canonical_url)
            or self.find_address(url)
            or (self._find("text", name_text(outlet, text_hash)) if text_hash else None)
        )

    def _find(self, kind: TombstoneKind, name: str) -> Tombstone | None:
        keys = ((kind, hash_forgotten(salt, kind, name)) for salt in self._salts)
        return next((self._known[key] for key in keys if key in self._known), None)
