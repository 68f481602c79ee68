"""Lists of other outlets' articles: each fault costs its own article, and what it says is counted."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from newsvane.errors import FeedUnreadable
from newsvane.records import Entry
from tests.unit.entries.feed_factories import item, only, parse, rss
from tests.unit.entries.list_factories import QUERY, answer, article, line, lines, parse_list
from tests.unit.entries.list_fuzzer import LIST_CASES

PRIVATE = (
    "http://127.0.0.1/x", "http://localhost/x", "http://localhost:8080/x", "http://10.0.0.1/x", "http://[::1]/x",
    "http://169.254.169.254/latest/meta-data", "http://192.168.1.1./x", "http://router/x", "http://2130706433/x",
    "http://0x7f.1/x", "http://127.1/x", "http://db.internal/x", "http://printer.local/x", "http://a.b.localhost/x",
    "http://user:password@10.0.0.1/x", "https://[fd00::1]/x",
)  # fmt: skip


def facts(entry: Entry) -> tuple[object, ...]:
    return entry.url, entry.title, entry.published_at, entry.language, entry.image_url


def test_a_line_of_an_article_list() -> None:
    entry = only(parse_list(lines(line())))
    eight = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert facts(entry) == ("https://a.example/1", "Title", eight, "sq", "https://a.example/i.jpg")
    assert (entry.content, entry.authors, entry.own) == ("A sentence.", ("Ann",), None)


@pytest.mark.parametrize("indent", [None, 1])
def test_an_answer_of_the_api(indent: int | None) -> None:
    entry = only(parse_list(answer(article(), indent=indent), feed=QUERY))
    assert facts(entry) == facts(only(parse_list(lines(line()))))


def test_feeds_are_lists_as_well() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://a.example/1"}]}
    for body in (rss(item()).encode(), json.dumps(feed).encode()):
        assert only(parse_list(body, feed=QUERY)).url == "https://a.example/1"


@pytest.mark.parametrize("body", [b"{}", b' {"articles": []}\n', b"\xef\xbb\xbf{}"])
def test_an_answer_without_articles_is_no_error(body: bytes) -> None:
    found = parse_list(body, feed=QUERY)
    assert (found.entries, found.problems) == ((), ())


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        pytest.param('{"url": "https://a.exam', "that are not JSON", id="half a line"),
        pytest.param("\ufffd\ufffd", "that are not JSON", id="bytes"),
        pytest.param('{"url": ' + "9" * 5_000 + "}", "without a usable link", id="a number of 5,000 digits"),
        pytest.param("[" * 100_000, "that are not JSON", id="nested too deep"),
        pytest.param("[1]", "that are not articles", id="not an object"),
        pytest.param('"https://a.example/2"', "that are not articles", id="a text"),
        pytest.param(line(None), "without a usable link", id="no address"),
        pytest.param(line([7, {}, ["https://a.example/2"]]), "without a usable link", id="a list"),
        pytest.param(line("javascript:alert(1)"), "without a usable link", id="a script"),
        pytest.param(line("file:///etc/passwd"), "without a usable link", id="a file"),
        pytest.param(line("http://[::1/x"), "without a usable link", id="no address at all"),
        pytest.param(line("https://a.example/" + "x" * 3_000), "without a usable link", id="too long"),
        pytest.param(line("https://www.a.example/1?utm_source=x"), "with a repeated address, merged", id="the same"),
        *(pytest.param(line(url), "with an address that is not on the public web", id=url) for url in PRIVATE),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_wrong_line_costs_itself(wrong: str, problem: str, first: bool) -> None:
    neighbours = [line("https://b.example/1"), line()]
    found = parse_list(lines(wrong, *neighbours) if first else lines(*neighbours, wrong))
    assert {entry.canonical_url for entry in found.entries} == {"https://b.example/1", "https://a.example/1"}
    assert f"1 of 3 entries {problem}" in found.problems


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"title": None}, ("", "sq"), id="no title"),
        pytest.param({"title": 5, "lang": 7, "image": {}, "author": 1, "desc": None}, ("", None), id="other types"),
        pytest.param(
            {"title": "Tom &amp; <b>J</b> 1 < 2 <x>\u202e"}, ("Tom & J 1 < 2 <x>", "sq"), id="plain text with emphasis"
        ),
        pytest.param({"title": "T" * 100_000}, ("T" * 1_000, "sq"), id="too long"),
        pytest.param({"lang": "Albanian"}, ("Title", "sq"), id="a language's name"),
        pytest.param({"lang": "Klingon"}, ("Title", None), id="an unknown language"),
        pytest.param({"lang": "ChineseT"}, ("Title", "zh"), id="a script of a language"),
        pytest.param({"lang": "sq-AL"}, ("Title", "sq"), id="a tag"),
    ],
)
def test_wrong_facts_leave_the_address(changes: dict[str, object], expected: tuple[str, str | None]) -> None:
    entry = only(parse_list(lines(line(**changes))))
    assert (entry.title[:1_000], entry.language) == expected


@pytest.mark.parametrize("date", ["", "yesterday", "2026-13-45", "20261331T999999Z", "1970-01-01", "2031-01-01", 7])
def test_a_wrong_date_leaves_the_address(date: object) -> None:
    assert only(parse_list(lines(line(date=date)))).published_at is None


def test_the_language_of_an_aggregators_feed_says_nothing_about_its_articles() -> None:
    assert only(parse_list(rss(item(), head="<language>en-us</language>").encode())).language is None
    assert only(parse(rss(item(), head="<language>en-us</language>"))).language == "en"


def test_a_line_separator_in_a_title_ends_no_line() -> None:
    assert only(
        parse_list(json.dumps({"url": "https://a.example/1", "title": "a\u2028b"}, ensure_ascii=False).encode())
    )


@pytest.mark.parametrize("escape", ["\\x", "\\'", "\\u12"])
def test_an_answer_that_is_not_quite_json_loses_one_article(escape: str) -> None:
    body = answer(article(), article("https://b.example/1", title="BAD"), article("https://c.example/1"))
    found = parse_list(body.replace(b"BAD", escape.encode()), feed=QUERY)
    assert [entry.url for entry in found.entries] == ["https://a.example/1", "https://c.example/1"]
    assert found.problems == ("1 of 3 entries that are not JSON",)


def test_an_answer_that_ends_early_gives_what_arrived() -> None:
    body = answer(article(), article("https://b.example/1"), article("https://c.example/1"))
    assert len(parse_list(body[:-60], feed=QUERY).entries) == 2


def test_known_articles_are_not_parsed_again() -> None:
    before = parse_list(lines(line(), "broken", line("http://10.0.0.1/")))
    again = parse_list(lines(line("https://b.example/1"), line(), "broken", line("http://10.0.0.1/")), before.items)
    assert [entry.url for entry in again.entries] == ["https://b.example/1"]
    assert {*before.items.keys} < {*again.items.keys}


@pytest.mark.parametrize(("make", "check"), LIST_CASES)
def test_mutated_lists(make: Callable[[int], bytes], check: Callable[[bytes], object]) -> None:
    for seed in range(50):
        check(make(seed))


@pytest.mark.parametrize("body", [b"", b"  \n", b"Service unavailable", b'{"status": "ok"}', b"<html><p>Hi</p></html>"])
def test_what_is_no_list_is_named(body: bytes) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_list(body)
    assert caught.value.reason == "not_a_feed"
