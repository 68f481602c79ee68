"""Where events happened: on the map and in the table of a story and of a topic, and as GeoRSS in feeds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import feedparser
import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.names import list_keys
from newsvane.records import ArticleNames, EventPlace, Grouping, NameMention
from newsvane.settings import Settings
from newsvane_pages import article_rows, names, search, search_files, story, topic
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
LONG_AGO = NOW - timedelta(days=60)
HOSTILE = "</title><script>alert(1)</script>"
TIRANA = EventPlace(entity_id="tirana", name="Tirana", country="AL", latitude=41.3275, longitude=19.8189)
CAMP = EventPlace(entity_id="camp", name=HOSTILE, country="AL", latitude=41.4, longitude=19.6)
IRAN = EventPlace(entity_id="iran", name="Iran", country="IR", latitude=32.9, longitude=53.0)
NOWHERE = EventPlace(entity_id="nowhere", name="Nowhere")
PLACES = {"one": TIRANA, "two": TIRANA, "three": CAMP, "four": NOWHERE, "old": IRAN, "none": None, "claim": IRAN}
MENTION = ArticleNames(mentions=(NameMention(entity_id="tirana", kind="place", name="Tirana"),))
"""An article that names Tirana, where nothing happened."""
STORIES = {
    "one": "s1_camp",
    "two": "s1_camp",
    "three": "s1_camp",
    "four": "s1_four",
    "old": "s1_old",
    "none": "s1_none",
    "claim": "s1_none",
}


def group(name: str, article_id: str) -> Grouping:
    """Return to which story an article belongs; one of them merely claims to be a translation of another."""
    grouping = Grouping(article_id=article_id, story_id=STORIES[name])
    if name != "claim":
        return grouping
    link = {"copy_of": "none", "copy_kind": "translation", "copy_claimed": True, "evidence": ("declared original",)}
    return grouping.model_copy(update=link)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    named = {name: ArticleNames(place=place) for name, place in PLACES.items()} | {"none": MENTION}
    times = {name: LONG_AGO if name == "old" else NOW - timedelta(hours=1) for name in PLACES}
    articles = {
        name: prose.article(
            name, f"The {'tent' if name == 'claim' else 'camp'}. {prose.prose(name)}", day=None, title=f"Report {name}",
            topics=("mek",), language="en", fetched_at=at, observed_at=at, published_at=at, outlet=f"{name}.example",
            name_keys=list_keys(named[name]),
        )
        for name, at in times.items()
    }  # fmt: skip
    landed = lake.Batch(
        run_id="run",
        now=NOW,
        articles=tuple(articles.values()),
        groupings=tuple(group(name, each.article_id) for name, each in articles.items()),
        names={articles[name].article_id: each for name, each in named.items()},
    )
    with lake.writer(settings) as con:
        lake.land_articles(con, landed)
        lake.refresh_trends(con, lake.list_stale_days(con))
    with page_client(settings, story.router, topic.router, search.router, search_files.router, names.router) as served:
        yield served


class Tags(HTMLParser):
    """The names of all elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, _: object) -> None:
        self.names.append(tag)


def find_rows(html: str) -> list[str]:
    """Return the rows of the table below the map."""
    figure = html.split('<figure class="map">')[1].split("</figure>", maxsplit=1)[0]
    return figure.split("<tr>")[2:]


@pytest.mark.parametrize("few", [pytest.param(0, id="as many articles"), pytest.param(article_rows.FEW, id="as few")])
def test_a_story_shows_where_it_happened(client: TestClient, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(article_rows, "FEW", few)
    html = get_html(client, "/stories/s1_camp")
    tirana, camp = find_rows(html)
    since = (NOW - timedelta(hours=1)).date()
    assert '<a href="/names/tirana"><bdi>Tirana</bdi></a>' in tirana
    assert "<bdi>Albania</bdi></td>" in tirana
    assert f'<a href="/search?q=place%3Atirana&event_place=tirana&since={since}">2</a>' in tirana
    assert "/search?q=place%3Acamp&event_place=camp&since=" in camp
    assert f"the articles of all stories since {since} whose event happened there" in html
    assert html.count("<circle cx=") == 4, "two places in each of two layouts"
    assert "<title>Tirana: 2 articles</title>" in html
    assert 'role="img" aria-labelledby="map-wide" aria-describedby="map-wide-places"' in html
    assert '<desc id="map-narrow-places">Tirana: 2 articles;' in html
    assert html.count(">Tirana</text>") == 2


def test_names_are_text(client: TestClient) -> None:
    for path in ("/stories/s1_camp", "/topics/mek"):
        html = client.get(path).text
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html


def test_a_map_asks_no_other_host_and_needs_no_script(client: TestClient) -> None:
    figure = client.get("/stories/s1_camp").text.split('<figure class="map">')[1].split("</figure>")[0]
    assert not {"image", "img", "script", "use", "iframe"} & {*Tags(figure).names}
    assert "url(" not in figure


@pytest.mark.parametrize("story_id", ["s1_four", "s1_none"])
def test_a_story_whose_place_is_not_known_has_no_map(client: TestClient, story_id: str) -> None:
    html = get_html(client, f"/stories/{story_id}")
    assert "Where it happened" not in html
    assert 'class="map"' not in html


def test_a_topic_shows_the_places_of_its_period(client: TestClient) -> None:
    month, half_year = (find_rows(get_html(client, f"/topics/mek?days={days}")) for days in (28, 182))
    assert [len(month), len(half_year)] == [2, 3]
    assert "/search?q=place%3Atirana&event_place=tirana&topic=mek&since=" in month[0]
    assert "<bdi>Iran</bdi>" in half_year[2]
    assert '<circle class="whole"' in client.get("/topics/mek?days=182").text


def test_a_mere_claim_beside_other_articles_is_not_on_the_map_of_a_topic(client: TestClient) -> None:
    assert "Iran</bdi>" not in "".join(find_rows(get_html(client, "/topics/mek")))


def test_what_a_place_links_to_finds_its_articles(client: TestClient) -> None:
    address = find_rows(get_html(client, "/topics/mek"))[0].split('href="')[2].split('"')[0]
    found = client.get(address.replace("/search?", "/search/articles.json?")).json()
    assert {row["title"] for row in found} == {"Report one", "Report two"}
    mentioned = client.get(address.replace("/search?", "/search/articles.json?").replace("event_place=", "x=")).json()
    assert {row["title"] for row in mentioned} == {"Report one", "Report two", "Report none"}


def test_what_a_place_links_to_leaves_out_mere_claims_as_the_map_does(client: TestClient) -> None:
    since = (LONG_AGO - timedelta(days=1)).date()
    found = client.get(f"/search/articles.json?q=place%3Airan&event_place=iran&since={since}").json()
    assert [row["title"] for row in found] == ["Report old"]


def test_the_page_of_a_place_counts_the_articles_that_its_search_finds(client: TestClient) -> None:
    happened = get_html(client, "/names/iran?days=182").split("What happened there")[1]
    assert "s1_none" not in happened
    assert "s1_old" in happened


def test_a_feed_says_where_an_event_happened(client: TestClient) -> None:
    since = (LONG_AGO - timedelta(days=1)).date()
    read = feedparser.parse(client.get(f"/search/feed.atom?q=camp&since={since}").content)
    assert not read.bozo
    points = {entry.title: entry.get("where", {}).get("coordinates") for entry in read.entries}
    assert points == {
        "Report one": (19.8189, 41.3275), "Report two": (19.8189, 41.3275), "Report three": (19.6, 41.4),
        "Report old": (53.0, 32.9), "Report four": None, "Report none": None,
    }  # fmt: skip
