"""Read from the settings of translation plug-ins whether this page is one of their translations.

Most plug-ins only offer to translate. Some make a page per language on the server, and leave settings on it that name
the language of the site and that of the page.
"""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsvane.records import Record

_HOSTS = {
    "GTranslate": "gtranslate", "Weglot": "weglot", "ConveyThis": "conveythis", "Bablic": "bablic.com",
    "Localize": "localizecdn.com", "Linguise": "linguise", "TranslatePress": "translatepress",
    "Yandex widget": "translate.yandex.net/website-widget", "WOVN": "j.wovn.io",
}  # fmt: skip
_GTRANSLATE = re.compile(r"delivered by GTranslate|doGTranslate\(")
_ASSETS = {
    "GTranslate": "plugins/gtranslate/", "Weglot": "plugins/weglot/", "Linguise": "plugins/linguise/",
    "TranslatePress": "plugins/translatepress-", "ConveyThis": "plugins/conveythis-", "Transposh": "plugins/transposh-",
}  # fmt: skip
"""Where the styles and pictures of plug-ins are."""
_SETTING = r"[\"']?%s[\"']?\s{0,4}:\s{0,4}[\"']([A-Za-z_-]{2,13})[\"']"
_GT_DEFAULT, _GT_STRUCTURE = re.compile(_SETTING % "default_language"), re.compile(_SETTING % "url_structure")
_TRP_ORIGINAL, _TRP_CURRENT = (
    re.compile(_SETTING % "trp_original_language"),
    re.compile(_SETTING % "trp_current_language"),
)
_TRP_SLUGS = re.compile(r"\"url_slugs\":(\{[^{}]{0,2000}\})")
MAX_SETTINGS_LENGTH = 200_000
"""Longer scripts are no settings."""


class Plugin(Record):
    """A translation plug-in on the page. `source`: the language of the site, by the settings; `target`: that of this
    page, if it is another.

    `is_machine`: the settings say that a machine made this page from the site's language.
    """

    name: str
    source: str | None = None
    target: str | None = None
    is_machine: bool = False


def find_plugins(
    tree: HtmlElement,
    markup: str,
    scripts: Sequence[HtmlElement],
    metas: Sequence[HtmlElement],
    *,
    url: str,
    has_gtranslate_settings: bool,
) -> list[Plugin]:
    """Return the plug-ins of a page, one per name. `markup`: the page without scripts and styles.

    `has_gtranslate_settings`: a script on the page has settings for GTranslate.
    """
    sources = " ".join(script.get("src", "") for script in scripts).lower()
    read = (_read_settings(script, url, has_gtranslate=has_gtranslate_settings) for script in scripts)
    found = [plugin for plugin in read if plugin]
    names = [name for name, host in _HOSTS.items() if host in sources]
    if "GTranslate" in markup and _GTRANSLATE.search(markup):
        names.append("GTranslate")
    if "data-trp-" in markup and tree.xpath("boolean(//@data-trp-gettext | //@data-trp-translate-id)"):
        names.append("TranslatePress")
    if "/plugins/" in markup:
        names += [name for name, folder in _ASSETS.items() if folder in markup]
    if "bhashini-plugin" in markup:
        names.append("Bhashini")
    if any(meta.get("name") == "translation-stats" for meta in metas):
        names.append("Transposh")
    found += [Plugin(name=name) for name in names]
    return list({plugin.name: plugin for plugin in reversed(found)}.values())[::-1]


def _read_settings(script: HtmlElement, url: str, *, has_gtranslate: bool) -> Plugin | None:
    name = script.get("id") or ""
    if not (has_gtranslate or name in {"weglot-data", "linguise-extra-metadata"} or name.startswith("trp-")):
        return None
    text = script.text or ""
    if len(text) > MAX_SETTINGS_LENGTH:
        return None
    if "gtranslateSettings" in text:
        return _read_gtranslate(text, url)
    if "trp_data" in text and "trp_original_language" in text:
        original, current = _TRP_ORIGINAL.search(text), _TRP_CURRENT.search(text)
        return _between("TranslatePress", original and original[1], current and current[1], is_machine=False)
    if name == "trp-language-cookie-js-extra":
        return _read_url_slugs(text, url)
    if name == "linguise-extra-metadata":
        settings = _load(text)
        return _between("Linguise", settings.get("language"), settings.get("current_language"), is_machine=True)
    if name == "weglot-data":
        settings = _load(text)
        current = settings.get("current_language")
        targets = settings.get("destination_language") or settings.get("languages")
        automatic = any(
            isinstance(each, dict) and each.get("language_to") == current and each.get("automatic_translation_enabled")
            for each in (targets if isinstance(targets, list) else [])
        )
        source = settings.get("language_from") or settings.get("original_language")
        return _between("Weglot", source, current, is_machine=automatic)
    return None


def _read_gtranslate(text: str, url: str) -> Plugin:
    """With a folder or host per language, the address names the language that the server translated into."""
    default, structure = _GT_DEFAULT.search(text), _GT_STRUCTURE.search(text)
    parts = urlsplit(url)
    folder, host = parts.path.split("/")[1:2], (parts.hostname or "").split(".")
    current = {"sub_directory": folder, "sub_domain": host[:1]}.get(structure[1] if structure else "", [])
    named = next((each for each in current if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2})?", each)), None)
    is_offered = named is not None and f'"{named}"' in text
    return _between("GTranslate", default and default[1], named if is_offered else None, is_machine=True)


def _read_url_slugs(text: str, url: str) -> Plugin | None:
    """The first language is the site's; the pages in the others are in folders."""
    found = _TRP_SLUGS.search(text)
    slugs = _load(found[1]) if found else {}
    folder = urlsplit(url).path.split("/")[1:2]
    current = next((language for language, slug in slugs.items() if [slug] == folder), None)
    return _between("TranslatePress", next(iter(slugs), None), current, is_machine=False)


def _between(name: str, source: Any, target: Any, *, is_machine: bool) -> Plugin:
    """Return a plug-in by the codes in its settings. If these are not two languages, it has not made this page."""
    codes = [found[0].lower() if isinstance(code, str) and (found := re.match("[A-Za-z]{2,3}", code)) else None
             for code in (source, target)]  # fmt: skip
    if None in codes or codes[0] == codes[1]:
        return Plugin(name=name, source=codes[0])
    return Plugin(name=name, source=codes[0], target=codes[1], is_machine=is_machine)


def _load(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
