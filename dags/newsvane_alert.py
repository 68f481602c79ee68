"""
### Tell people
Delivers what waits in the outbox: when articles have landed, when a feed is in trouble or well again, and every ten
minutes for what could not be delivered before.

**When it is red**: a channel refuses or is down; the log names the channel and what it answered. The messages stay in
the outbox and are tried again with growing pauses; after the last try they are dead letters: `newsvane alerts log`
says why, `newsvane alerts resend --dead` sends them anew. A channel that fails holds up no other.

Runbook: [alerts do not arrive](newsvane/runbook#alerts-do-not-arrive).

Set `trial` to the id of a channel to send it a trial message.
"""

from typing import Any

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, Param, dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, FEED_ALERTS, TASK_DEFAULTS
from newsvane_metrics import report_vitals

SIDE_BY_SIDE = 3
"""Runs at once: senders lock their channel, so that news need not wait for a run that a hanging channel holds up."""


@dag(
    dag_id="newsvane_alert",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/10 * * * *", timezone="UTC"), assets=ARTICLES | FEED_ALERTS
    ),
    **DAG_DEFAULTS | {"max_active_runs": SIDE_BY_SIDE, "default_args": TASK_DEFAULTS | {"on_failure_callback": None}},
    params={"trial": Param(None, type=["null", "string"], description="Channel to send a trial message to")},
    tags=["newsvane", "alerts"],
    doc_md=__doc__,
)
def newsvane_alert() -> None:
    @task(doc_md="Sends each due message once and records the outcome; holds the lake only while recording.")
    def deliver(params: dict[str, Any] | None = None) -> dict[str, int]:
        from newsvane import pipeline
        from newsvane_notifier import channel_address

        try:
            if trial := (params or {}).get("trial"):
                pipeline.send_test_message(trial, lookup=channel_address)
            return pipeline.deliver(lookup=channel_address)
        finally:
            report_vitals()

    deliver()


newsvane_alert()
