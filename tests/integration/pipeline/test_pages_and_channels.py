"""List pages and Telegram channels are polled, read and landed like feeds, over real HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.installation import ENGLISH, SPANISH, Installation, install, page
from tests.support.outlet import Answer, moved
from tests.unit.entries import telegram_pages as telegram

WATCH = """
[[source]]
id = "post"
kind = "page"
url = "http://post.example/news"
country = "MT"

[[source]]
id = "channel"
kind = "telegram"
url = "http://t.me/s/island_news"
language = "en"
"""
TITLES = {
    "ferry-stays-in-port-for-a-third-day": "Ferry stays in port for a third day",
    "el-transbordador-sigue-amarrado-en-el-puerto": "El transbordador sigue amarrado en el puerto",
    "bakers-compare-the-cakes-of-the-summer": "Bakers compare the cakes of the summer",
}
CAKES = ["Bakers of the town compare their cakes, and nobody agrees which one was the best of the summer."] * 5
SHORT = "The ferry sails at noon."


def list_page(*slugs: str) -> Answer:
    rows = "".join(
        f"<div class=item><h2><a href=/2026/11/{slug}>{TITLES[slug]}</a></h2><time datetime=2026-11-24>x</time></div>"
        for slug in slugs
    )
    return Answer(f"<html lang=en><title>News</title><nav><a href=/about>About us</a></nav><main>{rows}</main></html>")


@pytest.fixture
def answers() -> dict[str, Answer]:
    first, second, third = TITLES
    forwarded = telegram.post(84, SHORT, before=telegram.FORWARDED)
    return {
        "post.example/news": list_page(first, second, third),
        f"post.example/2026/11/{first}": page(TITLES[first], ENGLISH),
        f"post.example/2026/11/{second}": page(TITLES[second], SPANISH, lang="es"),
        f"post.example/2026/11/{third}": page(TITLES[third], CAKES),
        "t.me/s/island_news": Answer(telegram.preview(forwarded, telegram.post(85, None, before=telegram.PHOTO))),
        "t.me/island_news/84?embed=1": Answer(telegram.embed(forwarded)),
    }


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers) as one:
        yield one


def test_articles_of_a_page_and_posts_of_a_channel_land(installation: Installation) -> None:
    installation.cycle("first")
    installation.cycle("nothing new")
    listed = "SELECT url, title, revision FROM articles ORDER BY url"
    assert installation.query(listed) == [
        *sorted((f"http://post.example/2026/11/{slug}", title, 1) for slug, title in TITLES.items()),
        ("http://t.me/island_news/84", SHORT, 1),
    ]
    assert installation.query("SELECT count(*) FROM quarantine") == [(0,)]


def test_a_short_forwarded_post_is_an_article_of_its_channel(installation: Installation) -> None:
    installation.cycle("first")
    facts = "SELECT outlet, authors, claimed_url, text, language, topics FROM articles WHERE outlet LIKE 't.me/%'"
    assert installation.query(facts) == [
        ("t.me/island_news", ["Harbour Union"], "https://t.me/harbour_union/77", SHORT, "en", ["ferry"])
    ]


def test_a_page_that_changed_and_a_channel_without_a_preview_are_named(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    installation.cycle("first")
    answers["post.example/news"] = page("News", CAKES)
    answers["t.me/s/island_news"] = moved("http://t.me/island_news", 302)
    answers["t.me/island_news"] = Answer(telegram.PREVIEW_OFF)
    installation.poll("second")
    assert installation.query("SELECT feed_id, reason FROM feed_health ORDER BY feed_id") == [
        ("channel", "preview_off"),
        ("post", "no_links"),
    ]
