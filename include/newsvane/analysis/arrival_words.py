"""Say how an article came into the lake long after it was published: by a backfill, and from where."""

from collections.abc import Collection, Mapping
from typing import Any

from newsvane.records import PastSource

_SOURCES: Mapping[PastSource, str] = {
    "warc": "a WARC file",
    "wayback": "a web archive",
    "list": "a list of addresses",
    "sitemap": "a sitemap",
}

CAPTURED_SOURCES: Collection[PastSource] = ("warc", "wayback")
"""Those that have an article as somebody captured it: when that was is their word, not that of our polls."""


def describe_past_source(row: Mapping[str, Any]) -> str:
    """Return from where a backfill had an article, as a noun; "" if live reading found it.

    `row`: of `articles` or coverage. A row of a lake as it was before it had backfills has no `source`.
    """
    source = row.get("source")
    return _SOURCES.get(source, "") if source else ""
