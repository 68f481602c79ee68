"""
### Fill in the past
Started by hand, with what to read: WARC files, lists of addresses, sitemaps, a Wayback Machine. Each file is a task.
Pages land in small batches at their own dates, one file after the other, and live work goes first. Nobody is alerted.
What the lake knows stays as it is, so a run can be stopped and repeated. With `dry_run`, the log of `plan` estimates.

**When it is red**
- `plan`: a path does not exist on the worker, or there is nothing to read; the log says what to change.
- `read`: the disk is full, or the lake is damaged. Clear the task: it goes on after the last batch that landed.
- `finish`: a day cannot be counted; the log names it.

Runbook: [the disk is full](newsvane/runbook#the-disk-is-full), [the lake is busy](newsvane/runbook#the-lake-is-busy).
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import BACKFILL_DEFAULTS, LAKE_POOL, label

LIST: dict[str, Any] = {"type": ["null", "array"], "items": {"type": "string"}}
DAY: dict[str, Any] = {"type": ["null", "string"], "format": "date"}


@dag(
    dag_id="newsvane_backfill",
    dag_display_name="Newsvane: fill in the past",
    description="Fill in the past from archives and lists of addresses; nobody is alerted",
    schedule=None,
    is_paused_upon_creation=False,
    params={
        "inputs": Param(None, **LIST, title="Paths", description="WARC files, lists of addresses, folders"),
        "sitemaps": Param(None, **LIST, title="Sitemaps", description="Addresses of sitemaps, or of indexes of them"),
        "wayback": Param(None, **LIST, title="Wayback Machine", description="Domains, or addresses that end with *"),
        "since": Param(None, **DAY, title="First day", description="Of publication, UTC; empty: no limit"),
        "until": Param(None, **DAY, title="Last day", description="Empty: the day before yesterday"),
        "only_on_topic": Param(False, type="boolean", title="Only on topic", description="Faster, without shares"),
        "dry_run": Param(False, type="boolean", title="Only estimate", description="Read nothing but a sample"),
    },
    **BACKFILL_DEFAULTS,
    tags=["newsvane", "articles"],
    doc_md=__doc__,
)  # fmt: skip
def newsvane_backfill() -> None:
    @task(doc_md="Finds the files and addresses, estimates what reading them costs, and divides them into parts.")
    def plan(params: dict[str, Any] | None = None) -> list[Any]:
        from newsvane import pipeline

        given = dict(params or {})
        is_dry_run = given.pop("dry_run", False)
        request = pipeline.BackfillRequest.model_validate({name: value for name, value in given.items() if value})
        chunks = pipeline.plan_backfill(request)
        print(pipeline.estimate_backfill(chunks))
        return [] if is_dry_run else list(chunks)

    @task(
        map_index_template="{{ label }}",
        max_active_tis_per_dag=1,
        execution_timeout=timedelta(days=7),
        doc_md="Reads one part in batches, and lands each batch before it reads the next.",
    )
    def read(chunk: Any) -> dict[str, Any]:
        from newsvane import pipeline

        label(chunk["label"])
        pipeline.give_way()
        return {"run": chunk["run"], "counts": pipeline.run_part(chunk)}

    @task(pool=LAKE_POOL, doc_md="Counts the days that have changed, publishes, and updates the search index.")
    def finish(parts: list[dict[str, Any]]) -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.finish_backfill(parts[0]["run"], [part["counts"] for part in parts])

    finish(read.expand(chunk=plan()))  # type: ignore[arg-type]


newsvane_backfill()
