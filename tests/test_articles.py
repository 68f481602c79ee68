"""Reading: the text and the facts of a page, and a reason for every page that is no article."""

import json
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.articles import count_words, read_article
from newsvane.articles.promotions import without_promotions
from newsvane.records import Article, Entry, Skipped
from newsvane.texts import text_hash

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://www.harbour-post.example/world/2026/11/19/camp?utm_source=feed"
TITLE = "Tirana says seized computers stay with its prosecutors"
NOTICE = "Este sitio web fue traducido automáticamente. Para obtener más información, por favor haz clic aquí."
SHOUT = "WHAT IS KNOWN ABOUT THE EXILES' CAMP NEAR DURRES"
PROMOTION = "CLICK HERE TO GET THE HARBOUR POST APP"
PARAGRAPHS = (
    "Albania has handed none of the computers seized in June to Tehran, its embassy said on Wednesday, after a senior "
    "official in the Iranian capital claimed that part of the hard drives had already arrived there.",
    "Police searched the Ashraf-3 camp, home to some two thousand members of the Mujahedin-e Khalq, on the orders of a "
    "court that deals with corruption and organised crime. Officers carried away about one hundred and fifty devices.",
    "“Everything taken remains in the hands of the special prosecutor,” a spokesman for the embassy said. "
    "The two countries have had no diplomatic relations since the cyberattack of 2022 on Albanian public services.",
    "The exiles' council asked the government in Tirana for a public assurance. It fears that lists of relatives in "
    "Iran could be drawn from the machines, and that families would be made to pay for what their children do abroad.",
)
TEXT = "\n\n".join(PARAGRAPHS)
INTERRUPTED = (*PARAGRAPHS[:2], SHOUT, PARAGRAPHS[2], PROMOTION, PARAGRAPHS[3])
MANY = " ".join(f"a{n}" for n in range(100_000))


def page(
    body: str = "",
    *,
    head: str = "",
    title: str = TITLE,
    lang: str = "en",
    inside: str = "",
    blocks: tuple[str, ...] = PARAGRAPHS,
) -> bytes:
    paragraphs = "".join(f"<p>{block}</p>" for block in blocks)
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'>"
        f"<title>{title} | Harbour Post</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav>{body}"
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main>"
        "<footer><p>Harbour Post, a paper that does not exist.</p></footer></body></html>"
    ).encode()


def json_ld(**facts: Any) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


def entry(**facts: Any) -> Entry:
    known = {"entry_id": "e1_x", "feed_id": "harbour", "url": URL, "canonical_url": "https://harbour-post.example/x"}
    return Entry(**{**known, "seen_at": NOW, **facts})


def read(html: bytes, *, url: str = URL, told: Entry | None = None) -> Article:
    found = read_article(html, url=url, entry=told, now=NOW, topics=())
    assert isinstance(found, Article), found
    return found


def skipped(html: bytes, *, url: str = URL) -> Skipped:
    found = read_article(html, url=url, now=NOW, topics=())
    assert isinstance(found, Skipped), found
    return found


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
            "no_text",
            id="consent wall",
        ),
        pytest.param(
            page(
                "", title="Log in to read on", blocks=("Please log in or subscribe. Your browser must accept cookies.",)
            ),
            "no_text",
            id="log-in wall",
        ),
        pytest.param(
            b"<html><head><title>404 Page not found</title></head><body><h1>Page not found</h1><p>"
            + b"The page you are looking for has moved or never was here. Try the search or go back to the start page. "
            * 4
            + b"</p></body></html>",
            "no_text",
            id="error page with status 200",
        ),
        pytest.param(page("<div>" * 100_000), "too_complex", id="100,000 nested tags"),
        pytest.param(page("<i>x</i>" * 30_000), "too_complex", id="30,000 tags"),
        pytest.param(page(blocks=("word " * 300_000,)), "too_complex", id="a text like a book"),
        pytest.param(page(f"<p {MANY}>"), "too_complex", id="100,000 attributes"),
        pytest.param(
            page("<p " + MANY.replace(" ", '=">" ') + ">"), "too_complex", id="100,000 attributes with tags in them"
        ),
        pytest.param(page(f"<!-- <script> --><p {MANY}><!-- </script> -->"), "too_complex", id="hidden attributes"),
    ],
)
def test_what_is_no_article_has_its_reason(html: bytes, reason: str) -> None:
    began = time.perf_counter()
    found = skipped(html)
    assert (found.reason, found.stage, found.at) == (reason, "read", NOW)
    assert time.perf_counter() - began < 5


