"""Find the marks that translating browsers, extensions and proxies leave in a page's markup.

WPML, Polylang and Google's element widget (`google_translate_element`) are no evidence and are not looked for, because
they occur on untranslated pages as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from newsvane.records import Record

MIN_NESTED_FONTS = 2
"""A page with at least this many nested `<font>` wrappers counts as translated. A single one may be pasted text."""
MIN_FONT_SHARE = 0.5
"""The wrappers of a translated page hold at least this share of its text. Otherwise, some of it may be pasted."""

_MTFROM_TAG = re.compile(r"^(?P<target>[a-z]{2,3})\b.{0,30}?-x-mtfrom-(?P<source>[a-z]{2,3})", re.IGNORECASE)
_T0_TAG = re.compile(
    r"^(?P<target>[a-z]{2,3})\b[a-z0-9-]{0,20}?-t-(?P<source>[a-z]{2,3})\b[a-z0-9-]{0,20}?-t0-", re.IGNORECASE
)
"""Language tags of machine translation: Google's, and the extension T of BCP 47 with the field `t0`."""
_ATTRIBUTES = (
    "_msthash", "_msttexthash", "_mstmutation", "_istranslated", "data-moz-translations-id",
    "data-immersive-translate-translation-element-mark", "data-machine-translated", "data-auto-translated",
)  # fmt: skip
"""Attributes of Edge, Firefox, Immersive Translate, and of sites that mark their own translations."""
_PARTS_OF_ATTRIBUTES = ("_mst", "_istr", "-translat")
"""Each attribute contains one of these. Most pages contain none."""
_DATA_ATTRIBUTE = re.compile(
    r"\sdata-(?:\w{1,20}-)?(?P<about>translator|translated-(?:by|with)"
    r"|translation-(?:method|mode|engine|provider|service|type|source|origin|model)"
    r"|mt-(?:engine|provider|model)|(?:machine|auto|ai)-translat\w+)\s{0,4}=",
    re.IGNORECASE | re.ASCII,
)
"""Attributes with which a site says of an element how it was translated."""
_RESULT_CLASSES = ("ryNqvb", "Y2IQFc", "tw-data-text", "tw-target-text")
"""Classes and ids of the boxes in which Google shows a translation. They come along when it is copied into a page."""
_CONTROLS = frozenset({"a", "button", "form", "input", "label", "li", "nav", "option", "script", "select", "svg"})
_INHERITED_STYLE = re.compile(r"vertical-align:\s*inherit")
_META_NAME = re.compile(r"(?:\w+[:.])?(?:translator|translated[-_]by|translation[-_]?(?:method|engine|provider|type)"
                        r"|(?:machine|auto)[-_]?translat\w+)", re.IGNORECASE)  # fmt: skip
_META_CONTENT = re.compile(
    r"\b(?:machine|automat\w*|neural|deepl|chat ?gpt|gpt\S*|openai|google|microsoft|azure|amazon translate|aws|yandex"
    r"|papago|modernmt|systran|llm|nmt|(?-i:AI|IA|KI|MT))\b",
    re.IGNORECASE,
)
_NO = {"", "0", "false", "no", "none", "human"}


MAX_DATA_ATTRIBUTES = 5
"""The maximum number of different attributes that are examined."""


class Artefacts(Record):
    """The marks on one page.

    `evidence`: one line each. `residue`: marks that may be left of a translation in part, or of text pasted from one.
    `source_url`, `source_language`, `target_language`: what the marks say about the original
    and the translation.
    """

    evidence: tuple[str, ...] = ()
    residue: tuple[str, ...] = ()
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None


