"""What browsers, proxies and plug-ins that translate leave in a page's markup.

WPML, Polylang and Google's element widget (`google_translate_element`) say nothing and are not looked for: they stand
on untranslated pages as well.
"""

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from newsvane.records import Record

FEW_FONTS = 2
"""Nested `<font>` wrappers from which a page counts as translated: a single one may have been pasted in."""

_FROM = re.compile(r"^(?P<target>[a-z]{2,3})\b.{0,30}?-x-mtfrom-(?P<source>[a-z]{2,3})", re.IGNORECASE)
_BROWSERS = ("_msthash", "_msttexthash", "_mstmutation", "_istranslated")
_INHERITS = re.compile(r"vertical-align:\s*inherit")
_PLUGIN_HOSTS = {
    "GTranslate": "gtranslate",
    "Weglot": "cdn.weglot.com",
    "ConveyThis": "conveythis",
    "Bablic": "bablic.com",
    "Localize": "localizecdn.com",
    "Yandex widget": "translate.yandex.net/website-widget",
}


_GTRANSLATE = re.compile(r"delivered by GTranslate|doGTranslate\(")


class Artefacts(Record):
    """`evidence`: decisive marks; what they say of the original; `plugins`: names of those whose code is there."""

    evidence: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None


def find_artefacts(
    tree: HtmlElement, outside: str, elements: Mapping[str, Sequence[HtmlElement]], *, settings: bool
) -> Artefacts:
    """The marks that only a page translated by a machine carries, and the plug-ins that may have done so.

    `outside`: the markup outside scripts. `elements`: the tree's font, link, meta and script elements. `settings`:
    whether GTranslate's are in a script.
    """
    evidence: list[str] = []
    source_url, source, target = None, None, None
    links = [link for link in elements["link"] if "machine-translated-from" in link.get("rel", "") and link.get("href")]
    for link in links[:1]:
        evidence.append("link rel machine-translated-from")
        source_url, source = link.get("href"), _primary(link.get("hreflang"))
    if tagged := mtfrom(tree.get("lang") or ""):
        evidence.append(f"html lang {tree.get('lang')[:40]}")
        source, target = source or tagged[0], tagged[1]
    classes = " ".join(element.get("class") or "" for element in (tree, *tree.findall("body"))).split()
    evidence += [f"class {name}" for name in ("translated-ltr", "translated-rtl") if name in classes]
    if sum(map(_is_wrapped, elements["font"])) >= FEW_FONTS:
        evidence.append("nested font elements of a browser's translation")
    if any(meta.get("http-equiv", "").lower() == "x-translated-by" for meta in elements["meta"]):
        evidence.append("meta X-Translated-By")
    scripts = " ".join(script.get("src", "") for script in elements["script"]).lower()
    if "gstatic.com/_/translate_http/" in scripts:
        evidence.append("script of a translation proxy")
    evidence += [f"attribute {name}" for name in _BROWSERS if name in outside and tree.xpath(f"boolean(//@{name})")]
    plugins = [name for name, host in _PLUGIN_HOSTS.items() if host in scripts]
    if settings or ("GTranslate" in outside and _GTRANSLATE.search(outside)):
        plugins.append("GTranslate")
    if "data-trp-gettext" in outside and tree.xpath("boolean(//@data-trp-gettext)"):
        plugins.append("TranslatePress")
    if any(meta.get("name") == "translation-stats" for meta in elements["meta"]):
        plugins.append("Transposh")
    return Artefacts(
        evidence=tuple(evidence),
        plugins=tuple(dict.fromkeys(plugins)),
        source_url=source_url,
        source_language=source,
        target_language=target,
    )


def _is_wrapped(font: HtmlElement) -> bool:
    outer = font.getparent()
    return outer.tag == "font" and all(_INHERITS.search(each.get("style", "")) for each in (font, outer))


def mtfrom(tag: str) -> tuple[str, str] | None:
    """Languages from and to of a tag such as "de-x-mtfrom-en"; None for any other."""
    found = _FROM.match(tag)
    return (found["source"].lower(), found["target"].lower()) if found else None


def _primary(tag: str | None) -> str | None:
    found = re.match(r"[a-z]{2,3}\b", (tag or "").lower())
    return found[0] if found else None
