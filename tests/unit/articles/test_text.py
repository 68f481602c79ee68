"""The text of a page."""

import pytest

from newsvane.articles import count_words
from newsvane.articles.boilerplate_text import drop_boilerplate
from newsvane.texts import text_hash
from tests.unit.articles.page_factories import INTERRUPTED, NOTICE, NOW, PARAGRAPHS, TEXT, TITLE, entry, page, read


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
def test_a_spanish_notice_over_an_english_text(html: bytes) -> None:
    found = read(html)
    assert (found.language, found.page_language) == ("en", "es")
    assert (found.translation.state, found.translation.notice_language) == ("notice_only", "es")
    assert found.text == TEXT


def test_a_short_article_is_an_article() -> None:
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
def test_the_feed_is_a_witness(html: bytes, content: str, text: str) -> None:
    assert read(html, told=entry(content=content)).text == text


@pytest.mark.parametrize(
    "block",
    [
        "CLICK HERE TO GET THE HARBOUR POST APP",
        "Read more: Ferry office closed until Monday",
        "Sign up for our weekly letter from the coast.",
        "Follow us on Telegram",
        "Lea también: El puerto reabre",
        "Lesen Sie auch: Der Hafen öffnet wieder",
        "À lire aussi : le port rouvre",
        "Lexo edhe: Porti rihapet",
        "بیشتر بخوانید: بندر باز شد",
        "اقرأ أيضا: إعادة فتح الميناء",
        "Advertisement",
        "IRAN REGIME UNDER FIRE AFTER CLAIM OVER COMPUTERS",
    ],
)
def test_promotions_leave_the_text(block: str) -> None:
    assert drop_boilerplate([PARAGRAPHS[0], block, PARAGRAPHS[1]]) == [PARAGRAPHS[0], PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "block",
    [
        "BACKGROUND",
        "THE SEARCH IN JUNE",
        "Read more than a hundred pages of the indictment and you find no name, the lawyer said.",
        "Follow the money, the prosecutor told reporters on the steps of the court.",
        "“WE WILL NOT HAND OVER A SINGLE MACHINE.”",
        "Subscribers to the theory are few.",
        "Advertisement revenue fell by a third last year, the publisher said.",
        f"Click here to see it all, said the banner. {PARAGRAPHS[0]}",
    ],
)
def test_text_is_not_taken_for_a_promotion(block: str) -> None:
    assert drop_boilerplate([PARAGRAPHS[0], block, PARAGRAPHS[1]]) == [PARAGRAPHS[0], block, PARAGRAPHS[1]]


def test_a_text_in_capitals_is_kept() -> None:
    blocks = [block.upper() for block in PARAGRAPHS]
    assert drop_boilerplate(blocks) == blocks


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
