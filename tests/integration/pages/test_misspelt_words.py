"""The search page offers another spelling of the words of a query that no article has."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote_plus, unquote_plus

import pytest
from fastapi.testclient import TestClient

from newsvane import lake, search
from newsvane.settings import Settings
from newsvane_pages import search as search_page
from newsvane_pages import search_files, search_words
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch
from tests.support.page_client import get_html, page_client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    texts = {"rajavi": "Rajavi speaks in Tirana. Parliament listens.", "persian": "رجوی در تیرانا سخنرانی کرد. تهديد"}
    with lake.writer(settings) as con:
        lake.land_articles(con, batch(*(article(name, text=text, fetched_at=NOW) for name, text in texts.items())))
    search.update_index(settings)
    with page_client(settings, search_page.router, search_files.router, search_words.router) as served:
        yield served


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Rajawy", "rajavi", id="one word"),
        pytest.param("raajvi", "rajavi", id="two of the first letters swapped"),
        pytest.param("trana", "tirana", id="the second letter is missing"),
        pytest.param("tirana parlament", "tirana parliament", id="one of two"),
        pytest.param(
            "(parlament OR tirena) outlet:one.example", "(parliament OR tirana) outlet:one.example", id="group"
        ),
        pytest.param('"tirana parlament"', '"tirana parliament"', id="phrase"),
        pytest.param("trana NEAR/5 parliament", "tirana NEAR/5 parliament", id="NEAR"),
        pytest.param("تیرانه", "تيرانا", id="Persian"),
        pytest.param("تهران", "", id="letters of one script are not half alike"),
        pytest.param("ballroom", "", id="nothing similar"),
        pytest.param(" ".join(f"parlament{each}" for each in "abcdefghi"), "", id="a text that was pasted"),
        pytest.param("rajavi رجوی", "", id="words that are there"),
        pytest.param("parlament رجوی", "", id="with the similar word nothing is found either"),
        pytest.param("tirana -rajawy title:tirena", "", id="what is excluded, or has a field"),
    ],
)
def test_a_misspelt_word_leads_to_the_one_that_was_meant(client: TestClient, written: str, meant: str) -> None:
    html = get_html(client, f"/search?since=2026-11-01&q={quote_plus(written)}")
    offered = re.findall(r'Did you mean <a href="/search\?[^"]*q=([^"&]*)', html)
    assert [unquote_plus(each) for each in offered] == ([meant] if meant else [])


@pytest.mark.parametrize("written", ["rajavi or parliament", "ballroom or theatre"])
def test_an_operator_in_small_letters_is_explained(client: TestClient, written: str) -> None:
    html = unescape(get_html(client, f"/search?since=2026-11-01&q={quote_plus(written)}"))
    assert "In the query, 'or' is searched as a word; write OR to combine words." in html
    assert "is searched as a word" not in get_html(client, "/search?since=2026-11-01&q=rajavi+OR+parliament")


@pytest.mark.parametrize("chosen", ["translation=none", "event_place=iran"])
def test_nothing_is_offered_where_the_index_cannot_tell_what_it_would_find(client: TestClient, chosen: str) -> None:
    assert "Did you mean" not in get_html(client, f"/search?since=2026-11-01&q=Rajawy&{chosen}")


def test_nothing_is_offered_beside_results(client: TestClient) -> None:
    assert "Did you mean" not in get_html(client, "/search?since=2026-11-01&q=rajavi")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("rajavi", "At other times there is <a href=[^>]*>1 article</a>", id="there are some"),
        pytest.param("ballroom", "At other times there is none either", id="there is none"),
    ],
)
def test_days_without_an_article_say_what_there_is_at_other_times(client: TestClient, written: str, said: str) -> None:
    html = get_html(client, f"/search?since=2020-01-01&until=2020-02-01&words=1&q={written}")
    assert re.search(said, html)
    assert 'id="words"' not in html


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        pytest.param("q=rajavi&q=(tirana", "in the second query: ", id="the second of two"),
        pytest.param("q=outlet:onne.example&q=tirana", "in the first query: there is no outlet", id="the first of two"),
        pytest.param("q=outlet:onne.example", "there is no outlet", id="the only one"),
    ],
)
@pytest.mark.parametrize("path", ["/search", "/search/counts.csv", "/search/distinguishing-words"])
def test_a_mistake_names_its_query(client: TestClient, path: str, queries: str, said: str) -> None:
    answer = client.get(f"{path}?{queries}", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    shown = unescape(answer.text).lower()
    assert said in shown
    assert ("query:" in shown) == said.startswith("in the")


def test_a_file_names_the_wrong_query(client: TestClient) -> None:
    answer = client.get("/search/articles.csv?q=rajavi&q=(tirana&shown=2", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "in the second query: " in answer.text
