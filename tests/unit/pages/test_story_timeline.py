"""The timeline of a story: who stands where, what leads to what, and what a forged date can do to it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from newsvane_pages.story_timeline import DISTANCE, LANES, Timeline, draw_timeline

START = datetime(2026, 5, 1, tzinfo=UTC)


def row(name: str, minutes: float, *, outlet: str = "", copy_of: str | None = None, **facts: Any) -> dict[str, Any]:
    at = START + timedelta(minutes=minutes)
    known = {
        "article_id": name, "outlet": outlet or f"{name}.example", "language": "en", "title": name, "reported_at": at,
        "absent_at": at - timedelta(minutes=1), "original": copy_of is None, "copy_of": copy_of, "copy_claimed": None,
        "copy_kind": "near_copy" if copy_of else None, "copy_order": None, "copy_evidence": [],
    }  # fmt: skip
    return known | facts


def draw(*rows: dict[str, Any]) -> Timeline:
    found = draw_timeline(rows)
    assert found is not None
    return found


def test_time_runs_from_the_first_article_to_the_last() -> None:
    timeline = draw(row("one", 0), row("two", 10), row("three", 60), row("four", 10_080))
    places = [mark.x for mark in timeline.marks]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (timeline.ticks[0][0], timeline.ticks[-1][0])
    assert [label for _, label in timeline.ticks] == ["first", "+10 min", "+1 h", "+6 h", "+1 d", "+7 d"]
    assert places[1] == dict(map(reversed, timeline.ticks))["+10 min"]  # type: ignore[call-overload]


def test_an_outlet_has_one_lane_and_a_copy_is_linked_to_its_original() -> None:
    timeline = draw(
        row("one", 0), row("two", 5, outlet="one.example", language="fa"),
        row("three", 9, copy_of="one", copy_kind="translation", copy_claimed=True), row("four", 9, copy_of="elsewhere"),
    )  # fmt: skip
    assert (timeline.lanes[0].outlet, timeline.lanes[0].languages) == ("one.example", ["en", "fa"])
    assert [mark.kind for mark in timeline.marks] == ["original", "original", "translation", "copy"]
    (link,) = timeline.links
    assert ((link.x1, link.y1), link.kind, link.is_certain) == (
        (timeline.marks[0].x, timeline.marks[0].y), "translation", False
    )  # fmt: skip


def test_lines_run_left_of_all_names_and_a_mere_claim_has_none() -> None:
    timeline = draw(
        *(row(f"original{number}", number) for number in range(6)),
        *(row(f"copy{number}", 10 + number, copy_of=f"original{number}", copy_order="certain") for number in range(6)),
        row("claim", 20, copy_of="original0", copy_claimed=True, copy_evidence=["declared original"], original=True),
    )  # fmt: skip
    assert {link.gutter < timeline.names_x for link in timeline.links} == {True}
    assert len({link.gutter for link in timeline.links}) > 1
    assert (len(timeline.links), {link.is_certain for link in timeline.links}) == (6, {True})
    assert "claims to be a translation" in timeline.marks[-1].words


def test_what_only_the_outlet_says_is_marked_as_its_claim() -> None:
    first, second = draw(row("one", 0), row("two", 5, absent_at=None)).marks
    assert (first.is_checked, second.is_checked) == (True, False)
    assert "(its own claim)" in second.words
    assert second.since_x is None


def test_a_forged_date_does_not_squeeze_the_others_together() -> None:
    forged = row("forged", -3_000_000, absent_at=None)
    honest = draw(row("one", 0), row("two", 10), row("three", 60))
    timeline = draw(row("one", 0), row("two", 10), row("three", 60), forged)
    assert [mark.x for mark in timeline.marks][:3] == [mark.x for mark in honest.marks]
    assert timeline.marks[-1].x == timeline.marks[0].x


@pytest.mark.parametrize("minutes", [0, 0.001, 5_000_000])
def test_any_span_can_be_drawn(minutes: float) -> None:
    timeline = draw(row("one", 0), row("two", minutes))
    assert all(0 <= mark.x <= 100 for mark in timeline.marks)
    assert timeline.ticks[0][1] == "first"


def test_a_large_story_shows_its_first_outlets() -> None:
    timeline = draw(*(row(f"n{number}", number, copy_of="n0" if number else None) for number in range(200)))
    assert (len(timeline.lanes), timeline.hidden) == (LANES, 200 - LANES)
    assert len(timeline.marks) == LANES
    assert max(mark.y for mark in timeline.marks) < timeline.height


def test_time_begins_with_the_original_even_where_its_translation_was_polled_first() -> None:
    translation = row("two", 240, outlet="one.example", copy_of="one", copy_kind="translation")
    timeline = draw(translation, row("one", 0))
    assert [(mark.kind, mark.x) for mark in timeline.marks] == [("translation", 97), ("original", 9)]
    assert timeline.ticks[-1][1] == "+4 h"


def test_one_article_is_no_timeline() -> None:
    assert draw_timeline([row("one", 0)]) is None


@pytest.mark.parametrize("number", [2, 5, 60])
def test_articles_of_an_outlet_at_nearly_the_same_time_stand_apart(number: int) -> None:
    timeline = draw(*(row(f"n{each}", each / 10, outlet="one.example") for each in range(number)), row("last", 9999))
    places = [mark.x for mark in timeline.marks[:-1]]
    gaps = [right - left for left, right in pairwise(places)]
    assert (places[0], min(gaps) > min(DISTANCE, 88 / number) - 0.02, max(places) <= 97) == (9, True, True)


def test_a_line_between_articles_of_one_outlet_stays_between_them() -> None:
    timeline = draw(row("one", 0), row("two", 0, outlet="one.example", copy_of="one", copy_kind="translation"))
    (link,) = timeline.links
    assert (link.gutter, link.x1 < link.x2, link.y1 == link.y2) == (None, True, True)
