"""The link between two articles with the same text, and the time window within which articles are linked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from newsvane.records import Article, CopyKind


@dataclass(frozen=True)
class CopyLink:
    """Why one article is a copy or translation of another.

    `score`: how similar the two are, 0 to 1. `evidence`: what shows it, in words for people. `is_partial`: the copy
    contains the original, or is contained in it; the two are not alike as a whole.
    """

    kind: CopyKind
    score: float
    evidence: str
    is_partial: bool = False


CopyLinks: TypeAlias = dict[tuple[str, str], CopyLink]
"""Links by article ids: (original, copy)."""


def published_or_fetched_at(article: Article) -> datetime:
    """Return the time of publication, or the time of the first reading if the publication time is not known."""
    return article.published_at or article.fetched_at


def is_within_window(a: Article, b: Article, window: timedelta) -> bool:
    """Return whether two articles were published at most `window` apart."""
    return abs(published_or_fetched_at(a) - published_or_fetched_at(b)) <= window
