"""Starting a run of a DAG when Airflow fails: it is asked for again, and never started twice."""

from typing import Any

import anyio
import pytest
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException

from newsvane_pages import airflow_api


def start(monkeypatch: pytest.MonkeyPatch, *answers: int) -> list[dict[str, Any]]:
    """Ask for a run. `answers`: the statuses that Airflow answers with, the last for good. Return what it was asked."""
    monkeypatch.setattr(airflow_api, "PAUSES", (0.0, 0.0))
    airflow, asked, left = FastAPI(), [], [*answers]

    @airflow.get("/api/v2/dags/{dag_id}")
    def dag(dag_id: str) -> dict[str, bool]:
        return {"is_paused": False}

    @airflow.post("/api/v2/dags/{dag_id}/dagRuns")
    async def run(dag_id: str, request: Request) -> None:
        asked.append(await request.json())
        status = left.pop(0) if len(left) > 1 else left[0]
        if status != 200:
            raise HTTPException(status, f"status {status}")

    request = Request({"type": "http", "headers": [], airflow_api.AIRFLOW: airflow})
    try:
        anyio.run(airflow_api.start, request, "newsvane_act", {"kind": "poll"}, "a note")
    except HTTPException as error:
        asked.append({"failed": error.status_code})
    return asked


@pytest.mark.parametrize("answers", [(200,), (500, 200), (503, 500, 200)])
def test_a_failure_is_tried_again_under_the_same_id(monkeypatch: pytest.MonkeyPatch, answers: tuple[int, ...]) -> None:
    asked = start(monkeypatch, *answers)
    assert len(asked) == len(answers)
    assert len({each["dag_run_id"] for each in asked}) == 1
    assert asked[0]["dag_run_id"].startswith("manual__")


def test_a_run_that_was_started_in_spite_of_the_failure_is_not_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.get("failed") for each in start(monkeypatch, 500, 409)] == [None, None]


@pytest.mark.parametrize(("answers", "tries"), [((403,), 1), ((409,), 1), ((500,), 3)])
def test_what_stays_refused_is_told(monkeypatch: pytest.MonkeyPatch, answers: tuple[int, ...], tries: int) -> None:
    *asked, told = start(monkeypatch, *answers)
    assert (len(asked), told) == (tries, {"failed": answers[0]})
