"""The published file: incremental updates give the same file as a rebuild, and it needs nothing but itself."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from newsvane import lake, stories
from newsvane.errors import LakeError
from newsvane.lake.admin.describe import load_macros
from newsvane.lake.engine.connection import exclusive
from newsvane.records import Article, ArticleNames, Feed, NameMention
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import FEEDS, NOW, article, batch, land

TABLES = (
    "coverage",
    "originals",
    "stories",
    "trend_daily",
    "attention",
    "feed_health",
    "article_topics",
    "article_groups",
    "unread_daily",
    "unread",
    "seen_daily",
    "entities",
    "article_names",
    "name_mentions",
    "named_entities",
    "named_together",
    "rising_names",
    "event_places",
    "macros",
)
WIRE = " ".join(f"word{number} of the wire" for number in range(80))
FIRST = (
    article("a", text="The court of Tirana and that of Tehran."),
    article("b", text="آلبانی و ایران در تیرانا", language="fa"),
    article("off", topics=()),
    article("wire", text=WIRE, feed_id="two"),
)


def count(settings: Settings) -> None:
    with lake.writer(settings) as con:
        lake.refresh_trends(con, lake.list_stale_days(con))


def revise(settings: Settings) -> None:
    later = {"fetched_at": NOW + timedelta(hours=1), "published_at": NOW - timedelta(days=2)}
    land(settings, batch(article("a", text="Nothing but Tirana.", **later), run="revised"))


def change_topics(settings: Settings) -> None:
    later = {"fetched_at": NOW + timedelta(hours=1)}
    land(settings, batch(article("off", **later), article("b", topics=(), language="fa", **later), run="topics"))


def land_copy(settings: Settings) -> None:
    """An earlier article with the same text arrives: what was an original becomes a copy of it."""
    early = article("early", text=WIRE, outlet="two.example", published_at=NOW - timedelta(hours=9))
    both = (early, article("wire", text=WIRE, feed_id="two"))
    land(settings, batch(early, groupings=tuple(stories.group(both)), run="copy"))


def name_people(settings: Settings) -> None:
    """One article names two people; then it names one of them, whose usual spelling has changed."""
    one, other = (
        NameMention(entity_id="a-b", kind="person", name="A. B."),
        NameMention(entity_id="c", kind="org", name="C"),
    )
    for number, mentions in enumerate(((one, other), (one.model_copy(update={"name": "Anna B."}),))):
        named = article("named", fetched_at=NOW + timedelta(hours=number))
        names = {named.article_id: ArticleNames(mentions=mentions)}
        land(settings, batch(named, names=names, run=f"named {number}"))
        lake.publish(settings)


def rename_feed(settings: Settings) -> None:
    feeds = [each.model_copy(update={"kind": "state", "title": f"New {each.title}"}) for each in FEEDS]
    _land_feeds(settings, feeds)


def _land_feeds(settings: Settings, feeds: list[Feed]) -> None:
    with lake.writer(settings) as con:
        lake.land_polls(con, feeds=feeds, states=[], entries=[], run_id="poll", now=NOW)


def drop_texts(settings: Settings) -> None:
    lake.maintain(settings.model_copy(update={"keep_text_days": 1}), NOW + timedelta(days=9))


def care(settings: Settings) -> None:
    lake.maintain(settings, NOW)


def land_many(settings: Settings) -> None:
    for number in range(4):
        land(settings, batch(*(article(f"many {number} {each}") for each in range(5)), run=f"many {number}"))


CHANGES = (
    pytest.param((land_many, count), id="new articles, and trends"),
    pytest.param((revise, land_copy), id="a revised article, and a copy: the grouping of an old article alone"),
    pytest.param((change_topics,), id="an article off topic, another on it"),
    pytest.param((name_people,), id="an article names people, and then others"),
    pytest.param((rename_feed, drop_texts), id="a feed: titles and kinds of its articles; texts dropped"),
    pytest.param((land_many, revise, care, land_copy), id="files merged in between"),
    pytest.param((), id="nothing"),
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose lake is published."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("published") / "var", publish_every=0))
    _land_feeds(settings, FEEDS)
    land(settings, batch(*FIRST))
    count(settings)
    lake.publish(settings)
    return settings.home


@pytest.fixture
def settings(tmp_path: Path, published: Path) -> Settings:
    return Settings(home=shutil.copytree(published, tmp_path / "var"), publish_every=0)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(duckdb.connect(str(path), read_only=True)) as con:
        yield con


def contents(path: Path) -> dict[str, object]:
    """All that a reader sees: rows and comments."""
    with opened(path) as con:
        held: dict[str, object] = {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in TABLES}
        columns = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main'"
        return held | {"columns": con.execute(f"{columns} AND table_name <> 'mark' ORDER BY ALL").fetchall()}


def work_of(settings: Settings) -> Path:
    return settings.home / "lake" / "published.duckdb"


def mark(settings: Settings) -> None:
    with contextlib.closing(duckdb.connect(str(work_of(settings)))) as con:
        con.execute("CREATE TABLE mark (kept BOOLEAN)")


def was_followed(settings: Settings) -> bool:
    with opened(settings.published_path) as con:
        return bool(con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'mark'").fetchone() == (1,))


@pytest.mark.parametrize("changes", CHANGES)
def test_following_the_lake_gives_the_same_file_as_making_it_again(
    settings: Settings, changes: tuple[Callable[[Settings], None], ...]
) -> None:
    mark(settings)
    before = contents(settings.published_path)
    for change in changes:
        change(settings)
    assert lake.publish(settings) == settings.published_path
    assert was_followed(settings)
    followed = contents(settings.published_path)
    assert (followed != before) == bool(changes)
    work_of(settings).unlink()
    lake.publish(settings)
    anew = contents(settings.published_path)
    assert [name for name in anew if followed[name] != anew[name]] == []


def test_texts_are_left_out_by_a_setting(settings: Settings) -> None:
    mark(settings)
    without = settings.model_copy(update={"publish_text": False})
    lake.publish(without)
    assert not was_followed(without), "another form"
    land(settings, batch(article("later", text="An isthmus.")))
    lake.publish(without)
    with opened(settings.published_path) as con:
        assert con.execute("SELECT count(text), min(words) > 0 FROM coverage").fetchone() == (0, True)
        assert con.execute("SELECT texts FROM about").fetchone() == (False,)


def test_the_published_file_describes_itself(settings: Settings) -> None:
    with opened(settings.published_path) as con:
        (about,) = con.execute("SELECT snapshot, articles, days, texts, duckdb FROM about").fetchall()
        with contextlib.closing(lake.connect(settings=settings)) as here:
            newest = here.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()
        assert newest
        assert about == (newest[0], 3, 1, True, f"v{duckdb.__version__}")
        undescribed = "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND comment IS NULL"
        assert con.execute(undescribed + " AND NOT internal").fetchall() == []


def test_a_database_that_attaches_the_file_sees_its_tables_with_comments(settings: Settings) -> None:
    """As Metabase, DBeaver and others list them: the index's own tables are in another schema."""
    columns = "SELECT table_name, count(*) = count(comment) FROM duckdb_columns()"
    with contextlib.closing(duckdb.connect()) as con:
        con.execute(f"ATTACH '{settings.published_path}' AS published (READ_ONLY)")
        found = con.execute(f"{columns} WHERE database_name = 'published' AND schema_name = 'main' GROUP BY ALL")
        assert dict(found.fetchall()) == dict.fromkeys((*TABLES, "about"), True)


