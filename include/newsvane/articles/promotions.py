"""Paragraphs -> paragraphs without what sells, links elsewhere or interrupts. General rules, none for a publisher.

Left out are whole blocks only: short ones that begin by asking the reader to click, read on, subscribe or follow;
labels of advertisements; and headlines in capitals that break into a text which is otherwise not in capitals.
"""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

LONGEST = 25
"""Words of the longest block that is taken for a promotion; longer ones carry something else as well."""
SHOUTED = 5
"""Words from which a line in capitals between paragraphs is a headline of another story; fewer may be a heading."""

_PHRASES = tomllib.loads(files("newsvane.articles").joinpath("promotions.toml").read_text("utf-8"))
_PROMOTION = re.compile(rf"\W*(?:{'|'.join(_PHRASES['asking'])})", re.IGNORECASE)
_LABEL = re.compile(rf"\W*(?:{'|'.join(_PHRASES['label'])})\W*", re.IGNORECASE)


def without_promotions(blocks: Sequence[str]) -> list[str]:
    """The blocks that belong to the article, in order."""
    shouting = sum(map(_is_shouted, blocks)) > max(1, len(blocks)) / 3
    return [block for block in blocks if not (_is_promotion(block) or (not shouting and _is_interjection(block)))]


def _is_promotion(block: str) -> bool:
    return bool(_LABEL.fullmatch(block) or (len(block.split()) <= LONGEST and _PROMOTION.match(block)))


def _is_interjection(block: str) -> bool:
    return _is_shouted(block) and SHOUTED <= len(block.split()) <= LONGEST and block[-1:] not in '.:"”»'


def _is_shouted(block: str) -> bool:
    return block.isupper() and len(block) >= 10
