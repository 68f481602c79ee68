"""The articles that a search has found, with what the index or the lake says of them already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsvane import lake
from newsvane.search_index import Candidate

Row = dict[str, Any]

MAX_KNOWN = 2_000
"""Of so many candidates the index says what they are. For more, the lake takes less time."""


@dataclass(frozen=True)
class FoundArticles:
    """Articles that match. `read_at`: when each was read, by id. `known`: all of them; None: they are too many."""

    read_at: Mapping[str, datetime] = field(default_factory=dict)
    known: Sequence[lake.KnownArticle] | None = ()

    @staticmethod
    def of_candidates(candidates: Sequence[Candidate]) -> "FoundArticles":
        """Return candidates that all match."""
        known = [*map(_know_candidate, candidates)] if len(candidates) <= MAX_KNOWN else None
        return FoundArticles(read_times(candidates), known)

    def add(self, rows: Sequence[Row]) -> "FoundArticles":
        """Return these articles with those of some rows of coverage, which are not among them."""
        known = None if self.known is None else [*self.known, *map(_know_row, rows)]
        return FoundArticles({**self.read_at, **{row["article_id"]: row["fetched_at"] for row in rows}}, known)


def _know_candidate(candidate: Candidate) -> lake.KnownArticle:
    facts = candidate.facts
    return lake.KnownArticle(
        article_id=candidate.article_id,
        outlet=facts.outlet,
        outlet_kind=facts.outlet_kind,
        country=facts.country,
        language=facts.language,
        moment=candidate.moment,
        fetched_at=candidate.fetched_at,
        is_translated=facts.is_translated,
    )


def _know_row(row: Row) -> lake.KnownArticle:
    return lake.KnownArticle(
        **{name: row[name] for name in lake.KnownArticle._fields if name != "is_translated"},
        is_translated=row["translation_state"] in {"translated", "proxy"},
    )


def read_times(candidates: Sequence[Candidate]) -> dict[str, datetime]:
    """Return when each candidate was read, by id."""
    return {each.article_id: each.fetched_at for each in candidates}
