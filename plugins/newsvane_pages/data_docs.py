"""Serve Great Expectations' Data Docs read-only, as static pages without scripts or external resources.

The Data Docs load Bootstrap from a CDN. These external references are removed and our own stylesheet is added. Their
index needs a script; it is replaced with our own index, which is made from the stored results.
"""

import json
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from newsvane.settings import get_settings
from newsvane_pages.html_rendering import page, render

router = APIRouter()

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""Like the policy of the other pages, but with inline styles, which Great Expectations uses."""

INTERNALS = frozenset({"Batch Markers", "Batch Parameters", "Batch Spec"})
"""Headings in Great Expectations' pages of what says nothing about the articles."""
RUNS = 40
"""The maximum number of runs in the index, newest first."""

_SERVED = {".html", ".css", ".png", ".gif", ".ico", ".svg", ".otf"}


@dataclass(frozen=True)
class ValidatedBatch:
    """A batch that was validated. `page` is the path of its Data Docs; `failed` names the expectations it failed."""

    at: datetime
    table: str
    page: str
    expectations: int
    failed: tuple[str, ...]


@router.get("/quality/")
def index(request: Request) -> Response:
    """List the validated batches, newest first."""
    return page(request, "data_docs.html", tab="quality", batches=_list_validated_batches(get_settings().docs_path))


@router.get("/quality/{path:path}")
def docs(request: Request, path: str) -> Response:
    """Return a file of the Data Docs."""
    file = _find_file(get_settings().docs_path / "site", path)
    if file is None:
        raise HTTPException(404, "The Data Docs have no such page. They keep only the newest runs.")
    if file.suffix == ".html":
        answer: Response = HTMLResponse(_sanitize(file.read_bytes(), request, _find_table(path)))
    else:
        answer = Response(file.read_bytes(), media_type=mimetypes.guess_type(file.name)[0])
        answer.headers["Cache-Control"] = "private, max-age=300"
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _list_validated_batches(folder: Path) -> list[ValidatedBatch]:
    """Return the newest results. They are stored in `validations/<table>/<run>/<time>`, with a page each in `site`."""
    files = sorted(folder.glob("validations/*/*/*/*.json"), key=lambda file: file.parent.name, reverse=True)
    return [found for file in files[:RUNS] if (found := _read_result(file, folder))]


def _read_result(file: Path, folder: Path) -> ValidatedBatch | None:
    """Read one result. Return None if the run has been deleted since or is still being written."""
    path = file.relative_to(folder).with_suffix(".html")
    try:
        found = json.loads(file.read_bytes())
        failed = [result["expectation_config"] for result in found["results"] if not result["success"]]
        return ValidatedBatch(
            at=datetime.fromisoformat(found["meta"]["run_id"]["run_time"]),
            table=path.parts[1],
            page=quote(path.as_posix()),
            expectations=len(found["results"]),
            failed=tuple(config.get("description") or config["type"] for config in failed),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _find_file(site: Path, path: str) -> Path | None:
    """Return the file `path` in `site` with links resolved, or None if there is none or it is outside of `site`."""
    try:
        site = site.resolve()
        file = (site / path).resolve()
        return file if file.is_relative_to(site) and file.suffix in _SERVED and file.is_file() else None
    except (OSError, ValueError):
        return None


def _find_table(path: str) -> str:
    """Return the table that a page is about: its path is `validations/<table>/…` or `expectations/<table>.html`."""
    parts = Path(path).with_suffix("").parts
    return parts[1] if len(parts) > 1 else ""


def _sanitize(markup: bytes, request: Request, table: str) -> bytes:
    """Return a page without scripts and external resources. It is about `table`, which GX shows as "None"."""
    from lxml import html
    from lxml_html_clean import Cleaner

    tree = html.document_fromstring(markup, parser=html.HTMLParser(encoding="utf-8"))
    for element, _, address, _ in list(tree.iterlinks()):
        outside = bool(urlsplit(address).netloc) and element.tag in {"link", "img", "script"}
        if (outside or "icon" in element.get("rel", "")) and element.getparent() is not None:
            element.drop_tree()
    Cleaner(
        style=False, inline_style=False, links=False, meta=False, page_structure=False, remove_unknown_tags=False,
        annoying_tags=False, safe_attrs_only=False,
    )(tree)  # fmt: skip
    for element in tree.iter():
        if (element.tail or "").strip() == "Data asset: None":
            element.tail = f" Data asset: {table} "
    _drop_internals(tree)
    _insert(tree.find("head"), html.fragments_fromstring(render(request, "data_docs_head.html")))
    _insert(tree.find("body"), html.fragments_fromstring(render(request, "bar.html", tab="quality")), first=True)
    found: bytes = html.tostring(tree, doctype="<!DOCTYPE html>", encoding="utf-8")
    return found


def _drop_internals(tree: Any) -> None:
    """Remove what only tells how GX held the batch in memory: a fingerprint, the name of a class, code to filter it."""
    for code in tree.xpath("//code[starts-with(normalize-space(), 'df.filter(')]"):
        code.drop_tree()
    for heading in tree.xpath("//div[h6 or div/h6 or div/div/h6][following-sibling::*[1][self::table]]"):
        if heading.text_content().strip() in INTERNALS:
            heading.getnext().drop_tree()
            heading.drop_tree()


def _insert(parent: Any, children: list[Any], *, first: bool = False) -> None:
    for number, child in enumerate(children):
        parent.insert(number if first else len(parent), child)
