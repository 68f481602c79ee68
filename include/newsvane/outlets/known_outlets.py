"""Find the facts about an outlet, and parse `outlets.toml`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from newsvane.outlet_names import explain_outlet
from newsvane.records import OutletFacts
from newsvane.toml_config import TomlConfig

_TABLE = "outlets"
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class KnownOutlets:
    """The shipped facts about outlets, extended and overridden by those of a watch folder (`own`), field by field."""

    def __init__(self, own: Mapping[str, OutletFacts] | None = None) -> None:
        self.own = own or {}

    def find(self, outlet: str) -> OutletFacts | None:
        """Return the facts about an outlet (`urls.outlet`); None if nothing is known about it."""
        shipped = _load_shipped().get(outlet)
        own = self.own.get(outlet)
        if shipped is None or own is None:
            return own or (OutletFacts.model_validate(shipped) if shipped else None)
        return OutletFacts.model_validate({**shipped, **own.model_dump(exclude_unset=True)})


def parse_outlets(text: str, *, path: str) -> dict[str, OutletFacts]:
    """Parse an `outlets.toml`: under `[outlets]` one line `"example.com" = { … }` per outlet, with its facts.

    `path`: only for messages. Raises ConfigError with every mistake and its line: broken TOML, unknown keys, wrong
    values, and names that are no outlets.
    """
    file = TomlConfig(text, path=path, named=(_TABLE,))
    found = dict(file.named_records(_TABLE, OutletFacts))
    for outlet, facts in found.items():
        for fault in _find_faults(outlet, facts):
            file.report_named(outlet, fault)
    file.require_valid()
    return found


def format_line(outlet: str, facts: OutletFacts) -> str:
    """Return the line of `outlets.toml` for an outlet."""
    values = facts.model_dump(exclude_defaults=True)
    fields = ", ".join(f"{key} = {_quote(value)}" for key, value in values.items())
    return f"{_quote(outlet)} = {{ {fields} }}"


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _find_faults(outlet: str, facts: OutletFacts) -> Iterator[str]:
    """Yield what is wrong with a line of `outlets.toml`."""
    if fault := explain_outlet(outlet):
        yield fault if "." in outlet else f"{fault}, in quotes"
    if facts.country is not None and not _COUNTRY.fullmatch(facts.country):
        yield f"country: {facts.country!r} is not a country code of two capital letters (ISO 3166-1), such as 'AL'"
    if facts.language is not None and not _LANGUAGE.fullmatch(facts.language):
        yield f"language: {facts.language!r} is not a language code of two or three letters (ISO 639), such as 'fa'"


@cache
def _load_shipped() -> Mapping[str, dict[str, Any]]:
    """Return the shipped facts by outlet, as they are written."""
    shipped: dict[str, dict[str, Any]] = {}
    for file in (files(__package__) / "facts").iterdir():
        shipped.update(tomli.loads(file.read_text("utf-8"))[_TABLE])
    return shipped
