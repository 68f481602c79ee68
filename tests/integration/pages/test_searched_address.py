"""An address in the field of the search: the page says what became of it, and leads to what is known of it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Quarantined, Skipped
from newsvane.settings import Settings
from newsvane_pages import search
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import FEEDS, NOW, article, batch, entry, poll
from tests.support.page_client import get_html, page_client

READ, OFF_TOPIC, HELD = article("read"), article("off", topics=()), article("held")
PAGE = f"/articles/{READ.article_id}"
SKIPPED = Skipped(
    url="https://one.example/consent", stage="read", reason="no_text", detail="only a wall", at=NOW,
    entry_id=entry("consent").entry_id,
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    outcome = lake.EntryOutcome(
        entry_id=entry("consent").entry_id, content_hash="1", outcome="skipped", article_id=None, tries=1
    )
    held = Quarantined(article=HELD, reasons=("words_min",), run_id="run", at=NOW)
    with exclusive(settings) as con, transaction(con):
        lake.land_polls(con, feeds=FEEDS, states=[poll()], entries=[entry("consent")], run_id="poll", now=NOW)
    with lake.writer(settings) as con:
        lake.land_articles(con, batch(READ, OFF_TOPIC, skipped=(SKIPPED,), outcomes=(outcome,), quarantined=(held,)))
    with page_client(settings, search.router) as served:
        yield served


@pytest.mark.parametrize(
    ("written", "said", "link"),
    [
        pytest.param("https://one.example/read", "was read, and is on a topic", PAGE, id="read"),
        pytest.param("HTTP://www.one.example/read/?utm_source=x#top", "was read", PAGE, id="another form"),
        pytest.param("one.example/read", "was read", PAGE, id="without https"),
        pytest.param(
            "https://one.example/off", "matches no topic", f"/articles/{OFF_TOPIC.article_id}", id="off topic"
        ),
        pytest.param(
            "https://one.example/held", "is in quarantine (words_min)", f"/quarantine/{HELD.article_id}", id="held"
        ),
        pytest.param("https://one.example/consent", "was left out on 20", "", id="left out"),
        pytest.param("one.example/consent", "only a wall (no_text)", "", id="left out, without https"),
        pytest.param(
            "https://one.example/reed", "did you mean https://one.example/read?",
            "/search?q=https%3A%2F%2Fone.example%2Fread", id="unknown",
        ),
        pytest.param("https://one.example/2026/else", "There is no article", "/outlets/one.example", id="new"),
        pytest.param("https://nobody.example/1", "There is no article", "", id="of no known outlet"),
        pytest.param("http://[", "no address", "", id="no address"),
    ],
)  # fmt: skip
def test_it_is_said_what_became_of_an_address(client: TestClient, written: str, said: str, link: str) -> None:
    html = get_html(client, "/search?q=" + written.replace("#", "%23"))
    (words,) = html.split('<p role="status" dir="auto">')[1:]
    words = words.split("</p>")[0]
    assert said in words
    assert (f'href="{link}"' in words) if link else ("<a" not in words)
    assert "unknown field" not in html


@pytest.mark.parametrize(("name", "is_told"), [("nobody.example/1", True), ("one.example/reed", False)])
def test_what_can_be_done_about_an_unknown_address_is_said(client: TestClient, name: str, is_told: bool) -> None:
    html = get_html(client, f"/search?q=https://{name}")
    assert ("Search for words of its headline" in html) == is_told
    assert ("<code>newsvane feeds discover nobody.example</code>" in html) == is_told


@pytest.mark.parametrize("query", ["read", "one.example", "outlet:one.example", "https://one.example/read or not"])
def test_words_are_searched_as_before(client: TestClient, query: str) -> None:
    assert '<p role="status" dir="auto">' not in client.get("/search", params={"q": query}).text
