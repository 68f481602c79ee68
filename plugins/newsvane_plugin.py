"""The Newsvane pages as an Airflow plugin: an app under /newsvane, and its pages in Airflow's navigation.

Every component of Airflow imports this file, but only the API server answers requests: the app is built at the first.
"""

from functools import cache
from typing import Any

from airflow.plugins_manager import AirflowPlugin

_ICONS = {"icon": "newsvane/static/icon.svg", "icon_dark_mode": "newsvane/static/icon-dark.svg"}
_PAGES = {"Coverage": "", "Feeds": "feeds", "Refused": "refused", "Alerts": "alerts", "Quality": "quality/"}


class Pages:
    """The app, built when first asked."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request (ASGI)."""
        await _app()(scope, receive, send)


@cache
def _app() -> Any:
    from newsvane_pages.app import build

    return build()


def _view(name: str, path: str, **more: Any) -> dict[str, Any]:
    """A page in a frame. Its address is relative, so that it works behind a proxy's prefix."""
    route = "-".join(filter(None, ("newsvane", path.strip("/"))))
    view = {"name": name, "href": f"newsvane/{path}", "destination": "nav", "url_route": route}
    return view | _ICONS | more


class NewsvanePlugin(AirflowPlugin):
    """Coverage as an entry of the side bar, the other pages in the menu of plugins; each page links to all."""

    name = "newsvane"
    fastapi_apps = [{"app": Pages(), "url_prefix": "/newsvane", "name": "Newsvane"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        _view("Newsvane", _PAGES["Coverage"], nav_top_level=True),
        *(_view(name, path, category="Newsvane") for name, path in _PAGES.items() if path),
    ]
