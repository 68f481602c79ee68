"""Where the text of a page is, where it begins and ends, and what stands beside it."""

import pytest

from newsvane.articles.boilerplate_dom import prune
from newsvane.articles.markup import parse
from tests.unit.articles.page_factories import PARAGRAPHS, TEXT, TITLE, entry, json_ld, page, read, skipped

STANDFIRST = "The embassy denies what an official in Tehran has said about the search of the camp in June."
DESCRIBED = f"<meta name='description' content='{STANDFIRST}'>"
TEASER = "Read in the archive how the port of Durres was rebuilt"
FIRST, *OTHERS = PARAGRAPHS


def inside(*markup: str, head: str = "", title: str = TITLE) -> bytes:
    """A page whose text is interrupted by `markup` after the first paragraph."""
    return page(head=head, title=title).replace(
        f"<p>{OTHERS[0]}</p>".encode(), f"{''.join(markup)}<p>{OTHERS[0]}</p>".encode()
    )


def before(markup: str, *, head: str = "") -> bytes:
    """A page with `markup` between its headline and its text."""
    return page(head=head).replace(b"</h1>", f"</h1>{markup}".encode())


def after(markup: str) -> bytes:
    """A page whose text is followed by `markup`."""
    return page().replace(b"</article>", f"{markup}</article>".encode())


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(inside(f"<p><a href='/port'>{TEASER}</a></p>"), id="a paragraph that is a link"),
        pytest.param(inside(f"<p><strong>More: <a href='/port'>{TEASER}</a></strong></p>"), id="a label and a link"),
        pytest.param(inside(f"<p>Porti | <a href='/port'>{TEASER}</a></p>"), id="a label in a language not listed"),
        pytest.param(inside(f"<h3><a href='/port'>{TEASER}</a></h3>"), id="a linked heading"),
        pytest.param(
            inside(f"<ul><li><a href='/port'>{TEASER}</a></li><li><a href='/sea'>{TEASER} and the sea</a></li></ul>"),
            id="a list of links",
        ),
        pytest.param(
            inside(f"<figure><img src='a'><figcaption>{TEASER}</figcaption></figure>"), id="a figure's caption"
        ),
        pytest.param(inside(f"<div class='imageCaption'>{TEASER}</div>"), id="a caption by its name"),
        pytest.param(inside(f"<div class='article-related'><p>{TEASER}</p></div>"), id="related stories by their name"),
        pytest.param(inside(f"<section id='newsletter_box'><p>{TEASER}</p></section>"), id="a newsletter by its name"),
        pytest.param(inside(f"<aside><p>{TEASER}</p></aside>"), id="an aside"),
        pytest.param(inside(f"<span class='sr-only'>{TEASER}</span>"), id="for screen readers only"),
        pytest.param(inside("<p>The camp in June. (Ana Hoxha/Coast Pictures)</p>"), id="a caption by its credit"),
        pytest.param(
            inside("<p>Camp in Albania</p><p>The gate of the camp in June. (Council of the Exiles (CE))</p>"),
            id="a caption after the name of its picture",
        ),
        pytest.param(inside("<p>Photo: Ana Hoxha</p>"), id="a credit alone"),
        pytest.param(inside("<p>Already a subscriber? Log in here.</p>"), id="what asks to log in"),
        pytest.param(inside("<p>Czytaj więcej</p>"), id="read more, in Polish"),
        pytest.param(before("<p>By Ana Hoxha</p><p>19.11.2026 09:30</p>"), id="byline and date before the text"),
        pytest.param(page().replace(b"<h1>", b"<p>ALBANIA</p><h1>"), id="a kicker before the headline"),
        pytest.param(
            page().replace(f"<h1>{TITLE}</h1>".encode(), f"<p>Exiles: {TITLE}</p>".encode()),
            id="the headline as a paragraph, after its kicker",
        ),
        pytest.param(after("<p>Filed under: Albania, Iran</p>"), id="tags after the text"),
        pytest.param(after("<p>© 2026 Harbour Post. All rights reserved.</p>"), id="copyright after the text"),
        pytest.param(
            after("<p>Additional reporting by Reza Karimi; editing by Ana Hoxha</p>"), id="credits after the text"
        ),
        pytest.param(after("<p>Etiketler:</p>"), id="a label with nothing after it"),
        pytest.param(
            page().replace(b"</main>", f"</main><div><p>{TEASER}, says our series of last year.</p></div>".encode()),
            id="a paragraph elsewhere on the page",
        ),
    ],
)
def test_what_stands_beside_the_text_is_left_out(html: bytes) -> None:
    assert read(html).text == TEXT


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(inside("<h2>The search in June</h2>"), "The search in June", id="a heading"),
        pytest.param(
            inside("<ul><li>The court ordered the search on Monday.</li><li>It ended on Tuesday night.</li></ul>"),
            "- The court ordered the search on Monday.\n\n- It ended on Tuesday night.",
            id="a list",
        ),
        pytest.param(
            inside(
                "<blockquote><p>We will not hand over one machine, neither this year nor the next.</p></blockquote>"
            ),
            "We will not hand over one machine, neither this year nor the next.",
            id="a quotation",
        ),
        pytest.param(
            inside(
                "<p>The court said <a href='/x'>that it will publish its reasons</a> before the end of the year.</p>"
            ),
            "The court said that it will publish its reasons before the end of the year.",
            id="a paragraph with a link in it",
        ),
        pytest.param(
            inside("<p>Three men were questioned (two of them in Durres).</p>"),
            "Three men were questioned (two of them in Durres).",
            id="brackets that are no credit",
        ),
        pytest.param(
            inside("<p>The ministry in Tehran would not comment on Thursday. (AFP)</p>"),
            "The ministry in Tehran would not comment on Thursday. (AFP)",
            id="an agency in brackets",
        ),
        pytest.param(
            inside("<p>Like this summer's raid, that of 2023 ended without a charge.</p>"),
            "Like this summer's raid, that of 2023 ended without a charge.",
            id="a sentence that begins as a question to readers does",
        ),
    ],
)
def test_what_belongs_to_the_text_is_kept(html: bytes, kept: str) -> None:
    assert read(html).text == "\n\n".join((FIRST, kept, *OTHERS))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(before(f"<h2>{STANDFIRST}</h2>", head=DESCRIBED), id="as a heading"),
        pytest.param(before(f"<div class='lead'>{STANDFIRST}</div>", head=DESCRIBED), id="outside of paragraphs"),
        pytest.param(before(f"<p>{STANDFIRST}</p>", head=DESCRIBED), id="as the first paragraph"),
        pytest.param(
            page(head=DESCRIBED).replace(
                b"<main>", f"<header><h1>{TITLE}</h1><p>{STANDFIRST}</p></header><main>".encode()
            ),
            id="outside of the article",
        ),
    ],
)
def test_the_standfirst_begins_the_text(html: bytes) -> None:
    assert read(html).text == f"{STANDFIRST}\n\n{TEXT}"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(head=DESCRIBED), id="the page does not show it"),
        pytest.param(page(f"<nav><p>{STANDFIRST}</p></nav>", head=DESCRIBED), id="only in the navigation"),
        pytest.param(page(head=f"<meta name='description' content='{FIRST}'>"), id="it is the first paragraph"),
        pytest.param(
            page(head=DESCRIBED).replace(b"</main>", f"</main><p>{STANDFIRST}</p>".encode()), id="after the text"
        ),
    ],
)
def test_a_description_that_is_no_standfirst(html: bytes) -> None:
    assert read(html).text == TEXT