def test_a_skipped_page_names_its_entry() -> None:
    found = read_article(b"", url=URL, entry=entry(), topics=())
    assert isinstance(found, Skipped)
    assert (found.feed_id, found.entry_id) == ("harbour", "e1_x")


def test_an_address_that_is_none_is_a_reason_too() -> None:
    assert skipped(page(), url="mailto:x").reason == "unreadable"


def test_a_short_article_is_an_article() -> None:
    found = read(page(blocks=("The ferry office for Albania stays closed until Monday.",)))
    assert found.words == 9


def test_a_heavy_page_is_read_in_time() -> None:
    html = page(f"<script>{'var a=1;' * 1_200_000}</script>")
    began = time.perf_counter()
    assert read(html).text == TEXT
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("html", "title"),
    [
        pytest.param(page(), TITLE, id="the site's name goes"),
        pytest.param(page(head=f"<meta property='og:title' content='{TITLE}: live'>"), TITLE, id="most witnesses"),
        pytest.param(page(title="Tirana &amp;#8211; Tehran"), "Tirana – Tehran", id="escaped twice"),
        pytest.param(
            page(title="&lt;script&gt;alert(1)&lt;/script&gt; charged"),
            "<script>alert(1)</script> charged",
            id="markup",
        ),
        pytest.param(page(title="Camp \u202ehcraes\u202c in Albania"), "Camp hcraes in Albania", id="bidi override"),
    ],
)
def test_title(html: bytes, title: str) -> None:
    assert read(html).title == title


def test_no_title_anywhere_is_an_empty_title() -> None:
    html = page().replace(f"<h1>{TITLE}</h1>".encode(), b"").replace(f"{TITLE} | ".encode(), b"")
    assert read(html).title == ""
    assert read(html, told=entry(title="From the feed")).title == "From the feed"


@pytest.mark.parametrize(
    ("head", "told", "when", "source"),
    [
        pytest.param(
            json_ld(datePublished="2026-11-19T09:30:00+01:00"), {}, "2026-11-19T08:30", "json_ld", id="JSON-LD"
        ),
        pytest.param(
            "<meta property='article:published_time' content='2026-11-19T09:30:00Z'>",
            {},
            "2026-11-19T09:30",
            "meta",
            id="meta",
        ),
        pytest.param(
            "<meta name='date' content='Thu, 19 Nov 2026 09:30:00 +0200'>",
            {},
            "2026-11-19T07:30",
            "meta",
            id="RFC 2822",
        ),
        pytest.param("", {"published_at": NOW}, "2026-11-19T00:00", "url", id="the address"),
        pytest.param(
            json_ld(datePublished="2028-11-19"), {}, "2026-11-19T00:00", "url", id="the future is not believed"
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"), {}, "2026-11-19T00:00", "url", id="the epoch is not believed"
        ),
        pytest.param(json_ld(datePublished="yesterday"), {}, "2026-11-19T00:00", "url", id="no time at all"),
        pytest.param(
            json_ld(datePublished="2026-11-18") + "<meta name='date' content='2026-11-18 07:15'>",
            {},
            "2026-11-18T07:15",
            "meta",
            id="the one with a time of day",
        ),
    ],
)
def test_publication_time(head: str, told: dict[str, Any], when: str, source: str) -> None:
    found = read(page(head=head), told=entry(**told))
    assert found.published_at == datetime.fromisoformat(f"{when}:00+00:00")
    assert found.published_source == source


PLAIN_URL = "https://harbour-post.example/camp"


@pytest.mark.parametrize(
    ("head", "told", "when"),
    [
        pytest.param("", {}, None, id="none"),
        pytest.param("", {"published_at": NOW}, NOW, id="the feed's"),
        pytest.param(
            json_ld(datePublished="2029-01-01"),
            {"published_at": NOW + timedelta(days=900)},
            None,
            id="both in the future",
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"), {}, datetime(1970, 1, 1, tzinfo=UTC), id="old, and no other"
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"), {"published_at": NOW}, NOW, id="old, and the feed's"
        ),
    ],
)
def test_publication_time_where_the_address_is_silent(head: str, told: dict[str, Any], when: datetime | None) -> None:
    assert read(page(head=head), url=PLAIN_URL, told=entry(**told)).published_at == when


