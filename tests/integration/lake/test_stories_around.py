"""The stories before and after one: those that name the same people, and not only what everybody names."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.analysis.stories import load_stories_around
from newsvane.records import Article
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch, land

TRIAL = "The judge Agim Hoxha heard Edi Rama in Tirana on the port of Vlorë."
TEXTS = {
    "opened": (f"{TRIAL} The trial began.", -3),
    "asked": (TRIAL, 0),
    "closed": (f"{TRIAL} The trial ended.", 5),
    "long-ago": (f"{TRIAL} The trial was announced.", -40),
    "another": ("Edi Rama was in Tirana and spoke of schools.", 1),
}


def _article(name: str, text: str, days: int) -> Article:
    at = NOW + timedelta(days=days)
    return article(name, text=text, topics=("albania",), published_at=at, fetched_at=at, observed_at=at)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A lake with a trial, and twenty stories that name nobody but Tirana and Rama."""
    home: Path = tmp_path_factory.mktemp("around")
    made = create_lake(Settings(home=home))
    fillers = [_article(f"filler-{n}", f"Number {n}: Edi Rama in Tirana spoke of number {n}.", 0) for n in range(20)]
    for each in (*(_article(name, *facts) for name, facts in TEXTS.items()), *fillers):
        land(made, batch(each, run=each.title))
    pipeline.name_stored_articles(date(2020, 1, 1), date(2030, 1, 1), everything=True, settings=made)
    yield made


def _load(settings: Settings, name: str) -> list[tuple[str, list[str]]]:
    with lake.closing(lake.connect(settings=settings)) as con:
        asked = "SELECT story_id FROM coverage WHERE title = ?"
        (story_id,) = con.execute(asked, [name]).fetchall()[0]
    rows = load_stories_around(
        story_id, NOW.date(), NOW.date(), open_lake=lambda **_: lake.closing(lake.connect(settings=settings))
    )
    return [(row["title"], row["shared"]) for row in rows]


def test_stories_of_the_weeks_around_with_the_same_rare_names_are_found_in_order(settings: Settings) -> None:
    names = ["Agim Hoxha", "Vlorë"]
    assert _load(settings, "asked") == [("opened", names), ("closed", names)]


def test_names_that_everybody_names_connect_nothing(settings: Settings) -> None:
    assert _load(settings, "another") == []