def test_a_form_around_the_page_is_no_form() -> None:
    html = page().replace(b"<main>", b"<form action='/'><main>").replace(b"</main>", b"</main></form>")
    assert read(html).text == TEXT


def test_a_name_does_not_cost_the_text() -> None:
    html = (
        page().replace(b"<article>", b"<article><div class='social-body'>").replace(b"</article>", b"</div></article>")
    )
    assert read(html).text == TEXT


def test_pruning_leaves_the_tree_as_it_was() -> None:
    tree = parse(inside(f"<aside><p>{TEASER}</p></aside>").decode())
    before_it = len(list(tree.iter()))
    assert len(list(prune(tree).iter())) < before_it
    assert len(list(tree.iter())) == before_it


def test_a_text_in_pieces_is_read_as_a_whole() -> None:
    """Where nothing is called the text, the element that holds most of the paragraphs is, with headings and lists."""
    blocks = "".join(f"<h2>Day {n}</h2><p>{block}</p>" for n, block in enumerate(PARAGRAPHS))
    html = f"<html><head><title>{TITLE}</title></head><body><div><div class='x1'>{blocks}</div></div></body></html>"
    assert read(html.encode()).text == "\n\n".join(f"Day {n}\n\n{block}" for n, block in enumerate(PARAGRAPHS))


def test_a_liveblogs_posts_are_its_text() -> None:
    posts = "".join(
        f"<article class='post'><time>0{n}:00</time><h3>Post {n}</h3><p>{block}</p></article>"
        for n, block in enumerate(PARAGRAPHS)
    )
    html = page(blocks=()).replace(b"<article>", b"<div>").replace(b"</article>", f"{posts}</div>".encode())
    found = read(html)
    assert [block for block in found.text.split("\n\n") if block in PARAGRAPHS] == list(PARAGRAPHS)


