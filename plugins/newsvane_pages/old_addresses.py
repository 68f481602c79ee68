"""Redirect the former addresses of pages, which old messages and bookmarks contain, to the present ones."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from newsvane.ui_links import OLD_PATHS, ui_path

router = APIRouter()


def _redirect(request: Request, article_id: str = "") -> Response:
    """Redirect with the article and the filters. A browser adds the part after # by itself."""
    root = request.scope.get("root_path", "")
    old = request.url.path.removeprefix(f"{root}/").partition("/")[0]
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{root}/{ui_path(OLD_PATHS[old], article_id)}{query}", status_code=308)


for _path in (*OLD_PATHS, "refused/{article_id}"):
    router.add_api_route(f"/{_path}", _redirect, methods=["GET"])
