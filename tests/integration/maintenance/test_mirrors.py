"""Outlets that share their texts are found by maintenance, and again when articles are forgotten."""

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.records import Article
from newsvane.retention import RetentionRule
from newsvane.settings import Settings
from tests.integration.forgetting.traces import forget
from tests.support import provenance_lake
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch, land
from tests.support.prose import prose

PAIR = ("mirror-two.example", "mirror-one.example")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return provenance_lake.filled(Settings(home=tmp_path / "home"))


def _ask(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(lake.connect(settings=settings)) as con:
        return con.execute(query).fetchall()


def _list_mirrors(settings: Settings) -> list[tuple[object, ...]]:
    return _ask(settings, "SELECT outlet, other_outlet, shared, texts, copies FROM outlet_mirrors")


def test_maintenance_finds_mirrors_and_no_longer_lists_those_whose_articles_are_gone(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute("DELETE FROM outlet_mirrors")
    assert lake.maintain(settings, NOW)["mirrors"] == 1
    assert _list_mirrors(settings) == [(*PAIR, 6, 7, 6)]
    gone = RetentionRule(outlet="mirror-one.example", facts_days=1)
    assert lake.maintain(settings, NOW + timedelta(days=9), [gone])["mirrors"] == 0
    assert _list_mirrors(settings) == []


def test_texts_that_were_revised_to_those_of_another_are_found_when_the_first_ones_are_gone(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "revised"))
    for number in range(5):
        text, before = prose(f"shared {number}"), prose(f"old {number}")
        land(settings, batch(_make(number, "one.example", text), _make(number, "two.example", before)))
        later = {"first_text": before, "fetched_at": NOW + timedelta(1)}
        land(settings, batch(_make(number, "two.example", text, **later), run=f"later {number}"))
    assert lake.maintain(settings, NOW)["mirrors"] == 1
    with lake.writer(settings) as con:
        con.execute("UPDATE articles SET text = NULL, first_text = NULL")
    assert lake.maintain(settings, NOW)["mirrors"] == 1


def _make(number: int, outlet: str, text: str, **changes: object) -> Article:
    url = f"https://{outlet}/{number}"
    named = {"article_id": url, "url": url, "canonical_url": url}
    return article(url, outlet=outlet, text=text, **named, **changes)


def test_a_mirror_counts_no_article_that_was_forgotten(settings: Settings) -> None:
    shared = (
        "SELECT article_id FROM articles WHERE outlet = 'mirror-two.example' AND title LIKE 'Shared%' ORDER BY title"
    )
    names = [str(name) for (name,) in _ask(settings, shared)]
    forget(settings, names[0])
    assert _list_mirrors(settings) == [(*PAIR, 5, 6, 5)]
    forget(settings, names[1])
    assert _list_mirrors(settings) == []
