"""Make the text of a page begin with the standfirst or the first sentence: drop kicker, headline, byline and date."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from newsvane.articles.markup import clean, comparison_key, inner_text
from newsvane.articles.metadata import Metadata

LEAD_BLOCKS, LEAD_WORDS = 8, 40
"""A headline is searched for in this many blocks and words at the beginning."""
MIN_HEADLINE_OVERLAP = 0.6
"""Two headlines of which one contains the other are the same if the shorter has at least this share of the length."""
MAX_BYLINE_WORDS, MAX_BYLINE_LENGTH = 6, 60
"""The maximum length, in words and characters, of a byline, date or place that is dropped before the first sentence."""
MIN_STANDFIRST_WORDS = 6
"""The minimum number of words in a description that can be a standfirst."""
MAX_STANDFIRST_CHILDREN = 4
"""The maximum number of child elements of a standfirst."""

_SENTENCE_ENDS = tuple(".!?…:;\"”»“'’。！？」؟।")


def trim_lead(blocks: Sequence[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """Return the blocks of the text itself. `tree`: the page without boilerplate elements."""
    kept = list(blocks)
    for rule in RULES:
        kept = rule(kept, tree, metadata)
    return kept


def drop_headline(blocks: list[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """Drop everything up to and including the headline if it is among the first blocks."""
    titles = {key for title in metadata.headlines if (key := comparison_key(title))}
    begin = words_seen = 0
    for index, block in enumerate(blocks[:LEAD_BLOCKS]):
        key = comparison_key(block)
        if key and any(_is_same_headline(key, title) for title in titles):
            begin = index + 1
        words_seen += len(block.split())
        if words_seen > LEAD_WORDS:
            break
    return blocks[begin:]


def drop_byline(blocks: list[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """Drop byline, date and place: the short blocks before the first heading or sentence."""
    headings = {clean(inner_text(heading)) for heading in tree.iter("h2", "h3", "h4")}
    for index, block in enumerate(blocks[:LEAD_BLOCKS]):
        is_long = len(block.split()) > MAX_BYLINE_WORDS or len(block) > MAX_BYLINE_LENGTH
        if is_long or block.endswith(_SENTENCE_ENDS) or block in headings:
            return blocks[index:]
    return blocks


def add_standfirst(blocks: list[str], tree: HtmlElement, metadata: Metadata) -> list[str]:
    """Put the standfirst first, if the page shows its own description before the first block."""
    text = comparison_key("\n\n".join(blocks))
    long_enough = (each for each in metadata.descriptions if len(each.split()) >= MIN_STANDFIRST_WORDS)
    descriptions = set(map(comparison_key, long_enough)) - {comparison_key(metadata.title)}
    descriptions = {each for each in descriptions if each not in text}
    if not descriptions or not blocks:
        return blocks
    first_block = comparison_key(blocks[0])[:80]
    max_length = 3 * max(map(len, descriptions)) + 80
    for element in tree.iter("p", "h2", "h3", "h4", "h5", "div", "span", "strong"):
        if len(element) > MAX_STANDFIRST_CHILDREN:
            continue
        shown = inner_text(element)
        key = comparison_key(shown) if len(shown) < max_length else ""
        if key in descriptions:
            return [clean(shown), *blocks]
        if len(key) > 30 and key.startswith(first_block):
            break
    return blocks


RULES = (drop_headline, drop_byline, add_standfirst)


def _is_same_headline(one: str, other: str) -> bool:
    """Return whether two keys are the same headline; one of them may have a kicker or the site's name added."""
    short, long = sorted((one, other), key=len)
    return short in long and len(short) >= MIN_HEADLINE_OVERLAP * len(long)
