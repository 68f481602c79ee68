"""Each outlet that reports a story offers a message about it, so a story never depends on an outlet with too many."""

from datetime import timedelta
from typing import Any

import pytest

from newsvane.alerts import LandedArticle
from newsvane.urls import counted_message_key, message_key
from tests.support.alert_factories import NOW, landed, messages, rule

KEY = message_key("r", "s_1", "hook")
COUNTED = counted_message_key(KEY)
COPY = {"copy_of": "a", "copy_kind": "near_copy", "is_new_story": False}


def by(outlet: str, **given: Any) -> LandedArticle:
    return landed(outlet, outlet=outlet, **{"outlets": 2, "outlets_before": 1} | given)


@pytest.mark.parametrize(
    ("items", "existing", "offered"),
    [
        pytest.param(
            [by("b"), by("a", published_at=NOW - timedelta(days=1))], set(), ["a", "b"], id="each outlet, oldest first"
        ),
        pytest.param([by("a"), landed("a2", outlet="a")], set(), ["a"], id="each outlet once"),
        pytest.param([by("a"), by("b", **COPY)], set(), ["a", "b"], id="with a copy, too"),
        pytest.param([by("b", **COPY)], set(), [], id="but a copy alone begins nothing"),
        pytest.param([by("a"), by("b")], {KEY}, [], id="nobody, if it was reported"),
        pytest.param([by("b", **COPY)], {KEY, COUNTED}, [], id="nobody, if it was reported after it was counted"),
        pytest.param([by("b", is_new_story=False)], {COUNTED}, ["b"], id="the next outlet, if it was only counted"),
        pytest.param([by("b", **COPY)], {COUNTED}, ["b"], id="even with a copy"),
    ],
)
def test_who_offers_a_message(items: list[LandedArticle], existing: set[str], offered: list[str]) -> None:
    found = messages([rule()], items, existing_keys=existing)
    assert [(each.outlet, each.article_id, each.key) for each in found] == [(name, name, KEY) for name in offered]


def test_a_message_that_waits_for_the_hourly_cap_is_offered_again_by_others_even_with_a_copy() -> None:
    found = messages([rule()], [by("b", **COPY)], existing_keys={KEY}, capped_keys={KEY})
    assert [(each.outlet, each.key) for each in found] == [("b", KEY)]


@pytest.mark.parametrize(("days", "offered"), [(6, []), (8, ["b"])])
def test_a_copy_of_an_article_that_is_too_old_for_the_rule_is_news(days: int, offered: list[str]) -> None:
    first = landed("a", outlet="a", published_at=NOW - timedelta(days=days)).article
    assert [each.outlet for each in messages([rule()], [by("b", copied=first, **COPY)])] == offered
    assert messages([rule()], [by("b", copied=first, **COPY)], existing_keys={KEY}) == ()


def test_a_message_counts_for_the_outlet_whose_feed_led_to_the_page() -> None:
    (found,) = messages([rule()], [by("b", listed_by="a")])
    assert (found.outlet, found.article_id) == ("a", "b")


@pytest.mark.parametrize("new", ["original", "every"])
def test_messages_about_single_articles_have_no_alternatives(new: str) -> None:
    found = messages([rule(new=new)], [by("a"), by("b")])
    assert len({each.key for each in found}) == len(found) == 2


def test_a_message_counts_for_the_outlet_that_took_the_story_over_a_threshold() -> None:
    earlier = landed("a", outlet="a").article
    (found,) = messages([rule(min_outlets=2)], [by("b", earlier_originals=(earlier,), **COPY)])
    assert (found.outlet, found.article_id) == ("b", "a")


def test_escalations_are_not_limited_by_outlet() -> None:
    rules = [rule(escalate_to=("pager",), escalate_outlets=2)]
    found = messages(rules, [by("a"), by("b")])
    assert [(each.kind, each.outlet) for each in found] == [("story", "a"), ("escalation", ""), ("story", "b")]


@pytest.mark.parametrize(
    ("outlets", "existing", "updated"),
    [
        pytest.param((1, 2), set(), True, id="a number is reached"),
        pytest.param((2, 3), set(), False, id="no number is reached"),
        pytest.param((2, 3), {"counted"}, True, id="it was reached, but the update was only counted"),
        pytest.param((2, 3), {"written"}, False, id="it was reached and reported"),
    ],
)
def test_an_update_that_was_only_counted_is_sent_later(
    outlets: tuple[int, int], existing: set[str], updated: bool
) -> None:
    key = message_key("r", "s_1", "hook", "outlets 2")
    keys = {"counted": counted_message_key(key), "written": key}
    before, now = outlets
    item = by("c", outlets_before=before, outlets=now, is_new_story=False)
    found = messages([rule(updates=(2,))], [item], existing_keys={KEY, *(keys[each] for each in existing)})
    assert [(each.key, each.kind, each.outlet) for each in found] == [(key, "update", "c")] * updated
