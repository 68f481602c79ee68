"""Paragraphs -> paragraphs without what sells, links elsewhere, interrupts or signs off. No rule is for a publisher.

Left out are whole blocks only: short ones that begin by asking the reader to click, read on, subscribe or follow;
labels of advertisements and embedded media; headlines in capitals that break into a text otherwise not in capitals;
and credits, copyright lines and lists of tags that end a text.
"""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise

LONGEST = 25
"""Words of the longest block that is taken for a promotion; longer ones carry something else as well."""
SHOUTED = 5
"""Words from which a line in capitals between paragraphs is a headline of another story; fewer may be a heading."""
LONGEST_CAPTION, LONGEST_NAME = 60, 8
"""Words of the longest caption, and of the longest name of a picture before one."""
LAST, LONGEST_LAST = 8, 45
"""Blocks at the end among which a text is signed off, and words of the longest of those."""

_WORD = re.compile(r"\w")
_PHRASES = tomllib.loads(files("newsvane.articles").joinpath("boilerplate_text.toml").read_text("utf-8"))
_ANY = {kind: f"(?:{'|'.join(phrases)})" for kind, phrases in _PHRASES.items()}
_PROMOTION = re.compile(rf"\W*{_ANY['asking']}", re.IGNORECASE)
_LABEL = re.compile(rf"\W*{_ANY['label']}\W*", re.IGNORECASE)
_NAMED = r"[.!?…”\"’] \((?-i:(?=[^\W\d_]+[^()]* )(?![a-zß-ÿа-я]))(?:[^().!?]|\([^()]{1,40}\)){2,80}\)$"
_CAPTION = re.compile(
    rf"^\W*{_ANY['credited']}|\((?:[^()]*\W)?{_ANY['credits']}(?:\W[^()]*)?\)$|{_NAMED}", re.IGNORECASE
)
"""A credit alone, one in brackets, or a name in brackets after the full stop."""
_ENDING = re.compile(rf"\W*{_ANY['ending']}|.*{_ANY['credit']}", re.IGNORECASE)


def without_promotions(blocks: Sequence[str]) -> list[str]:
    """The blocks that belong to the article, in order."""
    kept = list(blocks)
    for rule in RULES:
        kept = rule(kept)
    return kept


def without_bare(blocks: list[str]) -> list[str]:
    """Blocks with letters or digits in them, and lines that part sections."""
    return [block for block in blocks if _WORD.search(block)]


def without_asking(blocks: list[str]) -> list[str]:
    """Blocks that ask for nothing."""
    return [block for block in blocks if not (_within(block, LONGEST) and _PROMOTION.match(block))]


def without_labels(blocks: list[str]) -> list[str]:
    """Blocks that are no label of an advertisement or of something embedded."""
    return [block for block in blocks if not (_within(block, LONGEST) and _LABEL.fullmatch(block))]


def without_captions(blocks: list[str]) -> list[str]:
    """Blocks that are no caption with its credit, nor the name of a picture before one."""
    captions = {block for block in blocks if _within(block, LONGEST_CAPTION) and _CAPTION.search(block)}
    named = {block for block, following in pairwise(blocks) if following in captions and _is_name(block)}
    return [block for block in blocks if block not in captions | named]


def without_shouts(blocks: list[str]) -> list[str]:
    """Blocks that are no headline of another story, where the text's own headings are not in capitals."""
    shouts = {block for block in blocks if _is_shouted(block)}
    return blocks if len(shouts) > max(3, len(blocks) / 8) else [block for block in blocks if block not in shouts]


def without_ending(blocks: list[str]) -> list[str]:
    """Blocks without those that sign off."""
    body, last = blocks[:-LAST], blocks[-LAST:]
    kept = [block for block in last if not _signs_off(block)]
    while kept and kept[-1].endswith(":") and len(kept[-1].split()) <= SHOUTED:
        kept.pop()
    return body + kept


RULES = (without_bare, without_asking, without_labels, without_captions, without_shouts, without_ending)


def _is_shouted(block: str) -> bool:
    return block.isupper() and SHOUTED <= len(block.split()) <= LONGEST and block[-1:] not in '.:"”»'


def _is_name(block: str) -> bool:
    return len(block.split()) <= LONGEST_NAME and block[-1:].isalnum()


def _signs_off(block: str) -> bool:
    return _within(block, LONGEST_LAST) and bool(_ENDING.match(block))


def _within(block: str, count: int) -> bool:
    """Whether a block has at most so many words, of a length that words have."""
    return len(block) <= 20 * count and len(block.split()) <= count
