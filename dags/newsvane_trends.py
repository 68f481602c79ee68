"""
### Count
Runs when articles have landed: brings `trend_daily` up to date for the days that changed and publishes
`coverage.duckdb`.

**When it is red**: the lake is busy or the disk is full; the log says which. Clear the task: counting twice is counting
once.

Runbook: [the lake is busy](newsvane/runbook#the-lake-is-busy), [the disk is full](newsvane/runbook#the-disk-is-full).
"""

from airflow.sdk import dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, LAKE_POOL


@dag(
    dag_id="newsvane_trends",
    schedule=[ARTICLES],
    **DAG_DEFAULTS,
    tags=["newsvane", "trends"],
    doc_md=__doc__,
)
def newsvane_trends() -> None:
    @task(pool=LAKE_POOL, doc_md="Recounts the days whose articles changed since the last count.")
    def count() -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.refresh_trends()

    @task(doc_md="Replaces the plain DuckDB file, at most as often as `NEWSVANE_PUBLISH_EVERY` says.")
    def publish() -> str:
        from newsvane import pipeline

        return pipeline.publish()

    count() >> publish()


newsvane_trends()
