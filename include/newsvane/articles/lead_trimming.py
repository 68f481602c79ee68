"""Where the text of a page begins: after its kicker, headline, byline and date, and with its standfirst."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from newsvane.articles.markup import clean, inner_text
from newsvane.articles.metadata import Metadata
from newsvane.texts import words

FIRST, FEW = 8, 40
"""Blocks, and words in them, within which a headline stands before the text."""
WHOLE = 0.6
"""Part of the longer of two wordings that the shorter must be, to be the same headline with or without its kicker."""
SIGNED = 6
"""Words of the longest byline, date or place that is left out before the first sentence."""
SHORTEST = 6
"""Words of the shortest description that is a standfirst."""
RICHEST = 4
"""Children of an element that can still be a standfirst."""

_SENTENCE_ENDS = tuple(".!?…:;\"”»“'’。！？」؟।")


def begun(blocks: Sequence[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """The blocks of the text itself. `tree`: the page pruned."""
    kept = list(blocks)
    for rule in RULES:
        kept = rule(kept, tree, metadata)
    return kept


def without_headline(blocks: list[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """The blocks that follow the headline, where it stands among the first."""
    titles = {found for title in metadata.headlines if (found := _key(title))}
    cut = seen = 0
    for index, block in enumerate(blocks[:FIRST]):
        own = _key(block)
        if own and any(_same(own, title) for title in titles):
            cut = index + 1
        seen += len(block.split())
        if seen > FEW:
            break
    return blocks[cut:]


def without_byline(blocks: list[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """The blocks from the first heading or sentence on, where only short pieces stand before it."""
    headings = {clean(inner_text(heading)) for heading in tree.iter("h2", "h3", "h4")}
    for index, block in enumerate(blocks[:FIRST]):
        if len(block.split()) > SIGNED or len(block) > 60 or block.endswith(_SENTENCE_ENDS) or block in headings:
            return blocks[index:]
    return blocks


def with_standfirst(blocks: list[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """The blocks after what the page shows before the first of them and also calls its description."""
    text = _key("\n\n".join(blocks))
    said = {_key(each) for each in metadata.descriptions if len(each.split()) >= SHORTEST}
    said = {each for each in said - {_key(metadata.title)} if each not in text}
    if not said or not blocks:
        return blocks
    first = _key(blocks[0])[:80]
    longest = 3 * max(map(len, said)) + 80
    for element in tree.iter("p", "h2", "h3", "h4", "h5", "div", "span", "strong"):
        if len(element) > RICHEST:
            continue
        shown = inner_text(element)
        own = _key(shown) if len(shown) < longest else ""
        if own in said:
            return [clean(shown), *blocks]
        if len(own) > 30 and own.startswith(first):
            break
    return blocks


RULES = (without_headline, without_byline, with_standfirst)


def _same(one: str, other: str) -> bool:
    """Whether one wording is the other, perhaps with a kicker or the site's name."""
    short, long = sorted((one, other), key=len)
    return short in long and len(short) >= WHOLE * len(long)


def _key(text: str) -> str:
    return "".join(words(text))
