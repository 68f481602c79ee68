"""A Superset as an analyst sets one up: from its package, with a database of its own, on a free port of 127.0.0.1."""

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Browser, Error, Page, Response

from newsvane.dashboards import build_dashboards
from tests.analyst_tools.environments import make_environment
from tests.browser.chromium import chromium
from tests.servers.process import Server

Rows = list[dict[str, Any]]

PACKAGES = ("apache-superset==6.1.0", "duckdb-engine==0.17.0", "duckdb>=1.5", "rich", "cachetools", "flask-caching<2.4")
"""What to install. The package of Superset does not name the last three, and does not start without them."""
NAME = "admin"
"""The user, and the password."""
CONFIGURATION = """
SECRET_KEY = {key!r}
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db?check_same_thread=false"
TALISMAN_ENABLED = False
"""
SLUG = "newsvane-coverage"
WIDTH, HEIGHT = 1360, 2380
"""The window in CSS pixels, nearly as high as the dashboard: Superset draws only what is in sight."""
PATIENCE = 120
"""Seconds until all charts have their rows."""


class Superset(Server):
    """`python`: the interpreter that has Superset. `archive`: the dashboard to import before the start."""

    name = "superset"

    def __init__(self, folder: Path, *, python: Path, archive: Path) -> None:
        super().__init__(folder)
        self.python, self.archive = python, archive

    def environment(self) -> Mapping[str, str]:
        """Return the variables that its documentation names, with its own folder as home."""
        ours = {name: "" for name in os.environ if name.startswith(("PYTHON", "NEWSVANE_", "AIRFLOW"))}
        configuration = str(self.folder / "superset_config.py")
        return ours | {
            "SUPERSET_CONFIG_PATH": configuration,
            "SUPERSET_HOME": str(self.folder),
            "FLASK_APP": "superset.app:create_app()",
            "SCARF_ANALYTICS": "false",
            "TZ": "UTC",
        }

    def prepare(self) -> None:
        """Set up the database, create a user and import the dashboard."""
        (self.folder / "superset_config.py").write_text(
            CONFIGURATION.format(folder=self.folder, key=secrets.token_hex()), "utf-8"
        )
        self.run("db", "upgrade")
        self.run(
            "fab", "create-admin", "--username", NAME, "--password", NAME, "--firstname", NAME, "--lastname", NAME,
            "--email", "admin@example.org",
        )  # fmt: skip
        self.run("init")
        self.run("import-dashboards", "--path", str(self.archive), "--username", NAME)

    def run(self, *words: str) -> None:
        """Run a command of Superset. Raises RuntimeError with what it prints if it fails."""
        done = subprocess.run(
            [self.python.with_name("superset"), *words], env=os.environ | self.environment(), cwd=self.folder,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"superset {' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-4000:]}")

    def command(self) -> Sequence[str]:
        """Return the command of the development server, which serves many requests at once."""
        return [str(self.python.with_name("superset")), "run", "--port", str(self.port), "--with-threads"]


@dataclass
class Drawn:
    """What the dashboard has asked for. `rows`: by the title of a chart, its rows; a string says why there are none."""

    page: Page
    titles: dict[int, str]
    rows: dict[str, Rows | str] = field(default_factory=dict)

    def read(self, response: Response) -> None:
        """Keep the rows of a response that is for a chart."""
        asked = (response.request.post_data_json or {}) if "/api/v1/chart/data" in response.url else {}
        title = self.titles.get(asked.get("form_data", {}).get("slice_id", 0))
        if title is not None and not response.ok:
            self.rows[title] = f"HTTP {response.status}: {response.text()[:500]}"
        elif title is not None:
            with contextlib.suppress(Error):  # the page was left before the answer was read
                (result,) = response.json()["result"]
                self.rows[title] = result["data"] or result.get("error") or "no rows"

    def wait_for(self, titles: Collection[str]) -> None:
        """Wait until these charts have answers and are drawn. Raises AssertionError if some have none."""
        deadline = time.monotonic() + PATIENCE
        while missing := set(titles) - self.rows.keys():
            assert time.monotonic() < deadline, f"no answer for {missing}"
            self.page.wait_for_timeout(200)
        self.page.wait_for_load_state("networkidle")

    def choose_topic(self, topic: str) -> None:
        """Let all charts show one topic."""
        self.rows.clear()
        self.page.locator("#NATIVE_FILTER-topic").click(force=True)
        self.page.locator(f'.ant-select-item-option[title="{topic}"]').click()
        self.page.get_by_role("button", name="Apply filters").click()
        self.wait_for({"Articles"})


@contextlib.contextmanager
def dashboard(browser: Browser, port: int) -> Iterator[Drawn]:
    """Log in and open the dashboard; until the block ends it is open, with all charts drawn."""
    url = f"http://127.0.0.1:{port}"
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", timezone_id="UTC")
    page.goto(f"{url}/login/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(NAME)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/superset/welcome/")
    page.wait_for_load_state("networkidle")
    charts = page.request.get(f"{url}/api/v1/chart/?q=(page_size:100)")
    assert charts.ok, charts.text()
    drawn = Drawn(page, {each["id"]: each["slice_name"] for each in charts.json()["result"]})
    page.on("response", drawn.read)
    page.goto(f"{url}/superset/dashboard/{SLUG}/")
    try:
        drawn.wait_for(drawn.titles.values())
        yield drawn
    finally:
        page.close()


def check(environments: Path, published: Path, picture: Path) -> None:
    """Import the dashboard, draw it and choose a topic. Raises AssertionError if a chart has no rows."""
    python = make_environment(environments / "superset", PACKAGES)
    with tempfile.TemporaryDirectory(prefix="newsvane-superset-") as name, chromium() as browser:
        archive, file = Path(name) / "superset.zip", Path(shutil.copy(published, name))
        archive.write_bytes(build_dashboards(file)["superset.zip"])
        with Superset(Path(name), python=python, archive=archive) as server, dashboard(browser, server.port) as drawn:
            assert {title: rows for title, rows in drawn.rows.items() if isinstance(rows, str)} == {}
            drawn.page.wait_for_timeout(2_000)  # bars grow
            drawn.page.screenshot(path=picture)
            topic, articles = find_rarest_topic(file)
            drawn.choose_topic(topic)
            assert drawn.rows["Articles"] == [{"articles": articles}], topic
            publish_without(file, topic)
            drawn.rows.clear()
            drawn.page.reload()
            drawn.wait_for({"Articles per day by topic"})
            shown = {name for name in drawn.rows["Articles per day by topic"][0] if name != "day"}
            assert shown
            assert topic not in shown, "the file that was replaced"


def publish_without(file: Path, topic: str) -> None:
    """Replace a published file by one without a topic, as `newsvane.lake.publish` replaces it."""
    building = shutil.copy(file, file.with_name("building.duckdb"))
    with duckdb.connect(building) as connection:
        connection.execute("UPDATE coverage SET topics = list_filter(topics, lambda each: each <> ?)", [topic])
    Path(building).replace(file)


def find_rarest_topic(published: Path) -> tuple[str, int]:
    """Return the topic with the fewest articles, and their number."""
    with duckdb.connect(str(published), read_only=True) as connection:
        found = connection.execute("SELECT topic, count(*) FROM article_topics GROUP BY topic ORDER BY ALL").fetchall()
    return min(found, key=lambda row: int(row[1]))
