"""Turn a topic into short queries for search services: ("one name" OR another) context -excluded. Pure.

Such services know words, phrases in quotation marks, OR inside brackets, and excluded words, but no prefixes, distances
and fields. So the queries are wider or narrower than the topic, which decides about what they find. Only terms that
suggest the topic by themselves, or together with a context, are used.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsvane.topics.ast import Node, PhraseNode
from newsvane.topics.near import NearNode
from newsvane.topics.operators import AndNode, NotNode, OrNode
from newsvane.topics.phrases import Phrase
from newsvane.topics.query import Query

MIN_TERM_LENGTH = 3
"""Services answer a shorter term with an error."""

MIN_STEM_LENGTH = 4
"""Letters of the shortest prefix (iran*) that is searched as a word."""

CONTEXT_SHARE = 0.4
"""The share of a query's length that contexts and excluded words may take."""


@dataclass(frozen=True)
class _Condition:
    """Any of `names`, together with any of each of the `contexts`, and none of `excluded`."""

    names: tuple[str, ...]
    contexts: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()


def search_terms(query: Query, max_length: int) -> list[str]:
    """Return queries of at most `max_length` characters for a topic; none if no term of it can be searched.

    Terms in ASCII are used if there are any, otherwise all: services such as GDELT's search English translations.
    """
    for usable in (str.isascii, lambda _: True):
        conditions = _merge(_conditions(query.root, usable))
        if conditions:
            return [text for one in conditions for text in _write(one, max_length)]
    return []


def join_terms(terms: Iterable[str], max_length: int) -> list[str]:
    """Return queries of at most `max_length` characters for words and phrases, of which any may occur.

    A term with a quotation mark is used as it is: it may be an operator of the service.
    """
    return list(_write(_Condition(tuple(terms)), max_length))


def _conditions(node: Node, usable: Callable[[str], bool]) -> list[_Condition]:
    """Return the alternatives of a node that a service can search; none for fields, dates and distances in phrases."""
    match node:
        case PhraseNode():
            term = _find_term(node.phrase)
            return [_Condition((term,))] if term and usable(term) else []
        case OrNode():
            return [one for each in node.nodes for one in _conditions(each, usable)]
        case NearNode():
            required = [each.phrases for each in node.contexts if not each.is_excluded]
            return _with_contexts(_conditions(node.phrases, usable), [_conditions(each, usable) for each in required])
        case AndNode():
            first, *others = [_conditions(each, usable) for each in node.nodes if not isinstance(each, NotNode)]
            excluded = [each.node for each in node.nodes if isinstance(each, NotNode)]
            names = _names(one for each in excluded for one in _conditions(each, usable))
            return [replace(one, excluded=one.excluded + names) for one in _with_contexts(first, others)]
        case _:
            return []


def _with_contexts(found: Iterable[_Condition], contexts: Sequence[Sequence[_Condition]]) -> list[_Condition]:
    """Return the conditions with the names of each context; none if a context has no names."""
    names = tuple(map(_names, contexts))
    return [replace(one, contexts=one.contexts + names) for one in found] if all(names) else []


def _names(conditions: Iterable[_Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in conditions for name in one.names))


def _find_term(phrase: Phrase) -> str:
    """Return the words of a phrase as a service can search them; "" if it cannot."""
    text = " ".join(term.word for term in phrase.terms)
    has_prefix = any(term.is_prefix for term in phrase.terms)
    if phrase.slop is not None or len(text) < MIN_TERM_LENGTH:
        return ""
    return "" if has_prefix and (len(phrase.terms) > 1 or len(text) < MIN_STEM_LENGTH) else text


def _merge(conditions: Iterable[_Condition]) -> list[_Condition]:
    """Return one condition per set of contexts and excluded words; that of names that stand alone comes first."""
    merged: dict[tuple[object, ...], list[_Condition]] = {}
    for one in conditions:
        merged.setdefault((one.contexts, one.excluded), []).append(one)
    alike = sorted(merged.values(), key=lambda same: bool(same[0].contexts))
    return [replace(same[0], names=_names(same)) for same in alike]


def _write(condition: _Condition, max_length: int) -> Iterator[str]:
    parts = [_any_of(_first_that_fit(each, max_length, len(condition.contexts) + 1)) for each in condition.contexts]
    parts += [f"-{_quote(each)}" for each in _first_that_fit(condition.excluded, max_length, len(parts) + 1)]
    rest = "".join(f" {part}" for part in parts)
    for names in _split(condition.names, max_length - len(rest)):
        yield _any_of(names) + rest


def _first_that_fit(terms: Sequence[str], max_length: int, shares: int) -> Sequence[str]:
    return next(_split(terms, int(max_length * CONTEXT_SHARE / shares)), ())


def _split(terms: Iterable[str], max_length: int) -> Iterator[Sequence[str]]:
    """Yield the terms in groups that can each be written in that many characters. Longer single terms are left out."""
    group: list[str] = []
    for term in dict.fromkeys(terms):
        if len(_quote(term)) > max_length:
            continue
        if group and len(_any_of((*group, term))) > max_length:
            yield group
            group = []
        group.append(term)
    if group:
        yield group


def _any_of(terms: Sequence[str]) -> str:
    """Return the terms joined by OR. Brackets around a single one are an error for some services."""
    written = " OR ".join(map(_quote, terms))
    return f"({written})" if len(terms) > 1 else written


def _quote(term: str) -> str:
    return term if term.isalnum() or '"' in term else f'"{term}"'
