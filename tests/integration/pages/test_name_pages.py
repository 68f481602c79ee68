"""The pages of names on a real lake: lists, one person, one place, passages, and what there is not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane import search as index
from newsvane.analysis import names as analysis
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.records import Article, Grouping, Translation
from newsvane.settings import Settings
from newsvane_pages import article, names, search, story
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = (NOW - timedelta(days=2)).date()
TEXTS = {
    "speech": f"TIRANA - The dam is full. {prose.prose('one')} Edi Rama spoke of Maryam Rajavi.",
    "copy": f"TIRANA - The dam is full. {prose.prose('one')} Edi Rama spoke of Maryam Rajavi.",
    "persian": "مریم رجوی در تیرانا سخن گفت. این گزارش درباره دیگری است.",
    "alone": f"{prose.prose('two')} Edi Rama was glad.",
    "old": f"{prose.prose('three')} Edi Rama was young.",
}
OUTLETS = {"speech": "herald.example", "copy": "echo.example", "persian": "fars.example"}


def report(name: str) -> Article:
    at = NOW - timedelta(days=100 if name == "old" else 2)
    written = prose.article(
        name, TEXTS[name], day=None, title=f"Report {name}", topics=("mek",), fetched_at=at, observed_at=at,
        published_at=at, language="fa" if name == "persian" else "en", outlet=OUTLETS.get(name, "other.example"),
    )  # fmt: skip
    state = Translation(state="translated") if name == "persian" else Translation()
    return written.model_copy(update={"translation": state, "name_keys": list_keys(find_all(written, build_lexicon()))})


REPORTS = {name: report(name) for name in TEXTS}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    found = {each.article_id: find_all(each, build_lexicon()) for each in REPORTS.values()}
    original: dict[str, Any] = {"copy_of": REPORTS["speech"].article_id, "copy_kind": "same_text", "score": 1.0}
    groupings = [
        Grouping(
            article_id=each.article_id,
            story_id=f"s1_{'speech' if name == 'copy' else name}",
            **(original if name == "copy" else {}),
        )
        for name, each in REPORTS.items()
    ]
    batch = lake.Batch(run_id="run", now=NOW, articles=tuple(REPORTS.values()), groupings=tuple(groupings), names=found)
    with lake.writer(settings) as con:
        lake.land_articles(con, batch)
        lake.refresh_trends(con, lake.list_stale_days(con))
    return settings


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with page_client(settings, names.router, search.router, article.router, story.router) as served:
        yield served


def test_a_person_has_a_page_with_all_spellings_and_who_names_it(client: TestClient) -> None:
    html = get_html(client, "/names/maryam-rajavi")
    assert '<h1><bdi dir="auto">Maryam Rajavi</bdi></h1>' in html
    assert 'Also written <bdi dir="auto">مریم رجوی</bdi>.' in html
    assert "3 articles of 2 stories, by 3 outlets, have named them since" in html
    assert '<a href="/outlets/herald.example"><bdi>herald.example</bdi></a>' in html
    assert "Persian (fa)" in html
    assert "<li>1 said to be machine-translated</li>" in html
    assert '<a href="/search?q=person%3Amaryam-rajavi&since=' in html
    assert '<a href="/alerts/rules/new?q=person%3Amaryam-rajavi&title=Maryam%20Rajavi">Be alerted</a>' in html


def test_the_passage_of_each_story_marks_the_name_as_it_is_written(client: TestClient) -> None:
    stories = get_html(client, "/names/maryam-rajavi").split("Latest stories that name")[1]
    assert "<mark>Maryam Rajavi</mark>" in stories
    assert '<p class="passage" dir="auto" lang="fa"><mark>مریم رجوی</mark>' in stories
    assert "Report copy" not in stories
    assert "2 articles of the story name them, by 2 outlets, 1 of them independent" in stories


def test_a_bar_opens_the_articles_of_its_day(client: TestClient) -> None:
    html = get_html(client, "/names/maryam-rajavi")
    address = f"/search?q=person%3Amaryam-rajavi&since={DAY}&until={DAY}"
    assert (
        f'<a class="point" href="{address}#articles" aria-label="{DAY}: 3 articles of 4 seen, 75 %; 2 originals' in html
    )
    listed = get_html(client, address)
    assert "<li>3 articles</li>" in listed
    assert "<mark>مریم رجوی</mark>" in listed
    assert "<mark>Maryam Rajavi</mark>" in listed


def test_what_came_before_the_period_is_told(client: TestClient) -> None:
    html = get_html(client, "/names/edi-rama")
    assert "First named in this period" in html
    assert '4 articles in the lake name them (see <a href="/names/edi-rama?days=730">two years</a>)' in html
    whole = get_html(client, "/names/edi-rama?days=182")
    assert 'href="/outlets/herald.example?days=182"' in whole
    assert 'href="/names/maryam-rajavi?days=182"' in whole
    assert "in the lake name" not in whole
    assert f'First named <time datetime="{REPORTS["old"].published_at:%Y-%m-%dT%H:%M}' in whole


def test_who_is_named_together_with_it(client: TestClient) -> None:
    together = get_html(client, "/names/edi-rama").split('id="together"')[1].split("Latest stories")[0]
    assert '1</span> <a href="/names/maryam-rajavi"><bdi>Maryam Rajavi</bdi></a>' in together


def test_a_place_shows_where_it_is_and_what_happened_there(client: TestClient) -> None:
    html = get_html(client, "/names/tirana")
    assert "<title>Tirana: 3 articles</title>" in html
    happened = html.split("What happened there")[1].split("Latest stories that name")[0]
    assert '<a class="title" href="/stories/s1_speech">' in happened
    assert "2 articles of the story say that it happened there, by 2 outlets" in happened
    assert "name it" not in happened
    assert "s1_alone" not in happened


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        pytest.param("/names", ["edi-rama", "maryam-rajavi", "tirana"], id="all"),
        pytest.param("/names?kind=person", ["edi-rama", "maryam-rajavi"], id="people"),
        pytest.param("/names?kind=place", ["tirana"], id="places"),
        pytest.param("/names?by=new", ["maryam-rajavi", "tirana"], id="new"),
        pytest.param("/names?by=new&days=182", ["edi-rama", "maryam-rajavi", "tirana"], id="new in half a year"),
        pytest.param("/names?by=rising", [], id="none rises"),
    ],
)
def test_names_are_listed(client: TestClient, address: str, rows: list[str]) -> None:
    table = get_html(client, address).partition("<tbody>")[2]
    listed = [part.partition('"')[0] for part in table.split('href="/names/')[1:]]
    assert sorted(listed) == rows


@pytest.mark.parametrize(
    ("find", "rows"),
    [
        pytest.param("rajav", ["maryam-rajavi"], id="a part"),
        pytest.param("RAMA", ["edi-rama"], id="whatever the case"),
        pytest.param("rajavi maryam", ["maryam-rajavi"], id="words in any order"),
        pytest.param("رجوی", ["maryam-rajavi"], id="another script"),
        pytest.param("Раджав", ["maryam-rajavi"], id="a part in another script"),
        pytest.param("Tirane", ["tirana"], id="another spelling"),
        pytest.param("a", ["tirana", "edi-rama", "maryam-rajavi"], id="one letter"),
        pytest.param("rajav&kind=place", [], id="of another kind"),
        pytest.param("' %_\x00", [], id="no word"),
        pytest.param("<i>a</i>", [], id="single letters"),
    ],
)
def test_a_name_is_found_by_a_part_or_a_spelling(client: TestClient, find: str, rows: list[str]) -> None:
    html = get_html(client, f"/names?find={quote(find, safe='&=')}")
    listed = [part.partition('"')[0] for part in html.partition("<tbody>")[2].split('href="/names/')[1:]]
    assert sorted(listed) == sorted(rows)
    assert ("Search for the words" in html) == (not rows)
    assert "<label>Find a name <input" in html


@pytest.mark.parametrize(
    ("find", "meant"),
    [
        pytest.param("Rajavvi", ["maryam-rajavi"], id="a letter too many"),
        pytest.param("Maryem Rajavy", ["maryam-rajavi"], id="another letter"),
        pytest.param("Maryam Rajawy", ["maryam-rajavi"], id="a letter for another"),
        pytest.param("Edi Rmaa", ["edi-rama"], id="swapped letters"),
        pytest.param("Rajavvi&kind=place", [], id="of another kind"),
        pytest.param("Zanzibar", [], id="nobody"),
        pytest.param("<i>?</i>", [], id="no word"),
    ],
)
def test_a_misspelt_name_leads_to_the_one_that_was_meant(client: TestClient, find: str, meant: list[str]) -> None:
    html = get_html(client, f"/names?find={quote(find, safe='&=')}")
    offered = re.findall(r'href="/names/([^"?]*)"', html.partition("Did you mean")[2].partition("?</")[0])
    assert ("nobody and nothing" in html or "no place" in html, offered) == (True, meant)


def test_what_is_found_has_its_numbers_and_keeps_the_period(client: TestClient) -> None:
    html = get_html(client, "/names?find=ram&days=182")
    assert '<td data-name="Stories" class="number">3</td>' in html
    assert '<input type="hidden" name="days" value="182">' in html
    assert 'href="/names?kind=person&days=182&find=ram"' in html
    assert 'href="/names?by=new&days=182"' in html
    assert "1 name found" in html


def test_article_and_story_lead_to_the_pages_of_names(client: TestClient) -> None:
    assert '<a href="/names/edi-rama"><bdi>Edi Rama</bdi></a>' in get_html(
        client, f"/articles/{REPORTS['speech'].article_id}"
    )
    assert '<a href="/names/edi-rama"><bdi>Edi Rama</bdi></a>' in get_html(client, "/stories/s1_speech")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("edi-ramma", "There is no name 'edi-ramma'; did you mean edi-rama?", id="mistyped"),
        pytest.param("Ali Khamenei", "No article on a topic names Ali Khamenei (ali-khamenei)", id="known"),
        pytest.param("<script>", "There is no name '<script>'", id="hostile"),
    ],
)
def test_an_unknown_name_is_not_there(client: TestClient, name: str, words: str) -> None:
    answer = client.get(f"/names/{name}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert words in answer.text.replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
    assert "<script>" not in answer.text
    assert ('<a href="/names/edi-rama"><bdi>edi-rama</bdi></a>' in answer.text) == (name == "edi-ramma")


def test_the_lists_agree_with_the_views(settings: Settings) -> None:
    def open_lake(**_: object) -> Any:
        return lake.open_reader(settings=settings)

    with lake.open_reader(settings=settings) as con:
        rising = con.execute("SELECT entity_id FROM rising_names ORDER BY ALL").fetchall()
        first = con.execute("SELECT entity_id, first_named_at, articles FROM named_entities ORDER BY ALL").fetchall()
        top = con.execute(
            "SELECT entity_id, count(*), count(DISTINCT story_id) FROM name_mentions WHERE mentions > 0 GROUP BY ALL "
            "ORDER BY ALL"
        ).fetchall()
    assert sorted((row["entity_id"],) for row in analysis.load_rising_names(open_lake=open_lake)) == rising
    found = analysis.load_first_mentions(NOW - timedelta(days=1000), open_lake=open_lake)
    assert sorted((row["entity_id"], row["first_named_at"], row["articles"]) for row in found) == first
    rows = analysis.load_top_names(NOW.date() - timedelta(days=1000), NOW.date(), open_lake=open_lake)
    assert sorted((row["entity_id"], row["articles"], row["stories"]) for row in rows) == top


@pytest.fixture
def indexed(settings: Settings, client: TestClient) -> TestClient:
    """The pages, with a search index beside the lake."""
    index.update_index(settings)
    return client


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tirana", ["the place", "place%3Atirana", "Tirana", "3 articles"]),
        ("تیرانا", ["the place", "place%3Atirana", "Tirana", "3 articles"]),
        ("dam tirana", ["the place", "dam+place%3Atirana", "Tirana", "2 articles"]),
        ('"edi rama" AND dam', ["the person", "person%3Aedi-rama+AND+dam", "Edi Rama", "2 articles"]),
        ("edi rama", ["the person", "person%3Aedi-rama", "Edi Rama", "3 articles"]),
        ("nothing OR rajavi", ["the person", "nothing+OR+person%3Amaryam-rajavi", "Maryam Rajavi", "3 articles"]),
    ],
)
def test_a_search_offers_the_name_that_its_words_spell(indexed: TestClient, query: str, said: list[str]) -> None:
    html = get_html(indexed, f"/search?q={quote(query)}")
    noun, address, name, articles = said
    link = f'<a href="/search?q={address}"><bdi>{name}</bdi>'
    offer = f"Also as {noun} {link}, in every script: {articles}</a>"
    if "+" in address:
        offer = f"With {link} as {noun}, in every script</a>, the query finds {articles}</p>"
    assert html.count("in every script") == 1
    assert offer in html


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        pytest.param("rep*", ["<mark>Report</mark> speech", "<mark>Report</mark> copy"], id="in the title"),
        pytest.param("rajavi AND title:speech", ["Report <mark>speech</mark>"], id="in both"),
        pytest.param("person:edi-rama", ["Report speech"], id="a name that only the text has"),
    ],
)
def test_what_is_found_in_a_headline_is_marked(client: TestClient, query: str, titles: list[str]) -> None:
    html = get_html(client, f"/search?q={quote(query)}")
    assert [title for title in titles if f'<bdi dir="auto" lang="en">{title}</bdi></a>' not in html] == []


def test_a_search_that_finds_nothing_can_be_followed_as_a_rule(client: TestClient) -> None:
    html = get_html(client, "/search?q=nosuchword&q=rajavi")
    assert "No article on topic matches" in html
    assert '<a href="/alerts/rules/new?q=nosuchword&q=rajavi">See what this search would have sent' in html


def test_what_a_search_offers_is_what_it_finds(indexed: TestClient) -> None:
    html = get_html(indexed, "/search?q=tirana&since=2020-01-01&language=fa")
    (address,) = re.findall(r'Also as the place <a href="([^"]*)"', html)
    assert "in every script: 1 article</a>" in html
    assert '<h2 id="articles">1 article</h2>' in get_html(indexed, address)


@pytest.mark.parametrize("query", ["place:tirana", "NOT rajavi AND dam", "paris", "title:tirana", "glad"])
def test_no_name_is_offered_that_is_not_meant_or_not_found(indexed: TestClient, query: str) -> None:
    assert "in every script" not in get_html(indexed, f"/search?q={quote(query)}")


@pytest.mark.parametrize("filters", ["originals=1", "translation=none"])
def test_what_the_index_cannot_count_is_offered_without_a_number(indexed: TestClient, filters: str) -> None:
    assert "</bdi>, in every script</a>" in get_html(indexed, f"/search?q=tirana&{filters}")
