"""The services of the news world: an article list in two forms and a search, as GDELT has them."""

import gzip
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from newsvane.topics.search_terms import join_terms
from newsvane.urls import canonical
from tests.support.visitor import Visitor, visit
from tests.world.content import HERE, World
from tests.world.services import FILE_AGES, list_stories, load_services

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORLD = World(NOW)
TRUTH = json.loads((HERE / "truth.json").read_text("utf-8"))
ROLLING, FILES, SEARCH = load_services()[0]
TRIES = 30
"""How many files Newsvane requests per poll."""


@pytest_asyncio.fixture
async def visitor() -> AsyncIterator[Visitor]:
    async with visit(NOW) as one:
        yield one


async def read_files(visitor: Visitor, last: datetime, number: int = TRIES) -> list[list[dict[str, Any]]]:
    """Return the articles of each file among those of so many minutes, the newest first."""
    found = []
    for age in range(number):
        url = FILES.url.replace("{minute}", f"{last - timedelta(minutes=age):%Y%m%d%H%M}00")
        response, body = await visitor.ask(url)
        if response.status == 200:
            found.append([json.loads(line) for line in gzip.decompress(body).splitlines()])
        else:
            assert response.status == 404
    return found


async def ask(visitor: Visitor, query: str) -> tuple[str, bytes]:
    response, body = await visitor.ask(SEARCH.url.replace("{query}", quote(query, safe="")))
    assert response.status == 200
    return response.content_type, body


def links(answer: bytes) -> list[str]:
    return [article["url"] for article in json.loads(answer)["articles"]]


async def test_the_list_has_titles_and_what_must_be_refused(visitor: Visitor) -> None:
    response, body = await visitor.ask(ROLLING.url)
    assert response.content_type == "application/rss+xml"
    items = ElementTree.fromstring(body).findall(".//item")
    expected = TRUTH["feeds"][ROLLING.id]
    assert len(items) == expected["entries"] + expected["refused"]
    assert all({part.tag for part in item} == {"title", "link", "pubDate"} for item in items)


@pytest.mark.parametrize("delay", [0, 10, TRIES - max(FILE_AGES) - 1])
async def test_the_files_list_everything_to_whom_asks_soon(delay: int) -> None:
    now = datetime.now(UTC)
    async with visit(NOW, started=now - timedelta(minutes=delay)) as one:
        told = {article["url"]: article for file in await read_files(one, now) for article in file}
    expected = TRUTH["feeds"][FILES.id]
    assert len(told) == expected["entries"] + expected["refused"]
    false = next(each for each in load_services()[1] if each.age)
    story = WORLD.stories[false.article]
    assert told[story.url]["title"] == false.title != story.title
    assert told[story.url]["date"] == f"{NOW - timedelta(hours=false.age or 0):%Y-%m-%dT%H:%M:%SZ}"


async def test_no_file_repeats_another_before_the_start(visitor: Visitor) -> None:
    files = await read_files(visitor, datetime.now(UTC) - timedelta(minutes=1))
    listed = [article["url"] for file in files for article in file]
    assert len(files) == len(FILE_AGES)
    assert len(listed) == len(set(listed))


async def test_later_files_repeat_what_feeds_list(visitor: Visitor) -> None:
    started = datetime.now(UTC) - timedelta(hours=2)
    async with visit(NOW, started=started) as one:
        files = await read_files(one, datetime.now(UTC))
    assert len(files) == 4
    known = {url for url, each in TRUTH["articles"].items() if not {FILES.id, ROLLING.id} & {*each.get("found_by", ())}}
    assert {canonical(article["url"]) for file in files for article in file} < known
    assert await read_files(visitor, datetime.now(UTC) + timedelta(minutes=TRIES + 1)) == []


async def test_the_search_finds_what_newsvane_asks_for_and_nothing_else(visitor: Visitor) -> None:
    [query] = join_terms(SEARCH.terms, 250)
    kind, answer = await ask(visitor, query)
    assert kind == "application/json"
    assert sorted(links(answer)) == sorted(story.url for story in list_stories(WORLD, SEARCH))
    (persian,) = [each for each in json.loads(answer)["articles"] if each["language"] == "Persian"]
    assert persian["sourcecountry"] == "Iran"
    assert TRUTH["articles"][canonical(persian["url"])]["found_by"] == [SEARCH.id]


async def test_the_answer_depends_on_the_query(visitor: Visitor) -> None:
    marshes, lake = "http://khuzestan-name.example/khabar/hoor-al-azim", "http://west-quay.example/review/salt-line"
    queries = {
        '("Lake Urmia" OR "Hawizeh marshes")': [marshes, lake],
        '"hawizeh marshes"': [marshes],
        "lake Urmia barber": [lake],
        '("Lake Urmia" OR marshes) -barber': [marshes],
    }
    assert {query: links((await ask(visitor, query))[1]) for query in queries} == queries
    assert (await ask(visitor, "Urmi"))[1] == b"{}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("   ", "Your query was too short or too long."),
        ("x" * 251, "Your query was too short or too long."),
        ("Karun OR Ahvaz", "Queries containing OR'd terms must be surrounded by ()."),
        ("(Karun)", "Parentheses may only be used around OR'd statements."),
        ("(Karun Ahvaz OR Iran)", "Parentheses may only be used around OR'd statements."),
        ("(Karun OR Ahvaz", "Parentheses may only be used around OR'd statements."),
        ('"MEK" Albania', "The specified phrase is too short."),
    ],
)
async def test_a_bad_query_is_answered_with_words(visitor: Visitor, query: str, words: str) -> None:
    assert await ask(visitor, query) == ("text/html", f"{words}\n".encode())


def test_what_is_only_listed_is_off_topic_and_on_the_list() -> None:
    unread = {url for url, each in TRUTH["articles"].items() if each["outcome"] == "only_listed"}
    listed = [WORLD.stories[each.article] for each in load_services()[1] if each.article]
    assert unread == {canonical(story.url) for story in listed if not story.topics and not story.feeds}


def test_each_service_is_the_first_to_list_an_article_on_a_topic() -> None:
    for source in (ROLLING, FILES, SEARCH):
        assert TRUTH["feeds"][source.id]["delivered"]["on_topic"] == 1
