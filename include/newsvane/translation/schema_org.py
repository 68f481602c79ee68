"""Read from JSON-LD whether a page declares that it is a translation (schema.org `translationOfWork`, `translator`).

`workTranslation` occurs on originals and says nothing about the page itself. Nodes about other works (comments, lists
of stories) are not read.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from newsvane.records import Record

_MAX_SCRIPTS, _MAX_DEPTH, _MAX_NODES = 20, 8, 400
_MACHINE_NAME = re.compile(
    r"\b(?:google|microsoft|bing|yandex|amazon|kagi) ?translat|\b(?:deepl|systran|chat ?gpt|gpt-?\d|openai|claude"
    r"|gemini|deepseek|copilot|llama|mistral|qwen|papago|weglot|gtranslate|etranslation|lingvanex|modernmt)\b"
    r"|(?-i:\b(?:AI|IA|KI|LLM|ИИ|MT)\b)"
    r"|\bmachine\b|\bmaskin|\bmaschin|\bautomat|artificial|künstlich|inteligencia artificial|intelligence artificielle"
    r"|intelligenza artificiale|машин|нейросет|هوش مصنوعی|الذكاء الاصطناعي|机器翻译|機械翻訳|人工智能",
    re.IGNORECASE,
)
_MACHINE_PERSON = re.compile(
    r"\W*(?:chat ?gpt|gpt-?\d\S*|deepl|google translate|openai|deepseek|(?-i:AI|IA|KI))\W*", re.IGNORECASE
)
"""Names that are of no person, although the page calls their bearer one."""
_SOFTWARE = {"SoftwareApplication", "WebApplication", "MobileApplication", "SoftwareSourceCode", "WebAPI"}
_OTHER_WORKS = {
    "about", "acceptedAnswer", "author", "breadcrumb", "citation", "comment", "exampleOfWork", "hasPart", "image",
    "isBasedOn", "isPartOf", "itemListElement", "mentions", "publisher", "review", "suggestedAnswer",
    "translationOfWork", "translator", "video", "workTranslation",
}  # fmt: skip
"""Properties whose values are no descriptions of this page."""
_STATEMENTS = ("creditText", "creativeWorkStatus", "backstory", "disambiguatingDescription", "usageInfo")


class DeclaredTranslation(Record):
    """What a page declares.

    `translator`: the names, "" if there are none. `by_machine`: None if no translator is named. `by_people`: a person
    is named as well.
    """

    translator: str = ""
    by_machine: bool | None = None
    by_people: bool = False
    source_url: str | None = None
    source_language: str | None = None


def read_declarations(scripts: Iterable[HtmlElement]) -> tuple[DeclaredTranslation | None, list[str]]:
    """Return what the page declares about its translation, and sentences that may say how it was made.

    The first is None if the page does not declare that it is a translation. A sentence: "Translated by DeepL".
    """
    nodes = list(_described_nodes(scripts))
    found = [declared for node, known in nodes if (declared := _read_node(node, known))]
    texts = [text for node, _ in nodes for key in _STATEMENTS if (text := " ".join(_text(node.get(key)).split()))]
    return next((each for each in found if each.by_machine), found[0] if found else None), texts[:_MAX_SCRIPTS]


def _described_nodes(scripts: Iterable[HtmlElement]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the nodes that describe the page, each with the nodes of its script by their `@id`."""
    texts = [script.text or "" for script in scripts if "ld+json" in script.get("type", "").lower()]
    for text in texts[:_MAX_SCRIPTS]:
        if "ransla" in text or "creditText" in text:
            nodes = list(_objects(text))
            known = {name: node for node in nodes if isinstance(name := node.get("@id"), str) and len(node) > 1}
            yield from ((node, known) for node in nodes)


def _read_node(node: dict[str, Any], known: dict[str, Any]) -> DeclaredTranslation | None:
    work, translators = _first(node.get("translationOfWork")), _as_list(node.get("translator"))
    for role in _as_list(node.get("contributor")):
        if isinstance(role, dict) and "translat" in f"{role.get('roleName', '')} {role.get('jobTitle', '')}".lower():
            translators += _as_list(role.get("contributor", role))
    if work is None and not translators:
        return None
    resolved = [_resolve(each, known) for each in translators[:_MAX_SCRIPTS]]
    machines = [_is_machine(each) for each in resolved]
    language = _text(work.get("inLanguage")) if isinstance(work, dict) else ""
    return DeclaredTranslation(
        translator=", ".join(filter(None, map(_name, resolved)))[:80],
        by_machine=any(machines) if resolved else None,
        by_people=not all(machines),
        source_url=_url(work) or None,
        source_language=found[0].lower() if (found := re.match(r"[A-Za-z]{2,3}\b", language)) else None,
    )


def _objects(script: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a script that describe the page, the outer ones first."""
    try:
        queue: list[tuple[Any, int]] = [(json.loads(script.strip().rstrip(";"), strict=False), 0)]
    except (ValueError, RecursionError):
        return
    for node, depth in queue:
        inner: list[Any] = node if isinstance(node, list) else []
        if isinstance(node, dict):
            yield node
            inner = [value for key, value in node.items() if key not in _OTHER_WORKS]
        if depth < _MAX_DEPTH:
            deeper = (each for each in inner if isinstance(each, dict | list))
            queue += [(each, depth + 1) for each, _ in zip(deeper, range(_MAX_NODES - len(queue)), strict=False)]


def _resolve(translator: Any, known: dict[str, Any]) -> Any:
    """Return the node that a translator refers to by `@id`, if there is one."""
    if isinstance(translator, dict) and isinstance(name := translator.get("@id"), str) and "name" not in translator:
        return known.get(name, translator)
    return translator


def _is_machine(translator: Any) -> bool:
    kinds = _as_list(translator.get("@type")) if isinstance(translator, dict) else []
    if any(kind in _SOFTWARE for kind in kinds if isinstance(kind, str)):
        return True
    name = _name(translator)
    return bool(_MACHINE_PERSON.fullmatch(name) if "Person" in kinds else _MACHINE_NAME.search(name))


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    return " ".join(_text(_first(value.get("name")) if isinstance(value, dict) else value).split())


def _url(work: Any) -> str:
    return (_text(work.get("url")) or _text(work.get("@id"))) if isinstance(work, dict) else _text(work)
