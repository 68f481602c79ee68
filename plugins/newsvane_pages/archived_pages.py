"""Serve the archived page from which an article was read.

A page from the web is never served as HTML: its source is shown as text within a page of ours, or downloaded as a file.
"""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane.archive import read_archived_page
from newsvane.charsets import find_codec, find_label
from newsvane.errors import ArchiveDamaged
from newsvane.records import Page, Raw
from newsvane.settings import get_settings
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import fetch_rows, open_cursor

router = APIRouter()

POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; script-src 'none';"
"""A strict policy, so that the source does no harm even if a browser misjudges its content type."""

_MAX_SHOWN = 2_000_000
"""The maximum number of characters of a source that are shown. The file is complete."""


@router.get("/sources/{article_id}")
def source(request: Request, article_id: str) -> Response:
    """Show the source of the archived page of an article; programs get it as plain text."""
    archived = _archived_page(article_id)
    codec = find_codec(find_label(archived.header("content-type"))) or "utf-8"
    text = archived.body.decode(codec, "replace")
    more = f"\n\n[{len(text):,} characters; the first {_MAX_SHOWN:,} are shown]" if len(text) > _MAX_SHOWN else ""
    shown = text[:_MAX_SHOWN] + more
    if "text/html" not in request.headers.get("accept", ""):
        return _answer(shown, "text/plain; charset=utf-8", "inline")
    return page(
        request, "archived_page.html", tab="coverage", article_id=article_id, url=archived.url, size=len(archived.body),
        source=shown,
    )  # fmt: skip


@router.get("/sources/{article_id}/file")
def file(article_id: str) -> Response:
    """Return the archived page of an article as a file, byte for byte."""
    name = "".join(letter for letter in article_id if letter.isascii() and (letter.isalnum() or letter in "_-"))
    return _answer(_archived_page(article_id).body, "application/octet-stream", f'attachment; filename="{name}.page"')


def _answer(content: str | bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Security-Policy": POLICY, "Content-Disposition": disposition}
    return Response(content, media_type=media_type, headers=headers)


def _archived_page(article_id: str) -> Page:
    """Load a page from the archive. Raises HTTPException 404 if there is none."""
    with open_cursor() as cursor:
        found = fetch_rows(cursor, "raw_page", article_id=article_id)
    raw = _raw(found[0]) if found else None
    if raw is None:
        raise HTTPException(404, "No page of this article was archived.")
    try:
        return read_archived_page(get_settings().archive_path, raw)
    except ArchiveDamaged as error:
        raise HTTPException(404, f"The page is no longer in the archive: {error}") from error


def _raw(row: dict[str, Any]) -> Raw | None:
    named = {"file": row["raw_file"], "offset": row["raw_offset"], "digest": row["raw_digest"]}
    return Raw.model_validate(named) if row["raw_file"] else None
