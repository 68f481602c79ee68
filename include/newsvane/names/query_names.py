"""Find the ids of names in queries: person:"مریم رجوی" finds what person:maryam-rajavi finds."""

import re

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


def _resolve(found: re.Match[str], lexicon: Lexicon) -> str:
    field, words = found["field"], tuple(map(fold_word, tokenize(found["value"])))
    written = "-".join(words)
    ids = {
        each.entity_id
        for each in lexicon.spellings.get(words[0] if words else "", ())
        if each.words == words and lexicon.entities[each.entity_id].kind == field and each.entity_id != written
    }
    merged = {lexicon.merged[written]} if written in lexicon.merged else set()
    others = [f"{field}:{each}" for each in sorted(ids | merged)]
    return f"({' OR '.join([found[0], *others])})" if others and written not in lexicon.entities else found[0]
