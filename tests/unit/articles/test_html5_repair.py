"""Pages that do not close their elements are read as a browser shows them."""

import tracemalloc

import pytest

from newsvane.articles.boilerplate_dom import prune
from newsvane.articles.html5_repair import repair
from newsvane.articles.markup import clean, inner_text, parse
from tests.support.cpu_limit import cpu_limit
from tests.unit.articles.page_factories import PARAGRAPHS, TEXT, TITLE, json_ld, page, read

HEAD = json_ld(headline=TITLE, datePublished="2026-11-19T10:00:00Z")


def test_what_a_browser_closes_is_closed() -> None:
    tree = parse("<ul><li>one<li>two</ul><p>a<p>b<table><tr><td>c</table>")
    assert [element.text for element in tree.iter("li", "p", "td")] == ["one", "two", "a", "b", "c"]
    assert [element.getparent().tag for element in tree.iter("li", "p")] == ["ul", "ul", "body", "body"]


@pytest.mark.parametrize("tag", ["nav", "button", "dialog", "menu"])
def test_an_article_inside_an_element_that_is_not_closed_is_read(tag: str) -> None:
    html = page(head=HEAD).replace(b"<main>", f"<{tag}><a href='/menu'>Menu</a><main>".encode())
    assert read(html).text == TEXT


def test_navigation_that_is_closed_is_left_out() -> None:
    menu = "<nav><p>The menu of this site has many words, and none of them is news or belongs to a text.</p></nav>"
    assert read(page(menu, head=HEAD)).text == TEXT


def test_text_that_follows_a_block_is_a_paragraph() -> None:
    """A paragraph ends where a block begins, so what follows the block stands in no paragraph."""
    first, second = PARAGRAPHS[:2]
    tree = parse(f"<div><p>{first}</p><p><section></section>{second} <b>So</b> it is.</p></div>")
    assert [clean(inner_text(each)) for each in prune(tree).iter("p")] == [first, "", f"{second} So it is.", ""]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>" + "".join(f"<b id={n}>" for n in range(1_000)) + "</p>" + "<p>x</p>" * 9_000, id="b"),
        pytest.param("<p>" + "".join(f"<font a={n}>" for n in range(300)) + "</p>" + "<p>x</p>" * 20_000, id="font"),
        pytest.param(
            "<p>" + "".join(f"<i a={n}><!--</i>-->" for n in range(2_000)) + "</p>" + "<p>x</p>" * 5_000, id="hidden"
        ),
    ],
)
def test_formatting_that_is_never_closed_does_not_fill_the_memory(html: str) -> None:
    tracemalloc.start()
    with cpu_limit(5):
        repaired = repair(html.encode())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(repaired) < 30 * len(html)
        assert peak < 50_000_000
