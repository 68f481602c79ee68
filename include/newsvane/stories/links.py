"""What ties two articles of one story, and how near in time they have to be."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from newsvane.records import Article, CopyKind


@dataclass(frozen=True)
class Link:
    """`score`: how alike the two are, 0 to 1. `evidence`: how that is known, for people."""

    kind: CopyKind
    score: float
    evidence: str


Links: TypeAlias = dict[tuple[str, str], Link]
"""By (original, copy)."""


def within(a: Article, b: Article, window: timedelta) -> bool:
    """Apart by at most `window`; by the time of fetching where one has no date."""
    if a.published_at is not None and b.published_at is not None:
        return abs(a.published_at - b.published_at) <= window
    return abs(a.fetched_at - b.fetched_at) <= window
