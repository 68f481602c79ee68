"""Exit codes: 0 done, 1 something that was asked for was not done, 2 wrong use. A line on stderr says what failed."""

import json
import shutil
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import lake, urls
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
