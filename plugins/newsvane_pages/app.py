"""The app: each route behind Airflow's log-in, each answer with strict headers, each failure a page for people.

Airflow leaves a plugin's app open to everybody; the dependency given here closes it. It reaches the routes of this app
and of included routers, but no mounted app: so nothing is mounted, and files are served by routes.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from fastapi import Depends, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsvane.errors import NewsvaneError, Transient
from newsvane_pages import acts, coverage, following, pages, quality, runbook, sources, story
from newsvane_pages.api import AIRFLOW
from newsvane_pages.rendering import page

PREFIX = "/newsvane"
"""Where Airflow mounts the app."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer that does not set its own. Under "no-referrer" a browser would call the origin of a form "null"."""


def build() -> ASGIApp:
    """The app, for Airflow to mount at PREFIX."""
    app = FastAPI(
        title="Newsvane",
        dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for room in (coverage, story, pages, sources, following, runbook, quality, acts):
        app.include_router(room.router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(NewsvaneError, _failed)
    return _Guarded(app)


class _Guarded:
    """Around the whole app, so that its failures carry the headers, too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[AIRFLOW] = scope.get("app")

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)


async def _refused(request: Request, error: Any) -> Response:
    """A page where a person asks, JSON for others. The log-in is Airflow's own, which also checks where it leads on."""
    if "text/html" not in request.headers.get("accept", ""):
        return await http_exception_handler(request, error)
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        airflow = request.scope.get("root_path", "").removesuffix(PREFIX)
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return page(
            request, "log_in.html", status=error.status_code, log_in=f"{airflow}/api/v2/auth/login?next={quote(asked)}"
        )
    title = HTTPStatus(error.status_code).phrase
    detail = None if error.detail == title else error.detail
    return page(request, "failure.html", status=error.status_code, tab="", title=title, detail=detail)


async def _failed(request: Request, error: Any) -> Response:
    title = {"no_lake": "No coverage yet"}.get(error.reason, "The lake does not answer")
    answer = page(request, "failure.html", status=503, tab="", title=title, detail=str(error))
    if isinstance(error, Transient):
        answer.headers["Retry-After"] = "10"
    return answer
