"""One article of the lake: its facts, its text and its changes."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from newsvane import lake, urls
from newsvane.analysis.known_names import unknown_id
from newsvane.analysis.queries import OpenLake, Row, fetch_rows, load_query
from newsvane.errors import LakeError, UnknownAddress, UnknownName
from newsvane.similar_names import describe_unknown
from newsvane.tombstones import Tombstones

SCHEME = re.compile(r"https?://", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?/\S*", re.IGNORECASE)
"""An address as some browsers show it. A host alone may be meant as words."""
MIN_DIFFERENCE = 2
"""Addresses that differ in so many characters are similar, however short they are."""


def load_article(article_id: str, *, as_of: datetime | None = None, open_lake: OpenLake = lake.open_reader) -> Row:
    """Return an article as in `ordered_articles`, with its group and its changes (`revisions`, the oldest first).

    `landed_by_hand`: who landed it although it had failed validation, and why; None if nobody did. `article_id`: or its
    address, also one that led to it. Raises UnknownName, which says where the article is, or what became of the
    address, if it is not in the lake.
    """
    entry: Row = {}
    named = article_id
    if address := read_address(article_id):
        named = address
        article_id, entry = _identify(address, as_of, open_lake)
    asked = {"id": article_id}
    found = fetch_rows(load_query("article"), asked, as_of=as_of, open_lake=open_lake)
    if not found:
        raise _unknown(named, article_id, entry, open_lake)
    by_hand = fetch_rows(load_query("landed_by_hand"), {"articles": [article_id]}, as_of=as_of, open_lake=open_lake)
    return found[0] | {
        "revisions": fetch_rows(load_query("article_revisions"), asked, as_of=as_of, open_lake=open_lake),
        "landed_by_hand": by_hand[0] if by_hand else None,
    }


def read_address(written: str) -> str:
    """Return the address that is written, perhaps without `https://`; "" if something else is."""
    if SCHEME.match(written):
        return written
    return f"https://{written}" if _WITHOUT_SCHEME.fullmatch(written) else ""


def find_article_id(address: str, *, open_lake: OpenLake = lake.open_reader) -> str:
    """Return the id that the article at an address has or would have. Raises UnknownName if it is no address."""
    return _identify(address, None, open_lake)[0]


def load_first_version(row: Row, revisions: Sequence[Row]) -> Row | None:
    """Return title and text from before the first change, None if the lake has no snapshot of that time any more."""
    if row["first_text"] is not None:
        return {"title": row["first_title"] or row["title"], "text": row["first_text"]}
    try:
        before = fetch_rows(load_query("article"), {"id": row["article_id"]}, as_of=revisions[0]["revised_at"])
    except LakeError:
        return None
    return {name: before[0][name] for name in ("title", "text")} if before else None


def _identify(address: str, as_of: datetime | None, open_lake: OpenLake) -> tuple[str, Row]:
    """Return the id of the article at an address, and what became of the entry that has it; {} if there is none."""
    try:
        canonical = urls.canonical(address)
    except ValueError as error:
        raise UnknownName(f"{address!r} is no address: {error}") from error
    found = fetch_rows(load_query("address_outcome"), {"url": canonical}, as_of=as_of, open_lake=open_lake)
    entry = found[0] | {"address": address} if found else {}
    return entry.get("article_id") or urls.article_id(canonical), entry


def _unknown(named: str, article_id: str, entry: Row, open_lake: OpenLake) -> UnknownName:
    """Return the error for an article that is not in the lake. `named`: its id, or the address that was asked for."""
    held = fetch_rows(load_query("why_quarantined"), {"id": article_id}, open_lake=open_lake)
    if held:
        where = f"{named!r} is in quarantine ({held[0]['reason']})"
        return UnknownName(where, hint=f"`newsvane quarantine show {article_id}` prints it")
    with open_lake() as connection:
        gone = Tombstones(lake.load_tombstones(connection)).find_article(article_id)
    if gone:
        return UnknownName(f"{named!r} was removed on {gone.forgotten_at:%Y-%m-%d} by request")
    if entry:
        return UnknownName(_describe_outcome(entry, datetime.now(UTC)))
    if article_id.startswith("s1_"):
        return UnknownName(f"{article_id!r} is a story", hint=f"`newsvane story {article_id}` prints it")
    if named != article_id:
        return _unknown_address(named, open_lake)
    return unknown_id("article", article_id, hint="`newsvane search` prints ids", open_lake=open_lake)


def _unknown_address(address: str, open_lake: OpenLake) -> UnknownAddress:
    """Return the error for an address that the lake never had, with similar ones of the same site."""
    canonical = urls.canonical(address)
    scheme, _, host, path = canonical.split("/", 3)
    asked = {"url": canonical, "site": f"{scheme}//{host}/", "most": max(MIN_DIFFERENCE, len(path) // 5)}
    similar = [row["url"] for row in fetch_rows(load_query("similar_addresses"), asked, open_lake=open_lake)]
    known = describe_unknown("article", address, similar)
    return UnknownAddress(known, hint="" if similar else "`newsvane search` prints addresses", similar=similar)


def _describe_outcome(entry: Row, now: datetime) -> str:
    """Say what became of an entry that has led to no article."""
    why = ""
    if entry["skipped_at"]:
        reason = (entry["detail"] or entry["reason"]).removeprefix(f"{entry['address']}: ")
        why = f" on {entry['skipped_at']:%Y-%m-%d}: {reason} ({entry['reason']})"
    if entry["outcome"] != "pending":
        return f"{entry['address']} was left out{why}"
    due = entry["next_try_at"]
    when = f"it is tried again after {due:%Y-%m-%d %H:%M} UTC" if due and due > now else "the next run reads it"
    return f"{entry['address']} waits; {when}{f'. It could not be read{why}' if why else ''}"
