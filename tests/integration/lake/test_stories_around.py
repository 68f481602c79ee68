"""The stories before and after one: those that share several rare names, and not only what everybody names."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.analysis.queries import Row
from newsvane.analysis.stories import load_stories_around
from newsvane.records import Article
from newsvane.settings import Settings
from newsvane_pages import story
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch, land
from tests.support.page_client import get_html, page_client

TRIAL = "The judge Agim Hoxha heard Edi Rama in Tirana on the port of Vlorë."
TEXTS = {
    "opened": (f"{TRIAL} The trial began.", -3),
    "asked": (TRIAL, 0),
    "closed": (f"{TRIAL} The trial ended.", 5),
    "long-ago": (f"{TRIAL} The trial was announced.", -40),
    "another": ("Edi Rama was in Tirana and spoke of schools.", 1),
    "namesake": ("Edi Rama was in Tirana. The baker Agim Hoxha won a prize.", 2),
}


def _article(name: str, text: str, days: int, **changes: object) -> Article:
    at = NOW + timedelta(days=days)
    times = {"published_at": at, "fetched_at": at, "observed_at": at}
    return article(name, text=text, topics=("albania",), **times, **changes)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A lake with a trial, whose end two outlets reported, and forty stories that name nobody but Tirana and Rama.

    An outlet that took the report of the middle claims, against our polls, to have had it two months before.
    """
    home: Path = tmp_path_factory.mktemp("around")
    made = create_lake(Settings(home=home))
    found = {name: _article(name, *facts) for name, facts in TEXTS.items()}
    copy = found["closed"].model_copy(
        update={"article_id": "a1_copy", "outlet": "two.example", "url": "https://two.example/"}
    )
    forged = found["asked"].model_copy(
        update={
            "article_id": "a1_forged", "outlet": "three.example", "url": "https://three.example/",
            "published_at": NOW - timedelta(days=60), "absent_at": NOW + timedelta(minutes=5),
            "observed_at": NOW + timedelta(minutes=10),
        }
    )  # fmt: skip
    beside = {"closed": [copy], "asked": [forged]}
    for each in found.values():
        land(made, batch(each, *beside.get(each.title, ()), run=each.title))
    for number in range(40):
        filler = _article(f"filler-{number}", f"Number {number}: Edi Rama in Tirana spoke of number {number}.", 0)
        land(made, batch(filler, run=filler.title))
    pipeline.name_stored_articles(date(2020, 1, 1), date(2030, 1, 1), everything=True, settings=made)
    yield made


def _load(settings: Settings, name: str) -> list[Row]:
    with lake.closing(lake.connect(settings=settings)) as con:
        asked = "SELECT story_id FROM coverage WHERE title = ?"
        (story_id,) = con.execute(asked, [name]).fetchall()[0]
    return load_stories_around(
        story_id, NOW.date(), NOW.date(), open_lake=lambda **_: lake.closing(lake.connect(settings=settings))
    )


def test_stories_of_the_weeks_around_with_the_same_rare_names_are_found_in_order(settings: Settings) -> None:
    opened, closed = _load(settings, "asked")
    assert (opened["title"], opened["is_before"]) == ("opened", True)
    assert (closed["title"], closed["is_before"]) == ("closed", False)
    assert opened["shared"] == closed["shared"] == ["Vlorë", "Agim Hoxha"]


def test_every_outlet_of_such_a_story_is_counted(settings: Settings) -> None:
    opened, closed = _load(settings, "asked")
    assert (opened["outlets"], closed["outlets"]) == (1, 2)


def test_one_name_alone_connects_nothing(settings: Settings) -> None:
    assert "namesake" not in {row["title"] for row in _load(settings, "asked")}


def test_names_that_everybody_names_connect_nothing(settings: Settings) -> None:
    assert _load(settings, "another") == []


def test_a_story_that_was_grouped_again_later_is_found(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute("UPDATE article_groups SET grouped_at = grouped_at + INTERVAL 90 DAYS WHERE article_id = 'a1_copy'")
        con.execute(
            "UPDATE article_groups SET grouped_at = grouped_at + INTERVAL 90 DAYS "
            "WHERE article_id IN (SELECT article_id FROM articles WHERE title = 'opened')"
        )
    assert [(row["title"], row["outlets"]) for row in _load(settings, "asked")] == [("opened", 1), ("closed", 2)]


def test_a_forged_date_does_not_move_the_weeks_around_a_story(settings: Settings) -> None:
    with lake.closing(lake.connect(settings=settings)) as con:
        asked = "SELECT DISTINCT story_id, count(*) OVER () FROM coverage WHERE title = 'asked'"
        [(story_id, articles)] = con.execute(asked).fetchall()
    assert articles == 2
    with page_client(settings, story.router) as client:
        around = get_html(client, f"/stories/{story_id}").split("Before and after</h2>")[1].split("</ul>\n<h2>")[0]
    assert [name for name in TEXTS if f">{name}<" in around] == ["opened", "closed"]
