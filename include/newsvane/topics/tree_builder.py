"""Build the syntax tree of a query from what luqum has parsed. Raises QueryError at what Newsvane does not support."""

import re
from collections.abc import Iterator, Sequence

from luqum import tree

from newsvane.errors import QueryError
from newsvane.iso_codes import explain_country, explain_language
from newsvane.topics.ast import CentralNode, DateNode, NameNode, Node, PhraseNode, ValueField, ValueNode
from newsvane.topics.date_ranges import DateRange, parse_date_range
from newsvane.topics.folding import fold, is_unspaced, tokenize
from newsvane.topics.missing_values import explain_missing_value
from newsvane.topics.near import Context, NearNode
from newsvane.topics.operators import AndNode, NotNode, OrNode
from newsvane.topics.phrases import MAX_SLOP, Phrase, Term
from newsvane.topics.token_index import TextField

MAX_DEPTH = 50
MAX_PROXIMITY_WORDS = 4
"""The maximum number of words in a phrase with a proximity, because the matcher tries all their orders."""

_TEXT_FIELDS: dict[str, TextField] = {"title": "title", "text": "text"}
_VALUE_FIELDS: dict[str, ValueField] = {
    "outlet": "outlet",
    "lang": "language",
    "language": "language",
    "country": "country",
}
_DATE_FIELDS = {"published", "published_at"}
_CENTRAL = "central"
_NAME_FIELDS = {"person", "org", "place"}
_FIELD_NAMES = "title, text, outlet, lang, country, published, central, person, org, place"
_RANGE = "ranges are for dates only: published:[2026-01-01 TO 2026-01-31], published:>=2026-01-01"
_UNSUPPORTED = {
    tree.Regex: "regular expressions are not supported; use a prefix (iran*) or list the spellings with OR",
    tree.Fuzzy: "fuzzy words are not supported; list the spellings with OR, or quote a phrase before ~",
    tree.Range: _RANGE,
    tree.From: _RANGE,
    tree.To: _RANGE,
}
_QUOTED, _MAX_QUOTED = 15, 40
"""How many characters before and after a mistake are quoted, and how many at most, so that words stay whole."""
NEAR = "NEAR\u2215"
"""The operator as luqum reads it, before its number. A slash would begin a regular expression."""
_NEAR = re.compile(rf"{NEAR}(\d+)")
_NEAR_TAKES = 'words, "phrases", or a group of them: (a OR "b c") NEAR/8 (d OR e)'
_OPERATOR_SYMBOLS = {"&&": "AND", "||": "OR", "!": "NOT"}


def make_error(query: str, position: int, message: str) -> QueryError:
    """Return the error that says where a query is wrong. `position`: of the character, from 0."""
    near = _quote_around(query, position)
    return QueryError(f"query, character {position + 1} (near {near!r}): {message}", reason="syntax")


def _quote_around(query: str, position: int) -> str:
    """Return the words around a character on one line, with … where the query goes on. Only very long ones are cut."""
    begin, end = max(0, position - _QUOTED), min(len(query), position + _QUOTED)
    while begin > max(0, position - _MAX_QUOTED) and not query[begin - 1].isspace():
        begin -= 1
    while end < min(len(query), position + _MAX_QUOTED) and not query[end].isspace():
        end += 1
    words = " ".join(query[begin:end].split())
    return f"{'…' if query[:begin].strip() else ''}{words}{'…' if query[end:].strip() else ''}"


