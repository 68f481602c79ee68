"""What browsers, proxies and plug-ins that translate leave in a page's markup.

WPML, Polylang and Google's element widget (`google_translate_element`) say nothing and are not looked for: they stand
on untranslated pages as well.
"""

import re

from lxml import etree
from lxml.html import HtmlElement

from newsvane.records import Record

FEW_FONTS = 2
"""Nested `<font>` wrappers from which a page counts as translated: a single one may have been pasted in."""

_FROM = re.compile(r"^(?P<target>[a-z]{2,3})\b.*-x-mtfrom-(?P<source>[a-z]{2,3})", re.IGNORECASE)
_BROWSERS = ("_msthash", "_msttexthash", "_mstmutation", "_istranslated")
_MARKED = etree.XPath("//*[" + " or ".join(f"@{name}" for name in _BROWSERS) + " or @data-trp-gettext]", smart_strings=False)
_INHERITS = "contains(translate(@style, ' ', ''), 'vertical-align:inherit')"
_FONTS = etree.XPath(f"//font[{_INHERITS}]/font[{_INHERITS}]")
_META = etree.XPath("//meta/@http-equiv | //meta/@name", smart_strings=False)
_SCRIPTS = etree.XPath("//script/@src", smart_strings=False)
_GTRANSLATE = etree.XPath("boolean(//script[contains(., 'gtranslateSettings') or contains(., 'doGTranslate')])")
_MTFROM = etree.XPath("//link[contains(@rel, 'machine-translated-from')][@href]")
_PLUGIN_HOSTS = {
    "GTranslate": "gtranslate",
    "Weglot": "cdn.weglot.com",
    "ConveyThis": "conveythis",
    "Bablic": "bablic.com",
    "Localize": "localizecdn.com",
    "Yandex widget": "translate.yandex.net/website-widget",
}


class Artefacts(Record):
    """`evidence`: decisive marks; what they say of the original; `plugins`: names of those whose code is there."""

    evidence: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None


def find_artefacts(tree: HtmlElement, markup: str) -> Artefacts:
    """The marks that only a page translated by a machine carries, and the plug-ins that may have done so."""
    evidence: list[str] = []
    source_url, source, target = None, None, None
    for link in _MTFROM(tree)[:1]:
        evidence.append("link rel machine-translated-from")
        source_url, source = link.get("href"), _primary(link.get("hreflang"))
    if found := _FROM.match(tree.get("lang") or ""):
        evidence.append(f"html lang {tree.get('lang')[:40]}")
        source, target = source or found["source"].lower(), found["target"].lower()
    classes = " ".join(element.get("class") or "" for element in (tree, *tree.findall("body"))).split()
    evidence += [f"class {name}" for name in ("translated-ltr", "translated-rtl") if name in classes]
    if len(_FONTS(tree)) >= FEW_FONTS:
        evidence.append("nested font elements of a browser's translation")
    metas = {name.lower() for name in _META(tree)}
    if "x-translated-by" in metas:
        evidence.append("meta X-Translated-By")
    scripts = " ".join(_SCRIPTS(tree)).lower()
    if "gstatic.com/_/translate_http/" in scripts:
        evidence.append("script of a translation proxy")
    marked = {name for element in _MARKED(tree) for name in element.attrib}
    evidence += [f"attribute {name}" for name in _BROWSERS if name in marked]
    plugins = [name for name, host in _PLUGIN_HOSTS.items() if host in scripts]
    plugins += ["GTranslate"] if _GTRANSLATE(tree) or "delivered by GTranslate" in markup else []
    plugins += ["Transposh"] if "translation-stats" in metas else []
    plugins += ["TranslatePress"] if "data-trp-gettext" in marked else []
    return Artefacts(
        evidence=tuple(evidence),
        plugins=tuple(dict.fromkeys(plugins)),
        source_url=source_url,
        source_language=source,
        target_language=target,
    )


def _primary(tag: str | None) -> str | None:
    found = re.match(r"[a-z]{2,3}\b", (tag or "").lower())
    return found[0] if found else None
