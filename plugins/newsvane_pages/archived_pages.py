"""Serve the archived page from which an article was read.

A page from the web is never served as HTML: its source is shown as text within a page of ours, or downloaded as a file.
"""

from contextlib import suppress
from textwrap import shorten
from typing import Any
from unicodedata import category
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane.archive import read_archived_page
from newsvane.charsets import find_codec, find_label
from newsvane.errors import ArchiveDamaged
from newsvane.printable import printable_line
from newsvane.records import Page, Raw
from newsvane.settings import get_settings
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import fetch_rows, open_cursor
from newsvane_pages.notice_marks import mark_notices

router = APIRouter()

POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; script-src 'none';"
"""A strict policy, so that the source does no harm even if a browser misjudges its content type."""

_MAX_SHOWN = 2_000_000
"""The maximum number of characters of a source that are shown. The file is complete."""

_DECLARED_WITHIN = 4_096
"""The number of bytes at the beginning of a page in which a charset is looked for."""

_MAX_NAME = 40
"""The maximum number of characters of a title in the name of a file, so that the name fits in 255 bytes."""


@router.get("/sources/{article_id}")
def source(request: Request, article_id: str) -> Response:
    """Show the source of the archived page of an article; programs get it as plain text."""
    archived, row = _load_archived_page(article_id)
    title, text = row["title"] or "", _decode(archived)
    more = f"\n\n[{len(text):,} characters; the first {_MAX_SHOWN:,} are shown]" if len(text) > _MAX_SHOWN else ""
    shown = text[:_MAX_SHOWN] + more
    if "text/html" not in request.headers.get("accept", ""):
        return _answer(shown, "text/plain; charset=utf-8", "inline")
    marked = mark_notices(shown, row["translation_evidence"] or [], row["text"] or "")
    return page(
        request, "archived_page.html", tab="coverage", article_id=article_id, title=title, archived=archived,
        source=marked.pieces, notices=marked.where, file_name=name_file(title, article_id),
    )  # fmt: skip


@router.get("/sources/{article_id}/file")
def file(article_id: str) -> Response:
    """Return the archived page of an article as a file, byte for byte."""
    archived, row = _load_archived_page(article_id)
    title = row["title"] or ""
    names = f"filename=\"{name_file('', article_id)}\"; filename*=UTF-8''{quote(name_file(title, article_id), safe='')}"
    return _answer(archived.body, "application/octet-stream", f"attachment; {names}")


def name_file(title: str, article_id: str) -> str:
    """Return the name under which a page is saved: the words of its title, and its id.

    It ends in ".html.txt", so that a click on the file opens an editor and does not run the scripts of the page.
    """
    clean = "".join(letter if category(letter)[0] in "LMN" else " " for letter in printable_line(title))
    words = shorten(clean, _MAX_NAME, placeholder="") or clean.strip()[:_MAX_NAME]
    ascii_id = "".join(letter for letter in article_id if letter.isascii() and (letter.isalnum() or letter in "_-"))
    return f"{'-'.join([*words.split(), ascii_id])}.html.txt"


def _decode(archived: Page) -> str:
    """Decode a page as UTF-8, or with the charset that its server or the page itself declares."""
    with suppress(UnicodeDecodeError):
        return archived.body.decode("utf-8-sig")
    head = archived.body[:_DECLARED_WITHIN].decode("latin-1")
    codecs = (find_codec(find_label(declared)) for declared in (archived.header("content-type"), head))
    return archived.body.decode(next(filter(None, codecs), "utf-8"), "replace")


def _answer(content: str | bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Security-Policy": POLICY, "Content-Disposition": disposition}
    return Response(content, media_type=media_type, headers=headers)


def _load_archived_page(article_id: str) -> tuple[Page, dict[str, Any]]:
    """Load a page from the archive, and what is known of its article. Raises HTTPException 404 if there is none."""
    with open_cursor() as cursor:
        found = fetch_rows(cursor, "raw_page", article_id=article_id)
    raw = _raw(found[0]) if found else None
    if raw is None:
        raise HTTPException(404, "No page of this article was archived.")
    try:
        return read_archived_page(get_settings().archive_path, raw), found[0]
    except ArchiveDamaged as error:
        raise HTTPException(404, f"The page is no longer in the archive: {error}") from error


def _raw(row: dict[str, Any]) -> Raw | None:
    named = {"file": row["raw_file"], "offset": row["raw_offset"], "digest": row["raw_digest"]}
    return Raw.model_validate(named) if row["raw_file"] else None
