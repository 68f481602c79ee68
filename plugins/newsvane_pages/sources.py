"""What stands behind a row: a refused article whole, and the archived page it was read from.

A page of the web is never HTML here: its source is given as plain text to look at, or as a file to keep.
"""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane.archive import read_archived_page
from newsvane.errors import ArchiveDamaged
from newsvane.records import Article, Page, Raw
from newsvane.settings import get_settings
from newsvane_pages.acts import Act
from newsvane_pages.asking import asking, rows
from newsvane_pages.expectations import expectations

router = APIRouter()

POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; script-src 'none';"
"""Nothing may come of a source whatever a browser takes it for."""

_SHOWN = 2_000_000
"""Characters of a source that are shown; the file has all."""


@router.get("/refused/{article_id}")
def held(acting: Act, article_id: str) -> Response:
    """One article of the quarantine: its row, the expectations it failed, what was asked for."""
    with asking() as cursor:
        found = rows(cursor, "held", article_id=article_id)
    if not found:
        raise HTTPException(404, "No article of this name was ever held.")
    article = Article.model_validate(json.loads(found[0]["article"]))
    return acting.page("held.html", tab="refused", held=found[0], article=article, expectations=expectations())


@router.get("/sources/{article_id}")
def source(request: Request, article_id: str) -> Response:
    """The archived page of an article as plain text."""
    page = _archived(article_id)
    text = page.body.decode(_charset(page), "replace")
    more = f"\n\n[{len(text):,} characters, the first {_SHOWN:,} are shown]" if len(text) > _SHOWN else ""
    return _answer(text[:_SHOWN] + more, "text/plain; charset=utf-8", "inline")


@router.get("/sources/{article_id}/file")
def file(request: Request, article_id: str) -> Response:
    """The archived page of an article as a file to keep, byte for byte."""
    name = "".join(letter for letter in article_id if letter.isascii() and (letter.isalnum() or letter in "_-"))
    return _answer(_archived(article_id).body, "application/octet-stream", f'attachment; filename="{name}.page"')


def _answer(content: str | bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Security-Policy": POLICY, "Content-Disposition": disposition}
    return Response(content, media_type=media_type, headers=headers)


def _archived(article_id: str) -> Page:
    """Raises HTTPException 404 where there is none."""
    with asking() as cursor:
        found = rows(cursor, "source", article_id=article_id)
    raw = _raw(found[0]) if found else None
    if raw is None:
        raise HTTPException(404, "No page of this article was archived.")
    try:
        return read_archived_page(get_settings().archive_path, raw)
    except ArchiveDamaged as error:
        raise HTTPException(404, f"Its page is not in the archive any more: {error}") from error


def _raw(row: dict[str, Any]) -> Raw | None:
    named = {"file": row["raw_file"], "offset": row["raw_offset"], "digest": row["raw_digest"]}
    return Raw.model_validate(named) if row["raw_file"] else None


def _charset(page: Page) -> str:
    """What the server said, where Python knows it; else UTF-8."""
    name = (page.header("content-type") or "").lower().partition("charset=")[2].strip(" \"';") or "utf-8"
    try:
        b"".decode(name)
    except LookupError:
        return "utf-8"
    return name
