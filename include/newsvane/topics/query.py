"""From the text of a query to a tree of nodes (alone imports luqum).

Lucene's query syntax without regular expressions, ranges, fuzziness and inner wildcards. Terms beside each other
must all be there. A boost is read and does nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from luqum import exceptions, thread, tree

from newsvane.errors import QueryError
from newsvane.records import Article, Span
from newsvane.topics._nodes import And, Node, Not, Or, Phrase, Term, Value, ValueField, document
from newsvane.topics.words import FOLD_SQL, Field, fold, split

MAX_QUERY = 20_000
MAX_DEPTH = 50
MAX_NEAR = 4
"""Words in a phrase with a proximity."""
MAX_SLOP = 50

_TEXT_FIELDS: dict[str, Field] = {"title": "title", "text": "text"}
_VALUE_FIELDS: dict[str, ValueField] = {"outlet": "outlet", "lang": "language", "language": "language"}
_REFUSED = {
    tree.Regex: "regular expressions are not taken; use a prefix (iran*) or list the spellings with OR",
    tree.Fuzzy: "fuzzy words are not taken; list the spellings with OR, or quote a phrase before ~",
    tree.Range: "ranges are not taken; ask for dates in SQL",
    tree.From: "ranges are not taken; ask for dates in SQL",
    tree.To: "ranges are not taken; ask for dates in SQL",
}


@dataclass(frozen=True)
class Query:
    """A compiled query."""

    text: str
    root: Node

    def matches(self, article: Article) -> tuple[Span, ...]:
        """What was found, in order; spans that overlap are one. Empty where the article does not match."""
        found = sorted(set(self.root.spans(document(article))), key=lambda s: (s.field != "title", s.field, s.start))
        merged: list[Span] = []
        for span in found:
            if merged and merged[-1].field == span.field and span.start < merged[-1].end:
                merged[-1] = merged[-1].model_copy(update={"end": max(span.end, merged[-1].end)})
            else:
                merged.append(span)
        return tuple(merged)

    def to_sql(self) -> tuple[str, list[str]]:
        """A DuckDB condition over the columns title, text, outlet and language, and the values for its `?`s.

        Close to `matches`, not equal: it knows no compatibility forms (ﬁ, ｉｒａｎ) and no ß for ss.
        """
        values: list[str] = []
        condition = self.root.sql(values)
        return f"list_transform([{FOLD_SQL}], lambda folded: {condition})[1]", values


@lru_cache(maxsize=1024)
def compile_query(query: str) -> Query:
    """Compile a Lucene query: words, "phrases", prefix*, AND OR NOT, groups, "a b"~5, title: text: outlet: lang:.

    Words are compared without case and accents, in whichever script; a word in capitals (MEK) is an acronym and found
    in capitals only. Arabic and Hebrew words are found with the particles written onto them (وإيران, באיראן).
    Raises QueryError that says where the query is wrong and what to write instead.
    """
    if not query.strip():
        raise QueryError("the query is empty; write at least one word", reason="empty")
    if len(query) > MAX_QUERY:
        raise QueryError(f"the query has {len(query)} characters; at most {MAX_QUERY} are taken", reason="too_long")
    try:
        parsed = thread.parse(query)
    except exceptions.ParseError as error:
        raise _syntax_error(query, str(error)) from error
    root = _Builder(query).node(parsed, None, 0)
    if not root.anchored:
        message = "the query matches whatever lacks something; join NOT to a word that must be there (iran AND NOT x)"
        raise QueryError(message, reason="only_negative")
    return Query(query, root)


def _syntax_error(query: str, message: str) -> QueryError:
    found = re.search(r"position (\d+)", message)
    if query.count('"') % 2:
        return _error(query, query.rfind('"'), "a quotation mark without its partner; close the phrase")
    if found is None:
        return _error(query, len(query), "the query ends too early; close the parenthesis or add the missing word")
    return _error(query, int(found[1]), "nothing may stand here; quote what is meant literally or remove it")


def _error(query: str, position: int, message: str) -> QueryError:
    near = query[max(0, position - 15) : position + 15]
    return QueryError(f"query, character {position + 1} (near {near!r}): {message}", reason="syntax")


class _Builder:
    def __init__(self, query: str) -> None:
        self._query = query

    def node(self, item: tree.Item, field: str | None, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._refuse(item, f"groups within groups, over {MAX_DEPTH} deep; write it flatter")
        match item:
            case tree.SearchField():
                return self._field(item, depth)
            case tree.Group() | tree.FieldGroup() | tree.Boost() | tree.Plus():
                return self.node(item.children[0], field, depth + 1)
            case tree.OrOperation():
                return Or(self._nodes(item, field, depth))
            case tree.AndOperation() | tree.UnknownOperation():
                return And(self._nodes(item, field, depth))
            case tree.Not() | tree.Prohibit():
                return Not(self.node(item.children[0], field, depth + 1))
            case tree.Proximity():
                return self._phrase(item.children[0], field, slop=int(item.degree))
            case tree.Word() | tree.Phrase():
                return self._phrase(item, field, slop=None)
            case _:
                raise self._refuse(item, _REFUSED.get(type(item), f"{type(item).__name__} is not taken"))

    def _nodes(self, item: tree.Item, field: str | None, depth: int) -> tuple[Node, ...]:
        return tuple(self.node(child, field, depth + 1) for child in item.children)

    def _field(self, item: tree.SearchField, depth: int) -> Node:
        if item.name not in _TEXT_FIELDS and item.name not in _VALUE_FIELDS:
            known = ", ".join((*_TEXT_FIELDS, "outlet", "lang"))
            raise self._refuse(item, f"no field {item.name!r}; there are {known}; a colon in a word wants quotes")
        return self.node(item.children[0], item.name, depth + 1)

    def _phrase(self, item: tree.Word | tree.Phrase, field: str | None, slop: int | None) -> Node:
        text = item.value[1:-1] if isinstance(item, tree.Phrase) else item.value
        if field is not None and field in _VALUE_FIELDS:
            value = re.sub(r"\\(.)", r"\1", text).casefold()
            return Value(_VALUE_FIELDS[field], value.rstrip("*"), prefix=value.endswith("*"))
        terms = self._terms(item, text)
        if slop is not None and len(terms) > MAX_NEAR:
            raise self._refuse(item, f"a proximity of {len(terms)} words; at most {MAX_NEAR} are taken")
        if slop is not None and slop > MAX_SLOP:
            raise self._refuse(item, f"a proximity over {slop} words; at most {MAX_SLOP} are taken")
        return Phrase(terms, _TEXT_FIELDS[field] if field else None, slop if len(terms) > 1 else None)

    def _terms(self, item: tree.Item, text: str) -> tuple[Term, ...]:
        terms: list[Term] = []
        for piece in re.sub(r"\\([^*?])", r"\1", text).split():
            words = split(piece)
            star = piece.endswith("*") and not piece.endswith("\\*")
            if re.search(r"(?<!\\)[*?]", piece.rstrip("*")) or (star and not words):
                raise self._refuse(item, "a wildcard may only end a word (iran*)")
            terms += [Term(fold(word), star and word is words[-1], _is_acronym(word)) for word in words]
        if not terms:
            raise self._refuse(item, "no letter or digit in it; remove it or add a word")
        return tuple(terms)

    def _refuse(self, item: tree.Item, message: str) -> QueryError:
        return _error(self._query, item.pos or 0, message)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
