"""Which of two articles came first: what our polls saw decides, claims only where polls leave a doubt."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsvane.observation import chronological_key, is_certainly_before, is_date_contradicted, ordered_at, reported_at
from newsvane.records import Article

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    """Return a time, in hours from noon."""
    return NOON + timedelta(hours=hours)


def article(
    name: str = "one",
    *,
    claims: float | None = None,
    seen: float | None = 0,
    absent: float | None = None,
    **fields: Any,
) -> Article:
    """Return an article; times are in hours from noon."""
    url = f"https://{name}.example/1"
    given = {
        "article_id": name,
        "url": url,
        "canonical_url": url,
        "outlet": f"{name}.example",
        "title": name,
        "text": "",
        "words": 0,
        "fetched_at": at((seen or 0) + 0.1),
        "published_at": None if claims is None else at(claims),
        "observed_at": None if seen is None else at(seen),
        "absent_at": None if absent is None else at(absent),
    }
    return Article.model_validate(given | fields)


@pytest.mark.parametrize(
    ("claims", "absent", "reported", "ordered"),
    [
        (-0.5, -2, -0.5, -0.5),
        (-1.5, -2, -1.5, -1),
        (-5, -2, -2, -1),
        (-0.5, -0.25, -0.25, -0.25),
        (3, -2, 0, 0),
        (None, -2, 0, 0),
        (-5, None, -5, -1),
        (-0.5, None, -0.5, -0.5),
        (3, None, 0, 0),
    ],
)
def test_a_claim_counts_within_the_limits_of_what_our_polls_saw(
    claims: float | None, absent: float | None, reported: float, ordered: float
) -> None:
    one = article(claims=claims, absent=absent)
    assert (reported_at(one), ordered_at(one)) == (at(reported), at(ordered))


@pytest.mark.parametrize("claims", [-1, -5, -500, None])
@pytest.mark.parametrize("absent", [4, None])
def test_no_claim_makes_an_article_earlier_than_one_that_we_saw_hours_before(
    claims: float | None, absent: float | None
) -> None:
    victim = article("victim", claims=-0.2, seen=0)
    thief = article("thief", claims=claims, seen=5, absent=absent)
    assert min(victim, thief, key=chronological_key) is victim


def test_of_articles_that_one_run_found_the_earliest_dated_one_is_first() -> None:
    found = [
        article("undated"),
        article("late", claims=-30),
        article("early", claims=-50),
        article("last", claims=-0.1),
    ]
    assert [one.article_id for one in sorted(found, key=chronological_key)] == ["early", "late", "last", "undated"]


def test_articles_that_no_poll_found_are_ordered_by_the_hour_of_their_reading() -> None:
    first = article("first", claims=-9, seen=None, fetched_at=at(0.9))
    same_hour = article("same-hour", claims=-10, seen=None, fetched_at=at(0.99))
    hours_later = article("hours-later", claims=-11, seen=None, fetched_at=at(3))
    ordered = sorted([hours_later, first, same_hour], key=chronological_key)
    assert [one.article_id for one in ordered] == ["same-hour", "first", "hours-later"]


@pytest.mark.parametrize(("absent", "certain"), [(1, True), (0, True), (-0.1, False), (None, False)])
def test_the_order_is_certain_if_a_later_poll_did_not_find_the_other(absent: float | None, certain: bool) -> None:
    assert is_certainly_before(article("a", seen=0), article("b", seen=2, absent=absent)) is certain


@pytest.mark.parametrize(
    ("claims", "absent", "precision", "contradicted"),
    [
        (-3, -1, "second", True),
        (-1.9, -1, "second", False),
        (-3, None, "second", False),
        (None, -1, "none", False),
        (-20, -1, "day", False),
        (-27, -1, "day", True),
    ],
)
def test_a_claim_well_before_a_poll_without_the_article_is_contradicted(
    claims: float | None, absent: float | None, precision: str, contradicted: bool
) -> None:
    one = article(claims=claims, absent=absent, published_precision=precision)
    assert is_date_contradicted(one) is contradicted
