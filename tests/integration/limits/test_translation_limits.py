"""Signals of translation are found in bounded time, whatever the page."""

from collections.abc import Callable

import pytest
from lxml.html import document_fromstring

from newsvane.translation import classify_translation, find_signals
from newsvane.translation.vocabulary import guess_languages, names_language
from tests.support.cpu_limit import cpu_limit

URL = "https://paper.example/es/news/7"
BODY = tuple(f"Paragraph {n} says that the council met, argued and went home without a vote." for n in range(9))
NOTICE = "This article was automatically translated."
LONG = 1_000_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p>" + f"{NOTICE} " * (LONG // 50) + "</p>", id="one notice without end"),
        pytest.param(f"<p>{NOTICE[:-1]}" + " really" * (LONG // 7) + "</p>", id="one sentence without end"),
        pytest.param(f"<p>{NOTICE}</p>" * 10_000, id="ten thousand notices"),
        pytest.param(f"<div>{NOTICE}" * 150 + "</div>" * 150, id="notices in notices"),
        pytest.param("<div>" * 150 + f"<i>{NOTICE}</i> <b>x</b>" * 4_000 + "</div>" * 150, id="all in one element"),
        pytest.param("<p>" + "<span>" * 150 + NOTICE + "</span>" * 150 + "</p>", id="deep inline"),
        pytest.param("<p>this page " * 5_000 + "translated " * 5_000, id="halves of notices"),
        pytest.param(f"<p title='{NOTICE}'>x</p>" * 10_000, id="ten thousand titles"),
        pytest.param("<script>" * 50_000 + NOTICE, id="scripts that never end"),
        pytest.param("<p>was machine by with " * 8_000 + "translated" * 9, id="words of the patterns"),
        pytest.param(f"<p>{chr(0x202E)}{NOTICE[::-1]}</p>" * 999, id="right to left"),
        pytest.param("&#1587;" * 100_000, id="letters as numbers"),
        pytest.param("<div>" + "Translated by<br>" * 50_000 + "</div>", id="lines without end"),
        pytest.param("<p>this page x from x, translated from x with x of the x and</p>" * 9_000, id="almost a notice"),
        pytest.param("<p>" + "original in the x " * 15 + "translated by AI</p>" * 9_000, id="origins without end"),
        pytest.param("<p>DeepL page article text</p>" * 9_000, id="an engine in every paragraph"),
        pytest.param("<p>本文由翻译" * 9_000, id="a script without spaces"),
        pytest.param(
            "<div>" * 100 + f"<div><b class='user'>A</b><time>1</time><p>{NOTICE}</p><a>Reply</a></div>" * 3_000,
            id="comments without end",
        ),
        pytest.param(f"<section><h2>Comments</h2><p>{NOTICE}</p></section>" * 3_000, id="sections of comments"),
        pytest.param(
            '<script type="application/ld+json">' + '{"translator":[' * 50_000 + "</script>", id="JSON without end"
        ),
        pytest.param(
            '<script type="application/ld+json">[' + '{"translator":"AI","a":{"b":1}},' * 30_000 + "1]</script>",
            id="thirty thousand translators",
        ),
    ],
)
def test_signals_are_found_in_bounded_time(body: str) -> None:
    markup = f"<html><body>{body}</body></html>"
    tree = document_fromstring(markup)
    blocks = [body[:LONG], *BODY, body[-LONG:]]
    with cpu_limit(2):
        signals = find_signals(tree, markup, url=URL, blocks=blocks)
        classify_translation(signals, language="en", blocks=[("en", 40), ("es", 40)] * 5_000)


@pytest.mark.parametrize("look", [names_language, guess_languages])
@pytest.mark.parametrize("letter", [pytest.param("a", id="Latin"), pytest.param("ب", id="Arabic")])
def test_one_word_without_end_is_examined_in_bounded_time(look: Callable[[str], object], letter: str) -> None:
    with cpu_limit(2):
        look(letter * 200_000)