def test_update_time_follows_publication() -> None:
    head = json_ld(datePublished="2026-11-19T09:00:00Z", dateModified="2026-11-19T11:00:00Z")
    assert read(page(head=head)).updated_at == datetime(2026, 11, 19, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        pytest.param(
            json_ld(author=[{"name": "Ana Hoxha"}, {"name": "Reza Karimi"}]), ("Ana Hoxha", "Reza Karimi"), id="JSON-LD"
        ),
        pytest.param(
            "<meta name='author' content='By Ana Hoxha and Reza Karimi'>", ("Ana Hoxha", "Reza Karimi"), id="meta"
        ),
        pytest.param(
            json_ld(author={"@type": "Organization", "name": "Harbour Post"}, publisher={"name": "Harbour Post"})
            + "<meta name='author' content='Ana Hoxha'>",
            ("Ana Hoxha",),
            id="more than the outlet",
        ),
        pytest.param(
            "<meta property='article:author' content='https://social.example/ana'>", ("From the feed",), id="no address"
        ),
    ],
)
def test_authors(head: str, authors: tuple[str, ...]) -> None:
    assert read(page(head=head), told=entry(authors=("From the feed",))).authors == authors


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        pytest.param("<link rel='canonical' href='/camp'>", "/camp", id="own"),
        pytest.param(
            "<meta property='og:url' content='https://m.harbour-post.example/camp?fbclid=1'>", "/camp", id="og"
        ),
        pytest.param("<link rel='canonical' href='/'>", "/world/2026/11/19/camp", id="home page"),
        pytest.param("<link rel='canonical' href='https://else.example/a'>", "/world/2026/11/19/camp", id="elsewhere"),
        pytest.param("<link rel='canonical' href='javascript:void(0)'>", "/world/2026/11/19/camp", id="no address"),
    ],
)
def test_canonical_address(head: str, canonical: str) -> None:
    assert read(page(head=head)).canonical_url == f"https://harbour-post.example{canonical}"


def test_a_translation_keeps_its_own_address() -> None:
    head = "<link rel='alternate machine-translated-from' hreflang='es' href='/es/camp'>"
    head += "<link rel='canonical' href='/es/camp'>"
    found = read(page(head=head))
    assert found.translation.source_url == "https://harbour-post.example/es/camp"
    assert found.canonical_url == "https://harbour-post.example/world/2026/11/19/camp"


def test_a_proxied_page_belongs_to_the_originals_outlet() -> None:
    found = read(page(), url="https://iran--letter-example.translate.goog/a?_x_tr_sl=fa&_x_tr_tl=en")
    assert found.translation.state == "proxy"
    assert found.translation.source_url == "https://iran-letter.example/a"
    assert found.outlet == "iran-letter.example"


def test_image_is_absolute() -> None:
    assert read(page(head="<meta property='og:image' content='/i/camp.jpg'>")).image_url == (
        "https://www.harbour-post.example/i/camp.jpg"
    )


PERSIAN = page(title="درگیری در تیرانا")


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(
            PERSIAN.replace(b"utf-8", b"windows-1256").decode().encode("cp1256", "xmlcharrefreplace"), id="windows-1256"
        ),
        pytest.param(PERSIAN.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + PERSIAN, id="UTF-8 with a mark"),
        pytest.param(PERSIAN.replace(b"utf-8", b"no-such-charset"), id="unknown charset"),
    ],
)
def test_characters(encoded: bytes) -> None:
    assert read(encoded).title == "درگیری در تیرانا"


@pytest.mark.parametrize("dirt", ["\x00", "\x0b", "\x1b[31m", "&#0;", "&#x202e;", "\u2066", "\ufeff"])
def test_control_characters_leave_the_text(dirt: str) -> None:
    found = read(page(blocks=(f"Be{dirt}fore. {PARAGRAPHS[0]}", *PARAGRAPHS[1:])))
    assert not any(ord(character) < 32 and character != "\n" for character in found.text)
    assert not set(found.text) & {"\u202e", "\u2066", "\ufeff"}
    assert found.text.endswith(PARAGRAPHS[-1])


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
    assert without_promotions([PARAGRAPHS[0], block, PARAGRAPHS[1]]) == [PARAGRAPHS[0], PARAGRAPHS[1]]


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
    assert without_promotions([PARAGRAPHS[0], block, PARAGRAPHS[1]]) == [PARAGRAPHS[0], block, PARAGRAPHS[1]]


def test_a_text_in_capitals_is_kept() -> None:
    blocks = [block.upper() for block in PARAGRAPHS]
    assert without_promotions(blocks) == blocks


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


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2_000), st.integers(0, 2_000))
def test_no_bytes_raise(noise: bytes, place: int) -> None:
    html = page()
    for hostile in (noise, b"<html><body><p>" + noise, html[:place] + noise + html[place:]):
        assert isinstance(read_article(hostile, url=URL, now=NOW, topics=()), Article | Skipped)
