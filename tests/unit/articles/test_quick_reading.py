"""Pages that no topic can match are read quickly; what full reading matches is read in full."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.articles import read_article
from newsvane.records import Article, Feed, Skipped, Topic
from newsvane.topics import Gate
from tests.support.examples import examples
from tests.unit.articles.page_factories import NOW, URL, entry, json_ld, page

QUERY = 'iran OR "maryam rajavi" OR mojahed* OR ایران OR طهران OR 이란 OR "prison camp" OR (seized NEAR/3 computers)'
TOPICS = [Topic(topic_id="exiles", title="Exiles", query=QUERY)]
GATE = Gate(TOPICS)
TITLE = "Harbour opens again after the storm of last week"
SENTENCE = (
    "The harbour of the small town opened again on Friday, and fishing boats left for the first time since the storm "
    "broke a part of its long northern wall. "
)
BLOCKS = tuple(f"{SENTENCE}{number}. {SENTENCE}" for number in range(5))
DESCRIBED = json_ld(headline=TITLE, datePublished="2026-11-19T09:30:00+01:00")
AS_ARTICLE = "<meta property='og:type' content='article'>"
WORDS = ("Iran", "IRAN", "Írán", "Maryam Rajavi", "Mojahedin", "ایران", "وايران", "طهران", "ﻃﻬﺮﺍﻥ", "이란", "Ｉｒａｎ",
         "prison camp", "seized the computers", "Irania", "harbour")  # fmt: skip
INSIDE = ("", "", "", "\u200c", "\u00ad", "\u200b", "&shy;", "&zwnj;", "&#8203;", "&amp;#8203;", "<b>", "</b>", "<wbr>",
          "<!-- note -->", "<span class='share'>Share</span>", "<script>x()</script>", "<i></i>", "\u0301")  # fmt: skip
BETWEEN_BLOCKS = ("</p><p>", "<p>", "<div>", "</div>", "</p><h2>", "</p><div><p>", "<li>", "<td>")


@st.composite
def spelled_words(draw: st.DrawFn, inside: Sequence[str] = INSIDE) -> str:
    """Make markup of some words, with other markup and with invisible characters within them."""
    found = []
    for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)):
        places = sorted({0, len(word), *draw(st.lists(st.integers(0, len(word)), max_size=2))})
        parts = [escape(word[start:end]) for start, end in pairwise(places)]
        if draw(st.booleans()):
            parts = ["".join(f"&#{ord(letter)};" for letter in word[start:end]) for start, end in pairwise(places)]
        found.append(draw(st.sampled_from(inside)).join(parts))
    return draw(st.sampled_from([" ", " – ", ""])).join(found)


@st.composite
def pages(draw: st.DrawFn) -> tuple[bytes, str]:
    """Make a page with these words in one place, in one of several encodings, and the content of its feed's entry."""
    place = draw(st.sampled_from(["text", "heading", "title", "description", "headline", "body", "beside", "feed"]))
    words = draw(spelled_words((*INSIDE, *BETWEEN_BLOCKS) if place == "text" else INSIDE))
    plain = words.replace("<", " <")
    head = {
        "description": f'<meta name="description" content="{escape(words)} {SENTENCE}">',
        "headline": json_ld(headline=words, author={"name": "Ana"}),
        "body": json_ld(headline=TITLE, articleBody=f"<p>{SENTENCE * 60}</p><p>{words}</p>"),
    }.get(place, json_ld(headline=TITLE))
    blocks = {
        "text": (*BLOCKS[:2], f"{SENTENCE}{words} {SENTENCE}", *BLOCKS[2:]),
        "heading": (*BLOCKS[:2], f"</p><h2>{words}</h2><p>{SENTENCE}", *BLOCKS[2:]),
    }.get(place, BLOCKS)
    body = f"<aside class='related'><a href='/x'>{words}</a></aside>" if place == "beside" else ""
    title = plain if place == "title" else TITLE
    html = page(body, head=head, title=title, blocks=blocks)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "iso-8859-6", "windows-1252"]))
    if encoding != "utf-8":
        text = html.decode().replace("charset='utf-8'", f"charset='{encoding}'")
        html = text.encode(encoding, "xmlcharrefreplace")
    return html, f"<p>{SENTENCE * 60}</p><p>{words}</p>" if place == "feed" else ""


