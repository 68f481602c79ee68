"""Make paragraphs of text that a page only sets apart by empty lines (`<br><br>`), as old pages do.

Readability does the same (`replaceBrs` of Arc90's and Mozilla's): whatever counts paragraphs overlooks such text.
"""

from collections.abc import Iterator

from lxml.html import HtmlElement

_BLOCKS = ("div", "td", "section", "article", "main", "center", "font")
_INLINE = frozenset({
    "a", "abbr", "b", "big", "br", "cite", "code", "em", "font", "i", "img", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u",
})  # fmt: skip


def split_at_line_breaks(tree: HtmlElement) -> None:
    """Make paragraphs of what stands between empty lines in blocks of text."""
    with_empty_line = {each.getparent() for each in tree.iter("br") if _is_empty_line(each, each.getnext())}
    if not with_empty_line:
        return
    for block in [each for each in tree.iter(*_BLOCKS) if each in with_empty_line]:
        children, text = list(block), block.text
        block.text = None
        block[:] = [*_list_parts(block, text, children)]


def _is_empty_line(line_break: HtmlElement, following: HtmlElement | None) -> bool:
    return following is not None and line_break.tag == following.tag == "br" and not (line_break.tail or "").strip()


def _list_parts(block: HtmlElement, text: str | None, children: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the blocks among the children as they are, and paragraphs of what stands between them."""
    paragraph = _start_paragraph(block, text)
    for child, following in zip(children, [*children[1:], None], strict=True):
        if child.tag in _INLINE:
            if not _is_empty_line(child, following):
                paragraph.append(child)
                continue
            yield from _finish(paragraph)
            paragraph = _start_paragraph(block, None)
        else:
            yield from _finish(paragraph)
            tail, child.tail = child.tail, None
            yield child
            paragraph = _start_paragraph(block, tail)
    yield from _finish(paragraph)


def _start_paragraph(block: HtmlElement, text: str | None) -> HtmlElement:
    paragraph = block.makeelement("p")
    paragraph.text = text
    return paragraph


def _finish(paragraph: HtmlElement) -> Iterator[HtmlElement]:
    if (paragraph.text or "").strip() or any(
        True for each in paragraph if each.tag != "br" or (each.tail or "").strip()
    ):
        yield paragraph
