"""The Newsvane pages as an Airflow plugin: an app under /newsvane, and its pages in Airflow's navigation.

Every component of Airflow imports this file, but only the API server answers requests: the app is built at the first.
"""

from abc import abstractmethod
from functools import cache
from typing import Any

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin
from airflow.sdk import BaseOperatorLink

_ICONS = {"icon": "newsvane/static/icon.svg", "icon_dark_mode": "newsvane/static/icon-dark.svg"}
_PAGES = {"Coverage": "", "Feeds": "feeds", "Refused": "refused", "Alerts": "alerts", "Quality": "quality/",
          "Acts": "acts", "Runbook": "runbook"}  # fmt: skip


_TASK_PAGES = {
    "newsvane_act": "acts", "newsvane_alert": "alerts", "newsvane_poll": "feeds", "newsvane_trends": "",
    "newsvane_ingest": "refused", "newsvane_ingest.validate": "quality/", "newsvane_ingest.land": "",
}  # fmt: skip
"""Where what a task did is shown: of a task, else of its DAG."""
_RUNBOOK = {
    "newsvane_alert": "alerts-do-not-arrive", "newsvane_ingest.plan": "a-watch-file-does-not-load",
    "newsvane_ingest.read": "a-task-was-killed", "newsvane_ingest.validate": "a-batch-is-refused",
    "newsvane_poll.plan": "a-watch-file-does-not-load", "newsvane_poll.poll": "every-feed-fails",
    "newsvane_trends.publish": "the-disk-is-full",
}  # fmt: skip
"""What to do where a task is red; of the others, which write the lake: the lake is busy."""


class _Link(BaseOperatorLink):
    """A button of every task of ours; of the tasks of others it has no address, and Airflow shows none."""

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """The address, behind whatever prefix Airflow has."""
        if not ti_key.dag_id.startswith("newsvane_"):
            return ""
        base = conf.get("api", "base_url", fallback="/").rstrip("/")
        return f"{base}/newsvane/{self.path(f'{ti_key.dag_id}.{ti_key.task_id}', ti_key.dag_id)}"

    @abstractmethod
    def path(self, task: str, dag: str) -> str:
        """The page, as under /newsvane."""


class PageLink(_Link):
    """To the page that shows what the task did."""

    name = "Newsvane page"

    def path(self, task: str, dag: str) -> str:
        """Of the task, else of its DAG."""
        return _TASK_PAGES.get(task, _TASK_PAGES.get(dag, ""))


class RunbookLink(_Link):
    """To what to do when the task is red."""

    name = "Runbook"

    def path(self, task: str, dag: str) -> str:
        """Its entry."""
        return f"runbook#{_RUNBOOK.get(task, _RUNBOOK.get(dag, 'the-lake-is-busy'))}"


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
    """Coverage as an entry of the side bar, the other pages in the menu of plugins; each page links to all.

    Each task of ours links to the page that shows what it did, and to the runbook.
    """

    name = "newsvane"
    fastapi_apps = [{"app": Pages(), "url_prefix": "/newsvane", "name": "Newsvane"}]  # noqa: RUF012
    global_operator_extra_links = [PageLink(), RunbookLink()]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        _view("Newsvane", _PAGES["Coverage"], nav_top_level=True),
        *(_view(name, path, category="Newsvane") for name, path in _PAGES.items() if path),
    ]
