"""Call Airflow's API inside this process, as the user of the request.

Airflow's permissions, validation and audit log therefore apply to everything that the pages start.
"""

import secrets
from contextlib import suppress
from datetime import UTC, datetime
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
"""The key under which `asgi_app` puts Airflow's app into the scope of a request."""

ACT, POLL = "newsvane_act", "newsvane_poll"
"""The DAGs that perform actions."""

PAUSES = (0.5, 2.0)
"""Seconds to wait before each new try to start a run, if Airflow fails."""
MAX_WAIT = 5.0
"""Seconds that a page waits for Airflow's list of paused DAGs."""
MAX_RUNS = 50
"""Only this many of the newest runs are considered."""


def may_run(dag_id: str, request: Request, user: BaseUser) -> bool:
    """Return whether this user may start a run of the DAG."""
    try:
        requires_access_dag("POST", DagAccessEntity.RUN, dag_id)(request, user)
    except HTTPException:
        return False
    return True


async def start(request: Request, dag_id: str, conf: dict[str, object], note: str) -> None:
    """Start a run of a DAG.

    The run has its id beforehand, so that a failure of Airflow's, such as a locked database, can be tried again without
    starting two. Raises HTTPException: 403 if the user may not start it, 409 if the DAG is paused, 503 if Airflow lacks
    the DAG.
    """
    dag = await _call(request, "GET", f"/dags/{dag_id}")
    if dag.status_code == HTTPStatus.NOT_FOUND:
        raise HTTPException(503, f"Airflow does not know the DAG {dag_id}: look for import errors on its DAGs page.")
    if dag.is_success and dag.json()["is_paused"]:
        raise HTTPException(409, f"The DAG {dag_id} is paused in Airflow: unpause it there, then try again.")
    run_id = f"manual__{datetime.now(UTC).isoformat()}_{secrets.token_hex(4)}"
    body = {"dag_run_id": run_id, "logical_date": None, "conf": conf, "note": note}
    answer = await _call(request, "POST", f"/dags/{dag_id}/dagRuns", body)
    for pause in PAUSES:
        if not answer.is_server_error:
            break
        await anyio.sleep(pause)
        answer = await _call(request, "POST", f"/dags/{dag_id}/dagRuns", body)
        if answer.status_code == HTTPStatus.CONFLICT:
            return
    if not answer.is_success:
        raise HTTPException(answer.status_code, _detail(answer))


def list_latest_runs(request: Request, dag_id: str) -> list[dict[str, Any]]:
    """Return the newest runs that people started, newest first, or none if the user may not see them.

    Call it from a worker thread.
    """
    query = f"/dags/{dag_id}/dagRuns?run_type=manual&order_by=-run_after&limit={MAX_RUNS}"
    answer = anyio.from_thread.run(_call, request, "GET", query)
    return list(answer.json()["dag_runs"]) if answer.is_success else []


def list_paused(request: Request) -> list[str]:
    """Return the ids of Newsvane's DAGs that are paused, in order.

    An empty list if the user may not see them, or Airflow does not answer in time. Call it from a worker thread.
    """
    return anyio.from_thread.run(_list_paused, request)


async def _list_paused(request: Request) -> list[str]:
    found: list[str] = []
    with anyio.move_on_after(MAX_WAIT), suppress(ValueError, KeyError):
        answer = await _call(request, "GET", f"/dags?dag_id_pattern=newsvane_%&paused=true&limit={MAX_RUNS}")
        found += [str(dag["dag_id"]) for dag in answer.json()["dags"]] if answer.is_success else []
    return sorted(found)


async def _call(request: Request, method: str, path: str, body: object = None) -> httpx.Response:
    credentials = {name: request.headers[name] for name in ("cookie", "authorization") if name in request.headers}
    transport = httpx.ASGITransport(request.scope[AIRFLOW], raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://airflow") as client:
        return await client.request(method, f"/api/v2{path}", json=body, headers=credentials)


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return "Airflow did not start the run; the log of its API server says why."
