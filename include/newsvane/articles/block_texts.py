"""Split the text of a page into its blocks, between which no word goes on."""

from lxml.html import HtmlElement

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "li", "td", "th"})
"""Blocks that no extraction joins to what stands around them. It does join others now and then (sections, articles)."""
_AROUND_BLOCKS = frozenset({
    "html", "body", "main", "article", "section", "div", "ul", "ol", "li", "table", "tbody", "tr", "td", "th",
})  # fmt: skip
"""What a block may stand in. In other elements, such as headings and formatting that is never closed, blocks do not
count."""


def split_into_blocks(tree: HtmlElement) -> list[list[str]]:
    """Return the text of each block in pieces, cut at its tags; the first is all that stands in no block.

    What follows a block belongs to what is around it, because an extraction that leaves out the block joins the two.
    """
    found: list[list[str]] = [[]]
    _collect(tree, found[0], found, may_divide=True)
    return [pieces for pieces in found if pieces]


def _collect(element: HtmlElement, pieces: list[str], found: list[list[str]], *, may_divide: bool) -> None:
    if may_divide and element.tag in _BLOCKS:
        found.append(pieces := [])
    may_divide = may_divide and element.tag in _AROUND_BLOCKS
    if element.text:
        pieces.append(element.text)
    for child in element:
        if len(child) or child.tag in _BLOCKS:
            _collect(child, pieces, found, may_divide=may_divide)
        elif child.text:
            pieces.append(child.text)
        if child.tail:
            pieces.append(child.tail)
