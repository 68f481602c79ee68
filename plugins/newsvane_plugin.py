"""Register the Newsvane pages with Airflow: a web app under /newsvane, and its pages in the navigation.

Airflow finds it through the entry point `airflow.plugins` of the wheel, in every component. Only the API server answers
requests, so the app is built at the first one.
"""

import gc
from abc import abstractmethod
from functools import cache
from typing import Any

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin
from airflow.sdk import BaseOperatorLink

from newsvane.ui_links import PREFIX, UiPage, ui_path
from newsvane_warmup import warm_up

_ICONS = {"icon": "newsvane/static/icon.svg", "icon_dark_mode": "newsvane/static/icon-dark.svg"}
_TASK_PAGES = {
    "newsvane_act": UiPage.ACTIONS,
    "newsvane_alert": UiPage.ALERTS,
    "newsvane_ingest": UiPage.QUARANTINE,
    "newsvane_ingest.land": UiPage.COVERAGE,
    "newsvane_ingest.validate": UiPage.QUALITY,
    "newsvane_poll": UiPage.FEEDS,
    "newsvane_trends": UiPage.COVERAGE,
}
"""The page that shows what a task did, by task or else by DAG."""
_RUNBOOK = {
    "newsvane_alert": "alerts-do-not-arrive", "newsvane_ingest.plan": "a-watch-file-does-not-load",
    "newsvane_ingest.read": "a-task-was-killed", "newsvane_ingest.validate": "a-batch-is-refused",
    "newsvane_poll.plan": "a-watch-file-does-not-load", "newsvane_poll.poll": "every-feed-fails",
    "newsvane_trends.publish": "the-disk-is-full",
}  # fmt: skip
"""The runbook entry for a failed task, by task or else by DAG. All others write the lake: see "the lake is busy"."""


class _Link(BaseOperatorLink):
    """A button on every Newsvane task. Other tasks get no address, so Airflow shows them no button."""

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """Return the address, including the path prefix under which Airflow is served."""
        if not ti_key.dag_id.startswith("newsvane_"):
            return ""
        base = conf.get("api", "base_url", fallback="/").rstrip("/")
        return f"{base}{PREFIX}/{self.path(f'{ti_key.dag_id}.{ti_key.task_id}', ti_key.dag_id)}"

    @abstractmethod
    def path(self, task: str, dag: str) -> str:
        """Return the path of the page below /newsvane."""


class PageLink(_Link):
    """A link to the page that shows what the task did."""

    name = "Newsvane page"

    def path(self, task: str, dag: str) -> str:
        """Return the page of the task or else of its DAG."""
        return ui_path(_TASK_PAGES.get(task, _TASK_PAGES.get(dag, UiPage.COVERAGE)))


class RunbookLink(_Link):
    """A link to what to do when the task has failed."""

    name = "Runbook"

    def path(self, task: str, dag: str) -> str:
        """Return the runbook entry of the task or else of its DAG."""
        return ui_path(UiPage.RUNBOOK, anchor=_RUNBOOK.get(task, _RUNBOOK.get(dag, "the-lake-is-busy")))


class Pages:
    """The web app, which is built at the first request."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request (ASGI)."""
        await _app()(scope, receive, send)


@cache
def _app() -> Any:
    """Build the app, and set apart from garbage collection what is loaded by then.

    Airflow and its plugins keep most of a million objects. To search them all takes a second, during which the process
    answers nothing, Airflow's health check included.
    """
    from newsvane_pages.asgi_app import build_app

    app = build_app()
    gc.freeze()
    return app


IN_MENU = (
    UiPage.STATUS, UiPage.SEARCH, UiPage.NAMES, UiPage.FEEDS, UiPage.QUARANTINE, UiPage.ALERTS, UiPage.LABELS,
    UiPage.QUALITY, UiPage.ACTIONS, UiPage.PROVENANCE, UiPage.RUNBOOK,
)  # fmt: skip
"""The pages in the menu of plugins; the others are reached from them."""


def _view(name: str, path: UiPage, **more: Any) -> dict[str, Any]:
    """Describe a page that Airflow shows in a frame. The relative address works behind a proxy with a path prefix."""
    route = "-".join(filter(None, ("newsvane", path.strip("/"))))
    view = {"name": name, "href": f"newsvane/{path}", "destination": "nav", "url_route": route}
    return view | _ICONS | more


class NewsvanePlugin(AirflowPlugin):
    """The coverage page is in the side bar, the other pages are in the plugins menu. Each page links to all others.

    Each Newsvane task links to the page that shows what it did, and to the runbook.
    """

    name = "newsvane"

    @classmethod
    def on_load(cls, *args: Any, **kwargs: Any) -> None:
        """Load what tasks need, where that is wanted."""
        warm_up()

    fastapi_apps = [{"app": Pages(), "url_prefix": PREFIX, "name": "Newsvane"}]  # noqa: RUF012
    global_operator_extra_links = [PageLink(), RunbookLink()]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        _view("Newsvane", UiPage.COVERAGE, nav_top_level=True),
        *(_view(page.name.capitalize(), page, category="Newsvane") for page in IN_MENU),
    ]
