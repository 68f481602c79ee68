"""Several rules match one story: a channel gets one message, which names all of them, on a real lake."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsvane import lake
from newsvane.records import Delivery
from tests.integration.pipeline.test_schedule import Installation, article_rule, installation, news
from tests.support.news_reports import BRIDGE, BRIDGE_AGAIN, BRIDGE_INQUIRY
from tests.support.prose import prose

__all__ = ["installation"]

OUTBOX = "SELECT rule, state, told_by FROM outbox WHERE channel = 'hook' ORDER BY rule, created_at"


def rows(one: Installation) -> list[tuple[str, str, str | None]]:
    """The messages to the hook: rule, state, and the rule of the message that tells it."""
    rules = dict(one.query("SELECT key, rule FROM outbox"))
    return [(rule, state, told_by and rules[told_by]) for rule, state, told_by in one.query(OUTBOX)]


def wire(name: str, **given: Any) -> Any:
    """An article of another outlet with the same text."""
    return news(name, prose("wire"), **given)


def report(name: str, text: str, **given: Any) -> Any:
    """An original report of another outlet on the same event."""
    title, _, body = text.partition("\n")
    return news(name, body, title=title, **given)


def deliver_all(one: Installation) -> None:
    keys = one.query("SELECT key, channel FROM outbox WHERE state = 'pending'")
    now = datetime.now(UTC)
    with lake.writer(one.settings) as connection:
        lake.record_deliveries(
            connection, [Delivery(key=key, channel=name, at=now, ok=True, attempt=1) for key, name in keys]
        )


def test_two_rules_tell_a_channel_of_one_story_once(installation: Installation) -> None:
    installation.write_rules(
        article_rule(id="all", title="All on Iran")
        + article_rule(id="en", title="In English", channels=["hook", "pager"])
    )
    installation.land(wire("a", language="en"))
    assert rows(installation) == [("all", "pending", None), ("en", "folded", "all")]
    ((subject, body, html),) = installation.query("SELECT subject, body, html FROM outbox WHERE rule = 'all'")
    assert subject == "All on Iran: a"
    assert "\nRules: All on Iran, In English\n" in body
    assert "<bdi>All on Iran</bdi>, <bdi>In English</bdi>" in html
    assert installation.query("SELECT state FROM outbox WHERE channel = 'pager'") == [("pending",)]
    installation.land(wire("b", language="en"), wire("a", language="en"))
    assert len(rows(installation)) == 2


def test_the_message_that_leaves_first_names_the_other_rules(installation: Installation) -> None:
    installation.write_rules(
        article_rule(id="daily", title="Daily", digest="day") + article_rule(id="now", title="Now")
    )
    installation.land(wire("a"))
    assert rows(installation) == [("daily", "folded", "now"), ("now", "pending", None)]
    assert installation.schedule(timedelta(days=2)) == {"released": 0, "digests": 0, "written": 0}


@pytest.mark.parametrize("is_delivered", [True, False])
def test_a_rule_that_matches_later_does_not_tell_the_channel_again(
    installation: Installation, is_delivered: bool
) -> None:
    installation.write_rules(article_rule(id="all") + article_rule(id="experts", query="engineer"))
    installation.land(report("a", BRIDGE))
    if is_delivered:
        deliver_all(installation)
    installation.land(report("b", BRIDGE_AGAIN))
    assert installation.query("SELECT count(DISTINCT story_id), count(copy_of) FROM article_groups") == [(1, 0)]
    state = "delivered" if is_delivered else "pending"
    assert rows(installation) == [("all", state, None), ("experts", "folded", "all")]
    installation.land(report("c", BRIDGE_INQUIRY.replace("Prosecutors", "An engineer and prosecutors")))
    assert len(rows(installation)) == 2


def test_a_rule_that_waits_for_a_size_tells_the_channel_that_it_was_reached(installation: Installation) -> None:
    installation.write_rules(article_rule(id="all") + article_rule(id="big", title="Big", min_outlets=3))
    for name in "abc":
        installation.land(wire(name))
    assert rows(installation) == [("all", "pending", None), ("big", "pending", None)]
    ((first, thread),) = installation.query(
        "SELECT a.key, b.thread FROM outbox AS a, outbox AS b WHERE a.rule = 'all' AND b.rule = 'big'"
    )
    assert thread == first


def test_a_message_that_waits_is_replaced_by_one_that_leaves_now(installation: Installation) -> None:
    installation.write_rules(
        article_rule(id="weekly", title="Weekly", digest="week") + article_rule(id="big", title="Big", min_outlets=2)
    )
    installation.land(wire("a"))
    assert rows(installation) == [("weekly", "held", None)]
    installation.land(wire("b"))
    assert rows(installation) == [("big", "pending", None), ("weekly", "folded", "big")]
    ((body,),) = installation.query("SELECT body FROM outbox WHERE rule = 'big'")
    assert "Rules: Weekly, Big" in body


def test_a_message_that_was_given_up_told_nobody(installation: Installation) -> None:
    installation.write_rules(article_rule(id="all") + article_rule(id="two", min_outlets=2))
    installation.land(wire("a"))
    ((key,),) = installation.query("SELECT key FROM outbox")
    with lake.writer(installation.settings) as connection:
        lake.record_deliveries(
            connection, [Delivery(key=key, channel="hook", at=datetime.now(UTC), ok=False, attempt=1)]
        )
    installation.land(wire("b"))
    assert rows(installation) == [("all", "dead", None), ("two", "pending", None)]


def test_a_story_and_its_article_are_one_message(installation: Installation) -> None:
    installation.write_rules(
        article_rule(id="story") + article_rule(id="each", new="every") + article_rule(id="originals", new="original")
    )
    installation.land(wire("a"), news("other"))
    states = [(rule, state, by) for rule, state, by in rows(installation)]
    assert states.count(("story", "pending", None)) == 2
    assert states.count(("each", "folded", "story")) == 2
    assert states.count(("originals", "folded", "story")) == 2
    installation.land(wire("b"))
    assert ("each", "pending", None) in rows(installation)


def test_each_rule_escalates_the_message_that_told_its_story(installation: Installation) -> None:
    installation.write_rules(
        article_rule(id="all") + article_rule(id="urgent", escalate_to=["pager"], escalate_hours=1)
    )
    installation.land(wire("a"))
    assert installation.schedule(timedelta(minutes=30))["written"] == 0
    assert installation.schedule(timedelta(hours=2))["written"] == 1
    assert installation.schedule(timedelta(hours=3))["written"] == 0
    assert installation.query("SELECT rule FROM outbox WHERE channel = 'pager'") == [("urgent",)]


def test_a_name_is_reported_beside_the_story(installation: Installation) -> None:
    names = '[[name_rule]]\nid = "names"\ntitle = "Names"\nnames = ["Jane Roe"]\nchannels = ["hook"]\n'
    installation.write_rules(article_rule(id="all") + names)
    installation.land(news("a", f"{prose('wire')} Jane Roe spoke."))
    assert rows(installation) == [("all", "pending", None), ("names", "pending", None)]


def test_a_digest_tells_of_a_story_once_for_all_rules(installation: Installation) -> None:
    installation.write_rules(
        article_rule(id="one", title="One", digest="hour") + article_rule(id="two", title="Two", digest="hour")
    )
    installation.land(news("x"), news("y"))
    assert installation.schedule(timedelta(hours=1)) == {"released": 0, "digests": 1, "written": 0}
    ((body, covers),) = installation.query("SELECT body, len(covers) FROM outbox WHERE kind = 'digest'")
    assert (body.count("Rules: One, Two"), covers) == (2, 4)
    told = installation.query(
        "SELECT count(*) FROM outbox AS d JOIN outbox AS f ON f.told_by = d.key WHERE d.kind = 'digest'"
    )
    assert told == [(4,)]
