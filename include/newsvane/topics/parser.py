"""Parse the text of a query into a syntax tree. Only this module and `tree_builder` import luqum.

The syntax is Lucene's without regular expressions, fuzzy words and wildcards inside words; ranges are for dates only.
Words without an operator between them must all occur, as in Media Cloud (in Elasticsearch any of them is enough by
default): an additional word narrows a search. Boosts are accepted and ignored. `a NEAR/8 b` and `a NOT NEAR/8 b` are
added; luqum reads their operators as words.
"""

import logging
import re

from luqum import exceptions, thread

from newsvane.errors import QueryError
from newsvane.topics.ast import Node
from newsvane.topics.missing_values import explain_missing_value, find_missing_value
from newsvane.topics.tree_builder import NEAR, TreeBuilder, make_error

log = logging.getLogger(__name__)

MAX_QUERY_LENGTH = 200_000
MAX_WORDS = 40_000
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def parse_query(query: str, *, is_part: bool = False) -> Node:
    """Parse a query. Raises QueryError that says where the query is wrong and what to write instead.

    `is_part`: it will be a part of another query, so it may match everything except some articles.
    """
    if not query.strip():
        raise QueryError("the query is empty; write at least one word", reason="empty")
    if len(query) > MAX_QUERY_LENGTH:
        message = f"the query has {len(query)} characters; at most {MAX_QUERY_LENGTH} are allowed"
        raise QueryError(message, reason="too_long")
    if (words := len(query.split())) > MAX_WORDS:
        raise QueryError(f"the query has {words} words; at most {MAX_WORDS} are allowed", reason="too_long")
    if invalid := re.search(r"[\0\ud800-\udfff]", query):
        raise make_error(query, invalid.start(), "a character that never occurs in a text; remove it")
    try:
        parsed = thread.parse(_protect_near(query))
    except exceptions.ParseError as error:
        raise _syntax_error(query, str(error)) from error
    except (ValueError, ArithmeticError) as error:
        suffix = re.search(r"[~^](?!\d+(?:[\s)]|$))", query)
        message = '~ and ^ must be followed by a whole number ("a b"~5)'
        raise make_error(query, suffix.start() if suffix else 0, message) from error
    builder = TreeBuilder(query)
    try:
        root = builder.build(parsed, None, 0)
    except (AttributeError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError) as error:
        log.exception("a query that luqum reads has a form that is not foreseen: %.200r", query)
        raise make_error(query, 0, "this cannot be understood; write it in another way") from error
    if not root.is_positive and not is_part:
        message = "this would match all articles except some; combine NOT with a word that must occur (iran AND NOT x)"
        raise make_error(query, builder.last_negation, message)
    return root


def _protect_near(query: str) -> str:
    """Return the query with another character in the place of the slash of each NEAR/n outside quotation marks."""
    return re.sub(
        r'"(?:\\.|[^"\\])*"|\\.|\bNEAR/(?=\d)',
        lambda found: NEAR if found[0] == "NEAR/" else found[0],
        query,
        flags=re.DOTALL,
    )


def _find_unclosed(query: str) -> int | None:
    """Return where the last parenthesis or bracket stands that is not closed; None if all are."""
    opened: list[int] = []
    for found in re.finditer(r'"(?:\\.|[^"\\])*"|\\.|[](){}[]', query, flags=re.DOTALL):
        if found[0] in _CLOSING:
            opened.append(found.start())
        elif found[0] in _CLOSING.values() and opened:
            opened.pop()
    return opened[-1] if opened else None


def _syntax_error(query: str, message: str) -> QueryError:
    """Translate luqum's `message` into one that says what to do."""
    found = re.search(r"position (\d+)", message)
    if len(re.findall(r'(?<!\\)"', query)) % 2:
        return make_error(query, query.rfind('"'), "a quotation mark has no partner; close the phrase")
    if missing := find_missing_value(query, int(found[1]) if found else len(query)):
        position, field = missing
        return make_error(query, position, explain_missing_value(field))
    if found is None:
        if (opened := _find_unclosed(query)) is None:
            return make_error(query, len(query), "the query ends too early; add the missing word")
        what = "parenthesis" if query[opened] == "(" else "bracket"
        return make_error(query, opened, f"this {what} is not closed; write {_CLOSING[query[opened]]} where it ends")
    return make_error(query, int(found[1]), "this is not expected here; quote what is meant literally, or remove it")
