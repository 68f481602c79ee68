"""Tree -> a copy without what stands beside the text: told by tags, by the names that such parts are given everywhere,
and by links that make up a whole block. Nothing that holds a good part of the page's paragraphs is taken out.
"""

import re
from copy import deepcopy
from functools import lru_cache

from lxml.html import HtmlElement

from newsvane.articles.markup import inner_text

SHARE = 0.25
"""Part of the paragraphs' letters from which an element is taken for text, whatever it is called."""
LINKED = 0.9
"""Part of a block's letters in links from which it leads elsewhere."""
LONGEST_LINK = 250
"""Letters; a longer block of links is text in a page whose links do not end."""
LABEL, LABELLED = 40, 25
"""Characters of the longest label before a link, and of the shortest link that is a headline."""

_ALWAYS = (
    "script", "style", "noscript", "template", "svg", "head", "iframe", "nav", "button", "input", "select", "textarea",
    "footer", "figcaption", "video", "audio", "object", "embed", "canvas", "dialog", "menu",
)  # fmt: skip
_NAMED = ("div", "p", "span", "section", "ul", "ol", "li", "h2", "h3", "h4", "dl", "a", "time")
_LINKING = frozenset({"p", "li", "h2", "h3", "h4", "h5", "div"})
_BLOCKS = _LINKING | {"h6", "td", "dd", "dt", "blockquote", "body"}
_LABEL_END = tuple(":|>»→›：")
_SENTENCE_END = tuple(".!?。؟।")
_NAMES = re.compile(
    r"(?<![a-z])(?:captions?|figcaption|byline|credits?|newsletters?|related|recommend(?:ed|ations?)?|recirc(?:ulation)?"
    r"|promos?|promotions?|share|sharing|social|adverts?|advertisements?|sponsor(?:ed)?|breadcrumbs?"
    r"|(?:sub|un)scribe|sign-?up|outbrain|taboola|taglist|tags|trending|most-?popular|most-?read|read-?more"
    r"|more-on|eyebrow|kicker|timestamp|copyright|disclaimer|cookie|consent|gdpr|modal|popup|tooltip"
    r"|sr-only|visually-hidden|screen-reader(?:-text)?|author-?bio|about-author|poll|slideshow|rating|feedback"
    r"|pagination|donat(?:e|ion)|print-only|gallery)(?![a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def prune(tree: HtmlElement) -> HtmlElement:
    """A copy to extract from. The tree is left as it was."""
    copy = deepcopy(tree)
    for element in list(copy.iter(*_ALWAYS)):
        _drop(element)
    enough = SHARE * sum(map(letters, copy.iter("p")))
    for rule in RULES:
        for element in rule(copy):
            if sum(map(letters, element.iter("p"))) <= enough:
                _drop(element)
    return copy


def named(tree: HtmlElement) -> list[HtmlElement]:
    """Elements that are called by what stands beside a text."""
    return [each for each in tree.iter(*_NAMED) if _is_named(each.get("class"), each.get("id"))]


def links(tree: HtmlElement) -> list[HtmlElement]:
    """Blocks that are links and little else."""
    return [
        block
        for block, found in _linking(tree).items()
        if 0 < (linked := sum(map(letters, found))) < LONGEST_LINK and linked >= LINKED * letters(block)
    ]


def labelled_links(tree: HtmlElement) -> list[HtmlElement]:
    """Blocks that are a label ("Read more:", "Topic |") and a headline that leads elsewhere."""
    return [
        block
        for block, found in _linking(tree).items()
        if len(found) == 1 and _is_labelled(inner_text(block).strip(), inner_text(found[0]).strip())
    ]


RULES = (named, links, labelled_links)


def letters(element: HtmlElement) -> int:
    """Characters in an element, spaces left out."""
    return len("".join(inner_text(element).split()))


def _linking(tree: HtmlElement) -> dict[HtmlElement, list[HtmlElement]]:
    """The links in each block that has some."""
    found: dict[HtmlElement, list[HtmlElement]] = {}
    for link in tree.iter("a"):
        block = link.getparent()
        while block is not None and block.tag not in _BLOCKS:
            block = block.getparent()
        if block is not None and block.tag in _LINKING:
            found.setdefault(block, []).append(link)
    return found


def _is_labelled(said: str, linked: str) -> bool:
    label = said.removesuffix(linked).rstrip()
    return (
        len(linked) >= LABELLED
        and len(said) > len(linked)
        and len(label) <= LABEL
        and label.endswith(_LABEL_END)
        and not linked.endswith(_SENTENCE_END)
    )


@lru_cache(8192)
def _is_named(classes: str | None, own_id: str | None) -> bool:
    return bool(_NAMES.search(_CAMEL.sub("-", f"{(classes or '')[:500]} {(own_id or '')[:100]}").lower()))


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
