"""Old pages set paragraphs apart by empty lines, and stand in tables."""

import pytest

from newsvane.articles.line_breaks import split_at_line_breaks
from newsvane.articles.markup import inner_text, parse
from tests.unit.articles.page_factories import PARAGRAPHS, TITLE, read

BROKEN = "<br><br>\n".join(PARAGRAPHS)
MENU = "".join(f"<a href='/{name}'>{name}</a><br>" for name in ("World", "Sport", "Culture", "Weather"))
TABLES = (
    f"<html><head><title>{TITLE}</title></head><body bgcolor='#fff'><table width='960'>"
    f"<tr><td colspan='3'><a href='/'>Harbour Post</a> | <a href='/s'>Sport</a></td></tr>"
    f"<tr><td width='160'>{MENU}</td><td><h1>{TITLE}</h1><div class='date'>19.11.2026 09:40</div>{{}}</td>"
    "<td width='200'>Advertisement</td></tr><tr><td colspan='3'><small>© Harbour Post</small></td></tr></table>"
    "</body></html>"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BROKEN, id="in the cell"),
        pytest.param(f"<div class='news'>{BROKEN}</div>", id="in a block"),
        pytest.param(f"<font face='Arial' size='2'>{BROKEN}</font>", id="in a font"),
        pytest.param(f"<div><img src='/1.jpg' align='left'>{BROKEN}<br><br></div>", id="after a picture"),
    ],
)
def test_the_text_of_an_old_page_is_its_paragraphs(text: str) -> None:
    found = read(TABLES.format(text).encode(), url="https://harbour-post.example/news/strike")
    assert found.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("block", "parts"),
    [
        pytest.param("one<br><br>two", [("p", "one"), ("p", "two")], id="an empty line"),
        pytest.param("one<br>two<br><br><br>three", [("p", "onetwo"), ("p", "three")], id="single and triple breaks"),
        pytest.param("<b>one</b> more<br> <br>two", [("p", "one more"), ("p", "two")], id="with inline elements"),
        pytest.param("one<ul><li>a</li></ul>two<br><br>three",
                     [("p", "one"), ("ul", "a"), ("p", "two"), ("p", "three")], id="around a list"),
        pytest.param("<br><br>one", [("p", "one")], id="at the beginning"),
        pytest.param("one<br>two", [("br", "")], id="no empty line: nothing changes"),
    ],
)  # fmt: skip
def test_blocks_are_split_at_empty_lines(block: str, parts: list[tuple[str, str]]) -> None:
    tree = parse(f"<html><body><div id='x'>{block}</div></body></html>")
    before = inner_text(tree)
    split_at_line_breaks(tree)
    found = tree.find(".//div[@id='x']")
    assert [(each.tag, inner_text(each).strip()) for each in found] == parts
    assert "".join(inner_text(tree).split()) == "".join(before.split())
