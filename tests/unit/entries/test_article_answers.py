"""Answers that list articles are read whatever their form; what is no list of articles is none."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newsvane.errors import FeedUnreadable
from newsvane.records import ParsedFeed
from tests.unit.entries.answer_forms import SECONDS, TEXTS, TITLES, URLS
from tests.unit.entries.feed_factories import only
from tests.unit.entries.list_factories import QUERY, parse_list

DATES = [datetime.fromtimestamp(each, UTC) for each in SECONDS]
TEN = DATES[0]
ARTICLE = {"title": "Ferries stop", "url": "https://a.example/1"}
DATED = {**ARTICLE, "date": "2026-11-23"}


def read(answer: Any) -> ParsedFeed:
    return parse_list(json.dumps(answer, indent=1).encode(), feed=QUERY)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_answer_in_any_form(text: str) -> None:
    found = parse_list(text.encode(), feed=QUERY)
    assert [(entry.url, entry.title) for entry in found.entries] == [*zip(URLS, TITLES, strict=True)]
    assert [entry.published_at for entry in found.entries] == (DATES if "customsearch" not in text else [None, None])


@pytest.mark.parametrize(
    "answer",
    [
        [], {"status": "ok", "results": []}, {"hits": {"total": {"value": 0}, "hits": []}}, {"totalResults": 0},
        {"data": {"search": {"edges": []}}}, {"status": "ok", "articles": None}, {"message": "No results", "data": []},
        {"items": {}, "status": "ok"}, {"articles": [], "sources": [{"name": "A", "url": "https://a.example/about"}]},
    ],
)  # fmt: skip
def test_an_empty_list_in_any_form_is_no_error(answer: Any) -> None:
    assert (read(answer).entries, read(answer).problems) == ((), ())


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"sources": [{"name": "A", "url": "https://a.example/about"}] * 3}, id="outlets"),
        pytest.param({"results": [{"name": "A", "url": "https://a.example/"}] * 3}, id="front pages"),
        pytest.param({"menu": [{"title": "Ports", "href": "/ports"}]}, id="a menu"),
        pytest.param({"results": [{"title": "A photo", "url": "https://a.example/1.jpg"}]}, id="pictures"),
        pytest.param({"results": [{"title": "A", "links": {"self": "https://api.example/1"}}]}, id="only in the API"),
        pytest.param({"results": [{"title": "A", "id": 1}, {"title": "B", "id": 2}], "items": []}, id="no addresses"),
        pytest.param({"left": [ARTICLE], "right": [{"name": "B", "link": "https://b.example/2"}]}, id="two alike"),
        pytest.param({"error": {"details": [{**ARTICLE, "date": "2026-11-23"}]}}, id="in an error"),
        pytest.param({"message": "Choose a plan", "offers": [ARTICLE]}, id="offers"),
        pytest.param({"article": ARTICLE}, id="one article"),
        pytest.param([ARTICLE, *[{"id": n} for n in range(2)]], id="mostly something else"),
        pytest.param(7, id="a number"),
    ],
)
def test_what_is_no_list_of_articles_is_refused(answer: Any) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        read(answer)
    assert caught.value.reason == "query_refused"


@pytest.mark.parametrize(
    ("article", "link"),
    [
        ({"link": "/news/1", "title": "A"}, "https://api.example/news/1"),
        ({"link": "news/1.html", "title": "A"}, "https://api.example/news/1.html"),
        ({"link": "//b.example/1", "title": "A"}, "https://b.example/1"),
        ({"link": "www.b.example/1", "title": "A"}, "https://www.b.example/1"),
        ({"link": " https://b.example/1?a=1&amp;b=2\n", "title": "A"}, "https://b.example/1?a=1&b=2"),
        ({"url": "https://a.example/1/amp", "link": "https://a.example/1", "title": "A"}, "https://a.example/1"),
        ({"url": "https://m.a.example/1", "title": "A"}, "https://m.a.example/1"),
        ({"url": "https://a.example/i.png", "href": "https://a.example/1", "title": "A"}, "https://a.example/1"),
        ({"id": "https://a.example/1", "image_url": "https://i.example/1", "title": "A"}, "https://a.example/1"),
        ({"article_web_url": "https://a.example/1", "thumb_url": "https://a.example/t", "my_title": "A"},
         "https://a.example/1"),
    ],
)  # fmt: skip
def test_the_address_of_the_page_is_taken(article: dict[str, str], link: str) -> None:
    assert only(read([article])).url == link


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"published": "20261123100000"}, TEN), ({"published": 20261123100000}, TEN),
        ({"published": "1795428000"}, TEN),
        ({"published": 1795428000123}, TEN), ({"published": 1795428000 * 10**6}, TEN),
        ({"published": 1795428000.5}, TEN),
        ({"published": {"$date": "2026-11-23T10:00:00Z"}}, TEN), ({"published": "2026/11/23 10:00"}, TEN),
        ({"published": {"seconds": 1795428000}}, TEN), ({"published": "2026-11-23 10:00:00 +0000"}, TEN),
        ({"date": "2026-11-23", "time": "10:00"}, TEN), ({"dates": {"posted": "2026-11-23T10:00Z"}}, TEN),
        ({"publish_date_utc": "2026-11-23 10:00:00"}, TEN),
        ({"ts": 1795428000}, TEN), ({"when": "2026-11-23 10:00"}, TEN),
        ({"metadata_created": "2026-11-23T10:00Z"}, TEN),
        ({"age": "2 hours ago", "published": "2026-11-23T10:00Z"}, TEN),
        ({"created": "2026-11-23T10:00Z"}, TEN), ({"published": None, "created": "2026-11-23T10:00Z"}, None),
        ({"indexed_date": "2026-11-23"}, None), ({"updated_at": "2026-11-23"}, None), ({"published": 0}, None),
        ({"published": True}, None), ({"published": 1e300}, None), ({"published": -5}, None), ({"published": []}, None),
    ],
)  # fmt: skip
def test_the_date_of_publication_is_taken(facts: dict[str, Any], expected: datetime | None) -> None:
    found = only(read([ARTICLE | facts])).published_at
    assert (found and found.replace(microsecond=0)) == expected


def test_markup_in_titles_and_descriptions_is_removed() -> None:
    entry = only(read([{**ARTICLE, "title": "<b>Blasting</b> &amp; <x> 1 < 2", "summary": "<p>One</p> <script>x"}]))
    assert entry.title == "Blasting & <x> 1 < 2"
    assert entry.content.split() == ["One", "x"]


def test_adverts_are_told_and_other_objects_left_out() -> None:
    sold = {"title": "Win", "url": "https://b.example/2", "sponsored": True}
    site = {"@type": "WebSite", "name": "A", "url": "https://a.example/about"}
    found = read({"@graph": [ARTICLE | {"@type": "NewsArticle"}, sold, site]})
    assert [entry.kind for entry in found.entries] == ["article", "advert"]
    assert found.problems == ("1 of 3 entries that are not articles",)


def test_members_of_an_item_list_may_be_mere_addresses() -> None:
    listed = [
        {"@type": "ListItem", "position": 1, "item": {"@type": "NewsArticle", "headline": "A", "url": "/1"}},
        {"@type": "ListItem", "position": 2, "name": "B", "url": "/2"},
        {"@type": "ListItem", "position": 3, "item": "https://a.example/3"},
    ]
    found = read({"@type": "ItemList", "url": "https://a.example/list", "itemListElement": listed})
    assert [entry.url for entry in found.entries] == [
        "https://api.example/1", "https://api.example/2", "https://a.example/3"
    ]  # fmt: skip


def test_half_of_a_list_of_an_expected_name_may_be_something_else() -> None:
    others = [{"title": "Ask: why?", "url": None}]
    assert [entry.url for entry in read({"hits": [DATED, *others]}).entries] == [ARTICLE["url"]]
    with pytest.raises(FeedUnreadable):
        read({"offers": [DATED, *others]})


def test_lists_of_one_form_are_taken_together() -> None:
    found = read({"news": {"port": [DATED], "sport": [{**DATED, "url": "https://a.example/2"}]}})
    assert [entry.url for entry in found.entries] == ["https://a.example/1", "https://a.example/2"]


def test_articles_of_sections_that_have_addresses_themselves() -> None:
    articles = [{**DATED, "url": f"https://a.example/{n}"} for n in range(4)]
    found = read({"data": [{"title": "Ports", "url": "https://a.example/ports", "articles": articles}]})
    assert len(found.entries) == 4


def test_private_addresses_are_left_out_in_any_form() -> None:
    found = read([
        ARTICLE,
        {"title": "B", "link": "//10.0.0.1/x"},
        {"title": "C", "link": "https://b.example@10.0.0.5/x"},
    ])
    assert [entry.url for entry in found.entries] == ["https://a.example/1"]
    assert found.problems == ("2 of 3 entries with an address that is not on the public web",)


def test_a_long_name_costs_no_other_member() -> None:
    assert only(read([{"u" * 10**6: 1, **DATED}])).published_at is not None


def test_known_articles_are_not_read_again_in_any_form() -> None:
    for name in ("Guardian", "CSV"):
        before = parse_list(TEXTS[name].encode(), feed=QUERY)
        again = parse_list(TEXTS[name].encode(), before.items, feed=QUERY)
        assert again.entries == () and again.items == before.items
