"""What ties two articles of one story, and how near in time they have to be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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


def moment(article: Article) -> datetime:
    """When an article came out: publication, or where that is not known its first reading."""
    return article.published_at or article.fetched_at


def within(a: Article, b: Article, window: timedelta) -> bool:
    """Apart by at most `window`."""
    return abs(moment(a) - moment(b)) <= window
