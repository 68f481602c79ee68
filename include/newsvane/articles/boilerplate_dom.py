"""Remove boilerplate elements (navigation, related stories, share bars, captions, …) from a copy of the page.

Boilerplate is recognised by tag, by common class and id names, and by link density. An element that holds a good part
of the page's paragraphs always stays; so does what a page put into navigation or a button because it did not close it.
"""

import re
from copy import deepcopy
from functools import lru_cache

from lxml.html import HtmlElement

from newsvane.articles.line_breaks import split_at_line_breaks
from newsvane.articles.markup import inner_text

MAX_TEXT_SHARE = 0.25
"""An element with a larger share of the paragraphs' letters counts as text, whatever its name."""
MIN_LINK_DENSITY = 0.9
"""A block with at least this share of its letters in links only points to other pages."""
MAX_LINK_BLOCK_LETTERS = 250
"""A longer block of links is normal text on a page that does not close its `<a>` tags."""
MIN_LOOSE_LENGTH = 40
"""Characters of the shortest text that becomes a paragraph although it stands in none."""
MAX_LABEL_LENGTH = 40
"""Characters of the longest label before a link."""
MIN_HEADLINE_LENGTH = 25
"""Characters of the shortest link text that is a headline."""

_BOILERPLATE_TAGS = (
    "script", "style", "noscript", "template", "svg", "head", "iframe", "input", "select", "textarea", "footer",
    "figcaption", "video", "audio", "object", "embed", "canvas",
)  # fmt: skip
_UNCLOSED_TAGS = ("nav", "button", "dialog", "menu")
"""Boilerplate as well, but a page that does not close one of them puts everything after it inside."""
_TABLE_TAGS = ("tbody", "thead", "tfoot", "tr", "td", "th")
_CONTAINER_TAGS = ("div", "article", "section", "main")
_INLINE_TAGS = frozenset({
    "a",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "span",
    "font",
    "sup",
    "sub",
    "small",
    "q",
    "code",
    "mark",
})
_ARTICLE_TAGS = ("h1", "main", "article")
_NAMED_TAGS = ("div", "p", "span", "section", "ul", "ol", "li", "h2", "h3", "h4", "dl", "a", "time")
_LINK_BLOCK_TAGS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "div"})
_BLOCK_TAGS = _LINK_BLOCK_TAGS | {"h6", "td", "dd", "dt", "blockquote", "body"}
_LABEL_END = tuple(":|>»→›：")
_SENTENCE_END = tuple(".!?。؟।")
_BOILERPLATE_NAME = re.compile(
    r"(?<![a-z])(?:captions?|figcaption|byline|credits?|newsletters?|related|recommend(?:ed|ations?)?|recirc(?:ulation)?"
    r"|promos?|promotions?|share|sharing|social|adverts?|advertisements?|sponsor(?:ed)?|breadcrumbs?"
    r"|(?:sub|un)scribe|sign-?up|outbrain|taboola|taglist|tags|trending|most-?popular|most-?read|read-?more"
    r"|more-on|eyebrow|kicker|timestamp|copyright|disclaimer|cookie|consent|gdpr|modal|popup|tooltip"
    r"|sr-only|visually-hidden|screen-reader(?:-text)?|author-?bio|about-author|poll|slideshow|rating|feedback"
    r"|pagination|donat(?:e|ion)|print-only|gallery|cta|call-to-action)(?![a-z])"
)
_COMMENT_TAGS = ("div", "section", "details", "ol", "ul")
_COMMENTS_ID = re.compile(r"[Cc]omment(?!ary)|comol|disqus_thread|dsq-comments")
_COMMENTS_CLASS = re.compile(r"^[Cc]omment(?!ary)|(?:article|post)-comments")
"""The names by which trafilatura 2.3 knows what readers wrote; its XPath takes ten times as long."""
_TRUNCATED = re.compile(r"(?:…|\.\.\.|\[[^\[\]]{1,3}\])\s*\Z")
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def prune(tree: HtmlElement) -> HtmlElement:
    """Return a copy of the page without its boilerplate. The original tree does not change."""
    copy = deepcopy(tree)
    for element in list(copy.iter(*_BOILERPLATE_TAGS)):
        _drop(element)
    max_letters = MAX_TEXT_SHARE * _count_paragraph_letters(copy)
    for element in list(copy.iter(*_UNCLOSED_TAGS)):
        if _count_paragraph_letters(element) > max_letters or next(element.iter(*_ARTICLE_TAGS), None) is not None:
            element.drop_tag()
        else:
            _drop(element)
    split_at_line_breaks(copy)
    _unwrap_layout_tables(copy)
    _wrap_loose_text(copy)
    for element in [each for each in copy.iter(*_COMMENT_TAGS) if _is_comments(each.get("class"), each.get("id"))]:
        _drop(element)
    max_letters = MAX_TEXT_SHARE * _count_paragraph_letters(copy)
    for find_boilerplate in RULES:
        for element in find_boilerplate(copy):
            if _count_paragraph_letters(element) <= max_letters:
                _drop(element)
    return copy


