"""Where notices stand: in a page's chrome, and in the first and last blocks of its text.

What stands in the middle of a text is the text's business; so are headlines, and what readers comment. Bounded on
hostile pages: so many places, so much of each.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from newsvane.records import Record
from newsvane.translation import notices

EDGE = 3
"""Blocks at either end of a text in which a notice is looked for."""
LONGEST_ELEMENT = 600
"""Characters of the longest element that is looked into."""
MOST = 200
"""Places that are looked at: the first and last of them, where a page has more."""

_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "cite",
    "em",
    "font",
    "i",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
}
_SILENT = {"button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "noscript", "option", "script", "select", "style"}
_SILENT |= {"template", "textarea", "title"}
_COMMENTS = re.compile(r"comment|disqus|kommentar|\brelated\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[·•|→/–-]\s+")
_TEXTS = etree.XPath("//body//text()[not(parent::script or parent::style)]")
_TITLES = etree.XPath("//body//@title[string-length() > 8]")
_OWN = etree.XPath(
    f"(.//text()[not(parent::button or parent::option or parent::script or parent::style)])[position() <= {MOST}]",
    smart_strings=False,
)
_SAID = re.compile(r">([^<]{4,})")
_TITLED = re.compile(r"title=[\"']([^\"'<>]{9,})")
_NUMBERED = re.compile(
    r"&#(?:8[89]\d|9\d\d|1[0-7]\d\d|[2-6]\d{4}|x0?[3-6][0-9a-f]{2}|x[4-9a-d][0-9a-f]{3});", re.IGNORECASE
)
"""Letters beyond Latin written as numbers: a page that does so is looked into without more ado."""


class Notice(Record):
    """A notice: the language it is in, its words, and the original it links to."""

    language: str
    text: str
    source_url: str | None = None


def find_notices(tree: HtmlElement, outside: str, blocks: Sequence[str]) -> tuple[list[Notice], list[str]]:
    """The notices of a page, and its blocks without them (and without the "click here" that follows one).

    `outside`: the page's markup outside scripts and styles.
    """
    found, kept = _in_text(blocks)
    if stems := _stems(outside):
        found += _in_chrome(tree, stems, middle="\n".join(blocks[EDGE:-EDGE]))
    return _merge(found), kept


def _stems(outside: str) -> Collection[str]:
    """The stems of translating that the page has anywhere: most have none."""
    said = set(" ".join([*_SAID.findall(outside), *_TITLED.findall(outside)]).split())
    return notices.STEMS if _NUMBERED.search(outside) else notices.stems_in(" ".join(said))


def _in_text(blocks: Sequence[str]) -> tuple[list[Notice], list[str]]:
    found: list[Notice] = []
    kept: list[str] = []
    after_notice = False
    for index, block in enumerate(blocks):
        if EDGE <= index < len(blocks) - EDGE:
            kept.append(block)
            continue
        sentences = notices.sentences_of(block)
        if after_notice and notices.belongs(sentences):
            continue
        languages = notices.find(sentences, bare=True)
        said = zip(languages, sentences, strict=True)
        found += [Notice(language=language, text=sentence) for language, sentence in said if language]
        rest = [sentence for language, sentence in zip(languages, sentences, strict=True) if language is None]
        after_notice = len(rest) < len(sentences) and languages[-1] is not None
        if rest:
            kept.append(block if len(rest) == len(sentences) else " ".join(rest))
    return found, kept


def _in_chrome(tree: HtmlElement, stems: Collection[str], *, middle: str) -> Iterator[Notice]:
    for element, text, is_link in _places(tree, stems):
        if text in middle:
            continue
        parts = (notices.find(notices.sentences_of(part), bare=not is_link) for part in _SEPARATOR.split(text))
        if language := next((language for found in parts for language in found if language), None):
            yield Notice(language=language, text=text[: notices.LONGEST], source_url=_link(element))


def _places(tree: HtmlElement, stems: Collection[str]) -> Iterator[tuple[HtmlElement, str, bool]]:
    """The block elements that speak of translating: what they say, and whether all of it is a link."""
    seen = set()
    for said in _ends([said for said in (*_TEXTS(tree), *_TITLES(tree)) if _any_in(stems, said)]):
        element = said.getparent()
        if said.is_attribute:
            if not _is_silent(element):
                yield element, " ".join(said.split()), False
            continue
        element = element.getparent() if said.is_tail else element
        is_link = element.tag == "a" or next(element.iterancestors("a"), None) is not None
        while element.tag in _INLINE and element.getparent() is not None:
            element = element.getparent()
        if element in seen or _is_silent(element):
            continue
        seen.add(element)
        text = _text(element)
        if len(text) <= LONGEST_ELEMENT:
            yield element, text, is_link


def _any_in(stems: Collection[str], said: str) -> bool:
    lower = said.lower()
    return any(stem in lower for stem in stems)


def _ends(items: list[Any]) -> list[Any]:
    return items if len(items) <= MOST else [*items[: MOST // 2], *items[-MOST // 2 :]]


def _text(element: HtmlElement) -> str:
    """What an element says, without buttons, up to a little more than is looked into."""
    parts, length = [], 0
    for part in _OWN(element):
        parts.append(part)
        length += len(part)
        if length > 4 * LONGEST_ELEMENT:
            break
    return " ".join(" ".join(parts).split())


def _is_silent(element: HtmlElement) -> bool:
    lineage = (element, *element.iterancestors())
    return any(
        each.tag in _SILENT or _COMMENTS.search(f"{each.get('class', '')} {each.get('id', '')}") for each in lineage
    )


def _link(element: HtmlElement) -> str | None:
    """Where a notice leads with words such as "read the original"."""
    for link in islice(element.iter("a"), 10):
        if link.get("href") and notices.leads_to_original(_text(link)):
            return str(link.get("href"))
    return None


def _merge(found: Sequence[Notice]) -> list[Notice]:
    """One notice a language; the link to the original is kept whichever of them has it."""
    merged: dict[str, Notice] = {}
    for notice in found:
        first = merged.setdefault(notice.language, notice)
        if notice.source_url and not first.source_url:
            merged[notice.language] = first.model_copy(update={"source_url": notice.source_url})
    return list(merged.values())
