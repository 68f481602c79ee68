"""A name rises if more stories name it than usual, for as much as was seen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake
from newsvane.analysis.names import load_rising_names
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.records import Grouping
from newsvane.settings import Settings
from tests.support import prose
from tests.support.empty_lake import create_lake

NOW = datetime.now(UTC).replace(microsecond=0)
RISEN = {"edi-rama": (3, 1.0, 2.0)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A lake in which three stories of the last week name a man, and four of the four weeks before."""
    settings = create_lake(Settings(home=tmp_path / "home"))
    reports = []
    for number, days in enumerate((1, 2, 3, 10, 12, 20, 25)):
        at = NOW - timedelta(days=days)
        times = {"fetched_at": at, "observed_at": at, "published_at": at}
        text = f"{prose.prose(number)} Edi Rama spoke."
        reports.append(prose.article(f"report {number}", text, day=None, topics=("albania",), language="en", **times))
    found = {each.article_id: find_all(each, build_lexicon()) for each in reports}
    named = [each.model_copy(update={"name_keys": list_keys(found[each.article_id])}) for each in reports]
    groupings = [Grouping(article_id=each.article_id, story_id=f"s1_{each.article_id}") for each in named]
    with lake.writer(settings) as con:
        batch = lake.Batch(run_id="one", now=NOW, articles=tuple(named), groupings=tuple(groupings), names=found)
        lake.land_articles(con, batch)
    return settings


def load(settings: Settings) -> dict[str, tuple[Any, ...]]:
    """Return what the list and the view say, which must be the same."""

    def open_lake(**_: object) -> Any:
        return lake.open_reader(settings=settings)

    with lake.open_reader(settings=settings) as con:
        rows = con.execute("SELECT entity_id, stories, usual, ratio FROM rising_names").fetchall()
    listed = load_rising_names(open_lake=open_lake)
    assert {row["entity_id"]: (row["stories"], row["usual"], row["ratio"]) for row in listed} == {
        entity_id: (stories, round(usual, 1), ratio) for entity_id, stories, usual, ratio in rows
    }
    return {entity_id: (stories, usual, ratio) for entity_id, stories, usual, ratio in rows}


def see(settings: Settings, *, lately: int, before: int) -> None:
    """Count so many articles as seen in the last week, and in the four weeks before."""
    with lake.writer(settings) as con:
        for days, articles in ((2, lately), (14, before)):
            con.execute(
                "INSERT INTO trend_daily (day, topic, language, outlet, articles, originals, stories, translated) "
                "VALUES (?, '*', 'en', 'a.example', ?, ?, ?, 0)",
                [(NOW - timedelta(days=days)).date(), articles, articles, articles],
            )


def test_a_name_in_more_than_twice_as_many_stories_as_usual_rises(settings: Settings) -> None:
    assert load(settings) == RISEN


def test_it_does_not_if_as_much_more_was_seen(settings: Settings) -> None:
    see(settings, lately=30, before=40)
    assert load(settings) == {}


@pytest.mark.parametrize(("lately", "before"), [(5, 40), (10, 40), (9, 0)], ids=["less", "as much", "nothing before"])
def test_nothing_changes_if_no_more_was_seen_or_nothing_before(settings: Settings, lately: int, before: int) -> None:
    see(settings, lately=lately, before=before)
    assert load(settings) == RISEN


def test_a_little_more_of_everything_makes_a_name_rise_less(settings: Settings) -> None:
    see(settings, lately=12, before=40)
    assert load(settings) == {"edi-rama": (3, 1.2, 1.82)}
