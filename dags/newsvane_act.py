"""
### Do what somebody asks for by hand
Started by the buttons of the Newsvane pages: pause or resume a feed, replay or discard a refused article, send an alert
again that was given up. Who may start this DAG may act. Each act is a row of the table `acts`, with who, why and what
came of it; one that cannot be done is a row, too, and changes nothing.

**When it is red**: the lake is busy or damaged; the log says which. Clear the task: an act is done once however often
it runs.

Runbook: [the lake is busy](newsvane/runbook#the-lake-is-busy), [nothing runs](newsvane/runbook#nothing-runs).
"""

from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, FEED_ALERTS, LAKE_POOL, NEW_ARTICLES, NEW_FEED_ALERTS

KINDS = ["pause_feed", "resume_feed", "replay", "discard", "resend"]


@dag(
    dag_id="newsvane_act",
    schedule=None,
    is_paused_upon_creation=False,
    params={
        "act": Param(type="string", enum=KINDS, description="What to do"),
        "target": Param(type="string", minLength=1, maxLength=300, description="Id of the feed, article or message"),
        "reason": Param("", type="string", maxLength=500, description="Why; to discard an article it must be said"),
    },
    **DAG_DEFAULTS,
    tags=["newsvane", "acts"],
    doc_md=__doc__,
)
def newsvane_act() -> None:
    @task(
        pool=LAKE_POOL,
        outlets=[NEW_ARTICLES, NEW_FEED_ALERTS],
        doc_md="Does it in one transaction with its row; wakes whoever counts, reads or delivers what it changed.",
    )
    def act(params: dict[str, Any] | None = None, dag_run: Any = None, outlet_events: Any = None) -> dict[str, str]:
        from newsvane import lake, pipeline

        asked = params or {}
        done = pipeline.act(
            lake.ActionRequest(
                act_id=dag_run.run_id,
                kind=asked["act"],
                target=asked["target"],
                reason=asked["reason"],
                done_by=dag_run.triggering_user_name or "Airflow",
                asked_at=dag_run.run_after,
            )
        )
        if done.state == "done" and done.kind == "replay":
            outlet_events[NEW_ARTICLES].add(ARTICLES, extra={"replayed": done.target})
        if done.state == "done" and done.kind == "resend":
            outlet_events[NEW_FEED_ALERTS].add(FEED_ALERTS, extra={"resent": done.target})
        return {"state": done.state, "words": done.words}

    act()


newsvane_act()
