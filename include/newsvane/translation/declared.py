"""What a page declares of itself as a translation: JSON-LD's `translationOfWork` and `translator` (schema.org).

`workTranslation` stands on originals, and says nothing of the page itself.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from newsvane.records import Record

_SCRIPTS, _DEPTH, _NODES = 20, 6, 200
_MACHINE = re.compile(
    r"\b(?:google|microsoft|bing|yandex|amazon) ?translat|\b(?:deepl|systran|chat ?gpt|gpt-?\d)\b"
    r"|(?-i:\b(?:AI|IA|KI|LLM)\b)"
    r"|\bmachine\b|\bautomat|artificial|künstlich|inteligencia artificial|intelligence artificielle|машин|هوش مصنوعی",
    re.IGNORECASE,
)


class Declared(Record):
    """`by_machine`: None where no translator is named. `translator`: its name, "" where it has none."""

    translator: str = ""
    by_machine: bool | None = None
    source_url: str | None = None
    source_language: str | None = None


def find_declared(scripts: Iterable[HtmlElement]) -> Declared | None:
    """What the page says it is a translation of, and by whom; None where it does not say that it is one."""
    said = [script.text or "" for script in scripts if "ld+json" in script.get("type", "").lower()]
    for node in (node for script in said[:_SCRIPTS] if "translat" in script for node in _nodes(script)):
        work, translator = _first(node.get("translationOfWork")), _first(node.get("translator"))
        if work is None and translator is None:
            continue
        name = _name(translator)
        kind = translator.get("@type") if isinstance(translator, dict) else None
        language = _text(work.get("inLanguage")) if isinstance(work, dict) else ""
        return Declared(
            translator=name[:80],
            by_machine=None if translator is None else _is_machine(kind, name),
            source_url=_address(work) or None,
            source_language=found[0].lower() if (found := re.match(r"[A-Za-z]{2,3}\b", language)) else None,
        )
    return None


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    try:
        waiting: list[tuple[Any, int]] = [(json.loads(script.strip().rstrip(";"), strict=False), 0)]
    except (ValueError, RecursionError):
        return
    for node, depth in waiting:
        if isinstance(node, dict):
            yield node
        inner = node.get("@graph", ()) if isinstance(node, dict) else node
        if isinstance(inner, list) and depth < _DEPTH:
            waiting += [(each, depth + 1) for each in inner[: _NODES - len(waiting)]]


def _is_machine(kind: Any, name: str) -> bool:
    return kind == "SoftwareApplication" or (kind != "Person" and bool(_MACHINE.search(name)))


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    return " ".join(_text(value.get("name") if isinstance(value, dict) else value).split())


def _address(work: Any) -> str:
    return (_text(work.get("url")) or _text(work.get("@id"))) if isinstance(work, dict) else _text(work)
