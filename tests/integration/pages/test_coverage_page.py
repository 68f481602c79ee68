"""The order of the stories on the page Coverage, on a real lake."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.records import Grouping
from newsvane.settings import Settings
from newsvane_pages import coverage
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC)
OLD, RECENT = NOW - timedelta(days=20), NOW - timedelta(days=1)
SINGLE = [f"single {number}" for number in range(7)]
REPORTS = [
    *(("large", f"{name}.example", OLD) for name in ("one", "two", "three")),
    ("large", "four.example", NOW - timedelta(days=40)),
    *(("middle", f"{name}.example", OLD) for name in ("one", "two")),
    *((name, "busy.example", RECENT) for name in SINGLE),
]
"""Story, outlet, and when it was read."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    fields: dict[str, Any] = {"day": None, "topics": ("iran",), "language": "en"}
    landed = [
        (
            story,
            prose.article(
                f"{story} {outlet}",
                prose.prose(story),
                title=story,
                outlet=outlet,
                fetched_at=at,
                observed_at=at,
                **fields,
            ),
        )
        for story, outlet, at in REPORTS
    ]
    batch = lake.Batch(
        run_id="run", now=NOW, articles=tuple(one for _, one in landed),
        groupings=tuple(Grouping(article_id=one.article_id, story_id=f"s1_{story}") for story, one in landed),
    )  # fmt: skip
    with lake.writer(settings) as con:
        lake.land_articles(con, batch)
        lake.refresh_trends(con, lake.list_stale_days(con))
    with page_client(settings, coverage.router) as served:
        yield served


def test_a_mistake_is_beside_the_form_and_the_other_filters_stay(client: TestClient) -> None:
    address = "/?language=en&outlet=bussy.example&since=soon&kind=state"
    answer = client.get(address, headers={"Accept": "text/html"})
    html = " ".join(unescape(answer.text).split())
    assert answer.status_code == 422
    assert "“since” is “soon”, but it should be a day, such as 2026-11-24." in html
    assert [
        part
        for part in ('value="bussy.example"', 'value="soon"', "<option selected>state</option>")
        if part not in html
    ] == []
    assert client.get(address).headers["content-type"] == "application/json"
    unknown = client.get("/?outlet=bussy.example", headers={"Accept": "text/html"})
    assert (unknown.status_code, "did you mean busy.example?" in unescape(unknown.text)) == (422, True)


def test_filters_name_languages_and_the_legend_says_what_holds_here(client: TestClient) -> None:
    html = get_html(client, "/")
    assert '<option value="en">English (en)</option>' in html
    assert ("are shown by week" in html, "as was read then</span>." in html) == (False, True)


def test_years_are_drawn_by_week(client: TestClient) -> None:
    html = get_html(client, "/?since=1990-01-01&until=2100-12-31")
    assert "<option selected>week</option>" in html
    assert "<option selected>day</option>" in get_html(client, "/?since=2026-11-01")


def test_outlets_of_a_story_are_links(client: TestClient) -> None:
    assert '<a href="/outlets/one.example"><bdi>one.example</bdi></a>' in get_html(client, "/?order=size")


def list_titles(html: str) -> list[str]:
    return re.findall(r'<a class="title" href="[^"]*"><bdi[^>]*>([^<]*)</bdi>', html)


@pytest.mark.parametrize(
    ("path", "chosen"),
    [("/", "days above"), ("/?language=en", "filters and days above"), ("/?topic=iran", "filters and days above")],
)
def test_it_is_said_what_chooses_the_articles_of_a_story(client: TestClient, path: str, chosen: str) -> None:
    assert f"3 of the story's 4 articles match the {chosen}</li>" in get_html(client, path)


@pytest.mark.parametrize("order", ["", "?order="])
def test_the_latest_stories_come_first(client: TestClient, order: str) -> None:
    html = get_html(client, f"/{order}")
    titles = list_titles(html)
    assert {*titles[:5]} < {*SINGLE}
    assert titles[5:] == ["large", "middle"]
    assert "<bdi>busy.example</bdi>: 2 more stories" in html
    assert '<a href="/?order=size#stories">most outlets first</a>' in html


def test_an_order_that_does_not_exist_is_refused(client: TestClient) -> None:
    answer = client.get("/?order=outlets")
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["query", "order"])


def test_the_stories_of_most_outlets_come_first_and_filters_stay(client: TestClient) -> None:
    html = get_html(client, "/?topic=iran&language=en&order=size")
    titles = list_titles(html)
    assert titles[:2] == ["large", "middle"]
    assert sorted(titles[2:]) == SINGLE
    assert '<h2 id="stories">Largest stories</h2>' in html
    assert '<a href="/?topic=iran&language=en#stories">latest first</a>' in html
    assert '<input type="hidden" name="order" value="size">' in html
