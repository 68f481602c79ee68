"""
### Tell people
Delivers what waits in the outbox: when articles have landed, when a feed is in trouble or well again, and every ten
minutes for what could not be delivered before.

**When it is red**: a channel refuses or is down; the log names the channel and what it answered. The messages stay in
the outbox and are tried again with growing pauses; after the last try they are dead letters (`outbox.state = 'dead'`).

Runbook: [alerts do not arrive](newsvane/runbook#alerts-do-not-arrive).
"""

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from newsvane_airflow import ARTICLES, DAG_DEFAULTS, FEED_ALERTS


@dag(
    dag_id="newsvane_alert",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/10 * * * *", timezone="UTC"), assets=ARTICLES | FEED_ALERTS
    ),
    **DAG_DEFAULTS,
    tags=["newsvane", "alerts"],
    doc_md=__doc__,
)
def newsvane_alert() -> None:
    @task(doc_md="Sends each due message once and records the outcome; holds the lake only while recording.")
    def deliver() -> dict[str, int]:
        from newsvane import pipeline

        return pipeline.deliver()

    deliver()


newsvane_alert()
