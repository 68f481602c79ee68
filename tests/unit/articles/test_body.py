"""The text of a page: where it is, where it begins and ends, and the boilerplate around it."""

import pytest

from newsvane.articles.body import find_outermost_texts
from newsvane.articles.boilerplate_dom import prune
from newsvane.articles.markup import parse
from tests.unit.articles.page_factories import PARAGRAPHS, TEXT, TITLE, json_ld, page, read

STANDFIRST = "The embassy denies what an official in Tehran has said about the search of the camp in June."
DESCRIBED = f"<meta name='description' content='{STANDFIRST}'>"
TEASER = "Read in the archive how the port of Durres was rebuilt"
FIRST, *OTHERS = PARAGRAPHS


def inside(*markup: str, head: str = "", title: str = TITLE) -> bytes:
    """Return a page with `markup` after the first paragraph of its text."""
    return page(head=head, title=title).replace(
        f"<p>{OTHERS[0]}</p>".encode(), f"{''.join(markup)}<p>{OTHERS[0]}</p>".encode()
    )


def before(markup: str, *, head: str = "") -> bytes:
    """Return a page with `markup` between headline and text."""
    return page(head=head).replace(b"</h1>", f"</h1>{markup}".encode())


def after(markup: str) -> bytes:
    """Return a page with `markup` after its text."""
    return page().replace(b"</article>", f"{markup}</article>".encode())


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(inside(f"<p><a href='/port'>{TEASER}</a></p>"), id="a paragraph that is a link"),
        pytest.param(inside(f"<p><strong>More: <a href='/port'>{TEASER}</a></strong></p>"), id="a label and a link"),
        pytest.param(inside(f"<p>Porti | <a href='/port'>{TEASER}</a></p>"), id="a label in another language"),
        pytest.param(inside(f"<h3><a href='/port'>{TEASER}</a></h3>"), id="a linked heading"),
        pytest.param(
            inside(f"<ul><li><a href='/port'>{TEASER}</a></li><li><a href='/sea'>{TEASER} and the sea</a></li></ul>"),
            id="a list of links",
        ),
        pytest.param(
            inside(f"<figure><img src='a'><figcaption>{TEASER}</figcaption></figure>"), id="a figure's caption"
        ),
        pytest.param(inside(f"<div class='imageCaption'>{TEASER}</div>"), id="a caption by its class"),
        pytest.param(
            inside(f"<div class='article-related'><p>{TEASER}</p></div>"), id="related stories by their class"
        ),
        pytest.param(inside(f"<section id='newsletter_box'><p>{TEASER}</p></section>"), id="a newsletter by its id"),
        pytest.param(inside(f"<aside><p>{TEASER}</p></aside>"), id="an aside"),
        pytest.param(inside(f"<span class='sr-only'>{TEASER}</span>"), id="for screen readers only"),
        pytest.param(inside("<p>The camp in June. (Ana Hoxha/Coast Pictures)</p>"), id="a caption with a credit"),
        pytest.param(
            inside("<p>Camp in Albania</p><p>The gate of the camp in June. (Council of the Exiles (CE))</p>"),
            id="a caption after the title of its picture",
        ),
        pytest.param(inside("<p>Photo: Ana Hoxha</p>"), id="a photo credit"),
        pytest.param(inside("<p>Already a subscriber? Log in here.</p>"), id="a log-in prompt"),
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
        pytest.param(after("<p>Etiketler:</p>"), id="a label without content"),
        pytest.param(
            page().replace(b"</main>", f"</main><div><p>{TEASER}, says our series of last year.</p></div>".encode()),
            id="a paragraph elsewhere on the page",
        ),
    ],
)
def test_boilerplate_is_removed(html: bytes) -> None:
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
            id="brackets without a credit",
        ),
        pytest.param(
            inside("<p>The ministry in Tehran would not comment on Thursday. (AFP)</p>"),
            "The ministry in Tehran would not comment on Thursday. (AFP)",
            id="an agency in brackets",
        ),
        pytest.param(
            inside("<p>Like this summer's raid, that of 2023 ended without a charge.</p>"),
            "Like this summer's raid, that of 2023 ended without a charge.",
            id="a sentence that begins like a question to readers",
        ),
    ],
)
def test_similar_looking_text_is_kept(html: bytes, kept: str) -> None:
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
def test_the_text_begins_with_the_standfirst(html: bytes) -> None:
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
def test_a_description_that_the_page_does_not_show_above_the_text_is_not_added(html: bytes) -> None:
    assert read(html).text == TEXT


def test_a_form_around_the_whole_page_is_kept() -> None:
    html = page().replace(b"<main>", b"<form action='/'><main>").replace(b"</main>", b"</main></form>")
    assert read(html).text == TEXT


def test_an_element_with_most_of_the_text_is_kept_whatever_its_class() -> None:
    html = (
        page().replace(b"<article>", b"<article><div class='social-body'>").replace(b"</article>", b"</div></article>")
    )
    assert read(html).text == TEXT


