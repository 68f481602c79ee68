"""Remove boilerplate paragraphs from the text of an article. No rule is made for a particular publisher.

Only whole blocks are removed: short blocks that begin by asking the reader to click, read on, subscribe or follow;
labels of advertisements and embedded media; captions with a credit; headlines of other stories, in capitals, that
interrupt a text which is otherwise not in capitals; credits, copyright lines and lists of tags at the end of the text.
The phrases are in boilerplate_text.toml.
"""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise

MAX_PROMOTION_WORDS = 25
"""A longer block that begins like a promotion also has other content, so it stays."""
MIN_CAPITALS_WORDS = 5
"""A line in capitals with at least this many words is the headline of another story; a shorter one may be a heading."""
MAX_CAPTION_WORDS = 60
MAX_PICTURE_TITLE_WORDS = 8
"""The maximum number of words in a picture title before a caption."""
SIGN_OFF_BLOCKS = 8
"""Blocks at the end of a text that may be its sign-off."""
MAX_SIGN_OFF_WORDS = 45
MAX_ORPHANED_LABEL_WORDS = 5
"""The maximum number of words in a label that is dropped because nothing follows it ("Topics:")."""

_WORD_CHARACTER = re.compile(r"\w")
_PHRASES = tomllib.loads(files("newsvane.articles").joinpath("boilerplate_text.toml").read_text("utf-8"))
_ANY_OF = {kind: f"(?:{'|'.join(phrases)})" for kind, phrases in _PHRASES.items()}
_PROMOTION = re.compile(rf"\W*{_ANY_OF['promotion']}", re.IGNORECASE)
_LABEL = re.compile(rf"\W*{_ANY_OF['label']}\W*", re.IGNORECASE)
_NAME_IN_BRACKETS = r"[.!?…”\"’] \((?-i:(?=[^\W\d_]+[^()]* )(?![a-zß-ÿа-я]))(?:[^().!?]|\([^()]{1,40}\)){2,80}\)$"
_CAPTION = re.compile(
    rf"^\W*{_ANY_OF['credit_line']}"
    rf"|\((?:[^()]*\W)?{_ANY_OF['credit_in_brackets']}(?:\W[^()]*)?\)$"
    rf"|{_NAME_IN_BRACKETS}",
    re.IGNORECASE,
)
"""A credit line, a caption that ends with a credit in brackets, or with a name in brackets after the full stop."""
_SIGN_OFF = re.compile(rf"\W*{_ANY_OF['sign_off_start']}|.*{_ANY_OF['sign_off_anywhere']}", re.IGNORECASE)


def drop_boilerplate(blocks: Sequence[str]) -> list[str]:
    """Return the blocks that belong to the article, in order."""
    kept = list(blocks)
    for rule in RULES:
        kept = rule(kept)
    return kept


def drop_separators(blocks: list[str]) -> list[str]:
    """Drop blocks without letters and digits, such as the lines between sections."""
    return [block for block in blocks if _WORD_CHARACTER.search(block)]


def drop_promotions(blocks: list[str]) -> list[str]:
    """Drop short blocks that ask the reader to do something."""
    return [block for block in blocks if not (_has_at_most(MAX_PROMOTION_WORDS, block) and _PROMOTION.match(block))]


def drop_labels(blocks: list[str]) -> list[str]:
    """Drop labels of advertisements and of embedded media."""
    return [block for block in blocks if not (_has_at_most(MAX_PROMOTION_WORDS, block) and _LABEL.fullmatch(block))]


def drop_captions(blocks: list[str]) -> list[str]:
    """Drop captions that have a credit, and the title of the picture before one."""
    captions = {block for block in blocks if _has_at_most(MAX_CAPTION_WORDS, block) and _CAPTION.search(block)}
    titles = {block for block, following in pairwise(blocks) if following in captions and _is_picture_title(block)}
    return [block for block in blocks if block not in captions | titles]


def drop_headlines_in_capitals(blocks: list[str]) -> list[str]:
    """Drop headlines of other stories, unless so many lines are in capitals that they are the text's own headings."""
    headlines = {block for block in blocks if _is_headline_in_capitals(block)}
    if len(headlines) > max(3, len(blocks) / 8):
        return blocks
    return [block for block in blocks if block not in headlines]


def drop_sign_off(blocks: list[str]) -> list[str]:
    """Drop credits, copyright lines and lists of tags at the end, and a short label that is left without content."""
    body, last = blocks[:-SIGN_OFF_BLOCKS], blocks[-SIGN_OFF_BLOCKS:]
    kept = [block for block in last if not _is_sign_off(block)]
    while kept and kept[-1].endswith(":") and len(kept[-1].split()) <= MAX_ORPHANED_LABEL_WORDS:
        kept.pop()
    return body + kept


RULES = (
    drop_separators,
    drop_promotions,
    drop_labels,
    drop_captions,
    drop_headlines_in_capitals,
    drop_sign_off,
)


def _is_headline_in_capitals(block: str) -> bool:
    is_short = MIN_CAPITALS_WORDS <= len(block.split()) <= MAX_PROMOTION_WORDS
    return block.isupper() and is_short and block[-1:] not in '.:"”»'


def _is_picture_title(block: str) -> bool:
    return len(block.split()) <= MAX_PICTURE_TITLE_WORDS and block[-1:].isalnum()


def _is_sign_off(block: str) -> bool:
    return _has_at_most(MAX_SIGN_OFF_WORDS, block) and bool(_SIGN_OFF.match(block))


def _has_at_most(words: int, block: str) -> bool:
    """Return whether a block has at most this many words. A block that is much too long is not split to count them."""
    return len(block) <= 20 * words and len(block.split()) <= words
