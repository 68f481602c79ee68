"""Pages cache answers of the lake: what lands is shown by the next request, and nothing is asked twice before."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.lake.engine.open_lakes import close_lakes
from newsvane.records import Article, Grouping
from newsvane.settings import Settings
from newsvane_pages import coverage, lake_queries, outlet, search, topic
from newsvane_pages.lake_queries import ask_cached, open_cursor
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.file_numbers import replace_file, require_reused_numbers
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
PAGES = (
    "/",
    "/topics/mek?days=730",
    "/outlets/herald.example?days=730",
    "/search?q=report",
    "/search?q=report&q=title",
)


def report(name: str) -> Article:
    at = NOW - timedelta(days=2)
    return prose.article(
        name, f"Report {name}. {prose.prose(name)}", day=None, title=f"Report {name}", fetched_at=at, observed_at=at,
        published_at=at, outlet="herald.example", topics=("mek",), central_topics=("mek",), language="en",
    )  # fmt: skip


def land(settings: Settings, *names: str) -> None:
    articles = [report(name) for name in names]
    groupings = [Grouping(article_id=each.article_id, story_id=f"s1_{each.article_id}") for each in articles]
    with lake.writer(settings) as con:
        batch = lake.Batch(run_id=names[0], now=NOW, articles=tuple(articles), groupings=tuple(groupings))
        lake.land_articles(con, batch)
    with lake.writer(settings) as con:
        lake.refresh_trends(con, lake.list_stale_days(con))


@pytest.fixture(autouse=True)
def _commits_take_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake_queries, "COMMIT_SECONDS", 0.0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return create_lake(Settings(home=tmp_path / "home"))


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    land(settings, "one", "two")
    routers = (coverage.router, topic.router, outlet.router, search.router)
    with page_client(settings, *routers) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
def test_what_lands_is_shown_by_the_next_request(client: TestClient, settings: Settings, path: str) -> None:
    for _ in range(2):
        assert "zebra" not in get_html(client, path)
    land(settings, "zebra")
    assert "zebra" in get_html(client, path)


def test_an_answer_is_cached_for_the_next_request_until_anything_is_written(settings: Settings) -> None:
    land(settings, "one")
    with page_client(settings):
        ASKED.clear()
        assert [count_cached() for _ in range(3)] == [1, 1, 1]
        assert len(ASKED) == 1
        with lake.writer(settings) as con:  # not by the process's own connection, like a task
            con.execute("DELETE FROM articles")
        assert count_cached() == 0


def test_nothing_is_cached_while_a_commit_may_be_under_way(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake_queries, "COMMIT_SECONDS", 60.0)
    land(settings, "one")
    with page_client(settings):
        ASKED.clear()
        assert [count_cached() for _ in range(3)] == [1, 1, 1]
        assert len(ASKED) == 3


def test_an_older_lake_in_its_place_gets_answers_of_its_own(settings: Settings, tmp_path: Path) -> None:
    land(settings, "one")
    older = shutil.copytree(settings.lake_path, tmp_path / "older")
    with page_client(settings):
        land(settings, "two")
        assert count_cached() == 2
        shutil.rmtree(settings.lake_path)
        shutil.copytree(older, settings.lake_path)
        assert count_cached() == 1


def test_an_older_catalog_with_the_same_number_in_its_place_is_opened(settings: Settings, tmp_path: Path) -> None:
    land(settings, "one")
    content = settings.catalog_path.read_bytes()
    require_reused_numbers(tmp_path)
    with page_client(settings):
        land(settings, "two")
        assert count_cached() == 2
        close_lakes()  # what this process writes with holds the file, too
        replace_file(settings.catalog_path, content)
        with patch.object(lake, "connect", wraps=lake.connect) as connected:
            assert count_cached() == 1
            connected.assert_called_once()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_asked_for_again_asks_less(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    asked = list[str]()
    read = lake_queries._query_text

    def note(name: str) -> str:
        asked.append(name)
        return read(name)

    monkeypatch.setattr(lake_queries, "_query_text", note)
    get_html(client, path)
    first, asked[:] = [*asked], []
    get_html(client, path)
    assert len(asked) < len(first)


def count_cached() -> int:
    with open_cursor() as cursor:
        return ask_cached(cursor, count_articles)


ASKED: list[lake.Connection] = []


def count_articles(cursor: lake.Connection) -> int:
    ASKED.append(cursor)
    ((found,),) = cursor.execute("SELECT count(*) FROM articles").fetchall()
    return int(found)
