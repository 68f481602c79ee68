"""A server brings its own index up to date when a search finds it missing or behind."""

import time
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.search import BackgroundUpdates, Search, background_updates, finder
from newsvane.settings import Settings
from newsvane.topics import compile_query
from tests.integration.search_index.test_search import describe, land, make_articles
from tests.support.lake_factories import NOW


def needs_update(settings: Settings) -> bool:
    with lake.closing(lake.connect(settings=settings)) as con:
        return Search(con, compile_query("camp"), settings=settings, now=NOW).needs_update


def wait_for(settings: Settings, *, articles: int) -> None:
    end = time.monotonic() + 120
    while (found := describe(settings)).articles != articles:
        assert time.monotonic() < end, found
        time.sleep(0.2)


def test_a_missing_and_a_late_index_are_updated_beside_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    monkeypatch.setenv("NEWSVANE_HOME", str(settings.home))
    monkeypatch.setattr(background_updates, "MIN_INTERVAL", 0.0)
    monkeypatch.setattr(finder, "MAX_LAG", 5)
    land(settings, *make_articles(0, 10))
    updates = BackgroundUpdates()
    assert needs_update(settings)
    assert updates.start()
    assert not updates.start()  # one at a time
    wait_for(settings, articles=10)
    land(settings, *make_articles(10, 14), run="second")
    assert not needs_update(settings)
    land(settings, *make_articles(14, 18), run="third")
    assert needs_update(settings)
    while not updates.start():
        time.sleep(0.1)
    wait_for(settings, articles=18)
    assert updates._process and updates._process.wait(60) == 0


def test_updates_are_not_started_all_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSVANE_HOME", str(tmp_path / "nothing"))
    updates = BackgroundUpdates()
    assert updates.start()
    assert updates._process and updates._process.wait(120)  # there is no lake
    assert not updates.start()
