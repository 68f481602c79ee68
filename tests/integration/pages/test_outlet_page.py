"""The page of an outlet on a real lake: what it counts, whom it copies, and what it says where nothing is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.records import Article, Feed, Grouping, Tombstone
from newsvane.settings import Settings
from newsvane.tombstones import hash_forgotten
from newsvane_pages import lake_queries, outlet
from newsvane_pages.answer_cache import AnswerCache
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
STORY = "s1_story"


def report(name: str, outlet_name: str, *, days: float = 1, **fields: Any) -> Article:
    at = NOW - timedelta(days=days)
    facts = {"fetched_at": at, "observed_at": at, "topics": ("iran",), "language": "en", "outlet": outlet_name}
    return prose.article(name, prose.prose(name), day=None, **facts | fields)


ORIGINAL = report("original", "herald.example", days=2)
COPY = report("copy", "echo.example", absent_at=NOW - timedelta(days=1, minutes=5))
TRANSLATION = report("translation", "echo.example", language="fa")
OLD = report("old", "echo.example", days=100)
ARCHIVED = report("archived", "annals.example", days=200, topics=("albania",))
LATE_COPY = report("late", "digest.example", topics=("albania",))
OFF_TOPIC = report("off", "echo.example", topics=())
UNCOUNTED = (
    report("seat", "moved.example", country="FR", language="sq"),
    report("former", "moved.example", country="AL", language="sq", days=5),
    report("forgotten", "ancient.example", days=100),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    groupings = [Grouping(article_id=each.article_id, story_id=STORY) for each in (ORIGINAL, OLD, ARCHIVED)]
    groupings += [
        Grouping(article_id=each.article_id, story_id=STORY, copy_of=source.article_id, copy_kind=kind, score=0.9)
        for each, source, kind in (
            (COPY, ORIGINAL, "near_copy"), (TRANSLATION, ORIGINAL, "translation"), (LATE_COPY, ARCHIVED, "near_copy")
        )
    ]  # fmt: skip
    articles = (ORIGINAL, COPY, TRANSLATION, OLD, ARCHIVED, LATE_COPY, OFF_TOPIC)
    with lake.writer(settings) as con:
        herald = Feed(feed_id="herald", url="https://herald.example/rss", outlet="herald.example", country="AL")
        lake.land_polls(con, feeds=[herald], entries=[], run_id="poll", now=NOW, states=[])
        lake.land_articles(con, lake.Batch(run_id="r", now=NOW, articles=articles, groupings=tuple(groupings)))
    with lake.writer(settings) as con:
        lake.refresh_trends(con, lake.list_stale_days(con))
        lake.land_articles(con, lake.Batch(run_id="uncounted", now=NOW, articles=UNCOUNTED))
    with page_client(settings, outlet.router) as served:
        yield served


@pytest.mark.parametrize(("name", "status"), [("gone.example", 410), ("bbc.co.uk", 410), ("watched.example", 200)])
def test_an_outlet_that_was_removed_by_request_says_so(tmp_path: Path, name: str, status: int) -> None:
    settings = create_lake(Settings(home=tmp_path))
    stone = Tombstone(
        kind="outlet", hash=hash_forgotten("s", "outlet", name), salt="s", forgotten_at=NOW, act_id="cli-1"
    )
    with lake.writer(settings) as con:
        watched = Feed(feed_id="watched", url="https://watched.example/rss", outlet="watched.example")
        lake.land_polls(con, feeds=[watched], entries=[], run_id="poll", now=NOW, states=[])
        lake.land_tombstones(con, [stone])
    with page_client(settings, outlet.router) as client:
        answer = client.get(f"/outlets/{name}")
    assert answer.status_code == status
    assert "This outlet was removed on" in answer.text
    assert ("take them off the watch list" in answer.text) == (status == 200)
    assert ("only what its sources list of other outlets" in answer.text) == (status == 200)
    assert ('<a href="/actions#cli-1">Actions</a> has the request <code>cli-1</code>' in answer.text) == (status == 200)
    assert ("</bdi>, outlet removed</li>" in answer.text) == (status == 200)
    assert "/feeds?search=watched" in answer.text or status == 410
    for counted in ("None of its articles", "on topic since", "It has copied no outlet", "Its stories"):
        assert counted not in answer.text


def test_an_outlet_shows_what_it_writes_and_who_copies_it(client: TestClient) -> None:
    html = get_html(client, "/outlets/herald.example")
    assert '<td data-name="articles">1</td>' in html
    assert "100 % of 1 read" in html
    assert "33 % of 3" in html
    assert "It has copied no outlet since" in html
    assert "When it reports on them is not known yet" in html
    assert (
        '<a href="/outlets/echo.example"><bdi>echo.example</bdi></a> <span class="quiet">1 translation</span>' in html
    )
    assert "1 article on topic" in html
    assert f'href="/articles/{ORIGINAL.article_id}"' in html
    assert 'href="/feeds?search=herald"' in html


def test_a_copier_shows_whom_it_copies_and_its_days(client: TestClient) -> None:
    html = get_html(client, "/outlets/echo.example")
    assert '<a href="/outlets/herald.example"><bdi>herald.example</bdi></a>' in html
    assert "No outlet has copied it since" in html
    assert "2 articles on topic" in html
    assert "67 % of 3 read" in html
    assert "It is on no watch list" in html
    assert f"{COPY.observed_at:%H}: 1 article" in html  # the other one may be older than the first poll
    assert "3 articles on topic" in get_html(client, "/outlets/echo.example?days=182")


def test_links_keep_the_period(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlet, "ARTICLES", 1)
    monkeypatch.setattr(lake_queries, "_answer_cache", AnswerCache())
    first = outlet.find_first_day("182", datetime.now(UTC))
    html = get_html(client, "/outlets/echo.example?days=182")
    assert f'<a href="/?outlet=echo.example&since={first}">All stories with it</a>' in html
    assert 'href="/topics/iran?days=182"' in html
    assert 'href="/topics/iran"' in get_html(client, "/outlets/echo.example")


def test_an_original_counts_however_long_ago_it_was_read(client: TestClient) -> None:
    assert '<a href="/outlets/annals.example">' in get_html(client, "/outlets/digest.example")
    assert '<a href="/outlets/digest.example">' in get_html(client, "/outlets/annals.example")


def test_what_the_lake_knows_of_an_outlet_is_shown_where_no_file_does(client: TestClient) -> None:
    facts = get_html(client, "/outlets/herald.example").split("<h1>")[1].split("</ul>")[0]
    assert (facts.count(">herald.example<"), "its website" in facts) == (1, True)
    assert "Albania" in facts
    assert "English (en)" in facts
    assert "United Kingdom" in get_html(client, "/outlets/bbc.co.uk").split("<h1>")[1].split("</ul>")[0]


def test_an_outlet_of_which_only_facts_are_known_has_a_page(client: TestClient) -> None:
    html = get_html(client, "/outlets/bbc.co.uk")
    assert "None of its articles since" in html
    assert "is on a topic" in html


def test_an_outlet_has_a_page_before_its_articles_are_counted(client: TestClient) -> None:
    facts = get_html(client, "/outlets/moved.example").split("<h1>")[1].split("</ul>")[0]
    assert "France" in facts  # where it was when its latest article was read
    assert "Albanian (sq)" in facts
    assert "None of its articles since" in get_html(client, "/outlets/ancient.example")


@pytest.mark.parametrize(("path", "status"), [("nobody.example", 404), ("echo.example?days=3", 422)])
def test_what_there_is_not_is_said(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/outlets/{path}").status_code == status


def test_an_unknown_outlet_leads_to_the_one_that_was_meant(client: TestClient) -> None:
    answer = client.get("/outlets/ehco.example", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "did you mean echo.example?" in answer.text
    assert '<a href="/outlets/echo.example"><bdi>echo.example</bdi></a>' in answer.text
    assert '<a href="/sources">' in answer.text
