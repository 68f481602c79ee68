"""Search an index: candidates newest first or best first, and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import tantivy

from newsvane.search_index import schema, store
from newsvane.search_index.combining import all_of, except_for
from newsvane.search_index.damage import guarded
from newsvane.search_index.filters import Filters
from newsvane.search_index.store import Mark, Missing
from newsvane.search_index.translate import translate, translate_filters
from newsvane.topics import Query

MAX_VALUES = 20_000
"""How many days, outlets or languages are counted at most."""


@dataclass(frozen=True)
class Candidate:
    """An article that may match. `moment`: the time by which it is ordered. `score`: BM25, 0 by time.

    `stored`: its facts, as the index has them.
    """

    article_id: str
    moment: datetime
    fetched_at: datetime
    score: float = 0.0
    stored: bytes = b""

    @property
    def facts(self) -> schema.Facts:
        """Its facts. They are not read before, because few searches need them."""
        return schema.read_facts(self.stored)


@dataclass(frozen=True)
class Question:
    """A query of an index. `certain`: one that finds a part of the same, which matches as a whole; None: none does."""

    query: tantivy.Query
    certain: tantivy.Query | None = None

    @property
    def is_exact(self) -> bool:
        """Whether everything that it finds matches."""
        return self.certain is self.query

    def split(self) -> "tuple[Question | None, Question]":
        """Return the part that certainly matches, if one is known, and the rest, of which each may match or not."""
        if self.certain is None:
            return None, self
        return Question(self.certain, self.certain), Question(except_for(self.query, [self.certain]))


class Index:
    """An index as it was when it was opened. A writer does not change it.

    `mark`: every change of the lake up to there is in it. Methods raise Missing if it is damaged.
    """

    def __init__(self, home: Path) -> None:
        note = store.read_note(home)  # before the index: what a writer commits between is in the index, and not noted
        self.mark: Mark = note.mark
        with guarded():
            index = tantivy.Index.open(str(home / note.folder))
            self._schema = index.schema
            self._searcher = index.searcher()

    @property
    def articles(self) -> int:
        """How many articles are in it."""
        return self._searcher.num_docs

    def ask(self, query: Query, filters: Filters | None = None, *, without: Sequence[str] = ()) -> Question:
        """Translate a query. `without`: ids of articles to leave out. Raises TooComplex."""
        with guarded():
            found = translate(query, self._schema)
            filtered = translate_filters(filters or Filters(), self._schema)
            excluded = [tantivy.Query.term_set_query(self._schema, schema.ID, list(without))] if without else []
            wanted = except_for(all_of(found.query, *filtered), excluded)
            if found.certain is None or (filters and filters.originals):
                return Question(wanted)
            certain = wanted if found.is_exact else except_for(all_of(found.certain, *filtered), excluded)
            return Question(wanted, certain)

    def find_newest(self, question: Question, *, limit: int, offset: int = 0) -> list[Candidate]:
        """Return candidates, newest first, from a place in that order on."""
        with guarded():
            found = self._searcher.search(
                question.query, limit, count=False, order_by_field=schema.MOMENT, offset=offset
            )
            return self._read([address for _, address in found.hits], [0.0] * len(found.hits))

    def find_best(self, question: Question, *, limit: int, offset: int = 0) -> list[Candidate]:
        """Return candidates, by BM25, from a place in that order on."""
        with guarded():
            found = self._searcher.search(question.query, limit, count=False, offset=offset)
            return self._read([address for _, address in found.hits], [score for score, _ in found.hits])

    def count(self, question: Question) -> int:
        """Return how many candidates there are."""
        with guarded():
            found = self._searcher.search(question.query, 1, count=True)
            return int(found.count)  # type: ignore[attr-defined]

    def count_days(self, question: Question) -> dict[date, int]:
        """Return how many candidates there are per day, in order."""
        (counts,) = self._count_values(question, schema.DAY)
        return {schema.from_day_number(int(day)): count for day, count in sorted(counts.items())}

    def count_values(self, question: Question, *fields: str) -> list[dict[str, int]]:
        """Return how many candidates there are per value of each field, most frequent first.

        The fields are outlet, language, country ("": not known), kind and topic.
        """
        counts = self._count_values(question, *fields)
        return [{str(value): count for value, count in each.items()} for each in counts]

    def count_words(self, beginning: str, *, limit: int) -> dict[str, int]:
        """Return how many articles have each word that begins like this, the most frequent first.

        `beginning`, and the words: folded. Articles that were removed may still be counted.
        """
        with guarded():
            return dict(self._searcher.terms_with_prefix(schema.WORDS, beginning, limit=limit))

    def _count_values(self, question: Question, *fields: str) -> list[Mapping[str | int, int]]:
        with guarded():
            sizes = {"size": MAX_VALUES, "segment_size": MAX_VALUES}
            found = self._searcher.aggregate(
                question.query, {field: {"terms": {"field": field, **sizes}} for field in fields}
            )
            return [{each["key"]: each["doc_count"] for each in found[field]["buckets"]} for field in fields]

    def _read(self, addresses: list[tantivy.DocAddress], scores: Sequence[float]) -> list[Candidate]:
        moments, fetched = (
            self._searcher.fast_field_values(name, addresses) for name in (schema.MOMENT, schema.FETCHED)
        )
        documents = map(self._searcher.doc, addresses)
        return [
            Candidate(
                str(document.get_first(schema.ID)),
                schema.from_microseconds(int(moment or 0)),
                schema.from_microseconds(int(read or 0)),
                score,
                bytes(document.get_first(schema.FACTS) or b""),
            )
            for document, moment, read, score in zip(documents, moments, fetched, scores, strict=True)
        ]


def open_index(home: Path) -> Index:
    """Open the index of a folder. Raises Missing, whose message says why there is none that can be used."""
    try:
        return Index(home)
    except Missing:
        return Index(home)  # a writer may have replaced it after its note was read
