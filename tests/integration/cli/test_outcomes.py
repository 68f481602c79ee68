"""Exit codes: 0 done, 1 something that was asked for was not done, 2 wrong use. A line on stderr says what failed."""

import json
import shutil
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import lake, urls
from newsvane.lake.engine.attach import open_lake
from newsvane.records import Message
from tests.support.empty_lake import create_lake
from tests.support.scene import scene
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

GONE = '[[feed]]\nid = "gone"\nurl = "http://gone-herald.example/feed.xml"\n'
GOOD = '[[feed]]\nid = "good"\nurl = "http://meridian-post.example/rss.xml"\n'


def watching(terminal: Terminal, folder: Path, feeds: str) -> Terminal:
    """Return a terminal on an empty lake that watches these feeds."""
    watch = shutil.copytree(WATCH, folder / "watch")
    (watch / "feeds.toml").write_text(feeds)
    one = terminal.with_environment(NEWSVANE_WATCH=str(watch))
    create_lake(one.settings)
    return one


@pytest.mark.parametrize("command", [("run",), ("poll",)])
def test_a_cycle_in_which_every_feed_fails_has_failed(
    blank_terminal: Terminal, tmp_path: Path, command: tuple[str, ...]
) -> None:
    there = watching(blank_terminal, tmp_path, GONE)
    done = there.run(*command, "--all", code=1)
    assert "every feed fails: check the network" in done.stderr
    assert "Feeds polled" in done.stdout, "the summary is printed nevertheless"
    there.run(*command)  # nothing is due, so nothing fails


def test_a_cycle_in_which_some_feeds_fail_has_not(blank_terminal: Terminal, tmp_path: Path) -> None:
    there = watching(blank_terminal, tmp_path, GONE + GOOD)
    assert there.run_json("poll", "--all")["polled"]["failed"] == 1
    there.run("feeds", "poll", "good")


def test_a_cycle_in_which_nearly_every_feed_fails_has_failed_and_doctor_says_so(
    blank_terminal: Terminal, tmp_path: Path
) -> None:
    gone = (GONE.replace('"gone"', f'"gone-{number}"').replace(".xml", f"-{number}.xml") for number in range(19))
    there = watching(blank_terminal, tmp_path, GOOD + "".join(gone))
    there.run("feeds", "poll", "good")
    done = there.run("poll", code=1)
    assert "19 of 20 feeds fail: check the network" in done.stderr
    doctor = there.run("doctor", code=1).stdout
    assert "failed  feeds: 19 of 20 feeds fail" in doctor
    assert "docs/operations/runbook.md#every-feed-fails" in doctor
    assert "#one-feed-fails-or-is-silent" not in doctor
    checked = " ".join(there.run("feeds", "check", code=1).stderr.split())
    assert "19 feeds failed: gone-0, gone-1, gone-10 and 16 more" in checked
    assert "nearly every feed fails: look for the fault in your network first" in checked


def test_a_cycle_while_our_network_is_down_says_so(blank_terminal: Terminal) -> None:
    blank_terminal.run("poll", "--all")
    done = blank_terminal.with_environment(NEWSVANE_CONNECT_TO="*=127.0.0.1:9").run("poll", "--all", code=1)
    assert "our network was down: " in done.stderr
    assert "hosts could not be reached. This round counts against no feed" in done.stderr


@pytest.mark.parametrize("query", ["", " ", ";", "/* a comment */"])
def test_an_empty_query_is_named(blank_terminal: Terminal, query: str) -> None:
    create_lake(blank_terminal.settings)
    assert "newsvane: the query is empty" in blank_terminal.run("sql", query, code=2).stderr


def test_a_home_without_a_lake_is_not_damaged(blank_terminal: Terminal, tmp_path: Path) -> None:
    doctor = blank_terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "new")).run("doctor", "--json")
    (lake_check,) = [check for check in json.loads(doctor.stdout) if check["name"] == "lake"]
    assert lake_check["state"] == "warning"
    there = blank_terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "new"))
    assert "#the-lake-is-damaged" not in there.run("doctor").stdout


@pytest.mark.parametrize("made", ["an empty catalog", "a lake without tables"])
def test_a_lake_that_was_not_finished_is_not_damaged(blank_terminal: Terminal, tmp_path: Path, made: str) -> None:
    there = blank_terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "new"))
    there.settings.lake_path.mkdir(parents=True)
    (there.settings.lake_path / "catalog.sqlite.lock").touch()
    if made == "an empty catalog":
        there.settings.catalog_path.touch()
    else:
        open_lake(there.settings, read_only=False).close()
    doctor = there.run("doctor").stdout
    assert "warning lake: begun and not finished at" in doctor
    assert "restore" not in doctor
    there.run("poll")
    assert "ok      lake: form" in there.run("doctor").stdout


def test_a_feed_that_was_named_and_failed_is_named_again(blank_terminal: Terminal, tmp_path: Path) -> None:
    there = watching(blank_terminal, tmp_path, GONE + GOOD)
    done = there.run("feeds", "poll", "good", "gone", code=1)
    assert "gone could not be polled (http_410): `newsvane feeds check gone` says what to fix" in done.stderr
    assert "good" not in done.stderr
    assert there.run_json("feeds", "poll", "gone", code=1)["polled"]["failed"] == 1
    assert "1 feed failed: gone" in there.run("feeds", "check", code=1).stderr


def test_a_run_that_gives_a_message_up_has_failed(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with scene(tmp_path / "scene") as one:
        there = watching(Terminal(one.environment, {}), tmp_path, GOOD)
        message = Message(
            key=urls.message_key("rule", "s1_1", "webhook"), rule="rule", channel="webhook", subject="S", body="B",
            created_at=now, story_id="s1_1", article_id="a1_1",
        )  # fmt: skip
        with lake.writer(there.settings) as connection:
            lake.land_articles(connection, lake.Batch(run_id="1", now=now, messages=(message,)))
        port = json.loads((one.home / "receivers.json").read_text())["http"]
        order = json.dumps({"http": [400]}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/-/faults", order, method="POST")):
            pass
        done = there.run("run", code=1)
        assert "1 message was given up: `newsvane alerts log --state dead` says why" in done.stderr
        assert "1 dead" in done.stdout
