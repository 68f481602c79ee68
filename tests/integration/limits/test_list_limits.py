"""Lists and list pages without end, or made to take time: they cost little, and the rest of them is read."""

import json
from collections.abc import Callable

import pytest

from newsvane.entries.article_list import MAX_LISTED
from newsvane.entries.items import MAX_ENTRIES
from newsvane.errors import FeedUnreadable
from tests.support.cpu_limit import cpu_limit
from tests.unit.entries.feed_factories import item, parse, rss
from tests.unit.entries.list_factories import QUERY, answer, article, line, lines, parse_list
from tests.unit.entries.test_article_answers import ARTICLE, read
from tests.unit.entries.test_list_page import items, page
from tests.unit.entries.test_list_page import read as read_page

HOSTILE: dict[str, Callable[[], str]] = {
    "lists within each other": lambda: "[" * 2_000_000,
    "objects within each other": lambda: '{"a":' * 1_000_000,
    "as deep as Python reads": lambda: "[" * 900 + json.dumps(ARTICLE) + "]" * 900,
    "a million keys": lambda: json.dumps({f"k{n}": n for n in range(1_000_000)}),
    "10,000 lists": lambda: json.dumps({
        f"k{n}": [{**ARTICLE, "url": f"https://a.example/{n}"}] for n in range(10_000)
    }),
    "100,000 lists": lambda: json.dumps({f"k{n}": {f"l{m}": [ARTICLE] for m in range(300)} for n in range(330)}),
    "empty lists": lambda: "[" + "[]," * 400_000 + "[]]",
    "numbers": lambda: json.dumps([[1] * 1_000] * 1_000),
    "long texts": lambda: json.dumps([
        {"url": "https://a.example/" + "x" * 10**6, "title": "<" * 10**6, "date": "1" * 10**6}
    ]),
    "long names": lambda: json.dumps([{"u" * 10**6: 1, **ARTICLE}]),
    "spaces": lambda: " " * 1_000_000 + "x",
    "spaces in a call": lambda: "a(" + " " * 1_000_000 + "x",
    "an open answer": lambda: '{"articles": [' + "{" * 1_000_000,
    "an error in an error": lambda: json.dumps({"error": [[{"x": [1] * 50}] * 100] * 200}),
    "open quotes": lambda: "url,title\n" + '"https://a.example/1,x\n' * 100_000,
    "an endless cell": lambda: 'url,title\nhttps://a.example/1,"' + "x\n" * 500_000,
    "a wide header": lambda: "url,title," + "x," * 1_000_000,
}


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_costs_little(build: Callable[[], str]) -> None:
    text = build().encode()
    with cpu_limit(6):
        try:
            assert len(parse_list(text, feed=QUERY).entries) <= 2
        except FeedUnreadable as error:
            assert error.reason == "query_refused" and len(str(error)) < 600


def test_the_limit_is_that_of_lists_in_any_form() -> None:
    found = read([{**ARTICLE, "url": f"https://a.example/{n}"} for n in range(MAX_LISTED + 5)])
    assert len(found.entries) == MAX_LISTED and "only the first 20,000 entries were read" in found.problems


def test_a_list_is_ten_times_as_long_as_a_feed() -> None:
    urls = [f"https://a.example/{n}" for n in range(MAX_LISTED + 5)]
    with cpu_limit(60):
        found = parse_list(lines(*map(line, urls)))
    assert len(found.entries) == MAX_LISTED and found.entries[-1].url == urls[MAX_LISTED - 1]
    assert "only the first 20,000 entries were read" in found.problems


@pytest.mark.parametrize("form", ["answer", "RSS"])
def test_the_limit_is_that_of_the_kind_of_source_in_every_form(form: str) -> None:
    urls = [f"https://a.example/{n}" for n in range(2_005)]
    body = answer(*map(article, urls)) if form == "answer" else rss(*(item(link=url) for url in urls)).encode()
    assert len(parse_list(body).entries) == 2_005
    if form == "RSS":
        assert len(parse(body).entries) == 2_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(page(f"<ul>{items(10_000)}</ul>"), id="10,000 links"),
        pytest.param(page("<div>" * 3_000 + items(100)), id="deep"),
        pytest.param(page("<div>" * 200 + items(10_000) + "</div>" * 200), id="deep, with many links"),
        pytest.param(page(f"<ul>{items(100)}</ul>" + "<script>" * 200_000), id="scripts without end"),
        pytest.param(page(f"<ul>{items(100)}</ul>" + "<!--" * 500_000), id="comments without end"),
        pytest.param(page(f"<ul>{items(100)}</ul>" + "<b>" * 1_000_000), id="a million tags"),
        pytest.param(page(f"<ul>{items(100)}</ul>" + "<a href=/1-2-3-4-5-word>" * 300_000), id="links in links"),
        pytest.param(page(f"<ul>{items(100)}</ul><p>" + "x" * 5_000_000), id="a long text"),
        pytest.param(page(f"<ul>{items(200)}</ul>" + "<i>24 November 2026</i>" * 20_000), id="dates"),
    ],
)
def test_a_hostile_page_costs_little(text: str) -> None:
    with cpu_limit(10):
        try:
            feed = read_page(text)
        except FeedUnreadable as error:
            assert error.reason in {"no_links", "broken_feed"}
        else:
            assert 0 < len(feed.entries) <= MAX_ENTRIES
