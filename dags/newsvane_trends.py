"""
### Count trends
Runs when articles have landed: recounts the days whose articles have changed, for `trend_daily`, and replaces the
published file `coverage.duckdb`.

**When it is red**: the lake is busy or the disk is full; the log says which. Clear the task: counting twice does no
harm.

Runbook: [the lake is busy](newsvane/runbook#the-lake-is-busy), [the disk is full](newsvane/runbook#the-disk-is-full).
"""

from airflow.sdk import dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, LAKE_POOL


@dag(
    dag_id="newsvane_trends",
    description="Count articles per day and topic, and publish coverage.duckdb for analysts",
    schedule=[ARTICLES],
    **DAG_DEFAULTS,
    tags=["newsvane", "trends"],
    doc_md=__doc__,
)
def newsvane_trends() -> None:
    @task(pool=LAKE_POOL, doc_md="Recounts the days whose articles have changed since the last count.")
    def count() -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.refresh_trends()

    @task(doc_md="Replaces the published DuckDB file, at most every `NEWSVANE_PUBLISH_EVERY` seconds.")
    def publish() -> str:
        from newsvane import pipeline

        return pipeline.publish()

    count() >> publish()


newsvane_trends()
