"""Titles that say nothing about the article count as missing in every form of a list."""

import pytest

from tests.unit.entries.feed_factories import item, only, rss
from tests.unit.entries.list_factories import answer, article, line, lines, parse_list


@pytest.mark.parametrize(
    "title",
    [
        "Untitled", "[Removed]", "(no title)", "No Title", "N/A", "null", "Ohne Titel", "Без названия", "بدون عنوان",
        "…", "https://deltanews.example/1", "deltanews.example", "Delta News", "DELTANEWS",
    ],
)  # fmt: skip
def test_a_title_that_says_nothing_is_none(title: str) -> None:
    link = "https://www.deltanews.example/1"
    bodies = (
        lines(line(link, title=title)),
        answer(article(link, title=title)),
        rss(item(link=link, title=title)).encode(),
    )
    assert [only(parse_list(body)).title for body in bodies] == ["", "", ""]


@pytest.mark.parametrize(
    "title", ["Removed: the statue of the king", "Delta", "Delta News is sold", "1984", "None of them"]
)
def test_a_title_that_says_something_stays(title: str) -> None:
    assert only(parse_list(lines(line("https://deltanews.example/1", title=title)))).title == title


@pytest.mark.parametrize(
    "outlet",
    [
        {"outletName": "Новости Дельты"},
        {"source": {"id": 1, "name": "новости дельты"}},
        {"publisher": ["Новости Дельты"]},
    ],
)
def test_the_name_of_the_outlet_is_no_title(outlet: dict[str, object]) -> None:
    assert only(parse_list(lines(line(title="Новости Дельты", **outlet)))).title == ""


def test_a_title_of_many_articles_with_the_name_of_the_host_is_none() -> None:
    urls = [f"https://deltanews.example/{n}" for n in range(3)]
    repeated = [line(url, title="Delta News | Home") for url in urls]
    assert {entry.title for entry in parse_list(lines(*repeated)).entries} == {""}
    assert {entry.title for entry in parse_list(lines(*repeated[:2])).entries} == {"Delta News | Home"}
    same = [line(url, title="Ferries stop at noon") for url in urls]
    assert {entry.title for entry in parse_list(lines(*same)).entries} == {"Ferries stop at noon"}


def test_a_removed_article_without_an_address_of_its_own_is_left_out() -> None:
    gone = line("https://removed.example", title="[Removed]", desc="[Removed]")
    found = parse_list(lines(gone, line("https://a.example/1", title="[Removed]", desc="[Removed]")))
    assert [(entry.url, entry.title, entry.content) for entry in found.entries] == [("https://a.example/1", "", "")]
    assert found.problems == ("1 of 2 entries that the service has removed",)