@settings(max_examples=examples(600), deadline=None)
@given(pages())
def test_whatever_full_reading_matches_is_read_in_full(made: tuple[bytes, str]) -> None:
    html, content = made
    listed = entry(content=content, title=TITLE, published_at=NOW)
    full = read_article(html, url=URL, entry=listed, now=NOW, topics=TOPICS)
    found = read_article(html, url=URL, entry=listed, now=NOW, topics=TOPICS, gate=GATE)
    if isinstance(full, Article) and not full.topics:
        assert isinstance(found, Article)
        assert not found.topics
        assert (found.title, found.published_at, found.kind) == (full.title, full.published_at, full.kind)
    else:
        assert found == full


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(f"<meta property='og:title' content='Iran talks'>{json_ld(headline='Iran talks')}", id="a title"),
        pytest.param(json_ld(headline=TITLE, articleBody=f"<p>{SENTENCE * 60}</p><p>Iran</p>"), id="JSON-LD"),
    ],
)
def test_words_that_the_text_does_not_show_open_the_gate(head: str) -> None:
    html = page(head=head, title=TITLE, blocks=BLOCKS, site_title=False)
    full = read_article(html, url=URL, now=NOW, topics=TOPICS)
    assert isinstance(full, Article)
    assert full.topics == ("exiles",)
    assert read_article(html, url=URL, now=NOW, topics=TOPICS, gate=GATE) == full


def test_a_quick_reading_has_the_same_facts() -> None:
    html = page(head=DESCRIBED, title=TITLE, blocks=BLOCKS)
    feed = Feed(feed_id="harbour", url="https://harbour-post.example/rss", outlet="harbour-post.example", country="AL")
    full = read_article(html, url=URL, now=NOW, topics=TOPICS, feed=feed)
    found = read_article(html, url=URL, now=NOW, topics=TOPICS, feed=feed, gate=GATE)
    assert isinstance(full, Article)
    assert full.text_hash
    assert full.completeness
    assert found.language_confidence > 0.9
    left_out = {"text_hash": "", "completeness": None, "language_confidence": found.language_confidence}
    assert found == full.model_copy(update=left_out)


def test_a_word_that_would_be_joined_from_two_paragraphs_does_not_open_the_gate() -> None:
    apart, together = ((*BLOCKS[:2], f"{SENTENCE}I{cut}ran {SENTENCE}", *BLOCKS[2:]) for cut in ("</p><p>", "<b>"))
    found = read_article(page(head=DESCRIBED, title=TITLE, blocks=apart), url=URL, now=NOW, topics=TOPICS, gate=GATE)
    assert isinstance(found, Article)
    assert found.text_hash == ""
    found = read_article(page(head=DESCRIBED, title=TITLE, blocks=together), url=URL, now=NOW, topics=TOPICS, gate=GATE)
    assert isinstance(found, Article)
    assert found.topics == ("exiles",)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(head=DESCRIBED, title=TITLE, blocks=(SENTENCE * 5,)), id="a short text"),
        pytest.param(page(head=AS_ARTICLE, title=TITLE, blocks=BLOCKS), id="neither listed nor described"),
        pytest.param(
            page("<aside class='sidebar'><p>Iran talks go on in Geneva this week, with no end in sight.</p></aside>",
                 head=DESCRIBED, title=TITLE, blocks=BLOCKS),
            id="a word beside the text",
        ),
    ],
)  # fmt: skip
def test_the_text_of_a_doubtful_page_is_extracted_as_in_full_reading(html: bytes) -> None:
    full = read_article(html, url=URL, now=NOW, topics=TOPICS)
    found = read_article(html, url=URL, now=NOW, topics=TOPICS, gate=GATE)
    assert isinstance(full, Article)
    assert full.topics == ()
    assert found == full


def test_a_page_behind_a_translation_service_is_read_in_full() -> None:
    url = f"https://translate.google.com/translate?u={URL}"
    html = page(head=DESCRIBED, title=TITLE, blocks=BLOCKS)
    full = read_article(html, url=url, now=NOW, topics=TOPICS)
    assert isinstance(full, Article)
    assert full.text_hash
    assert read_article(html, url=url, now=NOW, topics=TOPICS, gate=GATE) == full


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        pytest.param(page(title="Page not found", blocks=BLOCKS), URL, "error", id="an error page"),
        pytest.param(page(title=TITLE, blocks=BLOCKS), "https://harbour-post.example/", "front", id="a front"),
        pytest.param(page(title="Search results", blocks=BLOCKS), "https://harbour-post.example/search?q=a", "search",
                     id="a search"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused(html: bytes, url: str, kind: str) -> None:
    found = read_article(html, url=url, now=NOW, topics=TOPICS, gate=GATE)
    assert isinstance(found, Skipped)
    assert found == read_article(html, url=url, now=NOW, topics=TOPICS)
    assert found.kind == kind
