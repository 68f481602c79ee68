"""
### Perform an action that somebody asked for
Started by the buttons of the Newsvane pages: pause or resume a feed; replay, land or discard an article in quarantine;
send a message again; add, change or remove an alert rule; send a test message to a channel; label articles. Everybody
who may trigger this DAG may perform these actions. Each is a row of the table `acts`, with who asked, why, and the
outcome. An action that is not possible changes nothing and is recorded as failed.

**When it is red**: the lake is busy or damaged; the log says which. Clear the task: an action is performed only once,
however often the task runs.

Runbook: [the lake is busy](newsvane/runbook#the-lake-is-busy), [nothing runs](newsvane/runbook#nothing-runs).
"""

from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, FEED_ALERTS, LAKE_POOL, NEW_ARTICLES, NEW_FEED_ALERTS

KINDS = [
    "pause_feed", "resume_feed", "replay", "land", "discard", "resend", "add_rule", "change_rule", "remove_rule",
    "test_channel", "label",
]  # fmt: skip


@dag(
    dag_id="newsvane_act",
    dag_display_name="Newsvane: act on request",
    description="Perform an action from the Newsvane pages: pause a feed, replay an article, resend a message",
    schedule=None,
    is_paused_upon_creation=False,
    params={
        "act": Param(title="Action", type="string", enum=KINDS, description="What to do"),
        "target": Param(title="Target", type="string", minLength=1, maxLength=300, description="To what: its id"),
        "reason": Param(
            "", title="Why", type="string", maxLength=500, description="Needed to land anyway, for example"
        ),
        "labels": Param([], title="Labels", type="array", maxItems=50, items={"type": "object"}, description="Answers"),
        "rule": Param("", title="Rule", type="string", maxLength=8000, description="A [[rule]] as in alerts.toml"),
    },
    **DAG_DEFAULTS,
    tags=["newsvane", "acts"],
    doc_md=__doc__,
)
def newsvane_act() -> None:
    @task(
        pool=LAKE_POOL,
        outlets=[NEW_ARTICLES, NEW_FEED_ALERTS],
        doc_md="Performs the action and records it in one transaction; wakes the DAGs that count or deliver it.",
    )
    def act(params: dict[str, Any] | None = None, dag_run: Any = None, outlet_events: Any = None) -> dict[str, str]:
        from newsvane import lake, pipeline
        from newsvane_notifier import channel_address

        given = params or {}
        done = pipeline.perform_action(
            lake.ActionRequest(
                act_id=dag_run.run_id,
                kind=given["act"],
                target=given["target"],
                reason=given["reason"],
                done_by=dag_run.triggering_user_name or "Airflow",
                asked_at=dag_run.run_after,
            ),
            rule=given.get("rule", ""),
            labels=given.get("labels", []),
            lookup=channel_address,
        )
        if done.state == "done" and done.kind in {"replay", "land"}:
            outlet_events[NEW_ARTICLES].add(ARTICLES, extra={"replayed": done.target})
        if done.state == "done" and done.kind in {"resend", "test_channel"}:
            outlet_events[NEW_FEED_ALERTS].add(FEED_ALERTS, extra={done.kind: done.target})
        return {"state": done.state, "words": done.words}

    act()


newsvane_act()
