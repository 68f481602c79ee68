"""Evaluate feed parsing on the feeds of gofeed's tests (MIT), before items become entries.

The results are compared with what gofeed's authors expect: texts without markup, times to the second, links and ids
exactly.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import dedent, fill
from typing import Any

from newsvane.dates import parse_human_date
from newsvane.entries import read_draft
from newsvane.entries.items import Draft, Item
from newsvane.entries.normalize import to_plain_text
from newsvane.errors import FeedUnreadable

URL = "http://example.org/feed"
FOLDER = Path("feeds/gofeed/testdata")

Facts = dict[str, str | datetime | None]


def run(data: Path) -> str:
    """Return the section for the docs; "" if the data are not there."""
    folder = data / FOLDER
    if not folder.is_dir():
        return ""
    counts: Counter[str] = Counter()
    outcomes: dict[str, Counter[str]] = {}
    classes: dict[str, list[str]] = {}
    for path, expected in _load_feeds(folder):
        counts["files"] += 1
        text = path.read_bytes()
        try:
            draft, _ = read_draft(text, url=URL)
        except FeedUnreadable:
            counts["refused"] += 1
            if expected is not None:
                classes.setdefault("rejected although a feed is expected", []).append(path.name)
            continue
        if expected is None:
            continue
        counts["compared"] += 1
        for field, wanted, found, item in _compare_fields(expected, draft):
            if not wanted and not found:
                continue
            outcome = "agree" if wanted == found else "differ" if wanted else "ours alone"
            outcomes.setdefault(field, Counter())[outcome] += 1
            if wanted != found:
                why = _explain(field, wanted, found, item, text.decode("utf-8", "replace"))
                classes.setdefault(why, []).append(f"{field} of {path.stem}")
    return _section(counts, outcomes, classes)


def _load_feeds(folder: Path) -> Iterator[tuple[Path, dict[str, Any] | None]]:
    """Yield each feed and its expected result; None if it has none."""
    for path in sorted(folder.rglob("*.xml")):
        truth = path.with_suffix(".json")
        yield path, json.loads(truth.read_text("utf-8")) if truth.exists() else None
    for path in sorted(folder.rglob("*.json")):
        truth = path.with_name(f"{path.stem}_expected.json")
        if truth.exists():
            yield path, json.loads(truth.read_text("utf-8"))
        elif path.parent.name in {"universal", "invalid"}:
            yield path, None


def _compare_fields(expected: dict[str, Any], draft: Draft) -> Iterator[tuple[str, Any, Any, Item]]:
    """Yield each field's name, expected and parsed value, and item; an empty item for fields of the feed itself."""
    yield "feed title", to_plain_text(expected.get("title") or ""), to_plain_text(draft.title), Item()
    wanted = expected.get("entries", expected.get("items")) or []
    if len(wanted) != len(draft.items):
        yield "items", str(len(wanted)), str(len(draft.items)), Item()
        return
    for one, item in zip(wanted, draft.items, strict=True):
        assert isinstance(item, Item)
        found = _parsed_fields(item)
        for field, value in _expected_fields(one).items():
            yield field, value, found[field], item


def _expected_fields(one: dict[str, Any]) -> Facts:
    links = [link if isinstance(link, dict) else {"href": link} for link in one.get("links") or []]
    pages = [link.get("href", "") for link in links if link.get("rel") in {None, "", "alternate"}]
    guid = one.get("id") or one.get("guid") or ""
    return {
        "title": to_plain_text(one.get("title") or ""),
        "link": one.get("link") or one.get("url") or next(iter(pages), ""),
        "published": _parse_time(one, "publishedParsed", "pubDateParsed", "date_published"),
        "updated": _parse_time(one, "updatedParsed", "date_modified"),
        "id": guid["value"] if isinstance(guid, dict) else guid,
    }


def _parsed_fields(item: Item) -> Facts:
    updated = item.updated[1] or parse_human_date(item.updated[0])
    return {
        "title": to_plain_text(item.title),
        "link": item.link,
        "published": item.published[1] or parse_human_date(item.published[0]),
        "updated": updated,
        "id": item.guid,
    }


def _parse_time(one: dict[str, Any], *names: str) -> datetime | None:
    return next((datetime.fromisoformat(one[name]) for name in names if one.get(name)), None)


def _explain(field: str, wanted: object, found: object, item: Item, text: str) -> str:
    """Return the reason for a disagreement, in words."""
    if field == "link" and found in item.media:
        return (
            "an item with audio or video but without a page: we use the media file, so the episode is kept as a podcast"
        )
    if field in {"link", "id"} and "rdf:about" in text and not (field == "link" and wanted):
        return "RDF's `rdf:about` is the item's id, and its link if it has no other; gofeed ignores it"
    if field == "link" and not wanted and found == item.guid:
        return "an id that is an address becomes the link of an item without a link; gofeed leaves the link empty"
    if field == "link" and text.count("<link>") > 1:
        return "of several RSS links we use the first, gofeed uses the last"
    if field == "link" and " uri=" in text:
        return "an address in an attribute of an RSS `<link>` has priority over its text (feedparser)"
    if field == "id" and "xml:base" in text:
        return "a relative id is kept as written: ids are compared, not followed"
    if field == "id" and "<p>" in str(wanted):
        return "markup in an id is dropped; gofeed keeps it"
    if field == "published" and wanted == item.updated[1] and not found:
        return "gofeed uses the date of change (or `dc:date`) as publication date; we do so later, in the entry"
    if field == "title" and "enclosure" in text:
        return "a title inside an `<enclosure>` is taken for the title of the item (feedparser)"
    if field == "feed title" and "</subtitle>" in text:
        return "a title closed by the end of another tag is lost (feedparser's repair)"
    return "not explained"


def _section(counts: Counter[str], outcomes: dict[str, Counter[str]], classes: dict[str, list[str]]) -> str:
    intro = f"""
        `make eval`: {counts["files"]} feeds from the tests of gofeed (a feed parser in Go), each made to test one
        thing: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, Dublin Core, iTunes, Media RSS, broken markup. All
        were read without an exception; {counts["refused"]} are not feeds and were rejected, {counts["compared"]} have
        an expected result. A field is counted if either side has a value. Titles are compared as text, dates as points
        in time, the rest to the letter.
    """
    lines = [
        "## Feeds: gofeed's tests",
        fill(dedent(intro).strip(), 118),
        "",
        "| field | gofeed has it | we agree | share | only we have it |",
        "|---|---|---|---|---|",
        *(_row(field, outcome) for field, outcome in outcomes.items()),
        "",
        "| reason for a disagreement | count |",
        "|---|---|",
        *(f"| {why} | {len(where)} |" for why, where in sorted(classes.items(), key=lambda row: -len(row[1]))),
    ]
    unexplained = classes.get("not explained", []) + classes.get("rejected although a feed is expected", [])
    return "\n".join([*lines, *([f"\nNot explained: {', '.join(unexplained)}"] if unexplained else [])])


def _row(field: str, outcome: Counter[str]) -> str:
    given = outcome["agree"] + outcome["differ"]
    return (
        f"| {field} | {given} | {outcome['agree']} | {outcome['agree'] / max(given, 1):.2f} | {outcome['ours alone']} |"
    )