FREE = "<p>{}</p>".format("</p><p>".join(PARAGRAPHS))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("\n\n".join(PARAGRAPHS), id="plain"),
        pytest.param(FREE, id="HTML"),
        pytest.param(FREE.replace("<", "&lt;").replace(">", "&gt;"), id="HTML escaped"),
        pytest.param("<br><br>".join(PARAGRAPHS), id="line breaks"),
    ],
)
def test_json_ld_is_a_witness(body: str) -> None:
    html = page(head=json_ld(headline=TITLE, articleBody=body), blocks=("Wait a moment for the text.",))
    assert read(html).text == TEXT


def test_json_ld_that_cuts_the_text_is_not_asked() -> None:
    assert read(page(head=json_ld(headline=TITLE, articleBody="\n".join(PARAGRAPHS[:2])))).text == TEXT


def test_a_teaser_is_an_article() -> None:
    prompts = (
        "Already a subscriber? Log in.",
        "Subscribe to continue reading.",
        "Register and read three articles a month.",
    )
    found = read(page(head=json_ld(headline=TITLE, isAccessibleForFree=False), blocks=(FIRST, *prompts[:2])))
    assert (found.text, found.paywalled) == (FIRST, True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            page(
                title="Ihre Privatsphäre",
                blocks=(
                    "Mit Ihrer Einwilligung setzen wir Cookies.",
                    "Sie können alle Cookies akzeptieren oder ein Abonnement abschließen.",
                ),
            ),
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
            id="consent, in French",
        ),
        pytest.param(
            page(
                head=json_ld(headline=TITLE),
                blocks=("Sign in to read on.", "No password yet? Register, or log in with your browser."),
            ),
            id="a log-in wall on a page that calls itself an article",
        ),
        pytest.param(
            page(
                title="Page not found", blocks=("It seems that there is nothing at this address, so try the search.",)
            ),
            id="404",
        ),
        pytest.param(
            page(title="Error 404", blocks=("Nothing was found here, perhaps it has moved to another place.",)),
            id="404, by number",
        ),
        pytest.param(
            page(title="Página no encontrada", blocks=("Es posible que la dirección haya cambiado hace tiempo.",)),
            id="404, in Spanish",
        ),
        pytest.param(
            page(title="صفحه یافت نشد", blocks=("نشانی که به دنبال آن هستید در این پایگاه وجود ندارد.",)),
            id="404, in Persian",
        ),
        pytest.param(
            page(
                title="Just a moment...",
                blocks=("Verify that you are human: enable JavaScript and cookies in your browser to continue.",),
            ),
            id="a robot check",
        ),
    ],
)
def test_a_wall_is_no_article(html: bytes) -> None:
    assert skipped(html).reason == "no_text"


@pytest.mark.parametrize(
    ("title", "blocks"),
    [
        pytest.param("Missing driver not found in the bay", (FIRST,), id="not found, in a headline"),
        pytest.param("Court: access denied to 404 files", (FIRST,), id="numbers in a headline"),
        pytest.param("What a cookie knows", (FIRST, "Cookies need consent under the law on privacy."), id="on cookies"),
    ],
)
def test_news_is_no_wall(title: str, blocks: tuple[str, ...]) -> None:
    assert read(page(title=title, blocks=blocks)).text == "\n\n".join(blocks)


def test_a_wall_before_a_text_that_the_feed_carries() -> None:
    html = page(title="Just a moment...", blocks=("Verify that you are human to continue.",))
    assert read(html, told=entry(content=FREE)).text == TEXT


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(
            (
                "سه‌شنبه شب خبرنگاران از تیرانا گزارش دادند که رایانه‌های ضبط‌شده در اختیار دادستانی می‌ماند و به "
                "هیچ کشوری داده نمی‌شود؛ سخنگوی سفارت نیز همین را گفت و از خانواده‌ها خواست آرام بمانند.",
                "به‌گفتهٔ او پلیس در ماه ژوئن اردوگاه را بازرسی کرد و حدود صد و پنجاه دستگاه را با خود برد، اما "
                "هیچ‌یک از آن‌ها از کشور بیرون نرفته است و پرونده هنوز در دادگاه ویژه بررسی می‌شود.",
            ),
            id="a whole article",
        ),
        pytest.param(("می‌گویند هیچ‌کدام برنگشته‌اند.",), id="a short one, extracted the slow way"),
    ],
)
def test_joiners_stay_in_persian_words(blocks: tuple[str, ...]) -> None:
    title = "رایانه‌ها در تیرانا می‌مانند"
    assert read(page(head=json_ld(headline=title), title=title, lang="fa", blocks=blocks)).text == "\n\n".join(blocks)