BREAKAGES = (
    pytest.param(lambda path: path.write_bytes(b"not a database"), id="no database"),
    pytest.param(lambda path: _change(path, "DELETE FROM about"), id="its making ended early"),
    pytest.param(lambda path: _change(path, "DELETE FROM coverage WHERE title = 'a'"), id="an article is missing"),
    pytest.param(lambda path: _change(path, "UPDATE about SET form = 'older'"), id="of another version"),
)


def _change(path: Path, statement: str) -> None:
    with contextlib.closing(duckdb.connect(str(path))) as con:
        con.execute(statement)


@pytest.mark.parametrize("damage", BREAKAGES)
def test_a_damaged_working_copy_is_made_again(settings: Settings, damage: Callable[[Path], object]) -> None:
    before = contents(settings.published_path)
    mark(settings)
    damage(work_of(settings))
    lake.publish(settings)
    assert not was_followed(settings)
    assert contents(settings.published_path) == before


def test_a_working_copy_of_an_expired_snapshot_is_made_again(settings: Settings) -> None:
    mark(settings)
    land_many(settings)
    with exclusive(settings) as con:
        con.execute("FROM ducklake_expire_snapshots('lake', older_than => now())").fetchall()
    lake.publish(settings)
    assert not was_followed(settings)
    with opened(settings.published_path) as con:
        assert con.execute("SELECT count(*) FROM coverage").fetchone() == (23,)


def test_a_missing_published_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="nothing is published"):
        lake.open_published(Settings(home=tmp_path))


def test_macros_return_the_same_rows_in_the_published_file_as_in_the_lake(settings: Settings) -> None:
    land_copy(settings)
    count(settings)
    lake.publish(settings)
    story = _story_of(settings, article("early"))
    asked = (
        "trend('iran', 'month')",
        "share_of_voice('iran', '2026-11-01', '2026-11-30')",
        f"first_to_report('{story}')",
        f"echo('{story}')",
        "coverage_between('2026-11-24', '2026-11-24')",
        "stories_between('2026-11-01', '2026-11-30')",
    )
    with opened(settings.published_path) as file, contextlib.closing(lake.connect(settings=settings)) as here:
        file.execute("SET TimeZone = 'UTC'")
        described = {each.name: [name for name, _ in each.columns] for each in load_macros(here)}
        assert described.keys() == {call.partition("(")[0] for call in asked}
        for call in asked:
            rows = here.execute(f"FROM {call} ORDER BY ALL").fetchall()
            assert rows, call
            assert described[call.partition("(")[0]] in ([], [column[0] for column in here.description or ()]), call
            assert file.execute(f"FROM {call} ORDER BY ALL").fetchall() == rows


def _story_of(settings: Settings, one: Article) -> str:
    with contextlib.closing(lake.connect(settings=settings)) as con:
        found = con.execute("SELECT story_id FROM article_groups WHERE article_id = ?", [one.article_id]).fetchone()
    assert found
    return str(found[0])