class TreeBuilder:
    """Builds the syntax tree of one query from luqum's."""

    def __init__(self, query: str) -> None:
        self._query = query
        self.last_negation = 0
        """The position of the last NOT."""

    def build(self, item: tree.Item, field: str | None, depth: int) -> Node:
        """Build the node for an item of luqum's tree. `field`: the field that the item belongs to."""
        if depth > MAX_DEPTH:
            raise self._error_at(item, f"groups are nested more than {MAX_DEPTH} deep; write a flatter query")
        match item:
            case tree.SearchField():
                return self._build_field(item, depth)
            case tree.Group() | tree.FieldGroup() | tree.Boost() | tree.Plus():
                return self.build(item.children[0], field, depth + 1)
            case tree.OrOperation():
                return OrNode(self._build_alternatives(item, field, depth))
            case tree.AndOperation():
                return AndNode(self._build_children(item, field, depth))
            case tree.UnknownOperation():
                return self._build_sequence(item, field, depth)
            case tree.Not() | tree.Prohibit():
                self.last_negation = item.pos or 0
                return NotNode(self.build(item.children[0], field, depth + 1))
            case _:
                return self._build_leaf(item, field)

    def _build_leaf(self, item: tree.Item, field: str | None) -> Node:
        if field and isinstance(item, tree.Word | tree.Phrase) and not _text(item).strip():
            raise self._error_at(item, explain_missing_value(field))
        match item:
            case tree.Range() | tree.From() | tree.To() | tree.Word() | tree.Phrase() if field in _DATE_FIELDS:
                return self._build_date(item)
            case tree.Word() | tree.Phrase() if field in _VALUE_FIELDS:
                return self._build_value(item, _VALUE_FIELDS[field])
            case tree.Word() | tree.Phrase() if field == _CENTRAL:
                return CentralNode(*self._parse_value(item))
            case tree.Word() | tree.Phrase() if field in _NAME_FIELDS:
                return self._build_name(item, field)
            case tree.Proximity() if field is None or field in _TEXT_FIELDS:
                return self._build_phrase(item.children[0], field, slop=int(item.degree))
            case tree.Word() | tree.Phrase():
                return self._build_phrase(item, field, slop=None)
            case tree.Proximity():
                raise self._error_at(item, f"~ cannot be used with {field}; write the value alone")
            case _:
                raise self._error_at(item, _UNSUPPORTED.get(type(item), f"{type(item).__name__} is not supported"))

    def _build_children(self, item: tree.Item, field: str | None, depth: int) -> tuple[Node, ...]:
        return tuple(self.build(child, field, depth + 1) for child in item.children)

    def _build_alternatives(self, item: tree.Item, field: str | None, depth: int) -> tuple[Node, ...]:
        for child in item.children:
            if isinstance(child, tree.Plus):
                raise self._error_at(child, "+ and OR contradict each other; write AND where the word must occur")
        nodes = self._build_children(item, field, depth)
        return tuple(each for node in nodes for each in (node.nodes if isinstance(node, OrNode) else (node,)))

    def _build_sequence(self, item: tree.UnknownOperation, field: str | None, depth: int) -> Node:
        """Build parts without an operator between them. NEAR/n and its right side belong to the part before them."""
        nodes: list[Node] = []
        parts = iter(item.children)
        part = next(parts, None)
        while part is not None:
            contexts: list[Context] = []
            following = next(parts, None)
            while following is not None and (near := _parse_near(following)):
                distance, is_excluded = near
                if not 1 <= distance <= MAX_SLOP:
                    raise self._error_at(following, f"NEAR takes a distance of 1 to {MAX_SLOP} words: NEAR/8")
                if (context := next(parts, None)) is None:
                    raise self._error_at(following, f"NEAR needs a right side; it takes {_NEAR_TAKES}")
                contexts.append(Context(self._build_near_side(context, field, depth), distance, is_excluded))
                following = next(parts, None)
            nodes.append(
                self._build_near(part, contexts, field, depth) if contexts else self.build(part, field, depth + 1)
            )
            part = following
        return nodes[0] if len(nodes) == 1 else AndNode(tuple(nodes))

    def _build_near(self, item: tree.Item, contexts: Sequence[Context], field: str | None, depth: int) -> NearNode:
        node = self.build(item, field, depth + 1) if isinstance(item, tree.Group) else None
        if isinstance(node, NearNode):
            return NearNode(node.phrases, (*node.contexts, *contexts))
        return NearNode(self._build_near_side(item, field, depth), tuple(contexts))

    def _build_near_side(self, item: tree.Item, field: str | None, depth: int) -> OrNode:
        if isinstance(item, tree.OrOperation | tree.AndOperation):
            raise self._error_at(item, "put NEAR and both of its sides in parentheses: x OR (a NEAR/8 b)")
        phrases = tuple(_alternatives(self.build(item, field, depth + 1)))
        searched = _TEXT_FIELDS.get(field) if field else None
        for each in phrases:
            if not isinstance(each, PhraseNode) or each.phrase.slop is not None:
                raise self._error_at(item, f"NEAR takes {_NEAR_TAKES}")
            if each.phrase.field != searched:
                raise self._error_at(item, "write the field before the parenthesis: title:(a NEAR/8 b)")
        return OrNode(phrases)

    def _build_field(self, item: tree.SearchField, depth: int) -> Node:
        if item.name not in {*_TEXT_FIELDS, *_VALUE_FIELDS, *_DATE_FIELDS, _CENTRAL, *_NAME_FIELDS}:
            message = f"unknown field {item.name!r}; the fields are {_FIELD_NAMES}; put a word with a colon in quotes"
            if item.name == "topic":
                message = "articles about a topic are found by central:ID, such as central:iran, not by topic:"
            raise self._error_at(item, message)
        return self.build(item.children[0], item.name, depth + 1)

    def _build_value(self, item: tree.Word | tree.Phrase, field: ValueField) -> ValueNode:
        value, is_prefix = self._parse_value(item)
        wrong = ""
        if field == "language" and not is_prefix:
            wrong = explain_language(value)
        elif field == "country" and not is_prefix:
            wrong = explain_country(value.upper())
        if wrong:
            raise self._error_at(item, wrong)
        return ValueNode(field, value, is_prefix)

    def _build_name(self, item: tree.Word | tree.Phrase, field: str) -> NameNode:
        value, is_prefix = self._parse_value(item)
        words = [fold(word) for word in tokenize(value)]
        if not words:
            raise self._error_at(item, f"this has no letter or digit; write a name or an id ({field}:edi-rama)")
        return NameNode(f"{field}:{'-'.join(words)}", is_prefix)

    def _parse_value(self, item: tree.Word | tree.Phrase) -> tuple[str, bool]:
        """Return the value in lower case, and whether it is only the beginning of one."""
        text = _text(item).lower()
        value = text.rstrip("*")
        if not value or "*" in value or "?" in value:
            raise self._error_at(item, "a wildcard may only end a value (outlet:example*)")
        return re.sub(r"\\(.)", r"\1", value), value != text

    def _build_date(self, item: tree.Item) -> Node:
        match item:
            case tree.Range():
                low, high = self._parse_date(item.low), self._parse_date(item.high)
                since = low.begin if item.include_low else low.end
                return DateNode(since, high.end if item.include_high else high.begin)
            case tree.From():
                low = self._parse_date(item.children[0])
                return DateNode(low.begin if item.include else low.end, None)
            case tree.To():
                high = self._parse_date(item.children[0])
                return DateNode(None, high.end if item.include else high.begin)
            case _:
                both = self._parse_date(item)
                return DateNode(both.begin, both.end)

    def _parse_date(self, item: tree.Item) -> DateRange:
        text = re.sub(r"\\(.)", r"\1", _text(item) if isinstance(item, tree.Word | tree.Phrase) else str(item).strip())
        if found := parse_date_range(text):
            return found
        message = f"{text[:40]!r} is not a date; write 2026, 2026-01, 2026-01-31 or 2026-01-31T10:30:00Z"
        raise self._error_at(item, message)

    def _build_phrase(self, item: tree.Word | tree.Phrase, field: str | None, slop: int | None) -> Node:
        terms = self._split_terms(item, _text(item))
        if slop is not None and len(terms) > MAX_PROXIMITY_WORDS:
            message = f"a proximity of {len(terms)} words; at most {MAX_PROXIMITY_WORDS} are allowed"
            raise self._error_at(item, message)
        if slop is not None and slop > MAX_SLOP:
            raise self._error_at(item, f"a proximity over {slop} words; at most {MAX_SLOP} are allowed")
        return PhraseNode(Phrase(terms, _TEXT_FIELDS[field] if field else None, slop if len(terms) > 1 else None))

    def _split_terms(self, item: tree.Item, text: str) -> tuple[Term, ...]:
        symbols = (symbol for symbol in _OPERATOR_SYMBOLS if text.startswith(symbol))
        if isinstance(item, tree.Word) and (text == "NEAR" or _NEAR.fullmatch(text)):
            message = f"NEAR stands between two sides and has a number of words: a NEAR/8 b; it takes {_NEAR_TAKES}"
            raise self._error_at(item, message)
        if isinstance(item, tree.Word) and (symbol := next(symbols, None)):
            raise self._error_at(item, f"{symbol} is not supported; write {_OPERATOR_SYMBOLS[symbol]}")
        terms: list[Term] = []
        for piece in re.sub(r"\\([^*?])", r"\1", text).split():
            words = tokenize(piece)
            is_prefix = piece.endswith("*") and not piece.endswith("\\*")
            if re.search(r"(?<!\\)[*?]", piece.rstrip("*")) or (is_prefix and not words):
                raise self._error_at(item, "a wildcard may only end a word (iran*)")
            is_prefix = is_prefix and not is_unspaced(words[-1])
            terms += [Term(word, is_prefix and word is words[-1], _is_acronym(word)) for word in words]
        if not terms:
            raise self._error_at(item, "this has no letter or digit; remove it or add a word")
        return tuple(terms)

    def _error_at(self, item: tree.Item, message: str) -> QueryError:
        return make_error(self._query, item.pos or 0, message)


def _parse_near(item: tree.Item) -> tuple[int, bool] | None:
    """Return the distance of an operator NEAR/n, and whether it is NOT NEAR/n; None for any other item."""
    is_excluded = isinstance(item, tree.Not)
    word = item.children[0] if is_excluded else item
    found = _NEAR.fullmatch(word.value) if isinstance(word, tree.Word) else None
    return (int(found[1]), is_excluded) if found else None


def _alternatives(node: Node) -> Iterator[Node]:
    if isinstance(node, OrNode):
        for each in node.nodes:
            yield from _alternatives(each)
    else:
        yield node


def _text(item: tree.Word | tree.Phrase) -> str:
    return str(item.value[1:-1] if isinstance(item, tree.Phrase) else item.value)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
