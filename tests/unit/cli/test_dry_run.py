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


@pytest.mark.parametrize(("days", "said"), [(1, "more than 1 day"), (30, "more than 30 days")])
def test_an_article_that_is_too_old_is_told_with_the_limit_of_the_rule(
    capsys: pytest.CaptureFixture[str], days: int, said: str
) -> None:
    limited = rule(max_age_days=days)
    simulation = DryRun(limited, ui_url="http://ui.example", templates=Templates())
    simulation.add_articles(
        NOW, [landed(published_at=NOW - timedelta(days=days, hours=1))], topics=TOPICS, find=topics.find
    )
    _show_dry_run(limited, simulation.finish(NOW))
    assert f"No alert, of 1 article: 1 too old ({said})." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        pytest.param([0, 0], "1 message would have been sent, a digest of 2 alerts.", id="nothing else"),
        pytest.param([0], "1 message would have been sent, a digest of 1 alert.", id="one alert"),
        pytest.param(
            [0, 0, 24], "2 messages would have been sent, all of them digests, with 3 alerts in all.", id="two"
        ),
    ],
)
def test_digests_are_counted_in_plain_words(capsys: pytest.CaptureFixture[str], hours: list[int], said: str) -> None:
    daily = rule(digest="day")
    simulation = DryRun(daily, ui_url="http://ui.example", templates=Templates())
    for number, later in enumerate(hours):
        item = landed(f"a{number}", story_id=f"s_{number}")
        simulation.add_articles(NOW + timedelta(hours=later), [item], topics=TOPICS, find=topics.find)
    _show_dry_run(daily, simulation.finish(NOW + timedelta(days=3)))
    assert said in " ".join(capsys.readouterr().out.split())


def test_one_digest_among_other_messages_is_counted_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    capped = rule(cap=1)
    simulation = DryRun(capped, ui_url="http://ui.example", templates=Templates())
    items = [landed(f"a{number}", story_id=f"s_{number}") for number in range(3)]
    simulation.add_articles(NOW, items, topics=TOPICS, find=topics.find)
    _show_dry_run(capped, simulation.finish(NOW + timedelta(days=3)))
    assert "2 messages would have been sent, 1 of them a digest of 2 alerts." in " ".join(
        capsys.readouterr().out.split()
    )
