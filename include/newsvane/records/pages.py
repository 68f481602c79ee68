"""Pages as they were fetched, where they are archived, and pages that were left out."""

from typing import Literal

from newsvane.records.base import Line, Record, Utc

Stage = Literal["poll", "parse", "fetch", "read", "validate", "land"]
OtherKind = Literal["front", "listing", "search", "product", "forum", "error", "wall", "other"]
"""Kinds of pages that are no coverage: a front page of a site or section, a list of articles, results of a search …"""


class Raw(Record):
    """Where a page is in the archive: WARC file (relative to the archive root), byte offset, SHA-256 of the body."""

    file: str
    offset: int
    digest: str


class Page(Record):
    """A response to a GET request.

    `url`: the requested address. `final_url`: the address that answered, after redirects.
    `moved_to`: where permanent redirects (301, 308) lead, followed from `url` up to the first other answer; None if
    there was none, or if `url` contains a password. `final_url` and `moved_to` never contain one.
    `body`: decompressed, at most as large as the request allowed.
    """

    url: str
    final_url: str
    moved_to: str | None = None
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fetched_at: Utc
    raw: Raw | None = None

    def header(self, name: str) -> str | None:
        """Return the first header with this name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class Skipped(Record):
    """A page that was left out, and why.

    `stage`: the step that left it out. `reason`: a code; `detail`: in words. `kind`: what the page is, if it is no
    article. `will_retry`: the next cycle tries again. `text_hash`: of the text that the page has all the same, "" if
    none was found; not stored in the lake.
    """

    url: str
    stage: Stage
    reason: str
    detail: Line = ""
    kind: OtherKind | None = None
    feed_id: str | None = None
    entry_id: str | None = None
    at: Utc
    will_retry: bool = False
    text_hash: str = ""
