"""Names on a real lake: they land with their articles, stay the same in a second landing, and are found by queries."""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import configuration, lake
from newsvane.analysis.search import search_articles
from newsvane.lake.engine.connection import exclusive
from newsvane.pipeline.ingest.naming import name_articles
from newsvane.pipeline.ops.name_articles import name_stored_articles
from newsvane.records import Article
from newsvane.search import Filters
from newsvane.settings import Settings
from newsvane.topics import compile_query
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, ask, batch, land
from tests.support.watch_folders import WATCH

RAMA = article(
    "rama", title="Rama in Athens", text="TIRANA, Oct 3 (ATA) - Edi Rama spoke of Maryam Rajavi and the MEK."
)
RAJAVI = article("rajavi", text="مریم رجوی در تیرانا سخن گفت. رجوی از ادی راما تشکر کرد.", language="fa")
KARIMI = article("karimi", text="According to Hassan Karimi, the dam near Shiraz is full. Karimi was glad.")
OFF = article("off", text="Edi Rama slept.", topics=())


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    made = create_lake(Settings(home=tmp_path / "home", watch=WATCH))
    monkeypatch.setenv("NEWSVANE_HOME", str(made.home))
    monkeypatch.setenv("NEWSVANE_WATCH", str(WATCH))
    return made


def land_named(settings: Settings, *articles: Article) -> lake.Landing:
    named = name_articles(articles, settings)
    return land(settings, batch(*named.articles, names=named.names))


def find(settings: Settings, query: str) -> set[str]:
    with lake.closing(lake.connect(settings=settings)) as connection:
        condition = compile_query(query).to_sql()
        return {row["title"] for row in lake.search(connection, *condition, now=NOW, limit=10)}


def test_names_land_with_their_articles(settings: Settings) -> None:
    land_named(settings, RAMA, RAJAVI, KARIMI, OFF)
    rows = ask(
        settings,
        "SELECT entity_id, kind, name, mentions, position, is_event_place FROM name_mentions "
        "WHERE title = 'Rama in Athens' ORDER BY entity_id",
    )
    assert rows == [
        ("athens", "place", "Athens", 1, "title", True),
        ("edi-rama", "person", "Edi Rama", 2, "title", False),
        ("maryam-rajavi", "person", "Maryam Rajavi", 1, "lead", False),
        ("mek", "org", "People's Mojahedin Organization of Iran", 1, "lead", False),
        ("tirana", "place", "Tirana", 1, "lead", False),
    ]
    assert ask(
        settings, "SELECT count(*) FROM article_names JOIN articles USING (article_id) WHERE len(topics) = 0"
    ) == [(0,)]


def test_one_entity_has_its_spellings_in_all_scripts(settings: Settings) -> None:
    land_named(settings, RAMA, RAJAVI)
    rows = ask(settings, "SELECT articles, languages, spellings FROM named_entities WHERE entity_id = 'maryam-rajavi'")
    assert rows == [(2, ["en", "fa"], ["Maryam Rajavi", "رجوی", "مریم رجوی"])]


def test_a_second_landing_changes_nothing(settings: Settings) -> None:
    land_named(settings, RAMA, KARIMI)
    tables = ("article_names", "entities", "articles")
    before = [ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]
    assert land_named(settings, RAMA, KARIMI).unchanged == 2
    assert [ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables] == before


def test_a_revised_article_gets_the_names_of_its_new_text(settings: Settings) -> None:
    land_named(settings, KARIMI)
    later = KARIMI.model_copy(update={"text": "Sali Berisha spoke of a dam.", "text_hash": "f" * 64})
    land_named(settings, later)
    assert ask(settings, "SELECT entity_id FROM article_names") == [("sali-berisha",)]


def test_names_have_the_time_at_which_their_article_was_first_read(settings: Settings) -> None:
    land_named(settings, KARIMI, RAMA.model_copy(update={"fetched_at": NOW - timedelta(days=40)}))
    revised = KARIMI.model_copy(
        update={"text": "Sali Berisha spoke.", "text_hash": "f" * 64, "fetched_at": NOW + timedelta(hours=1)}
    )
    land_named(settings, revised)
    assert name_stored_articles(NOW.date() - timedelta(days=50), NOW.date(), settings=settings, everything=True) == 2
    times = "SELECT entity_id, fetched_at FROM article_names WHERE entity_id IN ('edi-rama', 'sali-berisha') ORDER BY 1"
    assert ask(settings, times) == [("edi-rama", NOW - timedelta(days=40)), ("sali-berisha", NOW)]
    assert ask(settings, "SELECT count(*) FROM article_names") == [(6,)]


