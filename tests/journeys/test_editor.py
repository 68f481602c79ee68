"""An editor's first half hour: a topic is tuned, a rule is written and tried, and a mistake in it is understood."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.pages import TUTORIAL, command_of, commands, tables
from tests.journeys.shell import Shell, words

ALERTS, TUNE = "docs/guides/set-up-alerts.md", "docs/guides/tune-a-topic.md"


def start(checkout: Checkout, columns: int) -> Shell:
    """Open a shell and type the tutorial's first two lines: the variables of the channels are missing."""
    shell = checkout.open(columns)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    return shell


@pytest.fixture
def watch(checkout: Checkout) -> Path:
    """The demo's watch folder."""
    return checkout.folder / ".demo" / "watch"


def test_a_rule_is_written_tried_and_mended(checkout: Checkout, watch: Path) -> None:
    shell = start(checkout, 80)
    shipped = (watch / "alerts.toml").read_text("utf-8") + "\n"
    rule = tables(TUTORIAL, "6. ")
    (watch / "alerts.toml").write_text(shipped + rule, "utf-8")
    dry_run, check = commands(TUTORIAL, "6. ")
    seen = words(shell.run(dry_run))
    assert "Police and the exiles" in seen
    assert "would have been sent." in seen
    assert "not on every topic of the rule" in seen
    seen = words(shell.run(check, code=1))
    assert "NEWSVANE_DEMO_WEBHOOK" in seen
    assert "NEWSVANE_DEMO_MAIL" in seen
    for line in checkout.demo_lines:
        shell.run(line)
    assert "2 rules, 2 channels" in words(shell.run(check))
    wrong = rule.replace('["webhook"]', '["webhok"]').replace('"polic*', '"(polic*')
    (watch / "alerts.toml").write_text(shipped + wrong, "utf-8")
    seen = words(shell.run(check, code=1))
    line = len((shipped + wrong.partition("query")[0]).splitlines()) + 1
    assert f"alerts.toml, line {line} query = " in seen
    assert "did you mean 'webhook'?" in seen
    assert "2 mistakes." in seen


def test_a_topic_is_changed_with_a_named_list(checkout: Checkout, watch: Path) -> None:
    shell = start(checkout, 200)
    topics = watch / "topics.toml"
    _, one, query = commands(TUNE, "Compare a changed topic with what was read")[:3]
    assert "the topics are albania, iran, mek" in words(shell.run(one, code=2))
    lists = tables(TUNE, "Use names that need no country", "topics.toml")
    topics.write_text(f"{topics.read_text('utf-8')}\n{lists}", "utf-8")
    assert "danube: 1 article matched, 1 newly, 0 no longer" in words(shell.run(one))
    assert re.search(r"\b1 of \d+ articles matched", words(shell.run(query)))
    (refused,) = commands(TUNE, "When a query is refused")
    assert "fuzzy words are not supported" in words(shell.run(refused, code=2))
    topics.write_text(topics.read_text("utf-8").replace("@water)", "@watter)"), "utf-8")
    assert "@watter names no list; the lists are offices, ambiguous_towns, water" in words(
        shell.run("newsvane config check", code=1)
    )


def test_the_subject_is_changed_and_applied_to_what_was_read(checkout: Checkout, watch: Path) -> None:
    shell = start(checkout, 80)
    topics = watch / "topics.toml"
    topics.write_text(f"{topics.read_text('utf-8')}\n{tables(TUTORIAL, '7. ')}", "utf-8")
    test, reprocess, trend = commands(TUTORIAL, "7. ")
    assert "newly, 0 no longer" in words(shell.run(test))
    assert "landed" in words(shell.run(reprocess))
    assert "rivers: articles per day" in words(shell.run(trend))


def test_a_channel_without_its_variable_is_named(checkout: Checkout) -> None:
    send = command_of(ALERTS, "Connect a channel", "newsvane alerts send").replace("desk", "mail")
    assert "NEWSVANE_DEMO_MAIL" in words(start(checkout, 200).run(send, code=2))
