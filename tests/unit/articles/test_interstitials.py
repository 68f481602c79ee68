"""Interstitials and error pages are not articles; news about their subjects is."""

from datetime import timedelta

import pytest

from newsvane.articles import read_article
from newsvane.records import Skipped
from tests.unit.articles.page_factories import (
    NOW,
    PARAGRAPHS,
    TEXT,
    TITLE,
    URL,
    entry,
    json_ld,
    page,
    read,
    read_skipped,
)

LISTED = entry(title=TITLE, published_at=NOW - timedelta(hours=1))

FIRST = PARAGRAPHS[0]
FREE = "<p>{}</p>".format("</p><p>".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        pytest.param(
            page(
                title="Ihre Privatsphäre",
                blocks=(
                    "Mit Ihrer Einwilligung setzen wir Cookies.",
                    "Sie können alle Cookies akzeptieren oder ein Abonnement abschließen.",
                ),
            ),
            "wall",
            id="consent, in German",
        ),
        pytest.param(
            page(
                title="Bienvenue",
                blocks=(
                    "Nous utilisons des cookies avec votre consentement.",
                    "Accepter les cookies ou s'abonner : abonnez-vous pour refuser.",
                ),
            ),
            "wall",
            id="consent, in French",
        ),
        pytest.param(
            page(
                head=json_ld(headline=TITLE),
                blocks=("Sign in to read on.", "No password yet? Register, or log in with your browser."),
            ),
            "wall",
            id="a log-in page that marks itself as an article",
        ),
        pytest.param(
            page(
                title="Page not found", blocks=("It seems that there is nothing at this address, so try the search.",)
            ),
            "error",
            id="404",
        ),
        pytest.param(
            page(title="Error 404", blocks=("Nothing was found here, perhaps it has moved to another place.",)),
            "error",
            id="404, by number",
        ),
        pytest.param(
            page(title="Página no encontrada", blocks=("Es posible que la dirección haya cambiado hace tiempo.",)),
            "error",
            id="404, in Spanish",
        ),
        pytest.param(
            page(title="صفحه یافت نشد", blocks=("نشانی که به دنبال آن هستید در این پایگاه وجود ندارد.",)),
            "error",
            id="404, in Persian",
        ),
        pytest.param(page(title="Artikeln har avpublicerats", blocks=(FIRST,)), "error", id="withdrawn, in Swedish"),
        pytest.param(
            page(title="Hoppsan", blocks=("Artikeln du söker har flyttats till arkivet.", FIRST)),
            "error",
            id="the article that you look for, in Swedish",
        ),
        pytest.param(
            page(title="Проверка браузера", blocks=("Включите JavaScript и cookie, затем обновите страницу.",)).replace(
                b"article>", b"div>"
            ),
            "wall",
            id="a robot check, in Russian",
        ),
        pytest.param(page(title="삭제된 기사입니다", blocks=(FIRST,)), "error", id="deleted, in Korean"),
        pytest.param(
            page(title="451: Unavailable for legal reasons", blocks=("Our site cannot be read in Europe.",)),
            "error",
            id="451",
        ),
        pytest.param(
            page(
                title="Just a moment...",
                blocks=("Verify that you are human: enable JavaScript and cookies in your browser to continue.",),
            ),
            "wall",
            id="a robot check",
        ),
    ],
)
def test_an_interstitial_is_not_an_article(html: bytes, kind: str) -> None:
    found = read_skipped(html)
    assert (found.reason, found.kind) == ("not_article", kind)


@pytest.mark.parametrize(
    ("title", "blocks"),
    [
        pytest.param("Missing driver not found in the bay", (FIRST,), id="not found, in a headline"),
        pytest.param("Court: access denied to 404 files", (FIRST,), id="numbers in a headline"),
        pytest.param("What a cookie knows", (FIRST, "Cookies need consent under the law on privacy."), id="on cookies"),
    ],
)
def test_news_about_errors_and_cookies_is_not_an_interstitial(title: str, blocks: tuple[str, ...]) -> None:
    assert read(page(title=title, blocks=blocks)).text == "\n\n".join(blocks)


def test_behind_an_interstitial_the_text_of_the_feed_is_used() -> None:
    html = page(title="Just a moment...", blocks=("Verify that you are human to continue.",))
    assert read(html, feed_entry=entry(content=FREE)).text == TEXT


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        pytest.param("This article has been withdrawn", "error", id="withdrawn"),
        pytest.param("Der Artikel wurde gelöscht", "error", id="deleted, in German"),
        pytest.param("Страница удалена", "error", id="deleted, in Russian"),
        pytest.param("ページが見つかりません", "error", id="not found, in Japanese"),
        pytest.param("यह लेख उपलब्ध नहीं है", "error", id="not available, in Hindi"),
        pytest.param("Checking that you are not a bot", "wall", id="a check for bots"),
    ],
)
def test_a_page_that_its_feed_lists_may_be_gone_or_walled(title: str, kind: str) -> None:
    body = f"<h1>{title}</h1><p>Please go to our front page.</p>"
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    found = read_article(html.encode(), url=URL, entry=LISTED, now=NOW)
    assert isinstance(found, Skipped)
    assert (found.reason, found.kind) == ("not_article", kind)


@pytest.mark.parametrize("title", ["The clause that was removed from the article on votes", "Ferry page is turned"])
def test_news_about_what_was_removed_is_read(title: str) -> None:
    assert read(page(title=title)).title == title
