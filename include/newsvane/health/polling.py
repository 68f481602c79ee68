"""The check that finds out whether anything polls: the last poll, overdue feeds, Airflow."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from newsvane import configuration, running_airflow
from newsvane.analysis.queries import OpenLake, Row, fetch_rows
from newsvane.health.queries import load_query
from newsvane.health.steps import MAX_GAPS, MIN_GAPS, USUAL_WITHIN
from newsvane.installations import load_installations
from newsvane.lake import CheckResult as Check
from newsvane.lake.tables.table_reader import OVERDUE_AFTER
from newsvane.settings import Settings

MAX_UNKNOWN_GAP, MAX_GAP_IN_AIRFLOW = timedelta(hours=1), timedelta(minutes=20)
"""How long nothing may be polled while feeds are overdue, if it is not known what is usual; the second one if Airflow
runs, which polls every five minutes."""


def check_pipeline(settings: Settings, open_lake: OpenLake) -> Check:
    """Fail if feeds are overdue and no run has polled for much longer than usual; warn if Airflow is not well."""
    now = datetime.now(UTC)
    asked: dict[str, object] = {"since": now - USUAL_WITHIN, "gaps": MIN_GAPS, "overdue_before": now - OVERDUE_AFTER}
    asked["watched"] = configuration.list_watched(settings)
    vitals = fetch_rows(load_query("poll_vitals"), asked, open_lake=open_lake)[0]
    airflow = running_airflow.find_health(settings.home)
    joined = {each.airflow for each in load_installations(settings.home, now=now)}
    found = f"{_describe_polls(vitals, now)}; {_describe_airflow(airflow, joined)}"
    if vitals["overdue"] and now - vitals["last_poll_at"] > _longest_gap(vitals, is_run=bool(airflow or joined)):
        return Check(name="pipeline", state="failed", found=f"nothing runs: {found}", remedy=_suggest(airflow))
    if airflow and airflow.ill:
        return Check(name="pipeline", state="warning", found=found, remedy=_suggest(airflow))
    return Check(name="pipeline", state="ok", found=found)


def _longest_gap(vitals: Row, *, is_run: bool) -> timedelta:
    """Return how long nothing may be polled. `is_run`: an Airflow runs on this home."""
    if usual := vitals["usual_seconds"]:
        return max(OVERDUE_AFTER, timedelta(seconds=MAX_GAPS * usual))
    return MAX_GAP_IN_AIRFLOW if is_run else MAX_UNKNOWN_GAP


def _describe_polls(vitals: Row, now: datetime) -> str:
    """Say when something was last polled and what is overdue: `last poll 23 min ago (usually every 5 min), …`."""
    if vitals["last_poll_at"] is None:
        return "nothing was polled yet"
    usual = vitals["usual_seconds"]
    every = f" (usually every {_format_minutes(max(1, int(usual // 60)))})" if usual else ""
    feeds = f"{vitals['feeds']:,} {'feed' if vitals['feeds'] == 1 else 'feeds'}"
    overdue = f"{vitals['overdue']:,} of {feeds} overdue"
    return f"last poll {_format_minutes((now - vitals['last_poll_at']) // timedelta(minutes=1))} ago{every}, {overdue}"


def _describe_airflow(airflow: running_airflow.AirflowHealth | None, joined: Collection[str]) -> str:
    """Say what is known of Airflow: of the one that `newsvane up` started here, else of those whose tasks ran here."""
    if airflow is None and joined:
        return (
            "no Airflow runs here now, or it is on another machine; tasks of the one at "
            f"{', '.join(sorted(joined))} worked on this home within an hour"
        )
    if airflow is None:
        return "no Airflow runs on this home"
    if airflow.ill:
        return f"Airflow at {airflow.url} is not well: {', '.join(airflow.ill)}"
    return f"Airflow runs at {airflow.url}"


def _suggest(airflow: running_airflow.AirflowHealth | None) -> str:
    if airflow:
        return f"look at {airflow.url}: is a component ill, a DAG paused, or a task hanging? Until then: `newsvane run`"
    return (
        "start Airflow with `newsvane up`, or do one cycle with `newsvane run`. If Airflow runs on another machine, "
        "look at its home page"
    )


def _format_minutes(minutes: int) -> str:
    return (
        f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
    )
