"""Pages without an article, and pages made to break a reader: each ends with an article or a reason."""

import random
from contextlib import nullcontext

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsvane.articles import read_article
from newsvane.articles.markup import MAX_ELEMENTS, parse
from newsvane.errors import Terminal
from newsvane.records import Article, Skipped
from tests.support.cpu_limit import cpu_limit
from tests.support.examples import examples
from tests.support.prose import prose
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
from tests.unit.articles.page_fuzzer import mutated_page
from tests.unit.articles.page_strategies import check_invariants, mutated, mutations, pages

CHECKS = list(HealthCheck)


MANY = " ".join(f"a{n}" for n in range(100_000))
PHRASES = "a b c d e f " + "\ufdfa" * 900_000
"""NFKC makes 16 million letters of it, 3.6 million words."""


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \r\n\x00 ", "empty", id="space"),
        pytest.param(b"%PDF-1.7 ...", "not_html", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(100), "not_html", id="image"),
        pytest.param(random.Random(3).randbytes(20_000), "not_html", id="noise"),
        pytest.param(b'{"error": "gone"}', "not_html", id="JSON"),
        pytest.param(b"<html><body></body></html>", "no_text", id="no body"),
        pytest.param(
            b"<html><body><div id='app'></div><script>start()</script></body></html>", "no_text", id="script only"
        ),
        pytest.param(
            b"<html><head><title>Before you continue</title></head><body><div><h1>Your privacy</h1><p>We and "
            b"our partners store cookies on your device, with your consent. You can accept all cookies or change your "
            b"privacy settings.</p><button>Accept</button></div></body></html>",
            "not_article",
            id="a consent page",
        ),
        pytest.param(
            page(
                "", title="Log in to read on", blocks=("Please log in or subscribe. Your browser must accept cookies.",)
            ),
            "not_article",
            id="a log-in page",
        ),
        pytest.param(
            b"<html><head><title>404 Page not found</title></head><body><h1>Page not found</h1><p>"
            + b"The page you are looking for has moved or never was here. Try the search or go back to the start page. "
            * 4
            + b"</p></body></html>",
            "not_article",
            id="error page with status 200",
        ),
        pytest.param(page("<div>" * 100_000), "too_complex", id="100,000 nested tags"),
        pytest.param(page("<i>x</i>" * 30_000), "too_complex", id="30,000 tags"),
        pytest.param(page(blocks=("word " * 300_000,)), "too_complex", id="a text as long as a book"),
        pytest.param(page(blocks=("\ufdfa" * 300_000,)), "too_complex", id="letters that stand for four words each"),
        pytest.param(page("<p>" + "&#xfdfa;" * 300_000), "too_complex", id="references to such letters"),
        pytest.param(page(blocks=(f"{'a' * 29}\ufdfa " * 20_000,)), "too_complex", id="few of them in a long text"),
        pytest.param(page(f"<p {MANY}>"), "too_complex", id="100,000 attributes"),
        pytest.param(
            page("<p " + MANY.replace(" ", '=">" ') + ">"), "too_complex", id="100,000 attributes with tags in them"
        ),
        pytest.param(page(f"<!-- <script> --><p {MANY}><!-- </script> -->"), "too_complex", id="hidden attributes"),
    ],
)
def test_a_page_without_an_article_is_skipped_with_a_reason(html: bytes, reason: str) -> None:
    with cpu_limit(5):
        found = read_skipped(html)
        assert (found.reason, found.stage, found.at) == (reason, "read", NOW)


def test_an_article_has_at_most_40000_words() -> None:
    paragraphs = [prose(n, 500) for n in range(81)]
    assert read(page(blocks=tuple(paragraphs[:79]))).words == 39_500
    found = read_skipped(page(blocks=tuple(paragraphs)))
    assert found.reason == "too_complex"
    assert found.detail.endswith("words, at most 40,000 are kept")


@pytest.mark.parametrize(
    ("head", "content"),
    [
        pytest.param(json_ld(headline=TITLE, articleBody=PHRASES[:300_000]), "", id="JSON-LD"),
        pytest.param(f"<meta name='description' content='{PHRASES}'>", "", id="a description"),
        pytest.param("", PHRASES, id="a feed"),
        pytest.param("", f"<p>{PHRASES}</p>", id="HTML in a feed"),
    ],
)
def test_letters_that_stand_for_words_do_not_replace_the_text_of_the_page(head: str, content: str) -> None:
    with cpu_limit(1.5):
        found = read_article(page(head=head), url=URL, entry=entry(content=content), now=NOW)
        assert isinstance(found, Article)
        assert found.text == TEXT


def test_the_addresses_of_headlines_cost_no_more_than_others() -> None:
    with cpu_limit(2):
        read(
            page(
                "".join(
                    f"<h2><a href='//{PHRASES[-300_000:]}{n}.example/'>The headline of page {n}</a></h2>"
                    for n in range(10)
                )
            )
        )


def test_a_skipped_page_names_its_entry() -> None:
    found = read_article(b"", url=URL, entry=entry())
    assert isinstance(found, Skipped)
    assert (found.feed_id, found.entry_id) == ("harbour", "e1_x")


