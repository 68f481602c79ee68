"""Say in words what to write instead of a value that pydantic refused."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from newsvane.plurals import count_noun

_TO_WRITE: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    **dict.fromkeys(("bool_type", "bool_parsing"), lambda _: "write true or false"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), lambda _: "write a whole number"),
    **dict.fromkeys(("float_type", "float_parsing"), lambda _: "write a number"),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), lambda _: "write a day, YYYY-MM-DD"),
    "missing": lambda _: "must be given",
    "string_type": lambda _: "write text",
    "tuple_type": lambda _: "write a list",
    "literal_error": lambda limits: f"write {limits['expected']}",
    "greater_than_equal": lambda limits: f"write {_format(limits['ge'])} or more",
    "greater_than": lambda limits: f"write more than {limits['gt']:g}",
    "less_than_equal": lambda limits: f"write {_format(limits['le'])} or less",
    "less_than": lambda limits: f"write less than {limits['lt']:g}",
    "string_too_short": lambda limits: f"write {count_noun(limits['min_length'], 'character')} or more",
    "string_too_long": lambda limits: f"write {count_noun(limits['max_length'], 'character')} or fewer",
    "too_long": lambda limits: f"write a list of {limits['max_length']} or fewer",
    "too_short": lambda limits: f"write a list of {limits['min_length']} or more",
}
"""By pydantic's type of error, what to write; it takes the limits that were not kept."""


def describe_invalid(error: ErrorDetails) -> str:
    """Return what to write instead of a value. Our own validators say it themselves."""
    describe = _TO_WRITE.get(error["type"])
    return describe(error.get("ctx", {})) if describe else error["msg"].removeprefix("Value error, ")


def _format(limit: object) -> str:
    return f"{limit:g}" if isinstance(limit, int | float) else str(limit)
