"""
### Read the articles behind new entries
Runs when entries have landed: fetches and archives the pages, reads and validates them, groups copies and translations,
and lands everything. While entries wait, it starts itself again: one run reads while the one before lands.

**When it is red**
- `plan`: a watch file has a mistake, and no version of it ever was valid; see `newsvane_poll`.
- `read`: the machine has a problem (disk, memory, network). A page that fails is a row in `skipped`, never a red task.
- `validate`: hardly any outlet gave a text (the log names the Data Docs). Correct network or extraction, then clear it.
- `land`: the lake is busy or damaged (clear the task: landing twice does no harm), or a chunk of `read` left nothing,
  and the next run reads its entries.

See: [a batch is refused](newsvane/runbook#a-batch-is-refused), [the lake is busy](newsvane/runbook#the-lake-is-busy),
[a task was killed](newsvane/runbook#a-task-was-killed), [the disk is full](newsvane/runbook#the-disk-is-full).
"""

from typing import Any

from airflow.sdk import dag, task

from newsvane_airflow import ARTICLES, ENTRIES, INGEST_DEFAULTS, LAKE_POOL, NEW_ARTICLES, NEW_ENTRIES, access, label
from newsvane_metrics import report_metrics
from newsvane_runs import make_run_finder, start_next_run


@dag(
    dag_id="newsvane_ingest",
    dag_display_name="Newsvane: read articles",
    description="Read new articles: fetch, archive, validate, group and land the pages behind new entries",
    schedule=[ENTRIES],
    **INGEST_DEFAULTS,
    tags=["newsvane", "articles"],
    doc_md=__doc__,
)
def newsvane_ingest() -> None:
    @task(max_active_tis_per_dag=1, doc_md="Chooses the entries to read now and divides them into chunks by host.")
    def plan(run_id: Any = None, ti: Any = None) -> list[Any]:
        from newsvane import pipeline

        return pipeline.plan_reads(run_id, find_running=make_run_finder(ti))

    @task(map_index_template="{{ label }}", doc_md="Fetches, archives and reads the pages of a chunk.")
    def read(chunk: Any) -> dict[str, int]:
        from newsvane import pipeline

        label(chunk["label"])
        return pipeline.read(chunk, lookup=access)

    @task(
        trigger_rule="none_skipped",
        outlets=[NEW_ENTRIES],
        doc_md="Validates with Great Expectations, each outlet apart. Wakes the next run if entries wait.",
    )
    def validate(readings: list[Any], run_id: Any = None, ti: Any = None, outlet_events: Any = None) -> dict[str, int]:
        from newsvane import pipeline

        start_next_run(ti, outlet_events, has_landed=False)
        return pipeline.validate(run_id)

    @task(
        pool=LAKE_POOL,
        inlets=[ENTRIES],
        outlets=[NEW_ARTICLES, NEW_ENTRIES],
        doc_md="Groups copies and translations, and lands everything with its alerts in one transaction.",
    )
    def land(validated: Any, run_id: Any = None, ti: Any = None, outlet_events: Any = None) -> dict[str, int]:
        from newsvane import pipeline

        landed = pipeline.land_articles(run_id)
        if landed["articles"]:
            outlet_events[NEW_ARTICLES].add(ARTICLES, extra=landed)
        start_next_run(ti, outlet_events, has_landed=True)
        report_metrics()
        return landed

    land(validate(read.expand(chunk=plan())))  # type: ignore[arg-type]


newsvane_ingest()
