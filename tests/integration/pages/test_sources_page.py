"""The page Sources on a real lake: what is counted by kind of source and by country, and whose country is not known."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.settings import Settings
from newsvane_pages import sources
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import FEEDS, NOW, article, batch, entry, poll
from tests.support.page_client import get_html, page_client
from tests.support.prose import prose


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two articles that a feed listed, two of an archive; the country of one outlet is known since the second.

    A third page that the feed listed could not be read. Two lists have an article of another outlet that is not read.
    """
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    entries = [entry("found"), entry("other"), entry("unreadable")]
    found = [
        article(each.entry_id, text=prose(each.entry_id), country=country)
        for each, country in zip(entries[:2], (None, "AL"), strict=True)
    ]
    archived = [
        article(name, text=prose(name), outlet=f"{name}.example", source="wayback") for name in ("bbc", "archived")
    ]
    archived[0] = archived[0].model_copy(update={"outlet": "bbc.co.uk"})
    outcomes = [
        lake.EntryOutcome(entry_id=each.entry_id, content_hash="1", outcome="article", article_id=one.article_id)
        for each, one in zip(entries[:2], found, strict=True)
    ]
    with lake.writer(settings) as con:
        lake.land_polls(con, feeds=FEEDS, states=[poll()], entries=entries, run_id="poll", now=NOW)
        lake.land_articles(con, batch(*found, *archived, outcomes=outcomes))
        con.execute(
            "INSERT INTO unread_daily (day, outlet, feed_id, own, country, kind, entries) "
            "SELECT current_date, 'bbc.co.uk', unnest(['one', 'two']), false, NULL, 'other', unnest([1, 3])"
        )
    with page_client(settings, sources.router) as served:
        yield served


def add_up(part: str, name: str = "on topic") -> int:
    return sum(map(int, re.findall(rf'data-name="{name}">(\d+)<', part)))


def test_kinds_and_countries_count_the_same_articles(client: TestClient) -> None:
    html = get_html(client, "/sources?days=365")
    kinds, countries = (html.split(heading)[1].split("<h2>")[0] for heading in ("By kind of source", "By country of"))
    assert (add_up(kinds), add_up(countries)) == (2, 2)
    assert "Albania" in countries


def test_what_several_lists_have_is_only_listed_once_and_in_the_country_of_its_outlet(client: TestClient) -> None:
    html = get_html(client, "/sources?days=365")
    kinds, countries = (html.split(heading)[1].split("<h2>")[0] for heading in ("By kind of source", "By country of"))
    assert (add_up(kinds, "only listed"), add_up(countries, "only listed")) == (3, 3)
    rows = re.findall(r'<td class="feed">([^<]*)</td><td class="number" data-name="on topic">(\d+)<', countries)
    assert rows == [("Albania", "2"), ("United Kingdom", "0")]


def test_what_could_not_be_read_is_found_but_not_read(client: TestClient) -> None:
    html = get_html(client, "/sources?days=365")
    for heading in ("By kind of source", "Sources that found most articles first"):
        part = html.split(heading)[1].split("<h2>")[0]
        assert (add_up(part, "read"), add_up(part, "found")) == (2, 3)


def test_an_outlet_with_a_country_in_an_article_or_a_file_is_not_unknown(client: TestClient) -> None:
    unknown = get_html(client, "/sources?days=365").split("Outlets without a known country")[1]
    assert re.findall(r"/outlets/([\w.]+)", unknown) == ["archived.example"]
