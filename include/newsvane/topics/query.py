"""From the text of a query to a tree of nodes (alone imports luqum).

Lucene's query syntax without regular expressions, fuzziness and inner wildcards; ranges are for dates. Words beside
each other must all be there, as Media Cloud has it (Elasticsearch asks for any unless told otherwise): a word more
makes a search narrower. A boost is read and does nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from luqum import exceptions, thread, tree

from newsvane.errors import QueryError
from newsvane.records import Article, Span
from newsvane.topics.ast import And, Document, Found, Node, Not, Or, Published, Value, ValueField, fits
from newsvane.topics.date_ranges import Stretch, stretch
from newsvane.topics.folding import FOLD_SQL, split
from newsvane.topics.phrases import Phrase, Term
from newsvane.topics.token_index import Field

MAX_QUERY = 20_000
MAX_WORDS = 3_000
MAX_DEPTH = 50
MAX_NEAR = 4
"""Words in a phrase with a proximity."""
MAX_SLOP = 50

_TEXT_FIELDS: dict[str, Field] = {"title": "title", "text": "text"}
_VALUE_FIELDS: dict[str, ValueField] = {
    "outlet": "outlet",
    "lang": "language",
    "language": "language",
    "country": "country",
}
_DATE_FIELDS = {"published", "published_at"}
_FIELDS = "title, text, outlet, lang, country, published"
_RANGE = "a range is for dates: published:[2026-01-01 TO 2026-01-31], published:>=2026-01-01"
_REFUSED = {
    tree.Regex: "regular expressions are not taken; use a prefix (iran*) or list the spellings with OR",
    tree.Fuzzy: "fuzzy words are not taken; list the spellings with OR, or quote a phrase before ~",
    tree.Range: _RANGE,
    tree.From: _RANGE,
    tree.To: _RANGE,
}
_OTHER_SIGNS = {"&&": "AND", "||": "OR", "!": "NOT"}


@dataclass(frozen=True)
class Query:
    """A compiled query."""

    text: str
    root: Node

    def fits(self, document: Document) -> bool:
        """Whether the article matches."""
        return fits(self.root, document)

    def matches(self, article: Article) -> tuple[Span, ...]:
        """What was found, in order; spans that overlap are one. Empty where the article does not match.

        A date that was asked for is a span of no length in published_at.
        """
        return self.spans(Document(article))

    def spans(self, document: Document) -> tuple[Span, ...]:
        """As `matches`, of an article whose words may be indexed already."""
        if not self.fits(document):
            return ()
        found = sorted(set(self.root.spans(document)), key=lambda s: (s.field != "title", s.field, s.start, -s.end))
        merged: list[Span] = []
        for span in found:
            if merged and merged[-1].field == span.field and span.start < merged[-1].end:
                merged[-1] = merged[-1].model_copy(update={"end": max(span.end, merged[-1].end)})
            else:
                merged.append(span)
        return tuple(merged)

    def to_sql(self) -> tuple[str, list[str]]:
        """A DuckDB condition that holds for the articles that match, and the values for its `?`s.

        Over the columns title, text, outlet, language, country and published_at (TIMESTAMPTZ), as `articles` has them.
        """
        values = list(self.root.hints)
        condition = f"list_transform([{FOLD_SQL}], lambda folded: {self.root.sql(values)})[1]"
        if self.root.hints:
            hinted = " AND ".join("regexp_matches(concat(title, chr(10), text), ?)" for _ in self.root.hints)
            condition = f"CASE WHEN {hinted} THEN {condition} ELSE false END"
        return condition, values


@lru_cache(maxsize=1024)
def compile_query(query: str) -> Query:
    """Compile a Lucene query: words, "phrases", prefix*, AND OR NOT + -, groups, "a b"~5, fields (`_FIELDS`), ranges.

    Words are compared without case and accents, in whichever script; a word in capitals (MEK) is an acronym and found
    in capitals only. Arabic and Hebrew words are found with the particles written onto them (وإيران, באיראן).
    Raises QueryError that says where the query is wrong and what to write instead.
    """
    if not query.strip():
        raise QueryError("the query is empty; write at least one word", reason="empty")
    if len(query) > MAX_QUERY:
        raise QueryError(f"the query has {len(query)} characters; at most {MAX_QUERY} are taken", reason="too_long")
    if (words := len(query.split())) > MAX_WORDS:
        raise QueryError(f"the query has {words} words; at most {MAX_WORDS} are taken", reason="too_long")
    if strange := re.search(r"[\0\ud800-\udfff]", query):
        raise _error(query, strange.start(), "a character that no text has; remove it")
    try:
        parsed = thread.parse(query)
    except exceptions.ParseError as error:
        raise _syntax_error(query, str(error)) from error
    except (ValueError, ArithmeticError) as error:
        odd = re.search(r"[~^](?!\d+(?:[\s)]|$))", query)
        raise _error(query, odd.start() if odd else 0, 'after ~ and ^ stands a whole number ("a b"~5)') from error
    builder = _Builder(query)
    root = builder.node(parsed, None, 0)
    if not root.anchored:
        message = "matches whatever lacks something; join NOT to a word that must be there (iran AND NOT x)"
        raise _error(query, builder.negative, message)
    return Query(query, root)


def _syntax_error(query: str, message: str) -> QueryError:
    found = re.search(r"position (\d+)", message)
    if len(re.findall(r'(?<!\\)"', query)) % 2:
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
        self.negative = 0
        """Where the last NOT stands."""

    def node(self, item: tree.Item, field: str | None, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._refuse(item, f"groups within groups, over {MAX_DEPTH} deep; write it flatter")
        match item:
            case tree.SearchField():
                return self._field(item, depth)
            case tree.Group() | tree.FieldGroup() | tree.Boost() | tree.Plus():
                return self.node(item.children[0], field, depth + 1)
            case tree.OrOperation():
                return Or(self._alternatives(item, field, depth))
            case tree.AndOperation() | tree.UnknownOperation():
                return And(self._nodes(item, field, depth))
            case tree.Not() | tree.Prohibit():
                self.negative = item.pos or 0
                return Not(self.node(item.children[0], field, depth + 1))
            case tree.Range() | tree.From() | tree.To() | tree.Word() | tree.Phrase() if field in _DATE_FIELDS:
                return self._published(item)
            case tree.Word() | tree.Phrase() if field in _VALUE_FIELDS:
                return self._value(item, _VALUE_FIELDS[field])
            case tree.Proximity() if field not in _DATE_FIELDS and field not in _VALUE_FIELDS:
                return self._phrase(item.children[0], field, slop=int(item.degree))
            case tree.Word() | tree.Phrase():
                return self._phrase(item, field, slop=None)
            case tree.Proximity():
                raise self._refuse(item, f"no proximity in {field}; write the value alone")
            case _:
                raise self._refuse(item, _REFUSED.get(type(item), f"{type(item).__name__} is not taken"))

    def _nodes(self, item: tree.Item, field: str | None, depth: int) -> tuple[Node, ...]:
        return tuple(self.node(child, field, depth + 1) for child in item.children)

    def _alternatives(self, item: tree.Item, field: str | None, depth: int) -> tuple[Node, ...]:
        for child in item.children:
            if isinstance(child, tree.Plus):
                raise self._refuse(child, "+ beside OR is both; write AND where it must be there")
        return self._nodes(item, field, depth)

    def _field(self, item: tree.SearchField, depth: int) -> Node:
        if item.name not in {*_TEXT_FIELDS, *_VALUE_FIELDS, *_DATE_FIELDS}:
            raise self._refuse(item, f"no field {item.name!r}; there are {_FIELDS}; a colon in a word wants quotes")
        return self.node(item.children[0], item.name, depth + 1)

    def _value(self, item: tree.Word | tree.Phrase, field: ValueField) -> Node:
        text = _text(item).lower()
        value = text.rstrip("*")
        if not value or "*" in value or "?" in value:
            raise self._refuse(item, "a wildcard may only end a value (outlet:example*)")
        return Value(field, re.sub(r"\\(.)", r"\1", value), prefix=value != text)

    def _published(self, item: tree.Item) -> Node:
        match item:
            case tree.Range():
                low, high = self._stretch(item.low), self._stretch(item.high)
                since = low.begin if item.include_low else low.end
                return Published(since, high.end if item.include_high else high.begin)
            case tree.From():
                low = self._stretch(item.children[0])
                return Published(low.begin if item.include else low.end, None)
            case tree.To():
                high = self._stretch(item.children[0])
                return Published(None, high.end if item.include else high.begin)
            case _:
                both = self._stretch(item)
                return Published(both.begin, both.end)

    def _stretch(self, item: tree.Word | tree.Phrase) -> Stretch:
        text = re.sub(r"\\(.)", r"\1", _text(item))
        if found := stretch(text):
            return found
        raise self._refuse(item, f"{text[:40]!r} is no date; write 2026, 2026-01, 2026-01-31 or 2026-01-31T10:30:00Z")

    def _phrase(self, item: tree.Word | tree.Phrase, field: str | None, slop: int | None) -> Node:
        terms = self._terms(item, _text(item))
        if slop is not None and len(terms) > MAX_NEAR:
            raise self._refuse(item, f"a proximity of {len(terms)} words; at most {MAX_NEAR} are taken")
        if slop is not None and slop > MAX_SLOP:
            raise self._refuse(item, f"a proximity over {slop} words; at most {MAX_SLOP} are taken")
        return Found(Phrase(terms, _TEXT_FIELDS[field] if field else None, slop if len(terms) > 1 else None))

    def _terms(self, item: tree.Item, text: str) -> tuple[Term, ...]:
        if isinstance(item, tree.Word) and (sign := next((s for s in _OTHER_SIGNS if text.startswith(s)), None)):
            raise self._refuse(item, f"{sign} is not taken; write {_OTHER_SIGNS[sign]}")
        terms: list[Term] = []
        for piece in re.sub(r"\\([^*?])", r"\1", text).split():
            words = split(piece)
            star = piece.endswith("*") and not piece.endswith("\\*")
            if re.search(r"(?<!\\)[*?]", piece.rstrip("*")) or (star and not words):
                raise self._refuse(item, "a wildcard may only end a word (iran*)")
            terms += [Term(word, star and word is words[-1], _is_acronym(word)) for word in words]
        if not terms:
            raise self._refuse(item, "no letter or digit in it; remove it or add a word")
        return tuple(terms)

    def _refuse(self, item: tree.Item, message: str) -> QueryError:
        return _error(self._query, item.pos or 0, message)


def _text(item: tree.Word | tree.Phrase) -> str:
    return str(item.value[1:-1] if isinstance(item, tree.Phrase) else item.value)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
