"""Airflow's own API, asked inside this process as the user who asks us: its rights, checks and audit log all hold."""

from http import HTTPStatus
from typing import Any

import anyio
import httpx
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Request
from starlette.exceptions import HTTPException

AIRFLOW = "newsvane_airflow"
"""Where `app` leaves Airflow's app in the scope of a request."""

ACT, POLL = "newsvane_act", "newsvane_poll"
"""The DAGs that do what the pages ask for."""

LATEST = 50
"""Runs that are looked at, the newest."""


def may_run(dag_id: str, request: Request, user: BaseUser) -> bool:
    """Whether this user may start a run of the DAG."""
    try:
        requires_access_dag("POST", DagAccessEntity.RUN, dag_id)(request, user)
    except HTTPException:
        return False
    return True


async def start(request: Request, dag_id: str, conf: dict[str, object], note: str) -> None:
    """Start a run. Raises HTTPException: 403 where the user may not, 409 where it would not begin, 503 without DAG."""
    dag = await _ask(request, "GET", f"/dags/{dag_id}")
    if dag.status_code == HTTPStatus.NOT_FOUND:
        raise HTTPException(503, f"Airflow does not know the DAG {dag_id}: look for import errors on its page of DAGs.")
    if dag.is_success and dag.json()["is_paused"]:
        raise HTTPException(409, f"The DAG {dag_id} is paused in Airflow: unpause it there, then ask again.")
    body = {"logical_date": None, "conf": conf, "note": note}
    answer = await _ask(request, "POST", f"/dags/{dag_id}/dagRuns", body)
    if not answer.is_success:
        raise HTTPException(answer.status_code, _said(answer))


def latest_runs(request: Request, dag_id: str) -> list[dict[str, Any]]:
    """The newest runs that people started, newest first; none where the user may not see them. Called in a thread."""
    query = f"/dags/{dag_id}/dagRuns?run_type=manual&order_by=-run_after&limit={LATEST}"
    answer = anyio.from_thread.run(_ask, request, "GET", query)
    return list(answer.json()["dag_runs"]) if answer.is_success else []


async def _ask(request: Request, method: str, path: str, body: object = None) -> httpx.Response:
    credentials = {name: request.headers[name] for name in ("cookie", "authorization") if name in request.headers}
    transport = httpx.ASGITransport(request.scope[AIRFLOW], raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://airflow") as client:
        return await client.request(method, f"/api/v2{path}", json=body, headers=credentials)


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return "Airflow did not start it; the log of its API server says why."
