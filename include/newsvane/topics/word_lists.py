"""Named lists of `topics.toml`: a part of a query that several queries share, written `@id`.

A list is expanded before a query is parsed, so everything else only sees ordinary queries.
"""

import re
from collections.abc import Mapping

from pydantic import Field

from newsvane.errors import QueryError
from newsvane.records import Record
from newsvane.toml_config import TomlConfig
from newsvane.topics.parser import MAX_QUERY_LENGTH
from newsvane.topics.query import compile_query

_QUOTED_OR_NAME = re.compile(r'"(?:\\.|[^"\\])*"|(?<![^\s(:+-])@(?P<id>\w+)', re.DOTALL)


class WordList(Record):
    """One `[[words]]` table: alternatives, or any other part of a query."""

    list_id: str = Field(pattern=r"^\w+$")
    query: str


def load_word_lists(file: TomlConfig) -> dict[str, str]:
    """Return the expanded query of each list by id. A list may name the lists above it.

    Raises ConfigError with the line of a list that names an unknown list or gets too long. Whether a list is a query is
    only known when a topic uses it (see `check_word_lists`).
    """
    expanded: dict[str, str] = {}
    for index, each in enumerate(file.records("words", WordList, {"id": "list_id"})):
        try:
            expanded[each.list_id] = expand_lists(each.query, expanded)
        except QueryError as error:
            raise file.error("words", index, "query", str(error)) from error
    return expanded


def check_word_lists(file: TomlConfig, expanded: Mapping[str, str]) -> None:
    """Raise ConfigError with the line of the first list that is not a query."""
    for index, query in enumerate(expanded.values()):
        try:
            compile_query(query)
        except QueryError as error:
            raise file.error("words", index, "query", str(error)) from error


def expand_lists(query: str, lists: Mapping[str, str]) -> str:
    """Return the query with each list in the place of its name, in parentheses.

    Without any lists the query is returned as it is. Raises QueryError if it names none of the lists, or gets too long.
    """
    if not lists:
        return query
    names = [found["id"] for found in _QUOTED_OR_NAME.finditer(query) if found["id"]]
    if unknown := next((name for name in names if name not in lists), None):
        message = f"@{unknown} names no list above; the lists are {', '.join(lists)}; put a word with an @ in quotes"
        raise QueryError(message, reason="unknown_list")
    if (length := len(query) + sum(len(lists[name]) for name in names)) > MAX_QUERY_LENGTH:
        message = f"with its lists, the query has {length} characters; at most {MAX_QUERY_LENGTH} are allowed"
        raise QueryError(message, reason="too_long")
    return _QUOTED_OR_NAME.sub(lambda found: f"({lists[found['id']]})" if found["id"] else found[0], query)