def find_artefacts(
    tree: HtmlElement, markup: str, elements: Mapping[str, Sequence[HtmlElement]], *, text_length: int
) -> Artefacts:
    """Find the marks that only a machine-translated page carries.

    `markup`: the page without scripts and styles. `elements`: the tree's elements with the names that are looked at.
    `text_length`: characters of the article.
    """
    evidence: list[str] = []
    source_url, source, target = None, None, None
    links = [link for link in elements["link"] if "machine-translated-from" in link.get("rel", "") and link.get("href")]
    for link in links[:1]:
        evidence.append("link rel machine-translated-from")
        source_url, source = link.get("href"), _primary_language(link.get("hreflang"))
    if languages := parse_translation_tag(tree.get("lang") or ""):
        evidence.append(f"html lang {tree.get('lang')[:40]}")
        source, target = source or languages[0], languages[1]
    classes = " ".join(element.get("class") or "" for element in (tree, *tree.findall("body"))).split()
    evidence += [f"class {name}" for name in ("translated-ltr", "translated-rtl") if name in classes]
    residue: list[str] = []
    if wrapped := [font for font in elements["font"] if _is_wrapped(font)]:
        is_whole = sum(len(font.text or "") for font in wrapped) >= MIN_FONT_SHARE * text_length
        is_translated = len(wrapped) >= MIN_NESTED_FONTS and is_whole
        (evidence if is_translated else residue).append("nested font elements of a browser's translation")
    if any(name in markup and _has_class(tree, name) for name in _RESULT_CLASSES):
        residue.append("text that was copied from a box with a translation")
    if yandex := [each for each in elements["ya-tr-span"] if each.get("data-translated") != "false"]:
        evidence.append("ya-tr-span elements of a browser's translation")
        source = source or _primary_language(yandex[0].get("data-source-lang"))
        target = target or _primary_language(yandex[0].get("data-target-lang"))
    evidence += [f"meta {each.get('name') or each.get('http-equiv')}" for each in elements["meta"] if _is_mark(each)][
        :3
    ]
    for name, value, is_machine in _find_data_attributes(tree, markup):
        (evidence if is_machine else residue).append(f"attribute {name} {value}")
    scripts = " ".join(script.get("src", "") for script in elements["script"]).lower()
    if "gstatic.com/_/translate_http/" in scripts:
        evidence.append("script of a translation proxy")
    if any(part in markup for part in _PARTS_OF_ATTRIBUTES):
        evidence += [f"attribute {name}" for name in _ATTRIBUTES if name in markup and _has_attribute(tree, name)]
    return Artefacts(
        evidence=tuple(evidence),
        residue=tuple(residue),
        source_url=source_url,
        source_language=source,
        target_language=target,
    )


def _find_data_attributes(tree: HtmlElement, markup: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the attributes that name a machine as translator, with their value, and whether they say how it was done.

    The name of an engine alone may be a setting. Controls offer a translation.
    """
    if "data-" not in markup or not ("ranslat" in markup or "data-mt-" in markup):
        return
    names = {found[0].strip(" \t\r\n=").lower(): found["about"].lower() for found in _DATA_ATTRIBUTE.finditer(markup)}
    for name, about in list(names.items())[:MAX_DATA_ATTRIBUTES]:
        for element in tree.xpath(f"//*[@{name}]")[:20]:
            value = " ".join((element.get(name) or "").split())[:80]
            if element.tag in _CONTROLS or value.lower() in _NO:
                continue
            says_how = bool(re.search("method|type|mode|origin|machine|auto|^ai", about))
            if _META_CONTENT.search(value.replace("_", "-")) or (value.lower() in {"1", "true", "yes"} and says_how):
                yield name, value, says_how
                break


def _is_mark(meta: HtmlElement) -> bool:
    """Return whether a meta element says that a machine translated the page."""
    name, content = meta.get("name") or meta.get("property") or "", meta.get("content") or ""
    if "ransla" not in name:
        return bool(meta.get("http-equiv", "").lower() == "x-translated-by")
    if not _META_NAME.fullmatch(name[:40]) or content.strip().lower() in _NO:
        return False
    return bool(re.search("machine|auto", name, re.IGNORECASE) or _META_CONTENT.search(content[:80]))


def _has_attribute(tree: HtmlElement, name: str) -> bool:
    values = tree.xpath(f"//@{name}")
    return any(str(value).strip().lower() not in _NO - {"", "0"} for value in values[:20])


def _has_class(tree: HtmlElement, name: str) -> bool:
    return bool(tree.xpath(f"boolean(//*[@id='{name}' or contains(concat(' ', @class, ' '), ' {name} ')])"))


def _is_wrapped(font: HtmlElement) -> bool:
    outer = font.getparent()
    return outer.tag == "font" and all(_INHERITED_STYLE.search(each.get("style", "")) for each in (font, outer))


def parse_translation_tag(tag: str) -> tuple[str, str] | None:
    """Return source and target language of a tag such as "de-x-mtfrom-en": ("en", "de"). None for any other tag."""
    found = _MTFROM_TAG.match(tag) or _T0_TAG.match(tag)
    return (found["source"].lower(), found["target"].lower()) if found else None


def _primary_language(tag: str | None) -> str | None:
    found = re.match(r"[a-z]{2,3}\b", (tag or "").lower())
    return found[0] if found else None
