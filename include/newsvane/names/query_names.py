"""Find the ids of names in queries: person:"مریم رجوی" finds what person:maryam-rajavi finds."""

import re
from collections.abc import Sequence

from newsvane.names.lexicon import Lexicon
from newsvane.names.word_forms import fold_word
from newsvane.topics.folding import tokenize

_NAME = re.compile(
    r'"(?:\\.|[^"\\])*"|\b(?P<field>person|org|place):(?P<value>"(?:\\.|[^"\\])*"|[^\s()":*?\\]+(?![*?\\]))', re.DOTALL
)


def resolve_names(query: str, lexicon: Lexicon) -> str:
    """Return the query with the ids of the entities that its person:, org: and place: spell, beside what is written.

    A spelling that the lexicon does not have stays as it is.
    """
    return _NAME.sub(lambda found: _resolve(found, lexicon) if found["field"] else found[0], query)


def find_spelled(written: str, lexicon: Lexicon, kind: str | None = None) -> set[str]:
    """Return the ids of the entities that have this id or spelling: several for a shared surname."""
    words = tuple(map(fold_word, tokenize(written)))
    spelled = {each.entity_id for each in lexicon.spellings.get(words[0] if words else "", ()) if each.words == words}
    as_id = "-".join(words)
    ids = {lexicon.merged.get(as_id, as_id), *spelled} & lexicon.entities.keys()
    return {each for each in ids if kind in (None, lexicon.entities[each].kind)}


def find_by_parts(words: Sequence[str], lexicon: Lexicon) -> set[str]:
    """Return the ids of the entities of which one spelling has all these words as parts. `words`: folded."""
    return {
        each.entity_id
        for spellings in lexicon.spellings.values()
        for each in spellings
        if all(any(word in written for written in each.words) for word in words)
    }


def _resolve(found: re.Match[str], lexicon: Lexicon) -> str:
    field, written = found["field"], "-".join(map(fold_word, tokenize(found["value"])))
    if written in lexicon.entities:
        return found[0]
    ids = sorted(find_spelled(found["value"], lexicon, field))
    return f"({' OR '.join([found[0], *(f'{field}:{each}' for each in ids)])})" if ids else found[0]
