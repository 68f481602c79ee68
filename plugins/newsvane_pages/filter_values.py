"""Refuse filters in an address that are invalid or unknown. The answer is a page that says what may stand there."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from fastapi.exceptions import RequestValidationError

from newsvane.similar_names import describe_unknown, find_similar


def refuse_wrong(values: Mapping[str, str], wrong: Mapping[str, str]) -> None:
    """Raise RequestValidationError if anything is wrong with the filters.

    `values`: the filters as they are in the address. `wrong`: what is wrong with each; "" if nothing is.
    """
    errors = [
        {"type": "unknown_value", "loc": ("query", name), "msg": message, "input": values[name]}
        for name, message in wrong.items()
        if message
    ]
    if errors:
        raise RequestValidationError(errors)


def describe_wrong(error: RequestValidationError) -> str:
    """Return which filters cannot be met and why, in sentences."""
    told = (f"“{_name(each)}” is {_quote(each['input'])}, but {_explain(each)}" for each in error.errors())
    return " ".join(each if each.endswith("?") else f"{each}." for each in told)


def _quote(value: object) -> str:
    return f"“{str(value)[:100]}”" if value or value == 0 else "empty"


_WORDS = {
    "int_parsing": "it should be a whole number",
    "bool_parsing": "it should be 1 or 0",
    "string_pattern_mismatch": "it is not written as such a value is",
}
"""What to say of kinds of mistakes whose own message is about programming."""


def _name(mistake: Mapping[str, Any]) -> str:
    """Return the name of the filter, which an item of a list has before its number."""
    return next((str(each) for each in reversed(mistake["loc"]) if isinstance(each, str)), "")


def _explain(mistake: Mapping[str, Any]) -> str:
    """Return what may stand there, as the rest of a sentence."""
    message = _WORDS.get(mistake["type"], mistake["msg"]).removeprefix("Value error, ")
    message = re.sub(r"^(Input|String|List) should", "it should", message)
    return re.sub(r"^(it should be )''(?:,| or) (.*)", r"\1\2, or left out", message)


def explain_unknown(noun: str, name: str, known: Collection[str]) -> str:
    """Say that a name is unknown, and which was probably meant; "" if it is known, or empty."""
    if not name or name in known:
        return ""
    return describe_unknown(noun, name, find_similar(name, known), known)


def explain_day(text: str) -> str:
    """Say that a text is no day, and how to write one; "" if it is a day, or empty."""
    try:
        date.fromisoformat(text or "2000-01-01")
    except ValueError:
        return "it should be a day, such as 2026-11-24"
    return ""
