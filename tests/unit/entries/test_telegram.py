"""Preview pages of Telegram channels: which posts are entries, with which title, text, date and origin."""

from datetime import UTC, datetime

import pytest

from newsvane.entries import telegram
from newsvane.entries.items import Item, KnownItem
from newsvane.entries.normalize import normalize_feed
from newsvane.errors import FeedUnreadable
from newsvane.records import Entry, FeedItems, ParsedFeed
from newsvane.telegram import find_page_to_read, find_permalink, find_preview, shorten
from tests.unit.entries import telegram_pages as pages

PERSIAN = "جمله‌ای از چند واژه که اینجا تمام می‌شود؟"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def read(text: str, url: str = pages.PREVIEW) -> ParsedFeed:
    return normalize_feed(telegram.parse(text, url=url), [], url=url, now=NOW, known=FeedItems())


def entries(text: str) -> dict[str, Entry]:
    return {each.url.rpartition("/")[2]: each for each in read(text).entries}


def test_a_post_is_an_entry_at_its_permalink_and_a_service_message_is_none() -> None:
    feed = read(pages.PAGE_OF_TEXTS)
    assert feed.title == "Island News"
    assert [each.url for each in feed.entries] == ["https://t.me/island_news/82", "https://t.me/island_news/81"]
    assert {each.canonical_url for each in feed.entries} == {each.url for each in feed.entries}
    assert feed.entries[0].published_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert feed.problems == ()


def test_the_title_is_the_first_line_or_as_many_words_as_fit() -> None:
    found = entries(pages.PAGE_OF_TEXTS)
    assert found["81"].title == "Ferries stop at noon"
    assert found["82"].title == f"{pages.LONG.removesuffix(' the islands.')}…"


def test_the_content_is_the_whole_text_in_paragraphs_and_nothing_else() -> None:
    found = entries(pages.PAGE_OF_TEXTS)
    assert found["81"].content.startswith(
        "<p>Ferries stop at noon</p><p>A storm is coming from the west.<br>Be careful &amp; stay in."
    )
    assert "12.5K" not in found["82"].content and "edited" not in found["82"].content
    assert "older post" not in entries(pages.PAGE_OF_FORWARDS)["86"].content


def test_a_forwarded_post_names_its_origin() -> None:
    found = entries(pages.PAGE_OF_FORWARDS)
    assert (found["84"].authors, found["84"].source_url) == (("Harbour Union",), "https://t.me/harbour_union/77")
    assert (found["85"].authors, found["85"].source_url) == (("A. Fisher",), None)
    assert (found["86"].authors, found["86"].source_url) == (("Eva Moss",), None)


def test_an_album_is_one_entry_and_pictures_without_a_caption_are_none() -> None:
    found = entries(pages.PAGE_OF_PICTURES)
    assert {number: each.title for number, each in found.items()} == {"91": "Two pictures of the harbour"}


def test_a_poll_is_a_post_of_its_question_and_its_options() -> None:
    found = entries(pages.PAGE_OF_POLLS)["95"]
    assert found.title == "Should the ⛴ ferry run at night?"
    assert found.content == "<p>Should the ⛴ ferry run at night?</p><p>Yes &amp; soon<br>No</p>"


def test_a_post_from_right_to_left() -> None:
    found = entries(pages.PAGE_IN_PERSIAN)["94"]
    assert found.title == "✅ پایان اعتصاب کارگران بندر"
    assert found.published_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert "#بندر" in found.content


def test_a_known_post_is_not_read_again_unless_it_was_edited() -> None:
    first = telegram.parse(pages.PAGE_OF_FORWARDS, url=pages.PREVIEW)
    keys = {each.key for each in first.items if each.key is not None}
    again = telegram.parse(pages.PAGE_OF_FORWARDS.replace("12.5K", "13K"), url=pages.PREVIEW, known=keys)
    assert all(isinstance(each, KnownItem) for each in again.items)
    edited = telegram.parse(pages.PAGE_OF_FORWARDS.replace("Our own", "Our new"), url=pages.PREVIEW, known=keys)
    assert [type(each) for each in edited.items] == [Item, KnownItem, KnownItem]


def test_a_channel_without_posts_is_empty_and_says_so() -> None:
    feed = read(pages.PAGE_WITHOUT_POSTS)
    assert (feed.entries, feed.problems) == ((), ("the channel has no posts",))


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        pytest.param(pages.PREVIEW_OFF, "preview_off", "switched its preview off", id="the preview is off"),
        pytest.param(pages.NO_CHANNEL, "no_channel", "no public channel", id="an unknown name"),
        pytest.param(pages.PERSON, "no_channel", "no public channel", id="a person"),
        pytest.param(pages.ABOUT_A_CHANNEL, "not_a_feed", "https://t.me/s/island_news", id="the page about a channel"),
        pytest.param("<html><title>Just a moment...</title></html>", "challenge", "bot check", id="a bot check"),
        pytest.param("<html><p>Something else</p></html>", "not_a_feed", "an HTML page", id="another page"),
        pytest.param("", "not_a_feed", "an HTML page", id="nothing"),
    ],
)
def test_a_page_without_posts_is_explained(text: str, reason: str, words: str) -> None:
    with pytest.raises(FeedUnreadable, match=words) as caught:
        telegram.parse(text, url="https://t.me/island_news")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Short", "Short", id="short"),
        pytest.param("One sentence of some words. " + "More " * 40, "One sentence of some words.", id="a sentence"),
        pytest.param("word " * 40, "word " * 22 + "word…", id="words"),
        pytest.param("字" * 200, "字" * 119 + "…", id="a script without spaces"),
        pytest.param(f"{PERSIAN} " + "ادامه " * 40, PERSIAN, id="Persian"),
    ],
)  # fmt: skip
def test_shorten(written: str, expected: str) -> None:
    assert shorten(written) == expected


@pytest.mark.parametrize(
    ("url", "preview", "permalink", "page"),
    [
        pytest.param("https://t.me/a_channel", "https://t.me/s/a_channel", None, None, id="channel"),
        pytest.param("https://t.me/s/a_channel", "https://t.me/s/a_channel", None, None, id="preview"),
        pytest.param("https://telegram.me/@a_channel", "https://telegram.me/s/a_channel", None, None, id="other host"),
        pytest.param("https://t.me/a_channel/12?single", "https://t.me/s/a_channel", "https://t.me/a_channel/12",
                     "https://t.me/a_channel/12?embed=1", id="post"),
        pytest.param("https://t.me/s/a_channel/12", "https://t.me/s/a_channel", "https://t.me/a_channel/12",
                     "https://t.me/a_channel/12?embed=1", id="post in the preview"),
        pytest.param("https://t.me/+secret", None, None, None, id="an invitation"),
        pytest.param("https://t.me.example/a_channel/12", None, None, None, id="another host"),
        pytest.param("https://[t.me/a_channel/12", None, None, None, id="no address"),
    ],
)  # fmt: skip
def test_addresses(url: str, preview: str | None, permalink: str | None, page: str | None) -> None:
    assert (find_preview(url), find_permalink(url), find_page_to_read(url)) == (preview, permalink, page)
