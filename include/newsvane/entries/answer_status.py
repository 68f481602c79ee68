"""Decide whether a JSON answer reports an error, and with which message, or reports that nothing was found. Pure.

Only the answer, the objects that describe it (`response`, `meta`) and what it calls an error are looked at, never the
members of a list that it answers with.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from newsvane.entries.article_names import LISTS, TOTALS, fold_name, fold_names

MAX_SEARCHED = 200
"""Objects and lists that are searched for a message."""

_MAX_MEMBERS = 100
_HTTP_ERRORS = range(400, 600)
_FAILED = frozenset({"error", "err", "fail", "failed", "failure", "ko", "nok"})
_NO_MESSAGE = frozenset({"", "ok", "success", "successful", "succeeded", "none", "null", "false", "0"})
_ERRORS = ("error", "errors", "fault", "exception")
_MESSAGES = (
    "message", "errormessage", "errordescription", "faultstring", "detail", "details", "msg", "info", "information",
    "error", "errors", "description", "reason", "title",
)  # fmt: skip
_DESCRIBES = ("response", "meta", "status", "header", "responseheader", "data", "result", "results")

Members = dict[str, Any]


def says_error(answer: Any) -> bool:
    """Return whether an answer, or an object in it that describes it, reports an error."""
    return any(map(_reports_error, _list_descriptions(answer)))


def says_nothing_found(answer: Any) -> bool:
    """Return whether an answer gives null in place of a list or counts no results, without a word about why."""
    described = _list_descriptions(answer)
    is_null = any(name in LISTS and value in (None, {}) for each in described for name, value in each.items())
    is_zero = any(
        name in TOTALS and value == 0 and value is not False for each in described for name, value in each.items()
    )
    return (is_null or is_zero) and not find_message(answer)


def find_message(answer: Any) -> str:
    """Return the first error message in an answer, outer levels before inner ones; "" if there is none."""
    queue: deque[tuple[Any, bool]] = deque([(answer, False)] if isinstance(answer, dict) else [])
    for _ in range(MAX_SEARCHED):
        if not queue:
            break
        value, is_error = queue.popleft()
        if isinstance(value, str) and _is_message(value):
            return value
        if isinstance(value, list):
            queue += ((each, True) for each in value[:_MAX_MEMBERS])
        elif isinstance(value, dict):
            members = fold_names(value, _MAX_MEMBERS)
            if words := next(_iterate_messages(members), ""):
                return words
            queue += _iterate_inner(members, is_error=is_error)
    return ""


def _iterate_messages(members: Members) -> Iterator[str]:
    return (members[name] for name in _MESSAGES if isinstance(members.get(name), str) and _is_message(members[name]))


def _iterate_inner(members: Members, *, is_error: bool) -> Iterator[tuple[Any, bool]]:
    """Yield the members in which a message may be: all of an error, otherwise those named for it and descriptions."""
    for name in _MESSAGES:
        if isinstance(members.get(name), dict | list):
            yield members[name], True
    for name, value in members.items():
        if is_error and name not in _MESSAGES:
            yield value, True
        elif isinstance(value, dict) and (name in _DESCRIBES or name in _ERRORS):
            yield value, name in _ERRORS


def _is_message(text: str) -> bool:
    return text.strip().casefold() not in _NO_MESSAGE


def _list_descriptions(answer: Any) -> list[Members]:
    """Return the members of an answer, and of the objects in it that may describe it."""
    if not isinstance(answer, dict):
        return []
    outer = fold_names(answer, _MAX_MEMBERS)
    return [outer, *(fold_names(outer[name], _MAX_MEMBERS) for name in _DESCRIBES if isinstance(outer.get(name), dict))]


def _reports_error(members: Members) -> bool:
    if any(members.get(name) and str(members[name])[:10].strip().casefold() not in _NO_MESSAGE for name in _ERRORS):
        return True
    if any(members.get(name) is False for name in ("success", "ok")):
        return True
    states = [members.get(name) for name in ("status", "statuscode", "code", "result")]
    return any(_is_failure(state) for state in states)


def _is_failure(state: Any) -> bool:
    if isinstance(state, str):
        return fold_name(state) in _FAILED or (state.isdecimal() and len(state) == 3 and int(state) in _HTTP_ERRORS)
    return isinstance(state, int) and state in _HTTP_ERRORS
