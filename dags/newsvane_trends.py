"""
### Count trends
Runs when articles have landed: recounts the days whose articles have changed, for `trend_daily`, replaces the
published file `coverage.duckdb`, and updates the search index of this machine.

**When it is red**: the lake is busy or the disk is full; the log says which. Clear the task: counting twice does no
harm. If `publish` says that days could not be counted, the log of `count` names them and the error; all other days are
counted and published.

Runbook: [the lake is busy](newsvane/runbook#the-lake-is-busy), [the disk is full](newsvane/runbook#the-disk-is-full).
"""

from typing import Any

from airflow.sdk import dag, task

from newsvane_airflow import ARTICLES, COUNTS, DAG_DEFAULTS, LAKE_POOL, NEWLY_PUBLISHED, PUBLISHED


@dag(
    dag_id="newsvane_trends",
    dag_display_name="Newsvane: count and publish",
    description="Count articles per day and topic, and publish coverage.duckdb for analysts",
    schedule=[ARTICLES],
    **DAG_DEFAULTS,
    tags=["newsvane", "trends"],
    doc_md=__doc__,
)
def newsvane_trends() -> None:
    @task(
        pool=LAKE_POOL,
        inlets=[ARTICLES],
        outlets=[COUNTS],
        doc_md="Recounts the days whose articles have changed since the last count.",
    )
    def count() -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.refresh_trends()

    @task(
        inlets=[ARTICLES, COUNTS],
        outlets=[NEWLY_PUBLISHED],
        doc_md="Replaces the published DuckDB file, at most every `NEWSVANE_PUBLISH_EVERY` seconds, and fails "
        "afterwards if days could not be counted.",
    )
    def publish(counted: dict[str, int], outlet_events: Any = None) -> str:
        from newsvane import pipeline

        path = pipeline.publish()
        if path:
            outlet_events[NEWLY_PUBLISHED].add(PUBLISHED, extra={"file": path})
        pipeline.require_counted(counted)
        return path

    @task(
        doc_md="Brings the search index of this machine up to date. When it is red, searches still find everything, "
        "slower: `newsvane search-index rebuild`."
    )
    def update_search_index() -> dict[str, float]:
        from newsvane import pipeline

        return pipeline.update_search_index()

    update_search_index()
    publish(count())  # type: ignore[arg-type]


newsvane_trends()
