"""Places of messages are shared between outlets: what one outlet sends never keeps another's first news back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.alerts import BaseRule, OutboxState, Templates, describe_delay, flush_due, schedule_messages
from newsvane.alerts.fairness import MAX_NAMED, has_place, take_turns
from newsvane.alerts.schedule import DELAYS, count_by_outlet
from newsvane.records import DelayReason, Facts, Message
from newsvane.urls import counted_message_key
from tests.support.examples import examples

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CAP = 30
RULE = BaseRule(id="r", title="A rule", channels=("hook",), cap=CAP)
quick = settings(deadline=None, max_examples=examples(60))


def message(outlet: str, number: int = 0, **changes: Any) -> Message:
    name = f"{outlet}-{number}"
    return Message(
        key=f"m1_{name}", rule="r", channel="hook", kind="story", story_id=f"s_{name}", outlet=outlet,
        subject=f"Story {name}", body="…", created_at=NOW, facts=Facts(headline=f"Story {name}", outlet=outlet),
    ).model_copy(update=changes)  # fmt: skip


def flood(outlet: str = "evil", number: int = 500) -> list[Message]:
    return [message(outlet, each) for each in range(number)]


def sent(scheduled: Sequence[Message]) -> Counter[str]:
    """Return how many messages leave at once, by outlet."""
    return Counter(each.outlet for each in scheduled if not each.held)


def digest(scheduled: Sequence[Message], rule: BaseRule = RULE) -> Message:
    """Return the digest of all messages that wait."""
    waiting = [each for each in scheduled if each.held]
    found = flush_due(waiting, [rule], now=NOW + HOUR, templates=Templates(), ui_url="http://ui.example")
    assert found.released == ()
    return found.digests[0]


@pytest.mark.parametrize(
    ("cap", "taken", "outlet", "is_free"),
    [
        pytest.param(30, {"a": 9}, "a", True, id="the tenth of thirty"),
        pytest.param(30, {"a": 10}, "a", False, id="the eleventh of thirty"),
        pytest.param(30, {"a": 10, "b": 6}, "b", True, id="the seventh of a second outlet"),
        pytest.param(30, {"a": 10, "b": 7}, "b", False, id="the eighth of a second outlet"),
        pytest.param(30, {"a": 27, "b": 2}, "b", True, id="the third, if any is free"),
        pytest.param(30, {"a": 26, "b": 3}, "b", False, id="the fourth needs more"),
        pytest.param(30, {"a": 29}, "b", True, id="the last one"),
        pytest.param(30, {"a": 30}, "b", False, id="none"),
        pytest.param(2, {"a": 1}, "a", True, id="of a small cap, an outlet may take all"),
        pytest.param(30, {"": 29}, "", True, id="without an outlet, any place"),
        pytest.param(30, {"": 30}, "", False, id="without an outlet, within the cap"),
    ],
)
def test_places_of_an_hour(cap: int, taken: Mapping[str, int], outlet: str, is_free: bool) -> None:
    assert has_place(cap, Counter(taken), outlet) == is_free


def test_outlets_take_turns() -> None:
    assert take_turns("aaabbc", owner=lambda each: each) == [*"abc", *"ab", "a"]


@quick
@given(st.lists(st.integers(1, 60), min_size=1, max_size=CAP), st.randoms(use_true_random=False))
def test_the_first_message_of_each_outlet_leaves_at_once_in_any_order(counts: list[int], random: Any) -> None:
    given = [message(f"o{outlet}", number) for outlet, count in enumerate(counts) for number in range(count)]
    random.shuffle(given)
    made = schedule_messages(given, [RULE], now=NOW)
    leaving = sent(made)
    assert set(leaving) == {each.outlet for each in given}
    assert leaving.total() <= CAP
    assert len(made) == len(given)


@quick
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.integers(6, 40), st.integers(41, 300))
def test_others_get_the_same_whether_an_outlet_sends_a_few_more_or_hundreds(
    counts: list[int], few: int, many: int
) -> None:
    others = [message(f"o{outlet}", number) for outlet, count in enumerate(counts) for number in range(count)]

    def held(size: int) -> list[str]:
        made = schedule_messages([*flood(number=size), *others], [RULE], now=NOW)
        return [each.key for each in made if each.outlet != "evil" and each.held]

    assert held(few) == held(many)


def test_a_flood_leaves_places_for_news_of_the_same_hour() -> None:
    made = schedule_messages([*flood(), message("real")], [RULE], now=NOW)
    assert sent(made) == {"evil": 10, "real": 1}
    later = schedule_messages(
        [message("late")],
        [RULE],
        now=NOW + HOUR / 2,
        outbox=OutboxState(
            sent_last_hour=count_by_outlet([each for each in made if not each.held]),
            waiting=count_by_outlet([each for each in made if each.held]),
        ),
    )
    assert sent(later) == {"late": 1}


def test_five_floods_one_after_another_leave_a_place_and_more_do_not() -> None:
    past: list[Message] = []
    for outlet in ("a", "b", "c", "d", "e", "real", "f", "late"):
        made = schedule_messages(
            flood(outlet) if len(outlet) == 1 else [message(outlet)],
            [RULE],
            now=NOW,
            outbox=OutboxState(sent_last_hour=count_by_outlet(past)),
        )
        past += [each for each in made if not each.held]
    assert sent(past) == {"a": 10, "b": 7, "c": 5, "d": 3, "e": 3, "real": 1, "f": 1}


def test_a_few_waiting_messages_are_named_and_the_others_are_counted() -> None:
    made = schedule_messages(flood(number=25), [RULE], now=NOW)
    assert Counter(each.held for each in made) == {"": 10, "share": MAX_NAMED, "flood": 5}
    assert {each.key for each in made if each.held == "flood"} == {
        counted_message_key(f"m1_evil-{number}") for number in range(20, 25)
    }
    assert {each.due_at for each in made if each.held} == {NOW + HOUR}
    again = schedule_messages(
        flood(number=25)[20:], [RULE], now=NOW,
        outbox=OutboxState(sent_last_hour=count_by_outlet(made[:10]), waiting=count_by_outlet(made[10:20])),
    )  # fmt: skip
    assert {each.held for each in again} == {"flood"}


@pytest.mark.parametrize(
    "delay", [pytest.param({"digest": "hour"}, id="digest"), pytest.param({"quiet": "11:00-13:00"}, id="quiet")]
)
def test_whatever_they_wait_for_only_a_few_are_named(delay: dict[str, Any]) -> None:
    rule = RULE.model_copy(update=delay)
    made = schedule_messages([*flood(), message("real")], [rule], now=NOW)
    assert Counter(each.held for each in made) == {next(iter(delay)): MAX_NAMED + 1, "flood": 490}


def test_a_message_that_finds_no_place_says_whether_its_outlet_or_all_outlets_took_them() -> None:
    made = schedule_messages(flood(number=11), [RULE], now=NOW)
    assert [each.held for each in made] == [*[""] * 10, "share"]
    others = [message(f"o{number}") for number in range(CAP)]
    made = schedule_messages([*others, message("late")], [RULE], now=NOW)
    assert [each.held for each in made] == [*[""] * CAP, "cap"]
    assert describe_delay("share", "evil") == "because evil had used its share of the hourly cap"
    assert set(DELAYS) == set(get_args(DelayReason))


def test_messages_without_an_outlet_are_only_limited_by_the_cap() -> None:
    made = schedule_messages([message("", number) for number in range(50)], [RULE], now=NOW)
    assert Counter(each.held for each in made) == {"": CAP, "cap": 20}


def test_a_story_is_reported_by_the_first_outlet_that_has_a_place() -> None:
    same = {"key": "m1_same", "story_id": "s_same"}
    offers = [message("evil", 500, **same), message("real", 0, **same)]
    assert schedule_messages(offers, [RULE], now=NOW) == (offers[0],)
    full = OutboxState(sent_last_hour={("r", "hook"): {"evil": 10}})
    (made,) = schedule_messages(offers, [RULE], now=NOW, outbox=full)
    assert made == offers[1]
    full = OutboxState(
        sent_last_hour={("r", "hook"): {"x": CAP}}, waiting={("r", "hook"): {"evil": MAX_NAMED, "real": MAX_NAMED}}
    )
    (made,) = schedule_messages(offers, [RULE], now=NOW, outbox=full)
    assert (made.key, made.held) == (counted_message_key("m1_same"), "flood")


@pytest.mark.parametrize(
    ("outlet", "sent_last_hour", "expected"),
    [
        pytest.param("real", {"evil": 10}, [("m1_same", "", "real")], id="an outlet with a place takes it over"),
        pytest.param("real", {"x": CAP}, [], id="an outlet without a place does not"),
        pytest.param("evil", {"evil": 10}, [], id="nor does the same outlet"),
        pytest.param("", {}, [], id="nor does a message that is not about an article"),
    ],
)
def test_a_message_that_waits_for_the_cap_is_sent_when_another_outlet_reports_the_same(
    outlet: str, sent_last_hour: dict[str, int], expected: list[tuple[str, str, str]]
) -> None:
    outbox = OutboxState(
        keys={"m1_same"},
        capped_keys={"m1_same"},
        sent_last_hour={("r", "hook"): sent_last_hour},
        waiting={("r", "hook"): {"evil": MAX_NAMED, "real": MAX_NAMED}},
    )
    made = schedule_messages([message(outlet, key="m1_same")], [RULE], now=NOW, outbox=outbox)
    assert [(each.key, each.held, each.outlet) for each in made] == expected


def test_messages_in_the_outbox_are_left_out() -> None:
    outbox = OutboxState(keys={"m1_real-0", counted_message_key("m1_evil-24")})
    made = schedule_messages([*flood(number=25), message("real")], [RULE], now=NOW, outbox=outbox)
    assert len(made) == 24


def test_a_flood_is_one_line_of_a_digest_and_other_outlets_are_listed() -> None:
    busy = [message(f"o{outlet}", number) for outlet in range(15) for number in range(4)]
    made = schedule_messages([*flood(), *busy], [RULE], now=NOW)
    assert sent(made).keys() == {"evil", *(f"o{outlet}" for outlet in range(15))}
    found = digest(made)
    lines = [line for line in found.body.splitlines() if line.startswith("- ")]
    listed = Counter(line.split()[2].partition("-")[0] for line in lines if line.startswith("- Story"))
    assert listed["evil"] <= MAX_NAMED
    assert all(listed[f"o{outlet}"] == sum(each.outlet == f"o{outlet}" and bool(each.held) for each in made)
               for outlet in range(15))  # fmt: skip
    (line,) = (line for line in lines if not line.startswith("- Story"))
    assert line == f"- evil: {500 - sent(made)['evil'] - listed['evil']} more stories"
    assert "\n  since 24 Nov 2026, 12:00 UTC\n  http://ui.example/newsvane/?outlet=evil\n" in found.body
    assert 'href="http://ui.example/newsvane/?outlet=evil"' in found.html
    assert len(found.covers) == len(made) - sent(made).total()
    assert "… and" not in found.body


def test_the_news_of_outlets_with_little_of_it_is_listed_first() -> None:
    rule = RULE.model_copy(update={"digest": "hour"})
    made = schedule_messages([*flood(), message("a"), message("real", created_at=NOW + HOUR / 2)], [rule], now=NOW)
    titles = [line for line in digest(made, rule).body.splitlines() if line.startswith("- ")]
    assert titles[:3] == ["- Story a-0", "- Story real-0", "- Story evil-0"]


def test_the_first_stories_of_all_outlets_are_listed_before_any_second_one() -> None:
    rule = RULE.model_copy(update={"digest": "hour"})
    given = [message(f"o{outlet:02}", number) for outlet in range(35) for number in range(3)]
    found = digest(schedule_messages(given, [rule], now=NOW), rule)
    titles = [line.split()[2] for line in found.body.splitlines() if line.startswith("- Story")]
    assert len(titles) == 40
    assert {title.partition("-")[0] for title in titles[:35]} == {f"o{outlet:02}" for outlet in range(35)}
    assert found.subject == "A rule: 105 stories"
    assert found.body.count("more stories") == 10
    assert "… and 45 more" in found.body


def test_a_story_that_another_outlet_brings_is_not_counted_again() -> None:
    made = schedule_messages(flood(number=22), [RULE], now=NOW)
    counted = next(each for each in made if each.held == "flood")
    other = message("real", 0, story_id=counted.story_id, held="cap", due_at=NOW + HOUR)
    found = digest([*made, other])
    assert found.subject == "A rule: 12 stories"
    assert "Story real-0" in found.body
    assert "… and 1 more" in found.body  # a single one is no line of its own


def test_after_quiet_hours_a_flood_is_a_digest_and_the_news_of_others_is_sent_singly() -> None:
    rule = RULE.model_copy(update={"quiet": "11:00-13:00"})
    made = schedule_messages([*flood(), message("real")], [rule], now=NOW)
    found = flush_due(made, [rule], now=NOW + HOUR, templates=Templates(), ui_url="http://ui.example")
    assert len(found.released) == MAX_NAMED + 1
    assert "m1_real-0" in found.released
    (only,) = found.digests
    assert only.subject == "A rule: 490 stories"
    assert "- evil: 490 more stories" in only.body