def test_pruning_does_not_change_the_tree() -> None:
    tree = parse(inside(f"<aside><p>{TEASER}</p></aside>").decode())
    before_it = len(list(tree.iter()))
    assert len(list(prune(tree).iter())) < before_it
    assert len(list(tree.iter())) == before_it


def test_an_unmarked_content_container_is_extracted_whole() -> None:
    blocks = "".join(f"<h2>Day {n}</h2><p>{block}</p>" for n, block in enumerate(PARAGRAPHS))
    html = f"<html><head><title>{TITLE}</title></head><body><div><div class='x1'>{blocks}</div></div></body></html>"
    assert read(html.encode()).text == "\n\n".join(f"Day {n}\n\n{block}" for n, block in enumerate(PARAGRAPHS))


def test_the_posts_of_a_liveblog_are_its_text() -> None:
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
def test_the_article_body_in_json_ld_replaces_a_missing_text(body: str) -> None:
    html = page(head=json_ld(headline=TITLE, articleBody=body), blocks=("Wait a moment for the text.",))
    assert read(html).text == TEXT


def test_a_shortened_article_body_in_json_ld_is_ignored() -> None:
    assert read(page(head=json_ld(headline=TITLE, articleBody="\n".join(PARAGRAPHS[:2])))).text == TEXT


def test_the_teaser_of_a_paywalled_article_is_an_article() -> None:
    prompts = (
        "Already a subscriber? Log in.",
        "Subscribe to continue reading.",
        "Register and read three articles a month.",
    )
    found = read(page(head=json_ld(headline=TITLE, isAccessibleForFree=False), blocks=(FIRST, *prompts[:2])))
    assert (found.text, found.paywalled) == (FIRST, True)


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
def test_zero_width_joiners_stay_in_persian_words(blocks: tuple[str, ...]) -> None:
    title = "رایانه‌ها در تیرانا می‌مانند"
    assert read(page(head=json_ld(headline=title), title=title, lang="fa", blocks=blocks)).text == "\n\n".join(blocks)


MENU = "".join(
    f"<div class='box'><a href='/{name}'>{name} and more of it</a></div>" for name in ("port", "sea", "ferry")
)
LONG = [f"{block} This was said on day {number}." for number in range(4) for block in PARAGRAPHS]


def test_a_fragment_is_not_taken_for_the_article() -> None:
    """A page whose body the extractor does not recognise, beside a box that it does."""
    paragraphs = "".join(
        f"<div class='row'><span>{number}</span><p>{block}</p></div>" for number, block in enumerate(LONG)
    )
    html = (
        f"<html><head><title>{TITLE}</title>{json_ld(headline=TITLE)}</head><body><div class='layout'>"
        f"<div class='entry-content'><p>{STANDFIRST} {STANDFIRST} {STANDFIRST}</p>{MENU}</div>"
        f"<div class='grid'><h1>{TITLE}</h1>{paragraphs}</div></div></body></html>"
    ).encode()
    found = read(html)
    assert found.words > 0.9 * len(" ".join(LONG).split())
    assert found.completeness is not None
    assert found.completeness > 0.9


def test_completeness_is_the_share_of_the_text_shown() -> None:
    whole = read(page(head=json_ld(headline=TITLE, datePublished="2026-11-19")))
    assert whole.completeness is not None
    assert 0.9 < whole.completeness <= 1  # the headline stands beside the text


def test_the_beginnings_of_other_articles_are_left_out() -> None:
    other = f"<article><h3>Ferry</h3><p>{TEASER}, and what the ferry between the two islands …</p></article>"
    assert read(after(other * 3)).text == TEXT


def test_comments_are_left_out_however_many_there_are() -> None:
    comments = "".join(f"<li class='comment'><p>{block} I do not agree with a word.</p></li>" for block in LONG)
    assert read(after(f"<ol class='comment-list'>{comments}</ol>")).text == TEXT


def test_program_code_is_left_out() -> None:
    assert read(inside("<pre><code>for each in range(3):\n    print(each)</code></pre>")).text == TEXT


@pytest.mark.parametrize("around", ["<div>{}</div>", "<blockquote><div>{}</div></blockquote>"])
def test_a_text_inside_another_one_is_not_repeated(around: str) -> None:
    nested = "<ul><li><p>One</p><p>Two</p><ul><li>Three</li></ul> tail</li><li>Four</li></ul><p>Five <b>six</b></p>"
    tree = parse(f"<html><body>{around.format(f'<main>{nested}<blockquote><p>Seven</p></blockquote></main>')}")
    texts = " or ".join(f"self::{tag}" for tag in ("p", "li", "h2", "h3", "h4", "blockquote", "pre"))
    for container in tree.iter("main", "ul", "li"):
        expected = container.xpath(f"descendant-or-self::*[{texts}][not(ancestor::*[{texts}])]")
        assert [*find_outermost_texts(container)] == expected
