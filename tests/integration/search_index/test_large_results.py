"""The search page shows the same numbers, however many articles match; beyond a limit it lists only the newest."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from newsvane import search
from newsvane.search import BackgroundUpdates, finder
from newsvane.settings import Settings, get_settings
from tests.integration.search_index.test_search import land
from tests.support.lake_factories import article

NOW = datetime.now(UTC)
BY_ITSELF = f"By itself, from 2020-01-01 to {NOW.date()}"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The page over a lake of 40 articles, of which the last 4 are not in the index yet.

    The pages import Airflow, which no other test needs in this process.
    """
    from newsvane_pages import saved_search_forms, search_files, search_words
    from newsvane_pages import search as search_page
    from tests.support.page_client import no_saved_searches

    settings = Settings(home=tmp_path / "home")
    monkeypatch.setenv("NEWSVANE_HOME", str(settings.home))
    made = [
        article(
            f"a{number}", text=f"The ferry stays in port {number}.", title=f"Ferry {number}",
            outlet=f"{'one' if number % 3 else 'two'}.example", language="en" if number % 4 else "fa",
            country="AL" if number % 5 else None, published_at=NOW - timedelta(hours=number + 1), fetched_at=NOW,
        )
        for number in range(40)
    ]  # fmt: skip
    land(settings, *made[4:])
    search.update_index(settings)
    land(settings, *made[:4], run="after the index")
    app = FastAPI()
    app.include_router(search_page.router)
    app.include_router(search_files.router)
    app.include_router(search_words.router)
    app.dependency_overrides[saved_search_forms._saved_searches] = no_saved_searches
    yield TestClient(app)


@pytest.mark.parametrize("is_many", [False, True])
def test_as_many_articles_are_announced_as_are_listed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, *, is_many: bool
) -> None:
    """The first bar is of a whole month, whatever the first day is."""
    if is_many:
        monkeypatch.setattr(finder, "MAX_CANDIDATES", 9)
    first = NOW.date()
    html = client.get(f"/search?q=ferry&by=month&since={first}").text
    rows = client.get(f"/search/articles.json?q=ferry&by=month&since={first}").json()
    announced = re.findall(r'id="articles">(\d+) article', html) or ["0"]
    assert announced == [str(len(rows))]
    assert (f"The first bar counts its whole month, from {first.replace(day=1)}" in html) == (first.day > 1)


def test_words_that_find_nothing_together_are_counted_one_by_one(client: TestClient) -> None:
    html = unescape(client.get("/search?q=ferry+zzyzx+port+ferry&language=en&since=2020-01-01").text)
    said = html.split("An article must have all of these words. ")[1].split("</p>")[0]
    assert re.sub("<[^>]*>", "", said) == (
        f"{BY_ITSELF}, ferry finds 30 articles, zzyzx finds none, port finds 30 articles. "
        "Search without the words that find none. Search for any of them."
    )
    assert 'href="/search?q=ferry&language=en&since=2020-01-01"' in said
    assert 'href="/search?q=ferry+port&language=en&since=2020-01-01">Search without' in said
    assert 'href="/search?q=ferry+OR+zzyzx+OR+port&' in said


@pytest.mark.parametrize("query", ['"port ferry"', '"port ferry"~1', "port NEAR/1 ferry"])
def test_words_that_are_never_near_each_other_are_offered_apart(client: TestClient, query: str) -> None:
    assert "all of these words" not in client.get("/search?q=port+ferry&since=2020-01-01").text
    html = unescape(client.get("/search", params={"q": query, "since": "2020-01-01"}).text)
    said = html.split("An article must have all of these words, in one place. ")[1].split("</p>")[0]
    assert re.sub("<[^>]*>", "", said) == (
        f"{BY_ITSELF}, port finds 40 articles, ferry finds 40 articles. Search for all of them, wherever they are: "
        "40 articles. Search for any of them."
    )
    assert 'href="/search?q=port+ferry&since=2020-01-01">Search for all' in said