def find_boilerplate_names(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements with a class or id that names boilerplate ("related", "newsletter", "caption", …)."""
    return [each for each in tree.iter(*_NAMED_TAGS) if _is_boilerplate_name(each.get("class"), each.get("id"))]


def find_link_blocks(tree: HtmlElement) -> list[HtmlElement]:
    """Return the blocks that consist of links and little else."""
    return [
        block
        for block, links in _links_by_block(tree).items()
        if 0 < (linked := sum(map(count_letters, links))) < MAX_LINK_BLOCK_LETTERS
        and linked >= MIN_LINK_DENSITY * count_letters(block)
    ]


def find_labelled_links(tree: HtmlElement) -> list[HtmlElement]:
    """Return the blocks that consist of a label ("Read more:", "Topic |") and a linked headline."""
    return [
        block
        for block, links in _links_by_block(tree).items()
        if len(links) == 1 and _is_labelled_headline(inner_text(block).strip(), inner_text(links[0]).strip())
    ]


def find_teasers(tree: HtmlElement) -> list[HtmlElement]:
    """Return the beginnings of other articles.

    They are articles inside an article that end in the middle of a sentence, and, if one article has the headline of
    the page, those beside it whose own headline is a link.
    """
    nested = (each for outer in tree.iter("article") for each in outer.iterdescendants("article"))
    found = [each for each in nested if any(_TRUNCATED.search(inner_text(text)) for text in each.iter("p"))]
    headline = next(tree.iter("h1"), None)
    own = set() if headline is None else {*headline.iterancestors("article")}
    if own:
        others = (each for each in tree.iter("article") if each not in own and own.isdisjoint(each.iterancestors()))
        found += [each for each in others if _has_linked_headline(each)]
    return found


def _has_linked_headline(article: HtmlElement) -> bool:
    headlines = list(article.iter("h2", "h3", "h4"))
    return any(each.find(".//a") is not None or any(True for _ in each.iterancestors("a")) for each in headlines)


def find_code(tree: HtmlElement) -> list[HtmlElement]:
    """Return the listings of program code."""
    return [each for each in tree.iter("pre") if each.find(".//code") is not None]


RULES = (find_boilerplate_names, find_link_blocks, find_labelled_links, find_teasers, find_code)


def count_letters(element: HtmlElement) -> int:
    """Count the characters in an element, without spaces."""
    return sum(map(len, inner_text(element).split()))


def _unwrap_layout_tables(tree: HtmlElement) -> None:
    """Make blocks of the tables in which a page stands: extractors would write its columns as rows of a table."""
    tables = list(tree.iter("table"))
    max_letters = MAX_TEXT_SHARE * _count_paragraph_letters(tree) if tables else 0
    for table in tables:
        if _count_paragraph_letters(table) > max_letters:
            for element in (table, *(each for each in table.iter(*_TABLE_TAGS) if _find_table(each) is table)):
                element.tag = "div"


def _find_table(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("table"), None)


def _wrap_loose_text(tree: HtmlElement) -> None:
    """Make a paragraph of text that follows a block directly, beside paragraphs: extractors overlook it."""
    for block in [each for each in tree.iter(*_CONTAINER_TAGS) if next(each.iterchildren("p"), None) is not None]:
        for child in list(block):
            if child.tag not in _INLINE_TAGS and len((child.tail or "").strip()) >= MIN_LOOSE_LENGTH:
                _wrap_after(block, child)


def _wrap_after(block: HtmlElement, child: HtmlElement) -> None:
    """Move what stands between a child and the next block into a paragraph."""
    paragraph = block.makeelement("p")
    paragraph.text, child.tail = child.tail, None
    for following in list(child.itersiblings()):
        if following.tag not in _INLINE_TAGS:
            break
        paragraph.append(following)
    child.addnext(paragraph)


def _count_paragraph_letters(element: HtmlElement) -> int:
    return sum(map(count_letters, element.iter("p")))


def _links_by_block(tree: HtmlElement) -> dict[HtmlElement, list[HtmlElement]]:
    """Return the links of each block that has any."""
    found: dict[HtmlElement, list[HtmlElement]] = {}
    for link in tree.iter("a"):
        block = link.getparent()
        while block is not None and block.tag not in _BLOCK_TAGS:
            block = block.getparent()
        if block is not None and block.tag in _LINK_BLOCK_TAGS:
            found.setdefault(block, []).append(link)
    return found


def _is_labelled_headline(block_text: str, link_text: str) -> bool:
    label = block_text.removesuffix(link_text).rstrip()
    return (
        len(link_text) >= MIN_HEADLINE_LENGTH
        and len(block_text) > len(link_text)
        and len(label) <= MAX_LABEL_LENGTH
        and label.endswith(_LABEL_END)
        and not link_text.endswith(_SENTENCE_END)
    )


@lru_cache(32_768)
def _is_boilerplate_name(classes: str | None, element_id: str | None) -> bool:
    names = _CAMEL_CASE.sub("-", f"{(classes or '')[:500]} {(element_id or '')[:100]}").lower()
    return bool(_BOILERPLATE_NAME.search(names))


@lru_cache(32_768)
def _is_comments(classes: str | None, element_id: str | None) -> bool:
    return bool(_COMMENTS_ID.match(element_id or "") or _COMMENTS_CLASS.search(classes or ""))


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
