"""Airflow's own API app with our plugin and DAGs, without a server.

`python -m tests.support.airflow_app` asks it as people do.

Takes steps as JSON on stdin, one list; gives an answer a step as a line `FOUND [...]`. `start` runs it in a process of
its own, with an Airflow home of its own, as Airflow takes its settings from the environment when it is imported.
"""

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PEOPLE = {"viewer": "viewer", "user": "user", "op": "op", "admin": "admin"}
"""Names of users, each of the role of that name, the name its password."""
FORM_COOKIE = "newsvane_form"
ORIGIN = "http://127.0.0.1:8080"


def start(steps: list[dict[str, Any]], home: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """The answers to these steps. `home`: of Airflow. `environment`: of Newsvane."""
    home.mkdir()
    (home / "passwords.json").write_text(json.dumps(PEOPLE))
    surroundings = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__API__BASE_URL": ORIGIN,
        "AIRFLOW__API__SECRET_KEY": "1" * 64,
        "AIRFLOW__API_AUTH__JWT_SECRET": "0" * 64,
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.airflow_app"], env=surroundings, cwd=PROJECT, input=json.dumps(steps),
        capture_output=True, text=True, timeout=800, check=False,
    )  # fmt: skip
    line = next((line for line in done.stdout.splitlines() if line.startswith("FOUND ")), None)
    assert line, done.stdout[-4000:] + done.stderr[-6000:]
    answers: list[dict[str, Any]] = json.loads(line.removeprefix("FOUND "))
    return answers


def form_of(html: str, act: str, target: str) -> dict[str, str] | None:
    """The fields of the form on a page that asks for this act; None where there is none."""
    for form in re.findall(r'<form class="act".*?</form>', html, re.DOTALL):
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        fields = {name: unescape(value) for name, value in hidden}
        if (fields.get("act"), fields.get("target")) == (act, target):
            return fields
    return None


class App:
    """The app, and a browser a person."""

    def __init__(self) -> None:
        from airflow.models import import_all_models
        from airflow.models.base import Base
        from airflow.utils.db import synchronize_log_template

        from airflow import settings

        import_all_models()  # type: ignore[no-untyped-call]
        Base.metadata.create_all(settings.engine)
        synchronize_log_template()
        _store_dags()
        from airflow.api_fastapi.app import create_app
        from starlette.testclient import TestClient

        api = create_app(apps="core")
        self.people: dict[str, TestClient] = {}
        for name in ("anonymous", *PEOPLE):
            browser = self.people[name] = TestClient(
                api, base_url=ORIGIN, raise_server_exceptions=False, follow_redirects=False
            )
            if name in PEOPLE:
                answer = browser.post("/auth/token", json={"username": name, "password": name})
                browser.cookies.set("_token", answer.json()["access_token"])

    def ask(self, step: dict[str, Any]) -> dict[str, Any]:
        """`who` asks by `method` for `path`, with `body` and `headers`.

        Or presses an act (`press`) on `target` on the page at `path`, also where that has no such button; with the form
        that somebody else got (`form_of`), in somebody else's browser (`browser_of`).
        """
        browser = self.people[step["who"]]
        headers = {"Accept": "text/html"} | step.get("headers", {})
        if "press" in step:
            page = self.people[step.get("form_of", step["who"])].get(step["path"], headers=headers)
            if "browser_of" in step:
                (cookie,) = (each for each in browser.cookies.jar if each.name == FORM_COOKIE)
                cookie.value = self.people[step["browser_of"]].cookies[FORM_COOKIE]
            fields = form_of(page.text, step["press"], step["target"])
            body = (fields or {"act": step["press"], "target": step["target"]}) | step.get("fields", {})
            headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"} | headers
            answer = browser.post("/newsvane/acts", data=body, headers=headers)
        else:
            answer = browser.request(step["method"], step["path"], headers=headers, content=step.get("body"))
        return {"status": answer.status_code, "headers": dict(answer.headers), "text": answer.text}


def work_off() -> dict[str, Any]:
    """Do what the queued runs of newsvane_act ask for, as its task does; the acts."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    from newsvane import lake, pipeline

    done = []
    with create_session() as session:
        for run in session.query(DagRun).filter_by(dag_id="newsvane_act", state="queued").order_by(DagRun.id):
            asked = run.conf or {}
            act = lake.ActionRequest(
                act_id=run.run_id, kind=asked["act"], target=asked["target"], reason=asked["reason"],
                done_by=run.triggering_user_name, asked_at=run.run_after,
            )  # fmt: skip
            done.append(pipeline.act(act).model_dump(mode="json"))
            run.state = "success"
    return {"acts": done}


def unpause(dag_id: str, paused: bool) -> dict[str, Any]:
    """Pause a DAG or let it loose."""
    from airflow.models.dag import DagModel
    from airflow.utils.session import create_session

    with create_session() as session:
        dag = session.get(DagModel, dag_id)
        assert dag is not None
        dag.is_paused = paused
    return {}


def _store_dags() -> None:
    from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
    from airflow.models.dagbundle import DagBundleModel
    from airflow.utils.session import create_session

    with create_session() as session:
        session.add(DagBundleModel(name="dags-folder"))
    bag = DagBag(PROJECT / "dags", bundle_path=PROJECT / "dags", bundle_name="dags-folder")
    assert not bag.import_errors, bag.import_errors
    sync_bag_to_db(bag, "dags-folder", None)


def main() -> None:
    steps = json.load(sys.stdin)
    app = App()
    answers = []
    for step in steps:
        if "routes" in step:
            from tests.crawl.surface import routes

            answers.append({"routes": [list(each) for each in routes()]})
        elif "work" in step:
            answers.append(work_off())
        elif "pause" in step:
            answers.append(unpause(step["pause"], step["paused"]))
        else:
            answers.append(app.ask(step))
    print("FOUND " + json.dumps(answers))


if __name__ == "__main__":
    main()
