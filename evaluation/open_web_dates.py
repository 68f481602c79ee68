"""Evaluate the day of publication on articles of the open web (wcxb), and bare trafilatura on the same pages."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent, fill
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import Document

from newsvane.articles.markup import decode, parse
from newsvane.articles.metadata import Metadata, read_metadata

FOLDER = Path("extraction/wcxb")
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def compare_dates(data: Path) -> str:
    """Return a part of the section for the docs; "" if the data are not there."""
    index = data / FOLDER / "index.jsonl.gz"
    if not index.is_file():
        return ""
    counts: Counter[str] = Counter()
    sources: Counter[tuple[str, bool]] = Counter()
    for page in map(json.loads, gzip.decompress(index.read_bytes()).decode().splitlines()):
        if page["kind"] == "article" and page["date"]:
            html = gzip.decompress((data / FOLDER / page["html"]).read_bytes())
            bare = bare_extraction(html, url=page["url"], with_metadata=True)
            markup = decode(html)
            found = read_metadata(parse(markup), markup, url=page["url"], now=NOW)
            rows = set(_find_right_rows(page["date"][:10], found, _read_date(bare)))
            counts.update([*rows, "pages"])
            sources[found.published_source, "ours" in rows] += 1
    return _describe(counts, sources)


def _read_date(found: Document | dict[str, Any] | None) -> str | None:
    return found.date if isinstance(found, Document) else None


def _find_right_rows(day: str, found: Metadata, bare: str | None) -> Iterator[str]:
    if bare == day:
        yield "bare"
    if not bare:
        yield "bare none"
    if not found.published_at:
        yield "ours none"
    elif found.published_at.date().isoformat() == day:
        yield "ours utc"
    if _written_day(found) == day:
        yield "ours"
    if day in {_written_day(found), found.updated_at and found.updated_at.date().isoformat()}:
        yield "ours or updated"


def _written_day(found: Metadata) -> str | None:
    """Return the day in the time zone that the page names."""
    if not found.published_at:
        return None
    zone = datetime.fromisoformat(f"2000-01-01T00:00{(found.published_zone or 'Z').replace('Z', '+00:00')}").tzinfo
    return found.published_at.astimezone(zone).date().isoformat()


def _describe(counts: Counter[str], sources: Counter[tuple[str, bool]]) -> str:
    intro = f"""
        The {counts["pages"]} articles of wcxb (CC BY 4.0) for which it gives a date, often that of the last change.
        What bare trafilatura finds is htmldate's earliest date. It takes the date of a change, of a copyright or of a
        picture's folder if there is no other. Newsvane takes that of a change only for want of another, and says so
        (`updated`). wcxb's day is the one that the page writes, so the first row is the fair reading: in UTC, an
        article of the evening in America is of the next day.
    """

    def share(row: str) -> str:
        return f"{counts[row] / max(counts['pages'], 1):.3f}"

    by_source = [
        f"| {source} | {sources[source, True] + sources[source, False]} | {sources[source, True]} |"
        for source in sorted({name for name, _ in sources})
    ]
    return "\n".join([
        "### Days on the open web: wcxb",
        fill(dedent(intro).strip(), 118),
        "",
        "| | Newsvane | bare trafilatura |",
        "|---|---|---|",
        f"| publication, to the day that the page writes | {share('ours')} | {share('bare')} |",
        f"| publication, to the day in UTC | {share('ours utc')} | |",
        f"| publication or last change, to the day | {share('ours or updated')} | |",
        f"| no publication | {share('ours none')} | {share('bare none')} |",
        "",
        "| Newsvane's source | pages | right |",
        "|---|---|---|",
        *by_source,
    ])
