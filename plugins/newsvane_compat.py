"""Use what only some minor versions of Airflow 3 have, and do without it in the others.

3.3 has retry policies, `airflow.sdk.observability` and timetables in `airflow.sdk`, 3.2 has deadlines in `airflow.sdk`.
Where something is missing, the DAGs run without it: `docs/guides/join-an-existing-airflow.md` says what that means.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from airflow import sdk
from newsvane.errors import Terminal

try:
    from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable
except ImportError:  # before 3.3
    from airflow.timetables.assets import AssetOrTimeSchedule  # type: ignore[assignment]
    from airflow.timetables.trigger import CronTriggerTimetable  # type: ignore[assignment]

__all__ = ["AssetOrTimeSchedule", "CronTriggerTimetable", "deadline", "retry_policy", "set_gauge"]


def retry_policy() -> dict[str, Any]:
    """Return the task argument that makes tasks fail at once if a rerun would change nothing; {} before 3.3."""
    if not hasattr(sdk, "ExceptionRetryPolicy"):
        return {}
    why = "a rerun would change nothing"
    rule = sdk.RetryRule(exception=Terminal, action=sdk.RetryAction.FAIL, reason=why)
    return {"retry_policy": sdk.ExceptionRetryPolicy(rules=[rule])}


def deadline(late: timedelta, callback: Callable[..., Any]) -> dict[str, Any]:
    """Return the DAG argument that has `callback` called for a run that is late; {} before 3.2."""
    if not hasattr(sdk, "SyncCallback"):
        return {}
    named: Any = sdk  # its stub lacks the names that concern deadlines
    queued = named.DeadlineReference.DAGRUN_QUEUED_AT
    alert = named.DeadlineAlert(reference=queued, interval=late, callback=named.SyncCallback(callback))
    return {"deadline": alert}


def set_gauge(name: str, value: float) -> None:
    """Set a gauge of Airflow's metrics."""
    try:
        from airflow.sdk.observability import stats
    except ImportError:  # before 3.3
        from airflow.stats import Stats as stats  # type: ignore[no-redef]
    stats.gauge(name, value)
