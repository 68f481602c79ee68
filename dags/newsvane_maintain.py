"""
### Care for the lake
Daily: merges small files, expires old snapshots, removes files that nothing refers to, drops what retention lets go.

**When it is red**: the lake is busy (clear the task) or damaged (the log names the file; restore it from the backup).
"""

from datetime import datetime

from airflow.sdk import dag, task

from newsvane_airflow import LAKE_POOL, TASK_DEFAULTS


@dag(
    dag_id="newsvane_maintain",
    schedule="17 3 * * *",
    start_date=datetime(2026, 1, 1),  # noqa: DTZ001 - Airflow reads a naive start date as UTC
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    tags=["newsvane", "lake"],
    doc_md=__doc__,
)
def newsvane_maintain() -> None:
    @task(pool=LAKE_POOL, doc_md="Merge, expire, clean up, retain.")
    def maintain() -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.maintain()

    maintain()


newsvane_maintain()
