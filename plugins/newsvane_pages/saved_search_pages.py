"""Saved searches on the pages: forms to save, rename, share and delete them, a list, and a feed of each."""

from http import HTTPStatus

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from newsvane_pages import forms
from newsvane_pages.feed_responses import FeedFormat
from newsvane_pages.saved_search_forms import Reader, Saved
from newsvane_pages.saved_searches import (
    MAX_SEARCHES,
    delete_search,
    find_search,
    rename_search,
    save_search,
    share_search,
)
from newsvane_pages.search import search_feed
from newsvane_pages.search_address import SearchQuery

router = APIRouter()


@router.get("/search/saved")
def saved_searches(saved: Saved) -> Response:
    """List the searches that this user keeps, and those that others share."""
    return saved.page("saved_searches.html", tab="search", limit=MAX_SEARCHES)


@router.post("/search/saved")
async def save(request: Request, user: GetUserDep, person: Reader, wanted: SearchQuery) -> Response:
    """Keep the search in the address under the name in the form, then show its results again."""
    fields = await forms.read_form(request, user)
    wanted.refuse_wrong_filters()
    name, shared = fields.get("name", ""), fields.get("shared") == "1"
    found = await run_in_threadpool(save_search, person, name, wanted, shared=shared)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/search{found.address}#{found.search_id}", status_code=303)


@router.post("/search/saved/{search_id}")
async def change(request: Request, user: GetUserDep, person: Reader, search_id: str) -> Response:
    """Rename, share or delete a search, then show the list."""
    fields = await forms.read_form(request, user)
    match fields.get("change"):
        case "rename":
            await run_in_threadpool(rename_search, person, search_id, fields.get("name", ""))
        case "share" | "unshare" as wish:
            await run_in_threadpool(share_search, person, search_id, shared=wish == "share")
        case "delete":
            await run_in_threadpool(delete_search, person, search_id)
            return _to_list(request)
        case _:
            message = "A search can be renamed, shared, unshared or deleted."
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, message)
    return _to_list(request, search_id)


@router.get("/search/saved/{search_id}/feed.{form}")
def saved_feed(request: Request, person: Reader, search_id: str, form: FeedFormat) -> Response:
    """Return the newest articles of a saved search as a feed. Its address stays when the search is renamed."""
    found = find_search(person, search_id)
    return search_feed(request, found.state, form, key=f"saved-search:{found.search_id}", title=found.name)


def _to_list(request: Request, search_id: str = "") -> Response:
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/search/saved{f'#{search_id}' if search_id else ''}", status_code=303)
