"""
### Care for the lake
Daily: merges small files, expires old snapshots, removes files that nothing refers to, drops what retention lets go.

**When it is red**: the lake is busy (clear the task) or damaged (the log names the file; restore it from the backup).
"""

from airflow.sdk import dag, task

from newsvane_airflow import DAG_DEFAULTS, LAKE_POOL


@dag(
    dag_id="newsvane_maintain",
    schedule="17 3 * * *",
    **DAG_DEFAULTS,
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
