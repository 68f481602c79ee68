"""
### Poll the watch list
Every five minutes: finds the feeds that are due, polls them in chunks, lands the polls and the new entries, and writes
alerts about feeds that fail, have become silent or have recovered.

**When it is red**
- `plan`: a watch file has a mistake, and no version ever was valid. Correct the line in the log, then clear the task.
- `poll`: the machine lacks disk or memory. A feed that fails is a row in `feed_polls`, never a red task.
- `land`: another writer keeps the lake busy, or the lake cannot be written. Nothing is lost: clear the task.

Triggered by hand, `everything` polls all feeds, due or not, and `feeds` polls only the named ones.

Runbook: [a watch file does not load](newsvane/runbook#a-watch-file-does-not-load),
[every feed fails](newsvane/runbook#every-feed-fails), [the lake is busy](newsvane/runbook#the-lake-is-busy).
"""

from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import DAG_DEFAULTS, ENTRIES, FEED_ALERTS, LAKE_POOL, NEW_ENTRIES, NEW_FEED_ALERTS, access, label
from newsvane_metrics import report_metrics

FEEDS: dict[str, Any] = {"type": "array", "items": {"type": "string", "maxLength": 300}, "maxItems": 100}


@dag(
    dag_id="newsvane_poll",
    dag_display_name="Newsvane: poll feeds",
    description="Poll the feeds that are due, land new entries, and alert about feeds that fail or recover",
    schedule="*/5 * * * *",
    **DAG_DEFAULTS,
    params={
        "everything": Param(False, type="boolean", title="Every feed", description="Poll every feed, due or not"),
        "feeds": Param([], title="Feeds", **FEEDS, description="Ids of the feeds to poll; empty: those that are due"),
    },
    tags=["newsvane", "feeds"],
    doc_md=__doc__,
)
def newsvane_poll() -> None:
    @task(outlets=[NEW_ENTRIES], doc_md="Chooses the feeds that are due and divides them into chunks by host.")
    def plan(run_id: Any = None, params: dict[str, Any] | None = None, outlet_events: Any = None) -> list[Any]:
        from newsvane import pipeline

        given = params or {}
        due = pipeline.plan_polls(run_id, everything=bool(given.get("everything")), only=given.get("feeds") or ())
        if not due and (waiting := pipeline.count_waiting_entries()):  # landed by a command, or left over
            outlet_events[NEW_ENTRIES].add(ENTRIES, extra={"to_read": waiting})
        return due

    @task(map_index_template="{{ label }}", doc_md="Polls the feeds of a chunk; each outcome will be a row.")
    def poll(chunk: Any) -> dict[str, int]:
        from newsvane import pipeline

        label(chunk["label"])
        return pipeline.poll(chunk, lookup=access)

    @task(
        pool=LAKE_POOL,
        outlets=[NEW_ENTRIES, NEW_FEED_ALERTS],
        trigger_rule="none_skipped",
        doc_md="Lands polls, entries and alerts about feeds in one transaction; wakes `newsvane_ingest` if there are "
        "entries to read, `newsvane_alert` if there are messages to send.",
    )
    def land(polled: list[dict[str, int]], run_id: Any = None, outlet_events: Any = None) -> dict[str, int]:
        from newsvane import pipeline

        landed = pipeline.land_polls(run_id)
        if landed["to_read"]:
            outlet_events[NEW_ENTRIES].add(ENTRIES, extra=landed)
        if landed.get("messages"):
            outlet_events[NEW_FEED_ALERTS].add(FEED_ALERTS, extra=landed)
        report_metrics()
        return landed

    land(poll.expand(chunk=plan()))  # type: ignore[arg-type]


newsvane_poll()
