"""Ask pages for their HTML without Airflow, on a lake of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from newsvane.settings import Settings
from newsvane_pages import actions, asgi_app, saved_search_forms, saved_searches


def no_actions(request: Request) -> actions.ActionForms:
    """The forms of somebody who may not act, without Airflow."""
    return actions.ActionForms(request, browser="", token="")


def no_saved_searches(request: Request) -> saved_search_forms.SavedSearches:
    """The saved searches of somebody who has none, without Airflow."""
    person = saved_searches.Person("1", "reader", may_edit=False)
    return saved_search_forms.SavedSearches(request, person, browser="", token="")


@contextmanager
def page_client(settings: Settings, *routers: APIRouter, watch: Path | None = None) -> Iterator[TestClient]:
    """Serve the routes of some pages, and the page about an error. `watch`: by default a folder that does not exist."""
    app = FastAPI()
    app.add_exception_handler(HTTPException, asgi_app._show_http_error)
    app.dependency_overrides[actions._action_forms] = no_actions
    app.dependency_overrides[saved_search_forms._saved_searches] = no_saved_searches
    for router in routers:
        app.include_router(router)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSVANE_HOME", str(settings.home))
        patch.setenv("NEWSVANE_WATCH", str(watch or settings.home / "watch"))
        yield TestClient(app)


def get_html(client: TestClient, path: str) -> str:
    """Return a page with single spaces and without escapes. It must be there."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(answer.text).split())
