"""The page of a single Telegram post is a short article with its own text, date, channel and origin."""

from datetime import UTC, datetime

import pytest

from newsvane.articles import read_article
from newsvane.records import Article, Entry, Skipped
from tests.unit.entries import telegram_pages as pages

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://t.me/island_news/84?embed=1"
PERMALINK = "https://t.me/island_news/84"


def read(one: str, url: str = URL, entry: Entry | None = None) -> Article | Skipped:
    return read_article(pages.embed(one).encode(), url=url, now=NOW, entry=entry)


def read_post(one: str) -> Article:
    found = read(one)
    assert isinstance(found, Article)
    return found


def test_a_short_post_is_an_article_at_its_permalink() -> None:
    found = read_post(pages.post(84, "<b>The strike is over.</b><br/><br/>Ships sail again<br/>from noon."))
    assert (found.url, found.canonical_url, found.outlet) == (PERMALINK, PERMALINK, "t.me/island_news")
    assert found.title == "The strike is over."
    assert found.text == "The strike is over.\n\nShips sail again\n\nfrom noon."
    assert found.published_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert (found.published_source, found.published_zone) == ("time_element", "+00:00")
    assert (found.kind, found.completeness, found.claimed_url) == ("article", 1.0, None)


def test_a_poll_is_an_article_of_its_question_and_its_options() -> None:
    found = read_post(pages.post(84, None, after=pages.POLL))
    assert found.title == "Should the ⛴ ferry run at night?"
    assert found.text == "Should the ⛴ ferry run at night?\n\nYes & soon\n\nNo"


def test_one_word_is_enough_and_has_its_language() -> None:
    assert read_post(pages.post(84, "Breaking!")).words == 1
    persian = read_post(pages.post(84, "پایان اعتصاب کارگران بندر و از سر گرفته شدن صادرات غلات از فردا"))
    assert persian.language == "fa"


def test_a_forwarded_post_names_its_origin() -> None:
    found = read_post(pages.post(84, "We end the strike today.", before=pages.FORWARDED, meta=pages.SIGNED))
    assert found.authors == ("Harbour Union", "Eva Moss")
    assert found.claimed_url == "https://t.me/harbour_union/77"
    assert found.outlet == "t.me/island_news"


def test_a_notice_of_translation_is_not_part_of_the_text() -> None:
    text = "Паромы снова ходят с полудня, сообщил капитан порта."
    found = read_post(pages.post(84, f"{text}<br/><br/><i>Перевод с эстонского — Яндекс Переводчик, правка наша.</i>"))
    assert (found.text, found.translation.state, found.translation.post_edited) == (text, "translated", True)


def test_what_stands_around_the_text_is_not_in_it() -> None:
    text = "Our own answer to the question about the harbour."
    found = read_post(pages.post(84, text, before=pages.REPLY + pages.ALBUM, after=pages.LINK, meta="edited "))
    assert found.text == text


@pytest.mark.parametrize(
    ("one", "reason", "kind", "words"),
    [
        pytest.param(pages.NOT_FOUND, "not_article", "error", "no such post", id="deleted"),
        pytest.param(pages.post(84, None, before=pages.PHOTO), "no_text", None, "only pictures", id="a picture"),
    ],
)
def test_a_page_without_a_text_is_skipped_in_words(one: str, reason: str, kind: str | None, words: str) -> None:
    found = read(one)
    assert isinstance(found, Skipped)
    assert (found.reason, found.kind) == (reason, kind) and words in found.detail


def test_a_date_in_the_future_is_not_believed() -> None:
    assert read_post(pages.post(84, "A post", at="2031-01-01T00:00:00+00:00")).published_at is None


def test_a_picture_of_an_album_is_the_post_of_the_album() -> None:
    found = read(
        pages.post(91, "Two pictures of the harbour", before=pages.ALBUM), "https://t.me/island_news/92?embed=1"
    )
    assert isinstance(found, Article)
    assert found.canonical_url == "https://t.me/island_news/91"


def test_the_posts_of_other_channels_and_copies_of_the_form_are_no_posts() -> None:
    other = read(pages.post(84, "Another post with some words in it", channel="mainland_news"))
    assert isinstance(other, Skipped) and other.kind == "other"
    elsewhere = read(pages.post(84, "Text in the form of Telegram"), url="https://copy.example/island_news/84")
    assert not isinstance(elsewhere, Article) or elsewhere.outlet == "copy.example"
