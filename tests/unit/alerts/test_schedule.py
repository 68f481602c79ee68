"""When messages are sent: digests, quiet hours and caps, in time zones and with clocks that jump."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsvane.alerts import BaseRule, OutboxState, Templates, flush_due, schedule_messages
from newsvane.alerts.schedule import next_digest_time, quiet_hours_end
from newsvane.outlet_counts import OutletCounts
from newsvane.records import Facts, Message
from tests.support.alert_factories import NOW

HOUR = timedelta(hours=1)


def base_rule(**given: Any) -> BaseRule:
    return BaseRule.model_validate({"id": "r", "title": "A rule", "channels": ("hook",)} | given)


def message(number: int = 0, **given: Any) -> Message:
    return Message.model_validate(
        {
            "key": f"m1_{number}", "rule": "r", "channel": "hook", "kind": "story", "story_id": f"s_{number}",
            "subject": f"Story {number}", "body": "…", "created_at": NOW, "facts": Facts(headline=f"Story {number}"),
        }
        | given
    )  # fmt: skip


def flush(
    scheduled: Sequence[Message], rules: Sequence[BaseRule], now: datetime, **more: Any
) -> tuple[list[str], list[Message]]:
    found = flush_due(scheduled, rules, now=now, templates=Templates(), ui_url="http://ui.example", **more)
    return sorted(found.released), list(found.digests)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("given", "now", "due"),
    [
        pytest.param({"digest": "hour"}, "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z", id="the next full hour"),
        pytest.param({"digest": "hour"}, "2026-11-24T12:59:59.5Z", "2026-11-24T13:00:00Z", id="in half a second"),
        pytest.param(
            {"digest": "hour", "zone": "Asia/Tehran"}, "2026-11-24T12:00:00Z", "2026-11-24T12:30:00Z", id="half hours"
        ),
        pytest.param({"digest": "day"}, "2026-11-24T07:59:00Z", "2026-11-24T08:00:00Z", id="today"),
        pytest.param({"digest": "day"}, "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z", id="tomorrow"),
        pytest.param(
            {"digest": "day", "at": "09:30", "zone": "Europe/Tirane"}, "2026-11-24T09:00:00Z", "2026-11-25T08:30:00Z",
            id="in a zone",
        ),
        pytest.param({"digest": "week"}, "2026-11-24T09:00:00Z", "2026-11-30T08:00:00Z", id="the next Monday"),
        pytest.param(
            {"digest": "week", "weekday": "tuesday"}, "2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z", id="this Tuesday"
        ),
        pytest.param(
            {"digest": "week", "weekday": "tuesday"}, "2026-11-24T08:00:00Z", "2026-12-01T08:00:00Z", id="a week on"
        ),
        pytest.param(
            {"digest": "day", "at": "02:30", "zone": "Europe/Berlin"}, "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z",
            id="an hour that does not exist",
        ),
        pytest.param(
            {"digest": "day", "zone": "Europe/Berlin"}, "2026-10-24T12:00:00Z", "2026-10-25T07:00:00Z",
            id="after the clocks went back",
        ),
    ],
)  # fmt: skip
def test_the_next_digest_time(given: dict[str, Any], now: str, due: str) -> None:
    assert next_digest_time(base_rule(**given), at(now)) == at(due)


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "until"),
    [
        pytest.param("", "UTC", "2026-11-24T23:00:00Z", None, id="none"),
        pytest.param("22:00-07:00", "UTC", "2026-11-24T21:59:59Z", None, id="before"),
        pytest.param("22:00-07:00", "UTC", "2026-11-24T22:00:00Z", "2026-11-25T07:00:00Z", id="in the evening"),
        pytest.param("22:00-07:00", "UTC", "2026-11-24T06:59:00Z", "2026-11-24T07:00:00Z", id="in the morning"),
        pytest.param("22:00-07:00", "UTC", "2026-11-24T07:00:00Z", None, id="after"),
        pytest.param("12:00-14:00", "UTC", "2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z", id="at noon"),
        pytest.param("22:00-07:00", "Asia/Tehran", "2026-11-24T18:30:00Z", "2026-11-25T03:30:00Z", id="in a zone"),
    ],
)
def test_the_end_of_quiet_hours(quiet: str, zone: str, now: str, until: str | None) -> None:
    assert quiet_hours_end(base_rule(quiet=quiet, zone=zone), at(now)) == (at(until) if until else None)


@pytest.mark.parametrize(
    ("given", "kind", "reason"),
    [
        pytest.param({}, "story", "", id="at once"),
        pytest.param({"digest": "day"}, "story", "digest", id="a digest"),
        pytest.param({"quiet": "11:00-13:00"}, "story", "quiet", id="quiet hours"),
        pytest.param({"digest": "day", "quiet": "11:00-13:00"}, "story", "digest", id="a digest, in quiet hours"),
        pytest.param({"digest": "day", "quiet": "11:00-13:00"}, "escalation", "", id="escalations never wait"),
        pytest.param({"id": "gone"}, "story", "", id="no rule delays it"),
    ],
)
def test_a_message_waits_if_its_rule_says_so(given: dict[str, Any], kind: str, reason: str) -> None:
    (made,) = schedule_messages([message(kind=kind)], [base_rule(**given)], now=NOW)
    assert made.held == reason
    assert (made.due_at is not None) == bool(reason)


def test_a_rule_that_matches_everything_sends_its_cap_and_one_digest_per_hour() -> None:
    everything = [message(number) for number in range(1_000)]
    made = schedule_messages(everything, [base_rule(cap=30)], now=NOW)
    waiting = [each for each in made if each.held]
    assert len(made) - len(waiting) == 30
    assert {(each.held, each.due_at) for each in waiting} == {("cap", NOW + HOUR)}
    later = schedule_messages(
        [message(2_000)], [base_rule(cap=30)], now=NOW + HOUR / 2,
        outbox=OutboxState(sent_last_hour={("r", "hook"): {"": 30}}, capped_until={("r", "hook"): NOW + HOUR}),
    )  # fmt: skip
    assert later[0].due_at == NOW + HOUR  # with the same digest
    released, (digest,) = flush([*waiting, *later], [base_rule(cap=30)], NOW + HOUR)
    assert released == [] and len(digest.covers) == 971
    assert digest.subject == "A rule: 971 stories"
    assert "… and 931 more" in digest.body
    assert len(digest.body) < 10_000


def test_the_cap_counts_earlier_messages_of_the_same_rule_and_channel() -> None:
    rules = [base_rule(cap=2, channels=("hook", "mail"))]
    made = schedule_messages(
        [message(1), message(2), message(3, channel="mail")],
        rules,
        now=NOW,
        outbox=OutboxState(sent_last_hour={("r", "hook"): {"": 1}, ("x", "mail"): {"": 9}}),
    )
    assert [each.held for each in made] == ["", "cap", ""]


def test_after_quiet_hours_few_messages_are_sent_singly_and_many_in_a_digest() -> None:
    rules = [base_rule(cap=3, quiet="22:00-07:00")]
    night, morning = at("2026-11-24T23:00:00Z"), at("2026-11-25T07:00:00Z")
    scheduled = schedule_messages([message(number) for number in range(3)], rules, now=night)
    assert flush(scheduled, rules, morning - timedelta(seconds=1)) == ([], [])
    assert flush(scheduled, rules, morning) == (["m1_0", "m1_1", "m1_2"], [])
    released, (digest,) = flush(scheduled, rules, morning, sent_last_hour={("r", "hook"): {"": 1}})
    assert released == [] and digest.covers == ("m1_0", "m1_1", "m1_2")


def test_a_digest_shows_the_current_number_of_outlets() -> None:
    rules = [base_rule(digest="day")]
    scheduled = schedule_messages([message(1), message(2)], rules, now=NOW)
    _, (digest,) = flush(scheduled, rules, at("2026-11-25T08:00:00Z"), outlets={"s_1": OutletCounts(12, 5)})
    assert digest.kind == "digest"
    assert "- Story 1\n  12 outlets so far, 5 of them independent" in digest.body
    assert "Story 1" in digest.html and "Story 2" in digest.markdown


def test_two_alerts_on_one_story_are_one_item_of_a_digest() -> None:
    rules = [base_rule(digest="day")]
    scheduled = schedule_messages([message(1), message(2, story_id="s_1", kind="update")], rules, now=NOW)
    _, (digest,) = flush(scheduled, rules, at("2026-11-25T08:00:00Z"))
    assert digest.subject == "A rule: 1 story" and digest.covers == ("m1_1", "m1_2")


def test_a_digest_due_in_quiet_hours_waits_for_their_end() -> None:
    rules = [base_rule(digest="hour", quiet="13:00-14:00")]
    scheduled = schedule_messages([message()], rules, now=NOW)
    assert flush(scheduled, rules, NOW + HOUR) == ([], [])
    assert len(flush(scheduled, rules, NOW + 2 * HOUR)[1]) == 1


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        pytest.param(NOW - timedelta(days=400), True, id="the clock was a year ahead when it was scheduled"),
        pytest.param(NOW - HOUR, False, id="the clock went back an hour"),
        pytest.param(NOW + timedelta(days=400), True, id="the clock is a year ahead"),
    ],
)
def test_a_clock_that_jumps_delays_nothing_for_ever(now: datetime, is_due: bool) -> None:
    rules = [base_rule(digest="day")]
    scheduled = schedule_messages([message()], rules, now=NOW)
    assert bool(flush(scheduled, rules, now)[1]) == is_due


def test_the_same_alerts_make_the_same_digest() -> None:
    rules = [base_rule(digest="hour")]
    scheduled = schedule_messages([message(1), message(2)], rules, now=NOW)
    one, other = (flush(list(order), rules, NOW + HOUR)[1][0] for order in (scheduled, reversed(scheduled)))
    assert one.key == other.key


def test_a_deleted_rule_delays_nothing() -> None:
    scheduled = schedule_messages([message(1), message(2)], [base_rule(digest="week")], now=NOW)
    _, (digest,) = flush(scheduled, [], NOW + timedelta(days=7))
    assert digest.subject == "r: 2 stories"
