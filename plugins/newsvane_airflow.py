"""Define what the Newsvane DAGs share: assets, task defaults, the pool of the lake and labels.

Keep this module light: Airflow imports it whenever it parses a DAG file.
"""

import json
import logging
import os
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.configuration import conf
from airflow.sdk import Asset, AssetAlias, BaseHook, get_current_context
from pydantic import JsonValue

from newsvane import __version__
from newsvane.errors import NewsvaneError
from newsvane.ui_links import UiPage, ui_link
from newsvane_compat import deadline, retry_policy
from newsvane_notifier import NewsvaneNotifier

log = logging.getLogger(__name__)

LAKE_POOL = "newsvane_lake"
"""The pool of the tasks that write the lake: one slot, because the lake has one writer; more with its catalog in
PostgreSQL. `newsvane airflow init`, `newsvane.standalone` and the compose file create it."""


def _asset(name: str, table: str, key: str) -> Asset:
    """Return the asset of a table of the lake. `key`: its key columns; docs/reference/tables.md has all columns.

    `newsvane_lineage` turns it into a dataset of OpenLineage.
    """
    extra: dict[str, JsonValue] = {"table": table, "key": key, "columns": "docs/reference/tables.md"}
    return Asset(name, uri=f"newsvane://lake/{table}", group="newsvane", extra=extra)


ENTRIES = _asset("newsvane-entries", "entries", "entry_id")
ARTICLES = _asset("newsvane-articles", "articles", "article_id, revision")
FEED_ALERTS = _asset("newsvane-feed-alerts", "outbox", "key")
COUNTS = _asset("newsvane-counts", "trend_daily", "day, topic, language, outlet, country, kind")
PUBLISHED = Asset("newsvane-published", uri="newsvane://published/coverage", group="newsvane")
"""The published file, coverage.duckdb: others may schedule their DAGs on it."""
NEW_ENTRIES = AssetAlias("newsvane-new-entries", group="newsvane")
"""An alias makes the event optional: a task emits ENTRIES through it only if there is something to read."""
NEW_ARTICLES = AssetAlias("newsvane-new-articles", group="newsvane")
NEW_FEED_ALERTS = AssetAlias("newsvane-new-feed-alerts", group="newsvane")
NEWLY_PUBLISHED = AssetAlias("newsvane-newly-published", group="newsvane")

ASSETS = (ENTRIES, ARTICLES, FEED_ALERTS, COUNTS, PUBLISHED)
ALIASES = (NEW_ENTRIES, NEW_ARTICLES, NEW_FEED_ALERTS, NEWLY_PUBLISHED)

EXECUTION_TIMEOUT = timedelta(minutes=30)
"""A task that takes longer is ended and tried again. Polling and reading stop by themselves long before
(`newsvane.pipeline.concurrency.TASK_SECONDS`), so that what they have done lands."""

LATE = timedelta(minutes=40)
"""Ops are notified of a run that has not ended this long after it was queued."""


def record_machine(context: Any) -> None:
    """Note in the home which Airflow, machine and version run this task, so that `newsvane doctor --airflow` can tell
    when two Airflows share a home, or a worker has another version. A failure is only logged.
    """
    from newsvane.home_folder import require_home
    from newsvane.installations import Installation, identify_airflow, record_installation
    from newsvane.settings import get_settings

    host = socket.gethostname()
    api = conf.get("core", "execution_api_server_url", fallback="") or conf.get("api", "base_url", fallback="")
    here = Installation(airflow=identify_airflow(api, host), host=host, version=__version__, seen=datetime.now(UTC))
    try:
        settings = get_settings()
        require_home(settings.home, settings.watch)
        record_installation(settings.home, here)
    except (OSError, NewsvaneError) as error:
        log.warning("the home does not say which machine works on it: %s", error)


TASK_DEFAULTS: dict[str, Any] = {
    "owner": "newsvane",
    "retries": 3,
    "retry_delay": timedelta(seconds=10),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
    "execution_timeout": EXECUTION_TIMEOUT,
    "on_execute_callback": record_machine,
    "on_failure_callback": NewsvaneNotifier(),
    **retry_policy(),
    **({"queue": queue} if (queue := os.environ.get("NEWSVANE_QUEUE")) else {}),
}


def _link_owner() -> dict[str, Any]:
    """Return the argument that links the owner of a DAG to our status page, if the address of the UI is configured."""
    address = conf.get("api", "base_url", fallback="")
    return {"owner_links": {"newsvane": ui_link(address, UiPage.STATUS)}} if address.startswith("http") else {}


DAG_DEFAULTS: dict[str, Any] = {
    "start_date": datetime(2026, 1, 1, tzinfo=UTC),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": TASK_DEFAULTS,
    **_link_owner(),
    **deadline(LATE, NewsvaneNotifier),
}

INGEST_DEFAULTS: dict[str, Any] = DAG_DEFAULTS | {
    "max_active_runs": 2,
    "default_args": TASK_DEFAULTS | {"priority_weight": 2, "weight_rule": "upstream"},
}
"""Two runs: one reads while the one before lands. The priority of a task grows with the number of tasks before it in
its run (`upstream`), so the run that is further along gets the next free slot. The weight is 2, so that the first task,
too, goes before those of a backfill (1)."""

BACKFILL_DEFAULTS: dict[str, Any] = {
    **{name: value for name, value in DAG_DEFAULTS.items() if name != "deadline"},
    "default_args": TASK_DEFAULTS | {"priority_weight": 1, "weight_rule": "absolute"},
}
"""A backfill may take days, and the tasks of live work go first."""


def access(name: str) -> str | None:
    """Return the access data of a source as JSON, from the Airflow connection `newsvane_access_NAME`; None without it.

    Its extra holds the keys of `newsvane.fetch.access.Access`; login and password are user and password.
    """
    try:
        connection = BaseHook.get_connection(f"newsvane_access_{name}")
    except Exception:  # Airflow raises different errors in tasks and elsewhere; the source says what is missing
        return None
    found = {"user": connection.login, "password": connection.password, **connection.extra_dejson}
    return json.dumps({key: value for key, value in found.items() if value})


def label(text: str) -> None:
    """Set the label of this mapped task instance in the UI. The task's `map_index_template` is `{{ label }}`."""
    get_current_context()["label"] = text  # type: ignore[typeddict-unknown-key]
