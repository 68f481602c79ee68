"""Offer for the words of a query the person, organisation or place that they name, which is found in every script.

A word finds its own spelling; `place:iran` also finds ایران and Иран. It is cheap however large the lake is: spellings
are looked up in the lexicon, ids in the entities, and the index counts.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from newsvane import lake
from newsvane.analysis.known_entities import NOUNS, load_lexicon
from newsvane.analysis.known_names import expand_query
from newsvane.analysis.queries import load_query
from newsvane.errors import ConfigError, QueryError
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.names import Lexicon, find_spelled
from newsvane.names.romanize import romanize
from newsvane.names.word_forms import fold_word
from newsvane.topics import Query, compile_query
from newsvane.topics.folding import tokenize
from newsvane.topics.free_words import FreePhrase, find_free_phrases

MAX_OFFERS = 3
MAX_COUNTED = 6
"""Names whose articles are counted for these."""
MAX_IDS = 200
"""Ids that are looked up."""

Count = Callable[[Query], int | None]
"""Returns how many articles a query finds; None if that would take long."""


class NameOffer(NamedTuple):
    """A name that a query may mean. `query`: the same with its field. `articles`: what it finds; None: not counted."""

    name: str
    kind: str
    query: str
    articles: int | None

    @property
    def noun(self) -> str:
        """What it is: person, organisation or place."""
        return NOUNS[self.kind]


def offer_names(connection: lake.Connection, query: str, count: Count) -> list[NameOffer]:
    """Return at most MAX_OFFERS names that words of a query spell and that coverage names, in the order of the words.

    `query`: as it was written; it compiles. Names of which no article would be found are left out.
    """
    wanted = [*_list_ids(query)][:MAX_IDS]
    if not wanted:
        return []
    ids = [entity_id for _, entity_id in wanted]
    known = {row["entity_id"]: row for row in fetch_rows_of(connection, load_query("entities_by_id"), ids=ids)}
    offers: list[NameOffer] = []
    taken: list[FreePhrase] = []
    for phrase, entity_id in [each for each in wanted if each[1] in known][:MAX_COUNTED]:
        row = known[entity_id]
        if any(each != phrase and each.start <= phrase.start < each.end for each in taken):
            continue
        exchanged = f"{query[: phrase.start]}{row['kind']}:{entity_id}{query[phrase.end :]}"
        if compiled := _compile(exchanged, f"{row['kind']}:{entity_id}"):
            articles = count(compiled)
            taken += [phrase]
            offers += [NameOffer(row["name"], row["kind"], exchanged, articles)] if articles != 0 else []
    return offers[:MAX_OFFERS]


def _list_ids(query: str) -> Iterator[tuple[FreePhrase, str]]:
    """Yield the entities that words of a query may name, each with these words, the most words first."""
    if not (phrases := find_free_phrases(query)):
        return
    try:
        lexicon = load_lexicon()
    except ConfigError:  # the page of a broken file says so
        return
    for phrase in phrases:
        for entity_id in _find_ids(phrase.text, lexicon):
            yield phrase, entity_id


def _find_ids(written: str, lexicon: Lexicon) -> list[str]:
    """Return the ids that a text spells; of somebody who is not in the lexicon, the id that coverage would give."""
    as_id = "-".join(romanize(fold_word(word)) for word in tokenize(written))
    return sorted({*find_spelled(written, lexicon), *([as_id] if as_id else [])} - lexicon.excluded)


def _compile(exchanged: str, key: str) -> Query | None:
    """Return the query if it still compiles, and asks for the name."""
    try:
        compiled = compile_query(expand_query(exchanged))
    except QueryError:
        return None
    return compiled if key in compiled.name_keys else None