def test_names_from_before_get_the_time_of_their_article(settings: Settings) -> None:
    land_named(settings, RAMA, KARIMI.model_copy(update={"fetched_at": NOW - timedelta(days=40)}))
    dated = "SELECT entity_id, fetched_at FROM article_names ORDER BY fetched_at, article_id, entity_id"
    expected = ask(settings, dated)
    with exclusive(settings) as con:
        con.execute("ALTER TABLE article_names DROP COLUMN fetched_at")
        con.execute("DELETE FROM migrations WHERE name = '0041_dated_names'")
    assert lake.migrate(settings) == ["0041_dated_names"]
    assert ask(settings, dated.replace("ORDER BY fetched_at, article_id, entity_id", "")) == expected


def test_a_state_from_before_the_times_is_searched_for_names(settings: Settings) -> None:
    land_named(settings, RAMA)
    with exclusive(settings) as con:
        con.execute("ALTER TABLE article_names DROP COLUMN fetched_at")
        con.execute("DELETE FROM migrations WHERE name = '0041_dated_names'")
    before = datetime.now(UTC)
    time.sleep(0.01)  # a snapshot of the same instant would be found, too
    lake.migrate(settings)
    for then in (None, before):
        hits = search_articles("person:edi-rama", Filters(), limit=5, as_of=then).hits
        assert [hit["title"] for hit in hits] == ["Rama in Athens"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person:edi-rama", {"Rama in Athens", "rajavi"}),
        ('person:"Maryam Rajavi"', {"Rama in Athens", "rajavi"}),
        ("person:rajavi AND lang:fa", {"rajavi"}),
        ("person:hassan*", {"karimi"}),
        ("org:mek", {"Rama in Athens"}),
        ("place:(tirana OR shiraz)", {"Rama in Athens", "rajavi", "karimi"}),
        ("place:AL", {"Rama in Athens", "rajavi"}),
        ("place:edi-rama", set()),
        ("dam AND NOT person:berisha", {"karimi"}),
    ],
)
def test_queries_find_names(settings: Settings, query: str, expected: set[str]) -> None:
    land_named(settings, RAMA, RAJAVI, KARIMI, OFF)
    assert find(settings, query) == expected


def test_articles_from_before_get_their_names(settings: Settings) -> None:
    land(settings, batch(RAMA, KARIMI, OFF))
    assert find(settings, "person:edi-rama") == set()
    today = NOW.date()
    assert name_stored_articles(today, today, settings=settings, everything=True) == 2
    assert find(settings, "person:edi-rama") == {"Rama in Athens"}
    assert ask(settings, "SELECT count(*) FROM article_names") == [(7,)]
    assert name_stored_articles(today, today, settings=settings) == 0


def test_names_together_first_and_rising(settings: Settings) -> None:
    land_named(settings, RAMA, RAJAVI, KARIMI)
    together = ask(settings, "SELECT other_id, articles FROM named_together WHERE entity_id = 'edi-rama' ORDER BY ALL")
    assert ("maryam-rajavi", 2) in together
    assert ask(settings, "SELECT first_outlet FROM named_entities WHERE entity_id = 'mek'") == [("one.example",)]
    assert ask(settings, "SELECT * FROM rising_names") == []
    assert {row[0] for row in ask(settings, "SELECT entity_id FROM event_places")} == {"athens", "shiraz", "tirana"}


def test_the_watch_folder_adds_entities_and_says_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    settings = settings.model_copy(update={"watch": watch})
    (watch / "entities.toml").write_text('[[entity]]\nid = "dam-karun"\nkind = "place"\nname = "the dam"\n')
    named = name_articles([KARIMI], settings)
    assert "place:dam-karun" in named.articles[0].name_keys
    (watch / "entities.toml").write_text('[[entity]]\nid = "dam-karun"\nname = "the dam"\n')
    (mistake,) = configuration.check(settings).mistakes
    assert (Path(mistake.where).name, mistake.line) == ("entities.toml", 1)
    assert "needs its kind" in mistake.message


def test_spellings_in_rules_become_ids(settings: Settings, tmp_path: Path) -> None:
    watch = shutil.copytree(WATCH, tmp_path / "watch")
    rules = (watch / "alerts.toml").read_text()
    rule = '\n[[rule]]\nid = "named"\ntitle = "Named"\nquery = \'person:"مریم رجوی"\'\nchannels = ["mail"]\n'
    (watch / "alerts.toml").write_text(rules + rule)
    loaded = configuration.check(settings.model_copy(update={"watch": watch})).require_valid().alerts
    named = next(each for each in loaded.article_rules if each.id == "named")
    assert "person:maryam-rajavi" in (named.query or "")
    article = name_articles([RAMA], settings).articles[0]
    assert compile_query(named.query or "").matches(article)
