"""
### Poll the watch list
Every five minutes: which feeds are due, poll them in chunks, land what they said and, where a feed has become sick or
silent or is well again, the alerts on it.

**When it is red**
- `plan`: the watch list does not load; the log names file and line. Mend `include/watch/feeds.toml`, clear the task.
- `poll`: one feed's failure is a row in `feed_polls`, never a red task, so red means the machine (disk, memory).
- `land`: the lake is held by another writer or cannot be written. Nothing is lost: clear the task, it lands them.

Set `everything` to poll all feeds now, due or not; name `feeds` to poll these alone.

Runbook: [a watch file does not load](newsvane/runbook#a-watch-file-does-not-load),
[every feed fails](newsvane/runbook#every-feed-fails), [the lake is busy](newsvane/runbook#the-lake-is-busy).
"""

from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import DAG_DEFAULTS, ENTRIES, FEED_ALERTS, LAKE_POOL, NEW_ENTRIES, NEW_FEED_ALERTS, label
from newsvane_metrics import report_vitals


@dag(
    dag_id="newsvane_poll",
    schedule="*/5 * * * *",
    **DAG_DEFAULTS,
    params={
        "everything": Param(False, type="boolean", description="Poll every feed, due or not"),
        "feeds": Param(
            [],
            type="array",
            items={"type": "string", "maxLength": 300},
            maxItems=100,
            description="Ids of feeds to poll now; empty: those that are due",
        ),
    },
    tags=["newsvane", "feeds"],
    doc_md=__doc__,
)
def newsvane_poll() -> None:
    @task(doc_md="Chooses the feeds that are due and divides them, a host to a chunk.")
    def plan(run_id: str | None = None, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        from newsvane import pipeline

        asked = params or {}
        return pipeline.plan_polls(run_id, everything=bool(asked.get("everything")), only=asked.get("feeds") or ())

    @task(map_index_template="{{ label }}", doc_md="Polls the feeds of a chunk; each outcome becomes a row.")
    def poll(chunk: dict[str, Any]) -> dict[str, int]:
        from newsvane import pipeline

        label(chunk["label"])
        return pipeline.poll(chunk)

    @task(
        pool=LAKE_POOL,
        outlets=[NEW_ENTRIES, NEW_FEED_ALERTS],
        trigger_rule="none_skipped",
        doc_md="Lands polls, entries and alerts on feeds in trouble in one transaction; wakes `newsvane_ingest` when "
        "there is something to read, `newsvane_alert` when there is something to tell.",
    )
    def land(polled: list[dict[str, int]], run_id: str | None = None, outlet_events: Any = None) -> dict[str, int]:
        from newsvane import pipeline

        landed = pipeline.land_polls(run_id)
        if landed["to_read"]:
            outlet_events[NEW_ENTRIES].add(ENTRIES, extra=landed)
        if landed.get("messages"):
            outlet_events[NEW_FEED_ALERTS].add(FEED_ALERTS, extra=landed)
        report_vitals()
        return landed

    land(poll.expand(chunk=plan()))


newsvane_poll()
