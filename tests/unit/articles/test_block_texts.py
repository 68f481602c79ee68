"""Blocks of a page: text that is cut by inline tags stays together, and paragraphs are told apart."""

import pytest

from newsvane.articles.block_texts import split_into_blocks
from newsvane.articles.markup import parse


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>The har<b>bou</b>r</p>", [["The har", "bou", "r"]], id="inline tags"),
        pytest.param("<p>For</p><p>do it</p>", [["For"], ["do it"]], id="paragraphs"),
        pytest.param("<h1>One</h1>two<p>three</p>", [["two"], ["One"], ["three"]], id="text between blocks"),
        pytest.param(
            "<div>be<p>within</p>fore</div>",
            [["be", "fore"], ["within"]],
            id="an extraction may drop the block between",
        ),
        pytest.param("<ul><li>one</li><li>two</li></ul>", [["one"], ["two"]], id="list items"),
        pytest.param("<table><tr><td>1</td><td>2</td></tr></table>", [["1"], ["2"]], id="cells"),
        pytest.param("<dl><dt>one</dt><dd>two</dd></dl>", [["one", "two"]], id="terms, which are joined at times"),
        pytest.param("<section>one</section>two", [["one", "two"]], id="sections, which are joined at times"),
        pytest.param("<h1>one<div>two</div></h1>", [["one", "two"]], id="a block in a heading"),
        pytest.param("<span><p>one</p><p>two</p></span>", [["one", "two"]], id="formatting around paragraphs"),
        pytest.param("<blockquote><p>one</p>two</blockquote>", [["one", "two"]], id="a quotation around paragraphs"),
    ],
)
def test_blocks_of_a_page(body: str, expected: list[list[str]]) -> None:
    tree = parse(f"<html><head></head><body>{body}</body></html>")
    assert split_into_blocks(tree) == expected
