"""Named lists of `topics.toml`: a part of a query that several queries share, written `@id`.

Topics, alert rules and searches may name them. A list is expanded before a query is parsed, so everything else only
sees ordinary queries.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from newsvane.errors import QueryError
from newsvane.records import Record
from newsvane.toml_config import TomlConfig
from newsvane.topics.parser import MAX_QUERY_LENGTH, parse_query

_QUOTED_OR_NAME = re.compile(r'"(?:\\.|[^"\\])*"|(?<![^\s(:+-])@(?P<id>\w+)', re.DOTALL)


def _check_id(text: str) -> str:
    if not re.fullmatch(r"\w+", text):
        raise ValueError("use only letters, digits and _")
    return text


class WordList(Record):
    """One `[[words]]` table: alternatives, or any other part of a query."""

    list_id: Annotated[str, AfterValidator(_check_id)]
    query: str


@dataclass(frozen=True)
class WordLists:
    """The lists of a file. `expanded`: the whole query of each list by id. `written`: table number and own query."""

    expanded: Mapping[str, str]
    written: Mapping[str, tuple[int, str]]


def load_word_lists(file: TomlConfig) -> WordLists:
    """Return the lists of a file. A list may name the lists above it.

    A list that names an unknown list or gets too long is reported, and missing in `expanded`. Whether a list is a part
    of a query is only known when a topic uses it (see `report_wrong_lists`).
    """
    expanded: dict[str, str] = {}
    written: dict[str, tuple[int, str]] = {}
    for index, each in file.tables("words", WordList, {"id": "list_id"}):
        written[each.list_id] = (index, each.query)
        try:
            expanded[each.list_id] = expand_lists(each.query, expanded, where=" above")
        except QueryError as error:
            file.report("words", index, "query", str(error))
    return WordLists(expanded, written)


def report_wrong_lists(file: TomlConfig, lists: WordLists, used: Collection[str] = ()) -> set[str]:
    """Report the lists that are no part of a query, and return the ids of all lists that cannot be used.

    A list that only names a wrong one is among them, but not reported. `used`: lists that are known to be right.
    """
    wrong = set(file.list_ids("words")) - lists.expanded.keys()
    for list_id, query in lists.expanded.items():
        index, own = lists.written[list_id]
        if list_id in used:
            continue
        if wrong.intersection(find_list_names(own)):
            wrong.add(list_id)
            continue
        try:
            parse_query(query, is_part=True)
        except QueryError as error:
            file.report("words", index, "query", str(error))
            wrong.add(list_id)
    return wrong


def find_list_names(query: str) -> list[str]:
    """Return the ids of the lists that a query names."""
    return [found["id"] for found in _QUOTED_OR_NAME.finditer(query) if found["id"]]


def expand_lists(query: str, lists: Mapping[str, str], *, where: str = "") -> str:
    """Return the query with each list in the place of its name, in parentheses.

    Raises QueryError if it names none of the lists, or gets too long. `where`: where they are, for its message.
    """
    names = find_list_names(query)
    if unknown := next((name for name in names if name not in lists), None):
        known = f"the lists are {', '.join(lists)}" if lists else "there is none"
        message = f"@{unknown} names no list{where}; {known}; put a word with an @ in quotes"
        raise QueryError(message, reason="unknown_list")
    if (length := len(query) + sum(len(lists[name]) for name in names)) > MAX_QUERY_LENGTH:
        message = f"with its lists, the query has {length} characters; at most {MAX_QUERY_LENGTH} are allowed"
        raise QueryError(message, reason="too_long")
    return _QUOTED_OR_NAME.sub(lambda found: f"({lists[found['id']]})" if found["id"] else found[0], query)
