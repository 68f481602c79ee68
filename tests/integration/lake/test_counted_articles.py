"""`counted_articles` follows what others do to an article, and can be counted anew."""

from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from newsvane import lake, pipeline, urls
from newsvane.analysis import one_name
from newsvane.pipeline.ingest.naming import name_articles
from newsvane.pipeline.ops import forgetting
from newsvane.records import Article, Grouping
from newsvane.retention import RetentionRule
from newsvane.settings import Settings
from tests.support import counted_articles
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, ask, batch, land

MOVED = "https://one.example/moved"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = create_lake(Settings(home=tmp_path / "home"))
    monkeypatch.setenv("NEWSVANE_HOME", str(settings.home))
    return settings


def report(name: str, days: int, **fields: object) -> Article:
    at = NOW - timedelta(days=days)
    return article(name, published_at=at - timedelta(hours=1), fetched_at=at, **fields)


def land_story(settings: Settings, *articles: Article, copies: Mapping[str, str] | None = None) -> None:
    """Land articles of one story, named after the first. `copies`: of which article one is a copy, by id."""
    story = urls.story_id(articles[0].article_id)
    groupings = (
        Grouping(
            article_id=key,
            story_id=story,
            copy_of=(copies or {}).get(key),
            copy_kind="same_text" if key in (copies or {}) else None,
        )
        for key in dict.fromkeys([*(each.article_id for each in articles), *(copies or {})])
    )
    land(settings, batch(*articles, groupings=tuple(groupings)))


def is_right(settings: Settings) -> bool:
    """Return whether the table has what it has to have."""
    with closing(lake.connect(settings=settings)) as con:
        return counted_articles.list_counted(con) == counted_articles.list_stored(con)


def test_a_story_whose_id_changes_is_counted_again_on_all_its_days(settings: Settings) -> None:
    first, again = report("first", 6, url=MOVED), report("moved", 9)
    land_story(settings, first, *(report(f"other-{day}", day) for day in range(4)), again)
    pipeline.refresh_trends(settings=settings)
    own = {"article_id": urls.article_id(MOVED), "canonical_url": MOVED, "claimed_url": first.canonical_url}
    with lake.writer(settings, "articles") as con:
        lake.release_ids(con, {first.article_id: first.model_copy(update=own)})
    assert not is_right(settings)
    pipeline.refresh_trends(settings=settings)
    assert is_right(settings)


@pytest.mark.parametrize("is_there", [pytest.param(True, id="moves"), pytest.param(False, id="is missing at first")])
def test_copies_follow_an_original_that(settings: Settings, is_there: bool) -> None:
    original = report("original", 5, outlet="t.me")
    copies = [report(f"copy-{day}", day, outlet=f"outlet-{day}.example") for day in range(3)]
    links = {each.article_id: original.article_id for each in copies}
    land_story(settings, *([original] if is_there else []), *copies, copies=links)
    pipeline.refresh_trends(settings=settings)
    moved = original.model_copy(update={"outlet": "t.me/name", "title": "Another", "fetched_at": NOW})
    land_story(settings, moved)
    pipeline.refresh_trends(settings=settings)
    assert is_right(settings)
    assert ask(settings, "SELECT count(*) FROM counted_articles WHERE copied_outlet = 't.me/name'") == [(3,)]


