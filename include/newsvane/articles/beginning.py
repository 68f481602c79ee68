"""Where the text of a page begins: after its kicker, headline, byline and date, and with its standfirst."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from newsvane.articles.markup import clean
from newsvane.texts import words

FIRST, FEW = 8, 40
"""Blocks, and words in them, within which a headline stands before the text."""
SHORTEST = 6
"""Words of the shortest description that is a standfirst."""

_DESCRIPTION = ("description", "og:description", "twitter:description")
_JSON_DESCRIPTION = re.compile(r'"(?:description|alternativeHeadline)"\s*:\s*("(?:[^"\\]|\\.){20,2000}")')


def key(text: str) -> str:
    """What makes two wordings the same."""
    return "".join(words(text))


def without_headline(blocks: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The blocks that follow the headline, where it stands among the first."""
    keys = {found for title in titles if (found := key(title))}
    cut = seen = 0
    for index, block in enumerate(blocks[:FIRST]):
        own = key(block)
        if own and any(_same(own, title) for title in keys):
            cut = index + 1
        seen += len(block.split())
        if seen > FEW:
            break
    return list(blocks[cut:])


def _same(block: str, title: str) -> bool:
    """Whether a block is the title, perhaps with a kicker, or without the site's name."""
    short, long = sorted((block, title), key=len)
    return short in long and len(short) >= 0.6 * len(long)


def with_standfirst(blocks: Sequence[str], tree: HtmlElement, descriptions: Sequence[str]) -> list[str]:
    """The blocks after what the page shows before the first of them and also calls its description."""
    text = "".join(map(key, blocks))
    known = {own for each in descriptions if len(each.split()) >= SHORTEST and (own := key(each)) not in text}
    if not known or not blocks:
        return list(blocks)
    first = key(blocks[0])[:80]
    longest = max(map(len, known))
    for element in tree.iter("p", "h2", "h3", "h4", "h5", "div", "span", "strong"):
        if len(element) > 4:
            continue
        said = clean("".join(element.itertext()))
        own = key(said) if len(said) < 3 * longest + 80 else ""
        if own in known:
            return [said, *blocks]
        if len(own) > 30 and own.startswith(first):
            break
    return list(blocks)
