"""A name rises if more stories name it than usual, among as many stories."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsvane import lake
from newsvane.analysis.names import load_rising_names
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.records import Grouping
from newsvane.settings import Settings
from tests.support import prose
from tests.support.empty_lake import create_lake

NOW = datetime.now(UTC).replace(microsecond=0)
RISEN = {"edi-rama": (3, 1.0, 2.0)}


def make_lake(tmp_path: Path, *, others: int = 0, others_before: int = 8, named_before: int = 4) -> Settings:
    """Make a lake in which three stories of the last week name a man, and some of the four weeks before.

    `others`, `others_before`: how many stories of the last week, and of the weeks before, do not name him.
    """
    settings = create_lake(Settings(home=tmp_path / "home"))
    spoke = " Edi Rama spoke."
    wanted = [(days, spoke) for days in (1, 2, 3, *(10, 12, 20, 25)[:named_before])]
    wanted += [(3, "")] * others + [(14, "")] * others_before
    reports = []
    for number, (days, end) in enumerate(wanted):
        at = NOW - timedelta(days=days)
        times = {"fetched_at": at, "observed_at": at, "published_at": at}
        text = f"{prose.prose(number)}{end}"
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
    return {entity_id: (stories, round(usual, 2), ratio) for entity_id, stories, usual, ratio in rows}


def test_a_name_in_more_than_twice_as_many_stories_as_usual_rises(tmp_path: Path) -> None:
    assert load(make_lake(tmp_path)) == RISEN


def test_it_does_not_if_there_are_as_many_more_stories(tmp_path: Path) -> None:
    assert load(make_lake(tmp_path, others=9)) == {}


def test_nothing_changes_if_there_are_fewer_stories_than_usual(tmp_path: Path) -> None:
    assert load(make_lake(tmp_path, others_before=30)) == RISEN


def test_a_name_that_nothing_named_before_rises(tmp_path: Path) -> None:
    assert load(make_lake(tmp_path, others_before=0, named_before=0)) == {"edi-rama": (3, 0.0, 4.0)}


def test_a_few_more_stories_make_a_name_rise_less(tmp_path: Path) -> None:
    assert load(make_lake(tmp_path, others=2, others_before=14)) == {"edi-rama": (3, 1.11, 1.89)}
