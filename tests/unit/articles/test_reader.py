"""`read_article`: from a page to an article, which depends on the arguments alone."""

from pathlib import Path

import pytest

from newsvane.articles import read_article
from newsvane.errors import ConfigError
from newsvane.records import Article, Topic
from newsvane.settings import get_settings
from newsvane.texts import count_words, text_hash
from tests.unit.articles.page_factories import INTERRUPTED, NOTICE, NOW, PARAGRAPHS, TEXT, TITLE, URL, entry, page, read

TOPIC = Topic(topic_id="albania", title="Albania", query="Albania")


def test_a_page_becomes_an_article() -> None:
    found = read(page())
    assert found.text == TEXT
    assert found.title == TITLE
    assert found.words == count_words(TEXT)
    assert found.text_hash == text_hash(TEXT)
    assert found.canonical_url == "https://harbour-post.example/world/2026/11/19/camp"
    assert found.outlet == "harbour-post.example"
    assert (found.language, found.page_language) == ("en", "en")
    assert found.translation.state == "none"
    assert found.fetched_at == NOW


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(lang="es", blocks=(NOTICE, *INTERRUPTED)), id="in the article"),
        pytest.param(
            page(f"<div class='notice'><p>{NOTICE}</p></div>", lang="es", blocks=INTERRUPTED), id="in a banner"
        ),
        pytest.param(
            page(lang="es", blocks=INTERRUPTED).replace(b"<footer>", f"<footer><p>{NOTICE}</p>".encode()),
            id="in the footer",
        ),
    ],
)
def test_a_spanish_notice_over_an_english_text_is_notice_only(html: bytes) -> None:
    found = read(html)
    assert (found.language, found.page_language) == ("en", "es")
    assert (found.translation.state, found.translation.notice_language) == ("notice_only", "es")
    assert found.text == TEXT


def test_a_marked_article_may_be_short() -> None:
    found = read(page(blocks=("The ferry office for Albania stays closed until Monday.",)))
    assert found.words == 9


FULL = "".join(f"<p>{block}</p>" for block in PARAGRAPHS)


@pytest.mark.parametrize(
    ("html", "content", "text"),
    [
        pytest.param(page(blocks=("Subscribers read on from here.",)), FULL, TEXT, id="teaser page, full feed"),
        pytest.param(page(), f"{FULL}<p>Thanks for following our feed.</p>", TEXT, id="full page"),
        pytest.param(
            page(blocks=PARAGRAPHS[:1]), f"<p>{PARAGRAPHS[1]}</p>", PARAGRAPHS[0], id="the feed has a summary"
        ),
        pytest.param(
            b"<html><title>x</title><body><div id='app'></div></body></html>", FULL, TEXT, id="script page, full feed"
        ),
    ],
)
def test_the_text_of_the_feed_replaces_a_teaser(html: bytes, content: str, text: str) -> None:
    assert read(html, feed_entry=entry(content=content)).text == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="none"),
        pytest.param("Two words, and three more.", 5, id="Latin"),
        pytest.param("وزارت خارجه روز دوشنبه گفت", 5, id="Persian"),
        pytest.param("外交部星期一表示", 4, id="Chinese: two characters a word"),
    ],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.fixture
def invalid_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch list with a topic that matches, and settings that cannot be loaded."""
    watched = '[[topic]]\nid = "albania"\ntitle = "Albania"\nquery = "Albania"'
    (tmp_path / "topics.toml").write_text(watched, "utf-8")
    monkeypatch.setenv("NEWSVANE_WATCH", str(tmp_path))
    monkeypatch.setenv("NEWSVANE_CHUNKS", "not a number")


def test_settings_and_environment_do_not_matter(invalid_settings: None) -> None:
    with pytest.raises(ConfigError):
        get_settings()
    found = read_article(page(), url=URL, now=NOW)
    assert isinstance(found, Article)
    assert found.topics == ()


def test_an_article_matches_the_topics_that_are_passed() -> None:
    found = read_article(page(), url=URL, now=NOW, topics=(TOPIC,))
    assert isinstance(found, Article)
    assert found.topics == ("albania",)
