"""Request every route of the plugin as every role, from a real Airflow with the demo's lake: `python -m tests.crawl`.

Rewrites the table in `docs/operations/security.md`. The exit code is 1 if an answer is wrong or an action is not done.
"""

import argparse
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlencode

from rich.console import Console

import newsvane.lake
from newsvane.standalone import Standalone
from tests.crawl.surface import ACTORS, METHODS, PRESSED, ROLES, table, wrong
from tests.demo.cycle import DAGS, first_cycle
from tests.support.airflow_app import PEOPLE, form_of
from tests.support.scene import PROJECT, Scene, scene

console = Console(highlight=False, soft_wrap=True)
PAGE = PROJECT / "docs" / "operations" / "security.md"
BEGIN, END = "<!-- the table -->\n", "<!-- the end of the table -->\n"
PATIENCE = 240.0
"""Seconds to wait for actions to be done."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crawl", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="of Airflow")
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, _end)
    with tempfile.TemporaryDirectory() as folder, scene(Path(folder)) as surroundings:
        newsvane.lake.migrate(surroundings.settings)
        passwords = Path(folder) / "passwords.json"
        passwords.write_text(json.dumps(PEOPLE))
        environment = surroundings.environment | {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        }
        with Standalone(PROJECT, Path(folder) / "airflow", port=port, environment=environment, password="admin") as up:
            up.wait_for_dags({*DAGS, "newsvane_act"})
            first_cycle(up, console)
            crawl = Crawl(up, surroundings)
            served, answers = crawl.ask_everything()
            bad = wrong(answers, served) + crawl.act()
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{table(answers)}{END}{rest.partition(END)[2]}", "utf-8")
    for line in bad:
        console.print(f"WRONG  {line}")
    console.print(f"{len(answers)} answers, {len(bad)} wrong; the table is in {PAGE.relative_to(PROJECT)}")
    return 1 if bad else 0


def _end(number: int, frame: FrameType | None) -> None:
    """Turn SIGTERM into an exception, so that Airflow is stopped as well."""
    raise KeyboardInterrupt


class Crawl:
    """Clients of a running Airflow, one per role."""

    def __init__(self, airflow: Standalone, surroundings: Scene) -> None:
        self._airflow, self._scene = airflow, surroundings
        self._cookies = {"anonymous": ""} | {name: f"_token={self._token(name)}" for name in PEOPLE}
        with newsvane.lake.connect(settings=surroundings.settings) as con:
            self._held = [row[0] for row in con.execute("SELECT article_id FROM quarantine ORDER BY ALL").fetchall()]
            (self._story,), *_ = con.execute("SELECT story_id FROM stories ORDER BY articles DESC LIMIT 1").fetchall()
            (self._article,), *_ = con.execute("SELECT article_id FROM articles WHERE raw_file IS NOT NULL").fetchall()
            (self._key, self._rule), *_ = con.execute("SELECT key, rule FROM outbox ORDER BY ALL").fetchall()
            (self._feed,), *_ = con.execute("SELECT feed_id FROM feeds ORDER BY ALL").fetchall()

    def ask_everything(self) -> tuple[dict[str, set[str]], dict[tuple[str, str, str], int]]:
        """Send every request. Return the methods that each route serves, and the status by route, method and role."""
        served: dict[str, set[str]] = {}
        for path, method in self._routes():
            served.setdefault(path, set()).add(method)
        self._saved = self._save("op", name="Shared by an op", shared="1")[1].partition("#")[2]
        answers = {
            (path, method, who): self._ask(who, method, self._example(path))[0]
            for path in served
            for method in METHODS
            for who in ROLES
        }
        for who in ROLES:  # before the first one is done: the page of a paused feed has no such button
            answers["/actions", PRESSED, who] = self._press(who, "feeds", "pause_feed", self._feed, reason=who)
        for who in ROLES:
            answers["/search/saved", PRESSED, who] = self._save(who, name=who)[0]
            tried = f"?q=iran&title={who}"
            answers["/alerts/rules", PRESSED, who] = self._submit(
                who, f"alerts/rules/new{tried}", f"alerts/rules{tried}"
            )[0]
            labels = {f"label/{self._article}/topic/iran": "yes"}
            answers["/labels", PRESSED, who] = self._submit(who, f"articles/{self._article}", "labels", **labels)[0]
            renamed = self._save(who, f"/{self._saved}", change="rename", name=f"Renamed by {who}")
            answers["/search/saved/{search_id}", PRESSED, who] = renamed[0]
        return served, answers

    def act(self) -> list[str]:
        """Replay, discard and resume as an op; return one line if the recorded outcomes are not as expected."""
        replayed, discarded, *_ = self._held
        expected = [("pause_feed", state) for state in ("done", *["failed"] * (len(ACTORS) - 1))]
        expected += [("add_rule", "done"), ("label", "done")] * len(ACTORS)
        self._wait_for(len(expected))
        self._press("op", "feeds", "resume_feed", self._feed)
        self._press("op", "quarantine", "replay", replayed)
        self._press("op", "quarantine", "discard", discarded, reason="a crawl")
        expected += [("resume_feed", "done"), ("replay", "failed"), ("discard", "done")]
        done = self._wait_for(len(expected))
        for kind, state, by, words in done:
            console.print(f"  {kind} by {by}: {state}, {words}", markup=False)
        found = [(kind, state) for kind, state, *_ in done]
        return [] if found == expected else [f"acts: {found}, not {expected}"]

    def _wait_for(self, number: int) -> list[tuple[Any, ...]]:
        """Return the recorded actions once there are `number` of them, or as many as there are after PATIENCE."""
        deadline = time.monotonic() + PATIENCE
        while len(done := self._acts()) < number and time.monotonic() < deadline:
            time.sleep(1)
        return done

    def _acts(self) -> list[tuple[Any, ...]]:
        with newsvane.lake.connect(settings=self._scene.settings) as con:
            return con.execute("SELECT kind, state, done_by, words FROM acts ORDER BY asked_at").fetchall()

    def _routes(self) -> list[list[str]]:
        code = "import json; from tests.crawl.surface import routes; print('FOUND', json.dumps(routes()))"
        paths = os.pathsep.join(str(PROJECT / each) for each in ("", "plugins", "include"))
        environment = {**self._airflow.environment, "PYTHONPATH": paths}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        found: list[list[str]] = json.loads(done.stdout.partition("FOUND ")[2])
        return found

    def _example(self, path: str) -> str:
        article = self._held[0] if path.startswith(("/quarantine", "/refused")) else self._article
        values = {"{story_id}": self._story, "{article_id}": article, "{other}": article, "{name}": "newsvane.css",
                  "{search_id}": self._saved, "{suffix}": "csv?q=iran", "{form}": "atom?q=iran",
                  "{path:path}": "index.html", "{outlet:path}": "bbc.co.uk", "{key:path}": self._key,
                  "{rule_id:path}": self._rule, "{topic}": "mek", "{entity_id}": "tirana"}  # fmt: skip
        for name, value in values.items():
            path = path.replace(name, value)
        return f"/newsvane{path}{'?q=iran' if path == '/alerts/rules/new' else ''}"

    def _save(self, who: str, below: str = "?q=iran", **fields: str) -> tuple[int, str]:
        """Submit a form of saved searches. Return the status and where it leads to."""
        return self._submit(who, "search?q=iran", f"search/saved{below}", **fields)

    def _submit(self, who: str, page: str, to: str, **fields: str) -> tuple[int, str]:
        """Submit fields with the token of a page. Return the status and where it leads to."""
        _, headers, text = self._ask(who, "GET", f"/newsvane/{page}")
        token = next(iter(re.findall(r'name="token" value="([^"]*)"', text)), "")
        cookie = headers.get("set-cookie", "").partition(";")[0]
        sent = {"Origin": self._airflow.url, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"token": token} | fields)
        status, headers, _ = self._ask(who, "POST", f"/newsvane/{to}", body=body, cookie=cookie, **sent)
        return status, headers.get("location", "")

    def _press(self, who: str, page: str, act: str, target: str, **fields: str) -> int:
        status, headers, text = self._ask(who, "GET", f"/newsvane/{page}")
        form = form_of(text, act, target) if status == 200 else None
        cookie = headers.get("set-cookie", "").partition(";")[0]
        sent = {"Origin": self._airflow.url, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode((form or {"act": act, "target": target}) | fields)
        return self._ask(who, "POST", "/newsvane/actions", body=body, cookie=cookie, **sent)[0]

    def _ask(
        self, who: str, method: str, path: str, *, body: str | None = None, cookie: str = "", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        cookies = "; ".join(filter(None, (self._cookies[who], cookie)))
        connection = http.client.HTTPConnection("127.0.0.1", self._airflow.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers={"Accept": "text/html", "Cookie": cookies, **headers})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text
        finally:
            connection.close()

    def _token(self, name: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self._airflow.port, timeout=60)
        connection.request("POST", "/auth/token", body=json.dumps({"username": name, "password": name}),
                           headers={"Content-Type": "application/json"})  # fmt: skip
        token: str = json.loads(connection.getresponse().read())["access_token"]
        connection.close()
        return token


if __name__ == "__main__":
    sys.exit(main())
