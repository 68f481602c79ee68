"""Find translation notices on a page: in the elements around the text, and in the text's first and last blocks.

A sentence in the middle of the text is content, not a notice; so are headlines and readers' comments. The cost is
bounded on hostile pages: a maximum number of elements, and of characters in each. Whether a sentence is a notice is
decided in notices.py.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from newsvane.records import Record
from newsvane.translation import notices

EDGE_BLOCKS = 3
"""Notices are searched for in this many blocks at either end of a text."""
MAX_ELEMENT_LENGTH = 600
"""Notices are not searched for in longer elements."""
MAX_CANDIDATES = 200
"""The maximum number of texts examined per page. If there are more, half are taken from each end."""

_INLINE_TAGS = {
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
_IGNORED_TAGS = {
    "button",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "label",
    "noscript",
    "option",
    "script",
    "select",
    "style",
}
_IGNORED_TAGS |= {"template", "textarea", "title"}
_IGNORED_NAME = re.compile(r"comment|disqus|kommentar|\brelated\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[·•|→/–-]\s+")
_TEXTS = etree.XPath("//body//text()[not(parent::script or parent::style)]")
_TITLES = etree.XPath("//body//@title[string-length() > 8]")
_ELEMENT_TEXTS = etree.XPath(
    "(.//text()[not(parent::button or parent::option or parent::script or parent::style)])"
    f"[position() <= {MAX_CANDIDATES}]",
    smart_strings=False,
)
_TEXT_IN_MARKUP = re.compile(r">([^<]{4,})")
_TITLE_IN_MARKUP = re.compile(r"title=[\"']([^\"'<>]{9,})")
_NON_LATIN_REFERENCE = re.compile(
    r"&#(?:8[89]\d|9\d\d|1[0-7]\d\d|[2-6]\d{4}|x0?[3-6][0-9a-f]{2}|x[4-9a-d][0-9a-f]{3});", re.IGNORECASE
)
"""A numeric reference to a character beyond the Latin script. A page with such a reference is always examined."""


class TranslationNotice(Record):
    """A sentence in which a page says that it is a machine translation.

    `language`: of the sentence. `source_url`: the link to the original beside it, as the page writes it.
    """

    language: str
    text: str
    source_url: str | None = None


def find_notices(tree: HtmlElement, markup: str, blocks: Sequence[str]) -> tuple[list[TranslationNotice], list[str]]:
    """Return the notices of a page, one per language, and its blocks without them.

    A "click here" that follows a notice is removed with it. `markup`: the page without scripts and styles.
    """
    found, kept = _find_in_text(blocks)
    if stems := _find_stems(markup):
        found += _find_around_text(tree, stems, middle="\n".join(blocks[EDGE_BLOCKS:-EDGE_BLOCKS]))
    return _merge_by_language(found), kept


def _find_stems(markup: str) -> Collection[str]:
    """Return the stems of words for "translate" that occur anywhere on the page. Most pages have none."""
    words = set(" ".join([*_TEXT_IN_MARKUP.findall(markup), *_TITLE_IN_MARKUP.findall(markup)]).split())
    return notices.STEMS if _NON_LATIN_REFERENCE.search(markup) else notices.find_stems(" ".join(words))


def _find_in_text(blocks: Sequence[str]) -> tuple[list[TranslationNotice], list[str]]:
    """Return the notices in the first and last blocks, and the blocks without them."""
    found: list[TranslationNotice] = []
    kept: list[str] = []
    after_notice = False
    for index, block in enumerate(blocks):
        if EDGE_BLOCKS <= index < len(blocks) - EDGE_BLOCKS:
            kept.append(block)
            continue
        sentences = notices.split_sentences(block)
        if after_notice and notices.are_follow_ups(sentences):
            continue
        languages = notices.label_sentences(sentences, allow_standalone=True)
        labelled = zip(languages, sentences, strict=True)
        found += [TranslationNotice(language=language, text=sentence) for language, sentence in labelled if language]
        rest = [sentence for language, sentence in zip(languages, sentences, strict=True) if language is None]
        after_notice = len(rest) < len(sentences) and languages[-1] is not None
        if rest:
            kept.append(block if len(rest) == len(sentences) else " ".join(rest))
    return found, kept


def _find_around_text(tree: HtmlElement, stems: Collection[str], *, middle: str) -> Iterator[TranslationNotice]:
    """Yield the notices in elements outside the `middle` of the text."""
    for element, text, is_link in _find_candidates(tree, stems):
        if text in middle:
            continue
        parts = (
            notices.label_sentences(notices.split_sentences(part), allow_standalone=not is_link)
            for part in _SEPARATOR.split(text)
        )
        if language := next((language for labels in parts for language in labels if language), None):
            yield TranslationNotice(
                language=language,
                text=text[: notices.MAX_SENTENCE_LENGTH],
                source_url=_find_original_link(element),
            )


def _find_candidates(tree: HtmlElement, stems: Collection[str]) -> Iterator[tuple[HtmlElement, str, bool]]:
    """Yield the block elements that contain one of the stems, with their text, and whether the stem is in a link."""
    seen = set()
    for text in _first_and_last([text for text in (*_TEXTS(tree), *_TITLES(tree)) if _contains_any(stems, text)]):
        element = text.getparent()
        if text.is_attribute:
            if not _is_ignored(element):
                yield element, " ".join(text.split()), False
            continue
        element = element.getparent() if text.is_tail else element
        is_link = element.tag == "a" or next(element.iterancestors("a"), None) is not None
        while element.tag in _INLINE_TAGS and element.getparent() is not None:
            element = element.getparent()
        if element in seen or _is_ignored(element):
            continue
        seen.add(element)
        whole_text = _element_text(element)
        if len(whole_text) <= MAX_ELEMENT_LENGTH:
            yield element, whole_text, is_link


def _contains_any(stems: Collection[str], text: str) -> bool:
    lower = text.lower()
    return any(stem in lower for stem in stems)


def _first_and_last(items: list[Any]) -> list[Any]:
    half = MAX_CANDIDATES // 2
    return items if len(items) <= MAX_CANDIDATES else [*items[:half], *items[-half:]]


def _element_text(element: HtmlElement) -> str:
    """Return the text of an element without buttons. It is cut off well above MAX_ELEMENT_LENGTH."""
    parts, length = [], 0
    for part in _ELEMENT_TEXTS(element):
        parts.append(part)
        length += len(part)
        if length > 4 * MAX_ELEMENT_LENGTH:
            break
    return " ".join(" ".join(parts).split())


def _is_ignored(element: HtmlElement) -> bool:
    """Return whether the element is, or is in, a headline, a control, a script, a comment or a related story."""
    return any(
        each.tag in _IGNORED_TAGS or _IGNORED_NAME.search(f"{each.get('class', '')} {each.get('id', '')}")
        for each in (element, *element.iterancestors())
    )


def _find_original_link(element: HtmlElement) -> str | None:
    """Return the link in a notice with a text such as "read the original"."""
    for link in islice(element.iter("a"), 10):
        if link.get("href") and notices.is_original_link(_element_text(link)):
            return str(link.get("href"))
    return None


def _merge_by_language(found: Sequence[TranslationNotice]) -> list[TranslationNotice]:
    """Keep the first notice of each language, and add to it a link to the original from any of the others."""
    merged: dict[str, TranslationNotice] = {}
    for notice in found:
        first = merged.setdefault(notice.language, notice)
        if notice.source_url and not first.source_url:
            merged[notice.language] = first.model_copy(update={"source_url": notice.source_url})
    return list(merged.values())
