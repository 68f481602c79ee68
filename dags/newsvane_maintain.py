"""
### Maintain the lake
Every day: deletes what is older than the retention settings allow, finds outlets that share their texts, merges small
files, expires old snapshots and removes files that nothing refers to. Triggered by hand with `regroup_since`, it first
groups the articles from that day on again, by today's rules for copies and stories.

**When it is red**: the lake is busy (clear the task) or damaged (the log names the file; restore it from the backup).

Runbook: [the lake is busy](newsvane/runbook#the-lake-is-busy),
[the lake is damaged](newsvane/runbook#the-lake-is-damaged).
"""

from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, LAKE_POOL, NEW_ARTICLES

DAY: dict[str, Any] = {"type": ["null", "string"], "format": "date"}


@dag(
    dag_id="newsvane_maintain",
    dag_display_name="Newsvane: maintain the lake",
    description="Maintain the lake: merge files, expire snapshots, delete old data; group articles again on request",
    schedule="17 3 * * *",
    params={
        "regroup_since": Param(None, title="Group since", **DAY, description="First day to group again; empty: none"),
        "regroup_until": Param(None, title="Group until", **DAY, description="Last day to group again; empty: today"),
    },
    **DAG_DEFAULTS,
    tags=["newsvane", "lake"],
    doc_md=__doc__,
)
def newsvane_maintain() -> None:
    @task(
        pool=LAKE_POOL,
        outlets=[NEW_ARTICLES],
        doc_md="Groups the articles of the requested days again; without `regroup_since`, does nothing.",
    )
    def regroup(params: dict[str, Any] | None = None, outlet_events: Any = None) -> dict[str, int]:
        from datetime import UTC, date, datetime

        from newsvane import pipeline

        since, until = (params or {}).get("regroup_since"), (params or {}).get("regroup_until")
        if not since:
            return {}
        last = date.fromisoformat(until) if until else datetime.now(UTC).date()
        done = pipeline.regroup(date.fromisoformat(since), last).model_dump()
        outlet_events[NEW_ARTICLES].add(ARTICLES, extra=done)
        return done

    @task(
        pool=LAKE_POOL, doc_md="Deletes old data, finds mirrors, merges files, expires snapshots, removes unused files."
    )
    def maintain() -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.maintain()

    regroup() >> maintain()


newsvane_maintain()
