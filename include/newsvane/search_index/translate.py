"""Translate a compiled query into one of the index, which finds every article that matches, and perhaps others.

The index offers candidates; the matcher of `newsvane.topics` decides. Each translation says whether it is exact, that
is, finds no other articles. Not exact are: the field text (the index has title and text together), prefixes of
acronyms, prefixes in phrases, distances between words that one word of a text can be at once, distances of more than
two words, and NEAR. Of NEAR between words it says which articles certainly match: those with both in the title, or both
in the text, so near each other. If one is in the title and the other in the text, the matcher has to count the words.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, pairwise, product

import tantivy

from newsvane.errors import QueryError
from newsvane.search_index import schema
from newsvane.search_index.combining import Translation, all_of, any_of, except_for
from newsvane.search_index.filters import Filters
from newsvane.search_index.tokens import MAX_TOKEN_LENGTH, find_token, is_cut
from newsvane.topics import Query
from newsvane.topics.ast import CentralNode, DateNode, NameNode, Node, PhraseNode, ValueNode
from newsvane.topics.near import Context, NearNode
from newsvane.topics.operators import AndNode, NotNode, OrNode
from newsvane.topics.phrases import Phrase, Term
from newsvane.topics.token_index import TokenIndex, proclitics

MAX_PREFIXES = 100
"""The largest number of prefixes in a query. The index holds a bit per article for each of them at once."""
MAX_PHRASES = 2_000
"""The largest number of phrases and proximities in a query, for the same reason. Single words have no limit."""
MAX_NEAR_PAIRS = 16
"""The largest number of pairs of words for which the distance of a NEAR is looked up."""
MAX_SCORED_WORDS = 200
"""Alternatives of more words than these are looked up as a set, without a score of their own."""
_ANY_TIME = 2**62


class TooComplex(QueryError):
    """A query that the index cannot answer within its limits. A scan can."""


def translate(query: Query, schema_: tantivy.Schema) -> Translation:
    """Return the translation of a compiled query. Raises TooComplex."""
    return _Translator(schema_).translate(query.root)


def translate_filters(filters: Filters, schema_: tantivy.Schema) -> list[tantivy.Query]:
    """Return what every article must be. `originals` is left out: the index does not know copies."""
    lower = str.lower
    wanted: dict[str, Iterable[str]] = {
        schema.TOPIC: filters.topics,
        schema.OUTLET: map(lower, filters.outlets),
        schema.LANGUAGE: map(lower, filters.languages),
        schema.COUNTRY: map(lower, filters.countries),
        schema.KIND: filters.kinds,
    }
    found = [
        tantivy.Query.term_set_query(schema_, name, each) for name, values in wanted.items() if (each := [*values])
    ]
    if filters.since or filters.until:
        first, last = map(_day_number, (filters.since, filters.until))
        found.append(_between(schema_, schema.DAY, first, None if last is None else last + 1))
    if filters.read_after:
        found.append(_between(schema_, schema.FETCHED, schema.to_microseconds(filters.read_after), None))
    return found


def _between(schema_: tantivy.Schema, field: str, first: int | None, end: int | None) -> tantivy.Query:
    """Return a query for the articles with a value from `first` until before `end`; None: no limit."""
    low, high = -_ANY_TIME if first is None else first, _ANY_TIME if end is None else end
    return tantivy.Query.range_query(schema_, field, tantivy.FieldType.Integer, low, high, True, False)


def _day_number(day: date | None) -> int | None:
    return schema.to_day_number(day) if day else None


_EVERYTHING = Translation(tantivy.Query.all_query())


class _Translator:
    """Translates the nodes of one query, and counts what is expensive."""

    def __init__(self, schema_: tantivy.Schema) -> None:
        self._schema = schema_
        self._prefixes = self._phrases = 0

    def translate(self, node: Node) -> Translation:
        match node:
            case PhraseNode():
                return self._phrase(node.phrase)
            case OrNode():
                return self._alternatives(node)
            case AndNode():
                return self._conjunction(node.nodes)
            case NotNode():
                return self._conjunction([node])
            case NearNode():
                return self._near(node)
            case ValueNode():
                return self._value(node.field, node.value, is_prefix=node.is_prefix)
            case CentralNode():
                return self._value(schema.CENTRAL, node.topic, is_prefix=node.is_prefix)
            case NameNode():
                return self._value(schema.NAME, node.key, is_prefix=node.is_prefix)
            case DateNode():
                since, until = (schema.to_microseconds(at) if at else None for at in (node.since, node.until))
                return Translation.of(_between(self._schema, schema.PUBLISHED, since, until), is_exact=True)
            case _:
                return _EVERYTHING

    def _conjunction(self, nodes: Iterable[Node]) -> Translation:
        required, excluded = list[Translation](), list[Translation]()
        for node in nodes:
            found = self.translate(node.node if isinstance(node, NotNode) else node)
            (excluded if isinstance(node, NotNode) else required).append(found)
        every = all_of(*(each.query for each in required or [_EVERYTHING]))
        query = except_for(every, [each.query for each in excluded if each.is_exact])
        if all(each.is_exact for each in chain(required, excluded)):
            return Translation(query, query)
        certain = [each.certain for each in required if each.certain]
        if len(certain) < len(required):
            return Translation(query)
        every = all_of(*(certain or [_EVERYTHING.query]))
        return Translation(query, except_for(every, [each.query for each in excluded]))

    def _alternatives(self, node: OrNode) -> Translation:
        words = {each for each in node.nodes if _is_word(each)}
        if len(words) <= MAX_SCORED_WORDS:
            words = set()
        found = [self.translate(each) for each in node.nodes if each not in words]
        for field in (schema.WORDS, schema.TITLE):
            tokens = {
                find_token(each.phrase.terms[0])
                for each in words
                if isinstance(each, PhraseNode) and _field_of(each.phrase) == field
            }
            if tokens:
                is_exact = all(_is_exact_word(each.phrase) for each in words if isinstance(each, PhraseNode))
                query = tantivy.Query.term_set_query(self._schema, field, sorted(tokens))
                found.append(Translation.of(query, is_exact=is_exact))
        query = any_of(*(each.query for each in found))
        if all(each.is_exact for each in found):
            return Translation(query, query)
        certain = [each.certain for each in found if each.certain]
        return Translation(query, any_of(*certain) if certain else None)

    def _value(self, field: str, value: str, *, is_prefix: bool) -> Translation:
        if not is_prefix:
            return Translation.of(tantivy.Query.term_query(self._schema, field, value), is_exact=True)
        return self._prefix(field, value)

    def _phrase(self, phrase: Phrase) -> Translation:
        tokens = [find_token(term) for term in phrase.terms]
        if not all(tokens):
            return _EVERYTHING
        if phrase.slop is not None:
            return self._proximity(phrase, tokens)
        if len(tokens) > 1 and not any(term.is_prefix for term in phrase.terms):
            self._count_phrase()
            query = tantivy.Query.phrase_query(self._schema, _field_of(phrase), list(tokens))
            return Translation.of(query, is_exact=_is_exact_field(phrase) and not any(map(is_cut, tokens)))
        found = [self._term(term, phrase) for term in phrase.terms]
        return found[0] if len(found) == 1 else Translation(all_of(*(each.query for each in found)))

    def _term(self, term: Term, phrase: Phrase) -> Translation:
        token, field = find_token(term), _field_of(phrase)
        if term.is_prefix:
            found = self._prefix(field, token)
            is_exact = found.is_exact and not term.is_acronym and _is_exact_field(phrase)
            return Translation.of(found.query, is_exact=is_exact)
        query = tantivy.Query.term_query(self._schema, field, token)
        return Translation.of(query, is_exact=not is_cut(token) and _is_exact_field(phrase))

    def _proximity(self, phrase: Phrase, tokens: Sequence[str]) -> Translation:
        """Translate words with a distance: each two neighbours in the query, in both orders."""
        if any(term.is_prefix for term in phrase.terms) or len(set(tokens)) < len(tokens):
            return Translation(all_of(*(self._term(term, phrase).query for term in phrase.terms)))
        farthest = len(tokens) + (phrase.slop or 0) - 2
        pairs = [self._pair(_field_of(phrase), *pair, farthest) for pair in pairwise(tokens)]
        is_exact = len(pairs) == 1 and _is_exact_field(phrase) and _are_different_words(phrase.terms)
        return Translation.of(all_of(*pairs), is_exact=is_exact and not any(map(is_cut, tokens)))

    def _pair(self, field: str, one: str, other: str, between: int) -> tantivy.Query:
        """Return a query for two words with at most so many others between them. The index counts moves, so that it
        needs both orders."""
        self._count_phrase()
        orders = ([one, other], [other, one])
        return any_of(*(tantivy.Query.phrase_query(self._schema, field, list(each), between) for each in orders))

    def _across(self, tokens: Sequence[Sequence[str]], distance: int) -> list[tantivy.Query]:
        """Return queries for a word of one side in the title and one of the other in the text, if possible near it."""
        pairs = [*product(*tokens), *product(*reversed(tokens))]
        if self._phrases + len(pairs) <= MAX_PHRASES // 2:
            return [self._pair_across(titled, other, distance) for titled, other in pairs]
        titled, anywhere = (
            [tantivy.Query.term_set_query(self._schema, each, side) for side in tokens]
            for each in (schema.TITLE, schema.WORDS)
        )
        return [all_of(titled[0], anywhere[1]), all_of(anywhere[0], titled[1])]

    def _pair_across(self, titled: str, other: str, distance: int) -> tantivy.Query:
        """Return a query for a word in the title and one in the text so near it, and for few others.

        The end of the title counts as one word, but has FIELD_GAP places in the index.
        """
        self._count_phrase()
        places: list[str | tuple[int, str]] = [(0, titled), (TokenIndex.FIELD_GAP, other)]
        near = tantivy.Query.phrase_query(self._schema, schema.WORDS, places, distance - 1)
        return all_of(tantivy.Query.term_query(self._schema, schema.TITLE, titled), near)

    def _near(self, node: NearNode) -> Translation:
        """Translate NEAR: both sides, and single words on both sides with their distance."""
        contexts = [each for each in node.contexts if not each.is_excluded]
        narrowed = [near for each in contexts if (near := self._narrow(node.phrases, each))]
        query = all_of(self.translate(node.required).query, *(each.query for each in narrowed))
        return Translation(query, narrowed[0].certain if len(narrowed) == len(node.contexts) == 1 else None)

    def _narrow(self, phrases: OrNode, context: Context) -> Translation | None:
        """Translate a few words near others: in one field, or on both sides of the end of the title."""
        sides = phrases.nodes, context.phrases.nodes
        if not all(map(_is_word, chain(*sides))) or len(sides[0]) * len(sides[1]) > MAX_NEAR_PAIRS:
            return None
        tokens = [[find_token(each.terms[0]) for each in side.phrases] for side in (phrases, context.phrases)]
        field = _field_of(phrases.phrases[0])
        if set(tokens[0]) & set(tokens[1]):
            return None
        within = [self._pair(field, one, other, context.distance - 1) for one, other in product(*tokens)]
        across: list[tantivy.Query] = []
        if field == schema.WORDS:
            across = self._across(tokens, context.distance)
        words = [*phrases.phrases, *context.phrases.phrases]
        is_certain = all(map(_is_exact_word, words)) and all(
            _are_different_words((one.terms[0], other.terms[0]))
            for one, other in product(phrases.phrases, context.phrases.phrases)
        )
        return Translation(any_of(*within, *across), any_of(*within) if is_certain else None)

    def _prefix(self, field: str, beginning: str) -> Translation:
        self._prefixes += 1
        if self._prefixes > MAX_PREFIXES:
            raise TooComplex(f"the query has more than {MAX_PREFIXES} prefixes", reason="too_complex")
        cut = beginning[:MAX_TOKEN_LENGTH]
        pattern, is_literal = _as_pattern(cut)
        query = tantivy.Query.regex_query(self._schema, field, f"{pattern}.*")
        return Translation.of(query, is_exact=is_literal and cut == beginning and not is_cut(cut))

    def _count_phrase(self) -> None:
        self._phrases += 1
        if self._phrases > MAX_PHRASES:
            raise TooComplex(f"the query has more than {MAX_PHRASES} phrases", reason="too_complex")


def _is_word(node: Node) -> bool:
    """Return whether a node is a single word, and something is left of it after folding."""
    if not isinstance(node, PhraseNode) or len(node.phrase.terms) > 1:
        return False
    term = node.phrase.terms[0]
    return not term.is_prefix and bool(find_token(term))


def _is_exact_word(phrase: Phrase) -> bool:
    return _is_exact_field(phrase) and not is_cut(find_token(phrase.terms[0]))


def _field_of(phrase: Phrase) -> str:
    return schema.TITLE if phrase.field == "title" else schema.WORDS


def _is_exact_field(phrase: Phrase) -> bool:
    return phrase.field != "text"


def _are_different_words(terms: Sequence[Term]) -> bool:
    """Return whether no word of a text can be two of the terms: with and without particles, or as an acronym."""
    folded = [term.folded for term in terms]
    return len(set(folded)) == len(folded) and not any(map(proclitics, folded))


def _as_pattern(text: str) -> tuple[str, bool]:
    """Return a regular expression for a text, and whether it matches nothing else."""
    letters = [each if each.isalnum() or each == "_" else f"[{each}]" if each in ".-:/" else "." for each in text]
    return "".join(letters), "." not in letters
