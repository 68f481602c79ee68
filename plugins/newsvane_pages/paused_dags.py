"""Check whether Newsvane's DAGs are paused. Airflow knows it, so `newsvane doctor` cannot."""

from collections.abc import Mapping

from fastapi import Request

from newsvane.health import Check
from newsvane_pages.airflow_api import list_paused

IDLE: Mapping[str, str] = {
    "newsvane_poll": "no feed is polled",
    "newsvane_ingest": "no article is read",
    "newsvane_trends": "nothing is counted or published",
    "newsvane_alert": "no alert is sent",
    "newsvane_act": "nothing that is asked for on these pages is done",
    "newsvane_maintain": "the lake is not cleaned up",
    "newsvane_backfill": "the past is not filled in",
}
"""What is not done while a DAG is paused."""


def check_dags(request: Request) -> list[Check]:
    """Return a check for each DAG of ours that is paused, as far as the user may see that.

    Call it from a worker thread.
    """
    return [
        Check(
            name="airflow",
            state="warning",
            found=f"the DAG `{dag_id}` is paused, so {IDLE[dag_id]}",
            remedy="unpause it on its page in Airflow",
            problem="delivery" if dag_id == "newsvane_alert" else "pipeline",
        )
        for dag_id in list_paused(request)
        if dag_id in IDLE
    ]
