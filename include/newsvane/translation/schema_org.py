"""Read from JSON-LD whether a page declares that it is a translation (schema.org `translationOfWork`, `translator`).

`workTranslation` occurs on originals and says nothing about the page itself.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from newsvane.records import Record

_MAX_SCRIPTS, _MAX_DEPTH, _MAX_NODES = 20, 6, 200
_MACHINE_NAME = re.compile(
    r"\b(?:google|microsoft|bing|yandex|amazon) ?translat|\b(?:deepl|systran|chat ?gpt|gpt-?\d)\b"
    r"|(?-i:\b(?:AI|IA|KI|LLM)\b)"
    r"|\bmachine\b|\bautomat|artificial|künstlich|inteligencia artificial|intelligence artificielle|машин|هوش مصنوعی",
    re.IGNORECASE,
)


class DeclaredTranslation(Record):
    """What a page declares. `translator`: its name, "" if it has none. `by_machine`: None if no translator is named."""

    translator: str = ""
    by_machine: bool | None = None
    source_url: str | None = None
    source_language: str | None = None


def find_declared_translation(scripts: Iterable[HtmlElement]) -> DeclaredTranslation | None:
    """Return what the page declares about its translation; None if it does not declare that it is one."""
    texts = [script.text or "" for script in scripts if "ld+json" in script.get("type", "").lower()]
    for node in (node for text in texts[:_MAX_SCRIPTS] if "translat" in text for node in _objects(text)):
        work, translator = _first(node.get("translationOfWork")), _first(node.get("translator"))
        if work is None and translator is None:
            continue
        name = _name(translator)
        kind = translator.get("@type") if isinstance(translator, dict) else None
        language = _text(work.get("inLanguage")) if isinstance(work, dict) else ""
        return DeclaredTranslation(
            translator=name[:80],
            by_machine=None if translator is None else _is_machine(kind, name),
            source_url=_url(work) or None,
            source_language=found[0].lower() if (found := re.match(r"[A-Za-z]{2,3}\b", language)) else None,
        )
    return None


def _objects(script: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a script: the top ones, those in lists, and those under `@graph`."""
    try:
        queue: list[tuple[Any, int]] = [(json.loads(script.strip().rstrip(";"), strict=False), 0)]
    except (ValueError, RecursionError):
        return
    for node, depth in queue:
        if isinstance(node, dict):
            yield node
        inner = node.get("@graph", ()) if isinstance(node, dict) else node
        if isinstance(inner, list) and depth < _MAX_DEPTH:
            queue += [(each, depth + 1) for each in inner[: _MAX_NODES - len(queue)]]


def _is_machine(kind: Any, name: str) -> bool:
    return kind == "SoftwareApplication" or (kind != "Person" and bool(_MACHINE_NAME.search(name)))


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    return " ".join(_text(value.get("name") if isinstance(value, dict) else value).split())


def _url(work: Any) -> str:
    return (_text(work.get("url")) or _text(work.get("@id"))) if isinstance(work, dict) else _text(work)
