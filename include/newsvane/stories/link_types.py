"""The link between two articles with the same text."""

from dataclasses import dataclass
from typing import TypeAlias

from newsvane.records import CopyKind


@dataclass(frozen=True)
class CopyLink:
    """Why one article is a copy or translation of another.

    `score`: how similar the two are, 0 to 1. `evidence`: what shows it, in words for people. `is_partial`: the copy
    contains the original, or is contained in it; the two are not alike as a whole. `is_claim`: only the pages say so;
    the texts do not show it.
    """

    kind: CopyKind
    score: float
    evidence: str
    is_partial: bool = False
    is_claim: bool = False


CopyLinks: TypeAlias = dict[tuple[str, str], CopyLink]
"""Links by article ids: (original, copy)."""