def test_an_invalid_address_is_a_reason_to_skip() -> None:
    assert read_skipped(page(), url="mailto:x").reason == "unreadable"


PERSIAN = page(title="درگیری در تیرانا")


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(
            PERSIAN.replace(b"utf-8", b"windows-1256").decode().encode("cp1256", "xmlcharrefreplace"), id="windows-1256"
        ),
        pytest.param(PERSIAN.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + PERSIAN, id="UTF-8 with a byte order mark"),
        pytest.param(PERSIAN.replace(b"utf-8", b"no-such-charset"), id="unknown charset"),
    ],
)
def test_a_page_is_decoded(encoded: bytes) -> None:
    assert read(encoded).title == "درگیری در تیرانا"


@pytest.mark.parametrize("codec", [b"cp037", b"punycode", b"idna", b"undefined"])
def test_a_codec_that_is_no_charset_of_the_web_is_ignored(codec: bytes) -> None:
    assert read(page().replace(b"utf-8", codec).decode().encode("cp1252")).title == TITLE


REMOVED = "<aside><a href='/x'>Sign up</a></aside>"


@pytest.mark.parametrize("noise", ["&#1;", "&#x1f;", "&#xFFFE;", "\uffff", "می\u200cرود&#1;"])
def test_characters_that_xml_forbids_do_not_fail(noise: str) -> None:
    found = read(
        page(f"<p>{noise}{REMOVED}{noise}</p>", blocks=(*PARAGRAPHS, f"{noise}{REMOVED}{noise} It ends here."))
    )
    assert PARAGRAPHS[-1] in found.text


@pytest.mark.parametrize("digits", ["9" * 5_000, "9" * 3_000 + "&#1;" + "9" * 3_000], ids=["at once", "in two parts"])
def test_a_reference_of_5000_digits_that_is_escaped_twice_does_not_fail(digits: str) -> None:
    assert (
        PARAGRAPHS[-1] in read(page(blocks=(f"It begins &amp;#{digits}; here. {PARAGRAPHS[0]}", *PARAGRAPHS[1:]))).text
    )


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x0b", "\x1b[31m", "&#0;", "&#1;", "&#x1F", "&#65535;", "&#&#1;1;", "&#x202e;", "\u2066", "\ufeff"],
)
def test_control_characters_are_removed_from_the_text(character: str) -> None:
    found = read(page(blocks=(f"Be{character}fore. {PARAGRAPHS[0]}", *PARAGRAPHS[1:])))
    assert not any(ord(character) < 32 and character != "\n" for character in found.text)
    assert not set(found.text) & {"\u202e", "\u2066", "\ufeff"}
    assert found.text.endswith(PARAGRAPHS[-1])


def test_the_title_and_the_evidence_lose_what_reorders_others() -> None:
    title = "Tirana\u202e (می\u200cروند)\u200f says\u2069 it keeps the seized computers"
    html = page(title=title).replace(b"<html lang='en'", "<html lang='en-x-mtfrom-fa\u202e'".encode())
    found = read(html)
    assert found.title == "Tirana (می\u200cروند)\u200f says it keeps the seized computers"
    assert found.translation.evidence
    assert all(line.isprintable() for line in found.translation.evidence)


def test_nothing_is_left_of_what_drives_a_terminal() -> None:
    assert read(page(title="Tirana \x1b[31msays it keeps the seized\x1b[0m computers")).title == (
        "Tirana says it keeps the seized computers"
    )


hostile = settings(
    max_examples=examples(100), deadline=None, derandomize=True, database=None, suppress_health_check=CHECKS
)


@hostile
@given(pages)
def test_invariants_hold_for_hostile_pages(html: bytes) -> None:
    check_invariants(html)


@hostile
@given(mutations)
def test_invariants_hold_for_damaged_pages(changes: list[tuple[int, int, bytes]]) -> None:
    check_invariants(mutated(changes))


@pytest.mark.parametrize("seed", range(50))
def test_invariants_hold_for_mutated_pages(seed: int) -> None:
    check_invariants(mutated_page(seed))


@settings(max_examples=examples(60), deadline=None)
@given(st.binary(max_size=2_000), st.integers(0, 2_000))
def test_random_bytes_never_raise(noise: bytes, place: int) -> None:
    html = page()
    for hostile in (noise, b"<html><body><p>" + noise, html[:place] + noise + html[place:]):
        assert isinstance(read_article(hostile, url=URL, now=NOW), Article | Skipped)


@pytest.mark.parametrize("space", [b"\x0c", b"&#12;"])
def test_a_form_feed_is_a_space(space: bytes) -> None:
    assert read(page().replace(b"Albania has", b"Albania " + space + b"has")).text == TEXT


@pytest.mark.parametrize(("number", "is_read"), [(MAX_ELEMENTS - 2, True), (MAX_ELEMENTS - 1, False)])
def test_elements_that_the_parser_adds_count(number: int, *, is_read: bool) -> None:
    unclosed = 60  # so many that the page is not repaired, and the parser adds html and body
    with nullcontext() if is_read else pytest.raises(Terminal, match=f"more than {MAX_ELEMENTS} elements"):
        parse("<b >" * unclosed + "<br>" * (number - unclosed))
