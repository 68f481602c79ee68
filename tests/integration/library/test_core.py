"""The core of the wheel without Airflow: commands, a whole cycle, and the library in somebody else's program."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from email.parser import Parser
from pathlib import Path

import pytest

from tests.joined import wheel
from tests.support.scene import PROJECT, scene

REFUSE = """
import sys

class NoAirflow:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "airflow":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoAirflow())
"""
PROGRAM = """
import json, sys
from datetime import UTC, datetime
from newsvane.articles import read_article
from newsvane.entries import parse_feed
from newsvane.language import identify
from newsvane.stories import group

feed = parse_feed(open(sys.argv[1], "rb").read(), url="https://outlet.example/feed.xml")
html = open(sys.argv[2], encoding="utf-8").read()
now = datetime(2026, 11, 27, 12, tzinfo=UTC)
first = read_article(html, url="https://outlet.example/2026/11/27/talks", now=now)
second = read_article(html.encode(), url="https://copier.example/2026/11/27/talks", now=now)
grouped = group([first, second])
print(json.dumps({
    "feed": [feed.title, [entry.title for entry in feed.entries]],
    "article": [first.title, first.language],
    "language": identify("Presidenti tha se bisedimet do të vazhdojnë në Tiranë gjatë javës së ardhshme.").code,
    "copies": [each.copy_of for each in grouped].count(None),
    "modules": sorted({name for name in sys.modules if name.partition(".")[0] in {"airflow", "duckdb", "aiohttp"}
                       or name == "newsvane.settings"}),
}))
"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>
<item><title>Talks go on</title><link>https://outlet.example/2026/11/27/talks</link></item></channel></rss>"""
PAGE = """<html lang="en"><head><title>Talks go on</title></head><body><article><h1>Talks go on</h1>
<p>Negotiators from four countries met in Geneva on Thursday and agreed to continue their talks next week, a spokesman
for the hosts told reporters after the session had ended.</p>
<p>He said that both sides had presented drafts, which differ in how quickly inspections would begin, and that lawyers
would compare the two texts over the weekend before anybody votes on them.</p>
<p>Outside the hotel, several hundred people demanded that the prisoners whose release was promised in spring be named
in the agreement. Their families have waited since the last round failed.</p>
<p>A diplomat who asked not to be named was cautious. Much depends, she said, on whether the parliament in the capital
accepts a delay of six months, and on the price of gas this winter.</p></article></body></html>"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    return wheel.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def run(built: Path, tmp_path: Path) -> Run:
    """Run a program with the unpacked wheel, an empty home, and an import system that refuses Airflow."""
    site, home, folder = wheel.unpack(built, tmp_path / "site"), tmp_path / "nobody", tmp_path / "here"
    (site / "sitecustomize.py").write_text(REFUSE, "utf-8")
    home.mkdir()
    folder.mkdir()

    def start(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSVANE", "PYTHON"))}
        environment |= {"PYTHONPATH": str(site), "HOME": str(home), **given}
        return subprocess.run(
            [sys.executable, *words], env=environment, cwd=folder, capture_output=True, text=True, check=False
        )

    return start


def newsvane(run: Run, *words: str, **given: str) -> str:
    done = run("-c", "from newsvane.cli import main; main()", *words, **given)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_core_does_not_ask_for_airflow(built: Path) -> None:
    with zipfile.ZipFile(built) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith("METADATA"))
        metadata = Parser().parsestr(opened.read(name).decode())
        names = set(opened.namelist())
    wanted = [each for each in metadata.get_all("Requires-Dist", []) if "airflow" in each]
    assert wanted
    assert all("extra ==" in each for each in wanted)
    assert {"newsvane/py.typed", "newsvane_plugin.py", "newsvane_dags/newsvane_poll.py"} <= names
    assert [name for name in names if name.endswith((".pyc", ".duckdb"))] == []


def test_airflow_is_refused_here(run: Run) -> None:
    assert "No module named 'airflow'" in run("-c", "import airflow").stderr


def test_commands_work_without_airflow(run: Run, tmp_path: Path) -> None:
    assert "newsvane" in newsvane(run, "--help")
    newsvane(run, "init", str(tmp_path / "subject"), "--template", "country", "--subject", "Georgia")
    assert (tmp_path / "subject").is_dir()
    for words in (("airflow", "init"), ("doctor", "--airflow"), ("up",)):
        done = run("-c", "from newsvane.cli import main; main()", *words)
        assert done.returncode == 2
        assert "pip install 'newsvane[airflow]'" in " ".join(done.stderr.split())


def test_a_cycle_works_without_airflow(run: Run, tmp_path: Path) -> None:
    with scene(tmp_path / "world") as world:
        newsvane(run, "run", **world.environment)
        found = json.loads(newsvane(run, "sql", "SELECT count(*) AS n FROM articles", "--json", **world.environment))
    truth = json.loads((PROJECT / "tests" / "world" / "truth.json").read_text("utf-8"))["articles"]
    assert found == [{"n": sum(each["outcome"] == "article" for each in truth.values())}]


def test_the_library_needs_no_settings_home_or_watch_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, "utf-8")
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    done = run("-c", PROGRAM, str(tmp_path / "feed.xml"), str(tmp_path / "page.html"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "feed": ["Outlet", ["Talks go on"]],
        "article": ["Talks go on", "en"],
        "language": "sq",
        "copies": 1,
        "modules": [],
    }
    assert list((tmp_path / "here").iterdir()) == []
    assert list((tmp_path / "nobody").iterdir()) == []


def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert wheel.build(tmp_path).read_bytes() == built.read_bytes()
