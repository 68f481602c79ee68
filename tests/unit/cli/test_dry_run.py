"""`newsvane alerts test`: everything that a dry run can find has words."""

from datetime import timedelta
from typing import get_args

import pytest

from newsvane import topics
from newsvane.alerts import DryRun, Templates
from newsvane.cli.alerts.dry_run import SCHEDULED, _show_dry_run
from newsvane.records import DelayReason
from tests.support.alert_factories import NOW, TOPICS, landed, rule


def test_every_reason_to_wait_has_words() -> None:
    assert set(SCHEDULED) == {*get_args(DelayReason)} - {""}


def test_articles_of_a_story_that_was_alerted_before_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    simulation = DryRun(rule(), ui_url="http://ui.example", templates=Templates())
    for hours, name in enumerate("ab"):
        simulation.add_articles(
            NOW + timedelta(hours=hours), [landed(name, outlet=name)], topics=TOPICS, find=topics.find
        )
    _show_dry_run(rule(), simulation.finish(NOW + timedelta(hours=3)))
    shown = " ".join(capsys.readouterr().out.split())
    assert "1 message would have been sent." in shown
    assert "No alert, of 2 articles: 1 in a story whose message shows another article." in shown


def test_messages_are_counted_by_channel_if_there_are_several(capsys: pytest.CaptureFixture[str]) -> None:
    both = rule(channels=("hook", "mail"))
    simulation = DryRun(both, ui_url="http://ui.example", templates=Templates())
    simulation.add_articles(NOW, [landed("a", outlet="a")], topics=TOPICS, find=topics.find)
    _show_dry_run(both, simulation.finish(NOW + timedelta(hours=3)))
    shown = " ".join(capsys.readouterr().out.split())
    assert "2 messages would have been sent: 1 to hook, 1 to mail." in shown
