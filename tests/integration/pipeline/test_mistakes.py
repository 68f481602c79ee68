"""Mistakes in the watch files stop no run: the last valid version stays in force, and operators are told once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsvane import configuration, pipeline
from newsvane.errors import ConfigError
from newsvane.pipeline.delivery.mistake_notice import update_notice
from tests.support.installation import TOPICS, Installation, install, page
from tests.support.outlet import Answer, rss
from tests.support.platform import report
from tests.support.scene import process, wait_for
from tests.support.terminal import Terminal
from tests.world.compare import received

FEEDS = '[[feed]]\nid = "harbour"\nurl = "http://harbour.example/feed"\n'
ALERTS = """
[[channel]]
id = "ops"
url = "${NEWSVANE_DEMO_WEBHOOK}"

[[rule]]
id = "ferries"
title = "Ferries"
topics = ["ferry"]
channels = ["ops"]

[[feed_rule]]
id = "feeds"
title = "Feeds"
channels = ["ops"]
"""
WRONG = TOPICS.replace("title =", "titel =")


@dataclass
class Desk:
    """An installation with a real webhook for stories and for operators."""

    installation: Installation
    answers: dict[str, Answer]
    inbox: Path
    runs: int = 0

    def write(self, name: str, text: str) -> None:
        (self.installation.settings.watch / name).write_text(text, "utf-8")

    def cycle(self, *stories: str) -> list[str]:
        """List these stories, run a whole cycle, and return the subjects of the messages that arrived."""
        before = len(received(self.inbox))
        self.answers["/feed"] = rss(*stories, host="harbour.example")
        self.answers |= {f"/{story}": page(f"Ferry {story}", report(story)) for story in stories}
        self.runs += 1
        self.installation.cycle(f"run-{self.runs}")
        pipeline.deliver(settings=self.installation.settings)
        return [each["subject"] for each in received(self.inbox)[before:]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    answers = {"/feed": rss(host="harbour.example")}
    inbox, ports = tmp_path / "inbox.jsonl", tmp_path / "ports.json"
    receivers = ("--http-port", "0", "--smtp-port", "0", "--ports-file", str(ports), "--log", str(inbox))
    with install(tmp_path, FEEDS, answers) as installation:
        (installation.settings.watch / "alerts.toml").write_text(ALERTS)
        with process("tests.support.receivers", *receivers, log=tmp_path / "receivers.log"):
            port = json.loads(wait_for(ports))["http"]
            monkeypatch.setenv("NEWSVANE_DEMO_WEBHOOK", f"json://127.0.0.1:{port}/alerts")
            yield Desk(installation, answers, inbox)


def test_a_mistake_stops_no_cycle_and_is_told_once_until_it_is_corrected(desk: Desk) -> None:
    assert desk.cycle("one") == ["Ferries: Ferry one"]
    desk.write("topics.toml", WRONG)
    assert sorted(desk.cycle("two")) == ["Ferries: Ferry two", "The watch files have 1 mistake"]
    notice = next(each for each in received(desk.inbox) if "mistake" in each["subject"])
    assert (
        f"{desk.installation.settings.watch}/topics.toml, line 4: unknown key 'titel'; did you mean 'title'?"
        in (notice["body"])
    )
    assert desk.cycle("three") == ["Ferries: Ferry three"]
    desk.write("topics.toml", TOPICS)
    assert desk.cycle("four") == ["Ferries: Ferry four"]
    desk.write("topics.toml", WRONG)
    assert sorted(desk.cycle("five")) == ["Ferries: Ferry five", "The watch files have 1 mistake"]


def test_a_broken_alerts_file_disables_no_alert(desk: Desk) -> None:
    desk.cycle("one")
    desk.write("alerts.toml", ALERTS.replace("[[rule]]", "[rule]").replace('"ops"\nurl', "“ops”\nurl"))
    assert sorted(desk.cycle("two")) == ["Ferries: Ferry two", "The watch files have 2 mistakes"]
    pipeline.notify_ops("A task failed", "…", key="task", settings=desk.installation.settings)
    assert received(desk.inbox)[-1]["subject"] == "A task failed"


def test_a_notice_that_has_not_left_is_withdrawn_when_the_file_is_corrected(desk: Desk) -> None:
    desk.cycle("one")
    settings = desk.installation.settings
    desk.write("topics.toml", WRONG)
    update_notice(settings, configuration.load(settings))
    assert len(list((settings.delivery_path / "spool").iterdir())) == 1
    desk.write("topics.toml", TOPICS)
    assert desk.cycle() == []


def test_a_mistake_in_another_file_is_told_too(desk: Desk) -> None:
    desk.cycle("one")
    desk.write("topics.toml", WRONG)
    assert "The watch files have 1 mistake" in desk.cycle("two")
    desk.write("feeds.toml", FEEDS.replace("url =", "ulr ="))
    assert "The watch files have 2 mistakes" in desk.cycle("three")
    assert desk.cycle("four") == ["Ferries: Ferry four"]


def test_what_was_told_to_nobody_is_told_once_there_is_a_channel(desk: Desk) -> None:
    """The mistake is corrected for a moment, between two deliveries."""
    desk.write("alerts.toml", ALERTS[: ALERTS.index("[[feed_rule]]")])
    desk.cycle("one")
    desk.write("topics.toml", WRONG)
    assert desk.cycle("two") == ["Ferries: Ferry two"]
    desk.write("alerts.toml", ALERTS)
    desk.write("topics.toml", TOPICS)
    configuration.load(desk.installation.settings)
    desk.write("topics.toml", WRONG)
    assert "The watch files have 1 mistake" in desk.cycle("three")


def test_a_first_start_with_a_mistake_fails_with_it(desk: Desk) -> None:
    desk.write("topics.toml", WRONG)
    with pytest.raises(ConfigError, match=r"topics.toml, line 4: unknown key 'titel'"):
        desk.cycle("one")


def test_the_commands_say_what_is_in_force(desk: Desk) -> None:
    desk.cycle("one")
    desk.write("topics.toml", WRONG)
    settings = desk.installation.settings
    terminal = Terminal(
        {"NEWSVANE_HOME": str(settings.home), "NEWSVANE_CONNECT_TO": settings.connect_to, "NEWSVANE_HOST_DELAY": "0"},
        {},
    )
    assert "the last valid version is in force" in terminal.run("config", "check", code=1).stdout
    checks = {each["name"]: each for each in terminal.run_json("doctor", code=1)}
    assert checks["watch files"]["state"] == "failed"
    assert "topics.toml, line 4" in checks["watch files"]["found"]
    assert "the last valid version is in force" in checks["watch files"]["remedy"]
    assert checks["channels"]["state"] == "ok"
    done = terminal.run("run", "--all")
    assert "topics.toml, line 4" in done.stderr
    assert "the last valid version is in force" in done.stderr
    assert "topics.toml, line 4" in terminal.run("topics", "test", "--topic", "ferry", code=2).stderr
    desk.write("topics.toml", TOPICS)
    assert "No mistakes in " in terminal.run("config", "check").stdout
    assert configuration.load(settings).mistakes == ()
