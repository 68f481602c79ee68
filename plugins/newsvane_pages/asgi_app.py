"""Assemble the web app: every route requires Airflow's log-in, every answer has strict headers, every error a page.

Airflow leaves a plugin's app open to everybody, so the app itself depends on Airflow's access check. The check covers
the routes of this app and of included routers but not mounted apps. Therefore nothing is mounted, and static files are
served by a route.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from fastapi import Depends, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsvane.errors import NewsvaneError, NoLake, OutdatedLake, Transient
from newsvane.ui_links import PREFIX
from newsvane_pages import (
    actions,
    alert_channels,
    alert_feeds,
    alert_message,
    alert_rules,
    alerts,
    archived_pages,
    article,
    coverage,
    data_docs,
    feeds,
    labels,
    names,
    old_addresses,
    outlet,
    provenance,
    quarantine,
    rule_pages,
    runbook,
    saved_search_pages,
    search,
    search_completions,
    search_files,
    search_words,
    sources,
    static_files,
    status,
    story,
    topic,
)
from newsvane_pages.airflow_api import AIRFLOW
from newsvane_pages.filter_values import describe_wrong
from newsvane_pages.html_rendering import accepts_pages, page
from newsvane_pages.mistyped_paths import suggest_pages

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Headers of every answer that does not set its own.

With "no-referrer" a browser would send "null" as the origin of a form.
"""
TITLES = {
    HTTPStatus.FORBIDDEN: "This is not allowed",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.CONFLICT: "This is not possible now",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is too large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Something is missing or wrong",
}
"""The headings of error pages. The page of another status has the phrase of HTTP as its heading."""
MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""The statuses of error pages that say where else to go, because there is nothing to show."""


def build_app() -> ASGIApp:
    """Return the app, which Airflow mounts at PREFIX."""
    app = FastAPI(
        title="Newsvane",
        dependencies=[Depends(requires_access_view(AccessView.WEBSITE)), Depends(_refuse_nul)],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for module in (
        status,
        coverage,
        search,
        search_completions,
        search_files,
        search_words,
        saved_search_pages,
        story,
        outlet,
        topic,
        names,
        article,
        feeds,
        sources,
        alerts,
        alert_message,
        alert_rules,
        alert_channels,
        rule_pages,
        static_files,
        quarantine,
        labels,
        archived_pages,
        alert_feeds,
        provenance,
        runbook,
        data_docs,
        actions,
        old_addresses,
    ):
        app.include_router(module.router)
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(NewsvaneError, _show_error)
    app.add_exception_handler(RequestValidationError, _show_invalid_request)
    return _WithHeaders(app)


class _WithHeaders:
    """Wrap the whole app, so that error pages carry the headers as well."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[AIRFLOW] = scope.get("app")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _refuse_nul(request: Request) -> None:
    """Refuse what would end the statements that DuckLake sends to its catalog. Raises HTTPException (404, 422)."""
    if "\0" in request.scope["path"]:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if b"%00" in request.scope["query_string"]:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "An address must not have a NUL character (%00).")


async def _show_http_error(request: Request, error: Any) -> Response:
    """Answer browsers with a page and others with JSON. Airflow's own log-in page checks where it redirects to."""
    if not accepts_pages(request):
        return await http_exception_handler(request, error)
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        airflow = request.scope.get("root_path", "").removesuffix(PREFIX)
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return page(
            request, "log_in.html", status=error.status_code, log_in=f"{airflow}/api/v2/auth/login?next={quote(wanted)}"
        )
    phrase = HTTPStatus(error.status_code).phrase
    title = TITLES.get(error.status_code, phrase)
    detail, links = None if error.detail == phrase else error.detail, getattr(error, "links", {})
    if error.status_code in MISSING and not links:
        links = suggest_pages(request.scope["path"].removeprefix(request.scope.get("root_path", "")))
        detail = detail or "There is no page at this address."
    return page(
        request,
        "failure.html",
        status=error.status_code,
        tab="",
        title=title,
        detail=detail,
        links=links,
        form=_find_form(request),
    )


def _find_form(request: Request) -> str:
    """Return the address of the page that sent a form; "" for other requests, or if the browser does not tell."""
    if request.method != "POST":
        return ""
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    if not referrer.path.startswith(f"{request.scope.get('root_path', '')}/") or referrer.path.startswith("//"):
        return ""
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


async def _show_invalid_request(request: Request, error: Any) -> Response:
    """Say which part of the address cannot be understood, and what may stand there."""
    if not accepts_pages(request):
        return await request_validation_exception_handler(request, error)
    title, back = "The address is not right", request.url.path
    return page(request, "failure.html", status=422, tab="", title=title, detail=describe_wrong(error), back=back)


async def _show_error(request: Request, error: Any) -> Response:
    titles = {NoLake: "No coverage yet", OutdatedLake: "The lake is older than this version"}
    title = titles.get(type(error), "The lake does not answer")
    answer = page(request, "failure.html", status=503, tab="", title=title, detail=str(error))
    if isinstance(error, Transient):
        answer.headers["Retry-After"] = "10"
    return answer
