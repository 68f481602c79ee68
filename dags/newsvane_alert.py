"""
### Deliver alerts
Sends the messages that are due in the outbox. It runs when articles have landed, when a feed fails or recovers, and
every ten minutes for messages that were scheduled for later or could not be delivered before.

**When it is red**: a channel is down or refuses messages; the log names the channel and its answer. The messages stay
in the outbox and are tried again after growing delays. After the last attempt they are dead letters:
`newsvane alerts log` shows the reasons, `newsvane alerts resend --dead` sends them again. A channel that fails delays
no other channel.

Runbook: [alerts do not arrive](newsvane/runbook#alerts-do-not-arrive).

To send a test message, trigger the DAG with `trial` set to the id of a channel. If it is sent, the messages that wait
for this channel are sent after it. Without it, a run sends only what is due.
"""

from typing import Any

from airflow.sdk import Param, dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, FEED_ALERTS, TASK_DEFAULTS
from newsvane_compat import AssetOrTimeSchedule, CronTriggerTimetable
from newsvane_metrics import report_metrics

MAX_RUNS = 3
"""Runs at the same time: while a channel that hangs keeps one busy, another delivers. Each channel has a lock."""


@dag(
    dag_id="newsvane_alert",
    dag_display_name="Newsvane: deliver alerts",
    description="Deliver alerts: send the messages that are due in the outbox",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/10 * * * *", timezone="UTC"), assets=ARTICLES | FEED_ALERTS
    ),
    **DAG_DEFAULTS | {"max_active_runs": MAX_RUNS, "default_args": TASK_DEFAULTS | {"on_failure_callback": None}},
    params={
        "trial": Param(None, type=["null", "string"], title="Test", description="Channel to send a test message to")
    },
    tags=["newsvane", "alerts"],
    doc_md=__doc__,
)
def newsvane_alert() -> None:
    @task(
        inlets=[FEED_ALERTS],
        doc_md="Sends each due message once and records the outcome; locks the lake only while it records.",
    )
    def deliver(params: dict[str, Any] | None = None, dag_run: Any = None) -> dict[str, int]:
        from newsvane import pipeline
        from newsvane_notifier import channel_address

        try:
            if channel := (params or {}).get("trial"):
                who = dag_run.triggering_user_name or "Airflow"
                pipeline.try_channel(channel, done_by=who, lookup=channel_address)
            return pipeline.deliver(lookup=channel_address)
        finally:
            report_metrics()

    deliver()


newsvane_alert()