def test_words_of_a_phrase_of_which_one_finds_nothing_are_not_offered_together(client: TestClient) -> None:
    html = unescape(client.get("/search", params={"q": '"port zzyzx ferry"', "since": "2020-01-01"}).text)
    said = html.split("An article must have all of these words, in one place. ")[1].split("</p>")[0]
    assert re.sub("<[^>]*>", "", said) == (
        f"{BY_ITSELF}, port finds 40 articles, zzyzx finds none, ferry finds 40 articles. No article has all of "
        "them. Search for any of them."
    )


@pytest.mark.parametrize(
    "query",
    [
        "zzyzx",
        "zzyzx OR portt",
        "zzyzx -ferry",
        '"zzyzx port" port',
        "zzyzx title:port",
        "ferry port",
        "a b c d e f g h i",
    ],
)
def test_other_queries_are_not_taken_apart(client: TestClient, query: str) -> None:
    assert "all of these words" not in client.get("/search", params={"q": query}).text


def limit_downloads(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    for module in ("search", "search_files", "search_results"):
        monkeypatch.setattr(f"newsvane_pages.{module}.MAX_DOWNLOADED", number)


def get_unmarked(client: TestClient, address: str) -> str:
    """Return a page without the marks of what a query found."""
    return re.sub("</?mark>", "", client.get(address).raise_for_status().text)


def shown(client: TestClient, address: str) -> tuple[list[str], list[str], list[str]]:
    """Return the heights of the bars, the counts of outlets, languages and countries, and the titles."""
    html = get_unmarked(client, address)
    bars = re.findall(r'<rect class="(?:all|spike|originals)"[^>]*height="([\d.]+)"', html)
    places = html.partition("<h3>Kinds")[0]
    counts = [
        f"{number} {value}" for number, value in re.findall(r"</svg> ([\d,]+)</span>.*?<bdi>([^<]*)</bdi>", places)
    ]
    return bars, counts, re.findall(r'<a class="title"[^>]*>.*?(Ferry \d+)', html)


@pytest.mark.parametrize("query", ["ferry", "ferry&language=en", "ferry&by=week", "lang:fa+ferry&country=AL"])
def test_the_numbers_are_those_of_a_scan(client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    bars, counts, titles = shown(client, f"/search?q={query}")
    assert counts and titles
    monkeypatch.setattr(finder, "MAX_CANDIDATES", 5)
    limit_downloads(monkeypatch, 100)
    many_bars, many_counts, many_titles = shown(client, f"/search?q={query}")
    assert (many_bars, many_counts, many_titles) == (bars, counts, titles)
    assert "copies included" in client.get(f"/search?q={query}").text


def test_the_newest_are_listed_and_the_page_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "MAX_CANDIDATES", 5)
    limit_downloads(monkeypatch, 10)
    html = get_unmarked(client, "/search?q=ferry")
    assert "The newest 10 are listed" in html
    assert '<h2 id="articles">40 articles' in html
    assert re.findall(r"Ferry (\d+)", html)[:10] == [str(number) for number in range(10)]
    assert 'rel="next"' not in html
    words = get_unmarked(client, "/search/distinguishing-words?q=ferry&words=1")
    assert "Distinguishing words are looked for where all articles can be listed" in words


def test_files_and_feeds_hold_the_newest(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "MAX_CANDIDATES", 5)
    limit_downloads(monkeypatch, 10)
    rows = client.get("/search/articles.json?q=ferry").json()
    assert [row["title"] for row in rows] == [f"Ferry {number}" for number in range(10)]
    assert client.get("/search/feed.json?q=ferry").json()["items"][0]["title"] == "Ferry 0"


def test_without_an_index_the_page_says_why_there_is_no_rank(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(BackgroundUpdates, "start", lambda _: asked.append(True))
    shutil.rmtree(get_settings().search_index_path)
    html = get_unmarked(client, "/search?q=ferry&order=rank")
    assert "Only the search index knows the rank" in html
    assert "Ferry 0" in html
    assert asked, "the index is built in the background"