def test_whoever_is_left_alone_in_a_story_is_known_to_be(settings: Settings) -> None:
    one, two = report("one", 5), report("two", 2)
    land_story(settings, one)
    land_story(settings, two)
    alone = "SELECT count(*) FROM counted_articles WHERE is_alone"
    pipeline.refresh_trends(settings=settings)
    assert ask(settings, alone) == [(2,)]
    land_story(settings, one, two)
    pipeline.refresh_trends(settings=settings)
    assert ask(settings, alone) == [(0,)]
    land_story(settings, two)
    pipeline.refresh_trends(settings=settings)
    assert ask(settings, alone) == [(2,)]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param("INSERT INTO counted_articles (day, article_id) VALUES ('2020-01-02', 'a1_x')", id="orphan"),
        pytest.param("INSERT INTO counted_articles FROM counted_articles", id="rows that are there twice"),
        pytest.param("DELETE FROM counted_articles", id="nothing"),
    ],
)  # fmt: skip
def test_counting_everything_repairs_it(settings: Settings, harm: str) -> None:
    land_story(settings, report("one", 5), report("two", 2))
    pipeline.refresh_trends(settings=settings)
    with lake.writer(settings) as con:
        con.execute(harm)
    assert not is_right(settings)
    pipeline.refresh_trends(everything=True, settings=settings)
    assert is_right(settings)


def test_copies_of_what_retention_deletes_stay(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    original, copy = report("original", 50, outlet="gone.example"), report("copy", 3, outlet="two.example")
    land_story(settings, original, copy, copies={copy.article_id: original.article_id})
    pipeline.refresh_trends(settings=settings)
    (settings.home / "watch").mkdir()
    monkeypatch.setattr(
        pipeline.ops.maintenance.configuration,
        "load",
        lambda _: type("Loaded", (), {"retention": (RetentionRule(outlet="gone.example", facts_days=10),)}),
    )
    assert pipeline.maintain(settings=settings)["ruled_facts"] == 1
    assert is_right(settings)
    assert ask(settings, "SELECT outlet, copied_outlet FROM counted_articles") == [("two.example", None)]


@pytest.mark.parametrize("is_counted", [True, False])
def test_no_file_names_an_outlet_that_was_forgotten(settings: Settings, is_counted: bool) -> None:
    url = "https://gone.example/report"
    fields = {"article_id": urls.article_id(url), "url": url, "canonical_url": url, "outlet": "gone.example"}
    copy, former, other = report("copy", 3), report("former", 5, **fields), report("other", 6)
    for original in (former, other):
        land_story(settings, original, copy, copies={copy.article_id: original.article_id})
        if is_counted or original is former:
            pipeline.refresh_trends(settings=settings)
    find = partial(forgetting.find_outlet, name="gone.example", with_copies=False)
    forgetting.forget(find, act_id="a", reason="asked", done_by="clerk", settings=settings)
    assert is_right(settings)
    files = sorted(settings.lake_path.rglob("*.parquet"))
    named = [
        each.parent.name
        for each in files
        if ask(settings, f"SELECT count(*) FROM '{each}' AS one WHERE one::VARCHAR LIKE '%gone.example%'") != [(0,)]
    ]
    assert files
    assert named == []


def test_a_story_that_loses_its_first_article_begins_with_the_next(settings: Settings) -> None:
    first, second = report("first", 5), report("second", 2)
    land_story(settings, first, second)
    pipeline.refresh_trends(settings=settings)
    stories = "SELECT day, stories FROM trend_daily WHERE topic = 'iran' AND stories > 0"
    assert ask(settings, stories) == [((NOW - timedelta(days=5)).date(), 1)]
    find = partial(forgetting.find_articles, names=[first.article_id], with_copies=False)
    forgetting.forget(find, act_id="a", reason="asked", done_by="clerk", settings=settings)
    assert ask(settings, stories) == [((NOW - timedelta(days=2)).date(), 1)]
    assert is_right(settings)


def test_names_are_known_before_their_articles_are_counted(settings: Settings) -> None:
    text = "Prime Minister Edi Rama spoke in Tirana on Monday. Edi Rama said that Albania would keep its promise."
    for name, day in (("before", 3), ("late", 0)):
        named = name_articles([report(name, day, text=text)], settings)
        land(settings, batch(*named.articles, names=named.names))
        assert one_name.load_entity("edi-rama")["articles"] == (1 if name == "before" else 2)
        assert one_name.load_names_together("edi-rama")
        pipeline.refresh_trends(settings=settings)
        assert one_name.load_entity("edi-rama")["articles"] == (1 if name == "before" else 2)
