"""Find the marks that translating browsers, proxies and plug-ins leave in a page's markup.

WPML, Polylang and Google's element widget (`google_translate_element`) are no evidence and are not looked for, because
they occur on untranslated pages as well.
"""

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from newsvane.records import Record

MIN_NESTED_FONTS = 2
"""A page with at least this many nested `<font>` wrappers counts as translated. A single one may be pasted text."""

_MTFROM_TAG = re.compile(r"^(?P<target>[a-z]{2,3})\b.{0,30}?-x-mtfrom-(?P<source>[a-z]{2,3})", re.IGNORECASE)
_BROWSER_ATTRIBUTES = ("_msthash", "_msttexthash", "_mstmutation", "_istranslated")
_INHERITED_STYLE = re.compile(r"vertical-align:\s*inherit")
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
    """The marks on one page.

    `evidence`: decisive marks, one line each. `plugins`: the translation plug-ins whose code is on the page.
    `source_url`, `source_language`, `target_language`: what the marks say about the original and the translation.
    """

    evidence: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None


def find_artefacts(
    tree: HtmlElement, markup: str, elements: Mapping[str, Sequence[HtmlElement]], *, has_gtranslate_settings: bool
) -> Artefacts:
    """Find the marks that only a machine-translated page carries, and the plug-ins that may have translated it.

    `markup`: the page without scripts and styles. `elements`: the tree's font, link, meta and script elements.
    `has_gtranslate_settings`: a script on the page has settings for GTranslate.
    """
    evidence: list[str] = []
    source_url, source, target = None, None, None
    links = [link for link in elements["link"] if "machine-translated-from" in link.get("rel", "") and link.get("href")]
    for link in links[:1]:
        evidence.append("link rel machine-translated-from")
        source_url, source = link.get("href"), _primary_language(link.get("hreflang"))
    if languages := parse_mtfrom_tag(tree.get("lang") or ""):
        evidence.append(f"html lang {tree.get('lang')[:40]}")
        source, target = source or languages[0], languages[1]
    classes = " ".join(element.get("class") or "" for element in (tree, *tree.findall("body"))).split()
    evidence += [f"class {name}" for name in ("translated-ltr", "translated-rtl") if name in classes]
    if sum(map(_is_wrapped, elements["font"])) >= MIN_NESTED_FONTS:
        evidence.append("nested font elements of a browser's translation")
    if any(meta.get("http-equiv", "").lower() == "x-translated-by" for meta in elements["meta"]):
        evidence.append("meta X-Translated-By")
    scripts = " ".join(script.get("src", "") for script in elements["script"]).lower()
    if "gstatic.com/_/translate_http/" in scripts:
        evidence.append("script of a translation proxy")
    in_markup = (name for name in _BROWSER_ATTRIBUTES if name in markup)
    evidence += [f"attribute {name}" for name in in_markup if tree.xpath(f"boolean(//@{name})")]
    plugins = [name for name, host in _PLUGIN_HOSTS.items() if host in scripts]
    if has_gtranslate_settings or ("GTranslate" in markup and _GTRANSLATE.search(markup)):
        plugins.append("GTranslate")
    if "data-trp-gettext" in markup and tree.xpath("boolean(//@data-trp-gettext)"):
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
    return outer.tag == "font" and all(_INHERITED_STYLE.search(each.get("style", "")) for each in (font, outer))


def parse_mtfrom_tag(tag: str) -> tuple[str, str] | None:
    """Return source and target language of a tag such as "de-x-mtfrom-en": ("en", "de"). None for any other tag."""
    found = _MTFROM_TAG.match(tag)
    return (found["source"].lower(), found["target"].lower()) if found else None


def _primary_language(tag: str | None) -> str | None:
    found = re.match(r"[a-z]{2,3}\b", (tag or "").lower())
    return found[0] if found else None
