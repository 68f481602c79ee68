"""The fields of the index: what an article is found, ordered and counted by. No text is stored."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import tantivy

from newsvane.search_index.tokens import Placed, place_title, place_words

FORMAT = 4
"""The version of the fields and of the tokens. Raise it when either changes: every index is then built again."""

ID, WORDS, TITLE = "article_id", "words", "title"
OUTLET, LANGUAGE, COUNTRY, KIND = "outlet", "language", "country", "kind"
TOPIC, CENTRAL, NAME = "topic", "central_topic", "name_key"
DAY, MOMENT, PUBLISHED, FETCHED = "day", "moment", "published_at", "fetched_at"
FACTS = "facts"

_VALUES = (OUTLET, LANGUAGE, COUNTRY, KIND, TOPIC)
"""Fields of whole values, by which articles are also counted."""
_NUMBERS = (DAY, MOMENT, PUBLISHED, FETCHED)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOKENIZER = "whitespace"
"""Not used by the writer, which hands over tokens."""


@dataclass(frozen=True)
class IndexedRow:
    """What the index takes from an article of `coverage`. `country`: of the outlet; "" if not known.

    `is_translated`: by a machine.
    """

    article_id: str
    title: str
    text: str
    outlet: str
    outlet_kind: str
    language: str
    country: str
    kind: str
    is_translated: bool
    topics: tuple[str, ...]
    central_topics: tuple[str, ...]
    name_keys: tuple[str, ...]
    published_at: datetime | None
    fetched_at: datetime


class Facts(NamedTuple):
    """What is stored with an article, as `coverage` has it, so that what is found can be counted without the lake.

    `country`: None if not known.
    """

    outlet: str
    outlet_kind: str
    country: str | None
    language: str
    is_translated: bool


def build_schema() -> tantivy.Schema:
    """Return the fields.

    `words` has title and text, `title` the title alone. `moment` is the time by which a search orders: of publication,
    but not after reading. Times are microseconds since 1970, `day` days since then. Values are in lower case except
    topics and kinds.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (WORDS, TITLE):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="position")
    for name in _VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (CENTRAL, NAME):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field(FACTS, stored=True)
    return builder.build()


def build_document(row: IndexedRow) -> tantivy.Document:
    """Return the document of an article."""
    moment = min(row.published_at, row.fetched_at) if row.published_at else row.fetched_at
    document = tantivy.Document()
    document.add_text(ID, row.article_id)
    document.add_pre_tokenized_text(WORDS, _as_tokens(place_words(row.title, row.text)))
    document.add_pre_tokenized_text(TITLE, _as_tokens(place_title(row.title)))
    for name, value in ((OUTLET, row.outlet), (LANGUAGE, row.language), (COUNTRY, row.country)):
        document.add_text(name, value.lower())
    document.add_text(KIND, row.kind)
    for topic in row.topics:
        document.add_text(TOPIC, topic)
    for topic in row.central_topics:
        document.add_text(CENTRAL, topic.lower())
    for key in row.name_keys:
        document.add_text(NAME, key)
    for name, at in ((MOMENT, moment), (PUBLISHED, row.published_at), (FETCHED, row.fetched_at)):
        if at:
            document.add_integer(name, to_microseconds(at))
    document.add_integer(DAY, to_day_number(moment.astimezone(UTC).date()))
    facts = Facts(row.outlet, row.outlet_kind, row.country or None, row.language, row.is_translated)
    document.add_bytes(FACTS, json.dumps(facts).encode())
    return document


def read_facts(stored: bytes) -> Facts:
    """Return the facts that were stored with an article."""
    return Facts(*json.loads(stored))


def to_microseconds(at: datetime) -> int:
    """Return a time as the index has it."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def from_microseconds(value: int) -> datetime:
    """Return the time of a value of the index."""
    return _EPOCH + timedelta(microseconds=value)


def to_day_number(day: date) -> int:
    """Return a day as the index has it."""
    return (day - _EPOCH.date()).days


def from_day_number(number: int) -> date:
    """Return the day of a value of the index."""
    return _EPOCH.date() + timedelta(days=number)


def _as_tokens(placed: Iterable[Placed]) -> tantivy.PreTokenizedString:
    token = tantivy.Token
    return tantivy.PreTokenizedString("", [token(each, place, 0, 0) for tokens, place in placed for each in tokens])
