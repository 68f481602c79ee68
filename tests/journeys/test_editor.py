"""An editor's first half hour: a topic is tuned, a rule is written and tried, and a mistake in it is understood."""

import pytest

from tests.journeys.conftest import Checkout
from tests.journeys.pages import TUTORIAL, command_of, commands, tables
from tests.journeys.shell import Shell, words

ALERTS, TUNE = "docs/guides/set-up-alerts.md", "docs/guides/tune-a-topic.md"


@pytest.fixture
def shell(checkout: Checkout, columns: int) -> Shell:
    """A shell with the virtual environment and the demo's home."""
    shell = checkout.open(columns)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    return shell


def test_a_rule_is_written_tried_and_mended(shell: Shell, checkout: Checkout) -> None:
    alerts = checkout.folder / ".demo" / "watch" / "alerts.toml"
    shipped, rule = alerts.read_text("utf-8"), tables(TUTORIAL, "6. ")
    alerts.write_text(f"{shipped}\n{rule}", "utf-8")
    dry_run, check = commands(TUTORIAL, "6. ")
    seen = words(shell.run(dry_run))
    assert "Police and the exiles" in seen
    assert "would have been sent." in seen
    assert "on other topics" in seen
    seen = words(shell.run(check, code=1))
    assert "NEWSVANE_DEMO_WEBHOOK" in seen
    assert "NEWSVANE_DEMO_MAIL" in seen
    for line in checkout.demo_lines:
        shell.run(line)
    assert "2 rules, 2 channels" in words(shell.run(check))
    alerts.write_text(f"{shipped}\n{rule}".replace('["webhook"]', '["webhok"]').replace("polic*", "(polic*"), "utf-8")
    seen = words(shell.run(check, code=1))
    assert "did you mean 'webhook'?" in seen
    assert "2 mistakes." in seen
    assert "alerts.toml, line 20" in seen
    alerts.write_text(f"{shipped}\n{rule.replace('polic*', 'nothing_of_the_sort')}", "utf-8")
    assert "0 messages would have been sent." in words(shell.run(dry_run))


def test_a_topic_is_changed_with_a_named_list(shell: Shell, checkout: Checkout) -> None:
    topics = checkout.folder / ".demo" / "watch" / "topics.toml"
    shipped = topics.read_text("utf-8")
    every, one, query = commands(TUNE, "Compare a changed topic with what was read")[:3]
    assert "0 newly, 0 no longer" in words(shell.run(every))
    assert "articles matched" in words(shell.run(query.replace("danube*", "tirana")))
    assert "its topics are iran, mek, albania" in words(shell.run(one, code=2))
    topics.write_text(f"{shipped}\n{tables(TUNE, 'Use names that need no country', 'topics.toml')}", "utf-8")
    seen = words(shell.run(one))
    assert "danube: " in seen
    assert "balkan-monitor.example" in seen
    topics.write_text(topics.read_text("utf-8").replace("@water", "@watter"), "utf-8")
    seen = words(shell.run("newsvane config check", code=1))
    assert "watter" in seen
    assert "topics.toml, line" in seen
    (refused,) = commands(TUNE, "When a query is refused")
    assert "fuzzy words are not supported" in words(shell.run(refused, code=2))


def test_the_subject_is_changed_and_applied_to_what_was_read(checkout: Checkout) -> None:
    shell = checkout.open(80)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    topics = checkout.folder / ".demo" / "watch" / "topics.toml"
    topics.write_text(f"{topics.read_text('utf-8')}\n{tables(TUTORIAL, '7. ')}", "utf-8")
    test, reprocess, trend = commands(TUTORIAL, "7. ")
    assert "newly" in words(shell.run(test))
    assert "landed" in words(shell.run(reprocess))
    assert "Rivers" in words(shell.run(trend))


def test_a_channel_without_its_variable_is_named(checkout: Checkout) -> None:
    shell = checkout.open(80)
    for line in commands(TUTORIAL, "3. ")[:2]:
        shell.run(line)
    send = command_of(ALERTS, "Connect a channel", "newsvane alerts send").replace("desk", "mail")
    assert "NEWSVANE_DEMO_MAIL" in words(shell.run(send, code=2))
    assert "alert channel 'mail' needs NEWSVANE_DEMO_MAIL" in words(shell.run("newsvane doctor", code=1))
    for line in checkout.demo_lines:
        shell.run(line)
    shell.run(send)
