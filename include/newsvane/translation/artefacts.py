"""What browsers, proxies and plug-ins that translate leave in a page's markup.

WPML, Polylang and Google's element widget (`google_translate_element`) say nothing and are not looked for: they stand
on untranslated pages as well.
"""

import re

from lxml.html import HtmlElement

from newsvane.records import Record

FEW_FONTS = 2
"""Nested `<font>` wrappers from which a page counts as translated: a single one may have been pasted in."""

_FROM = re.compile(r"^(?P<target>[a-z]{2,3})\b.*-x-mtfrom-(?P<source>[a-z]{2,3})", re.IGNORECASE)
_PLUGINS = {
    "GTranslate": ("delivered by GTranslate", "doGTranslate(", "gtranslateSettings", "cdn.gtranslate.net"),
    "Transposh": ('name="translation-stats"',),
    "TranslatePress": ("data-trp-gettext",),
    "Weglot": ("cdn.weglot.com",),
    "ConveyThis": ("cdn.conveythis.com", "conveythis_initializer"),
    "Bablic": ("cdn.bablic.com", "cdn2.bablic.com"),
    "Localize": ("global.localizecdn.com",),
    "Yandex widget": ("translate.yandex.net/website-widget",),
}


class Artefacts(Record):
    """Decisive marks, and what they say of the original."""

    evidence: tuple[str, ...] = ()
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None


def find_artefacts(tree: HtmlElement, markup: str) -> Artefacts:
    """The marks that only a page translated by a machine carries."""
    evidence, source_url, source, target = [], None, None, None
    if "machine-translated-from" in markup:
        for link in tree.xpath("//link[contains(@rel, 'machine-translated-from')][@href]")[:1]:
            evidence.append("link rel machine-translated-from")
            source_url, source = link.get("href"), _primary(link.get("hreflang"))
    if found := _FROM.match(tree.get("lang") or ""):
        evidence.append(f"html lang {tree.get('lang')}")
        source, target = source or found["source"].lower(), found["target"].lower()
    classes = " ".join(element.get("class") or "" for element in (tree, *tree.findall("body"))).split()
    evidence += [f"class {name}" for name in ("translated-ltr", "translated-rtl") if name in classes]
    for needle, path, least, line in _MARKS:
        if needle in markup and len(tree.xpath(path)) >= least:
            evidence.append(line)
    return Artefacts(evidence=tuple(evidence), source_url=source_url, source_language=source, target_language=target)


def find_plugins(markup: str) -> tuple[str, ...]:
    """Names of the translation plug-ins whose code is in the page."""
    return tuple(name for name, needles in _PLUGINS.items() if any(needle in markup for needle in needles))


def _primary(tag: str | None) -> str | None:
    found = re.match(r"[a-z]{2,3}\b", (tag or "").lower())
    return found[0] if found else None


_MARKS = (
    (
        "vertical-align: inherit",
        "//font[contains(@style, 'vertical-align: inherit')]/font[contains(@style, 'vertical-align: inherit')]",
        FEW_FONTS,
        "nested font elements of a browser's translation",
    ),
    ("X-Translated-By", "//meta[@http-equiv='X-Translated-By']", 1, "meta X-Translated-By"),
    (
        "/_/translate_http/",
        "//script[contains(@src, 'gstatic.com/_/translate_http/')]",
        1,
        "script of a translation proxy",
    ),
    *(
        (name, f"//*[@{name}]", 1, f"attribute {name}")
        for name in ("_msthash", "_msttexthash", "_mstmutation", "_istranslated")
    ),
)
