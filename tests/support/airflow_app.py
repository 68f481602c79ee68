"""Send requests to Airflow's API app with our plugin and DAGs, without a server, as users with different roles.

`python -m tests.support.airflow_app` reads a JSON list of steps from stdin and prints a list with one answer per step
on a line `FOUND [...]`. `start` runs it in a process of its own with its own Airflow home, because Airflow reads its
settings from the environment when it is imported.
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
"""The role of each user. A user's name equals the role and the password."""
FORM_COOKIE = "newsvane_form"
ORIGIN = "http://127.0.0.1:8080"


def start(steps: list[dict[str, Any]], home: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """Run the steps in a new process and return their answers.

    `home`: a new folder for Airflow. `environment`: additional variables, such as Newsvane's settings.
    """
    home.mkdir()
    (home / "passwords.json").write_text(json.dumps(PEOPLE))
    surroundings = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "NEWSVANE_LAKE_THREADS": "1",
        "AIRFLOW__API__BASE_URL": ORIGIN,
        "AIRFLOW__API__SECRET_KEY": "1" * 64,
        "AIRFLOW__API_AUTH__JWT_SECRET": "0" * 64,
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
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
    """Return the hidden fields of the form on a page that requests this action; None if there is no such form."""
    for form in re.findall(r'<form class="act".*?</form>', html, re.DOTALL):
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        fields = {name: unescape(value) for name, value in hidden}
        if (fields.get("act"), fields.get("target")) == (act, target):
            return fields
    return None


class App:
    """Airflow's app, and one client per user."""

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
        """Send one request as the user `who`, and return status, headers and text of the answer.

        A step either has `method` and `path`, optionally with `body` and `headers`, or it submits a form: the action
        `press` on `target`, from the page at `path`, even if that page has no such button. `form_of`: submit the form
        that another user was given. `browser_of`: send the cookie of another user's browser. With `submit`, an address,
        `fields` are sent there with the token of the page at `path`.
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
            headers = {
                "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Referer": f"{ORIGIN}{step['path']}"
            } | headers  # fmt: skip
            answer = browser.post("/newsvane/actions", data=body, headers=headers)
        elif "submit" in step:
            page = self.people[step.get("form_of", step["who"])].get(step["path"], headers=headers)
            token = next(iter(re.findall(r'name="token" value="([^"]*)"', page.text)), "")
            headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"} | headers
            answer = browser.post(step["submit"], data={"token": token} | step["fields"], headers=headers)
        else:
            answer = browser.request(step["method"], step["path"], headers=headers, content=step.get("body"))
        return {"status": answer.status_code, "headers": dict(answer.headers), "text": answer.text}


def work_off() -> dict[str, Any]:
    """Perform the actions of the queued runs of newsvane_act, as its task does, and return their outcomes."""
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
            done.append(
                pipeline.act(act, rule=asked.get("rule", ""), labels=asked.get("labels", ())).model_dump(mode="json")
            )
            run.state = "success"
    return {"acts": done}


def poll_off(reason: str) -> dict[str, Any]:
    """End the queued runs of newsvane_poll well, and record how they polled their feeds. `reason`: of a failure."""
    from datetime import UTC, datetime

    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    from newsvane import lake
    from newsvane.records import Feed, FeedPoll, FeedState
    from newsvane.settings import get_settings

    now = datetime.now(UTC)
    with create_session() as session, lake.writer(get_settings()) as con:
        for run in session.query(DagRun).filter_by(dag_id="newsvane_poll", state="queued"):
            polls = [
                FeedPoll(
                    feed_id=feed, polled_at=now, status="failed" if reason else "ok", reason=reason,
                    detail="<b>gone</b>" if reason else "",
                )
                for feed in (run.conf or {})["feeds"]
            ]  # fmt: skip
            states = [FeedState(last_poll=poll, next_poll_at=now, failures=int(bool(reason))) for poll in polls]
            feeds = [Feed(feed_id=poll.feed_id, url=f"https://{poll.feed_id}.example/rss") for poll in polls]
            lake.land_polls(con, feeds=feeds, states=states, entries=[], run_id=run.run_id, now=now)
            run.state = "success"
    return {}


def unpause(dag_id: str, paused: bool) -> dict[str, Any]:
    """Pause or unpause a DAG."""
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
    """Run the steps. `{name}` in an address is the anchor to which the step with `"as": name` led."""
    steps = json.load(sys.stdin)
    app = App()
    answers: list[dict[str, Any]] = []
    anchors: dict[str, str] = {}
    for written in steps:
        step = written
        for name, anchor in anchors.items():
            step = {key: value.replace(f"{{{name}}}", anchor) if isinstance(value, str) else value
                    for key, value in step.items()}  # fmt: skip
        if "routes" in step:
            from tests.crawl.surface import routes

            answers.append({"routes": [list(each) for each in routes()]})
        elif "work" in step:
            answers.append(work_off())
        elif "poll" in step:
            answers.append(poll_off(step["poll"]))
        elif "pause" in step:
            answers.append(unpause(step["pause"], step["paused"]))
        else:
            answers.append(app.ask(step))
        if "as" in step:
            anchors[step["as"]] = answers[-1]["headers"].get("location", "").partition("#")[2]
    print("FOUND " + json.dumps(answers))


if __name__ == "__main__":
    main()
