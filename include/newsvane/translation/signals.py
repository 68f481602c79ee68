"""Collect the signals of machine translation on one page: in address, markup, declarations and notices."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.records import Record
from newsvane.translation.artefacts import find_artefacts, parse_translation_tag
from newsvane.translation.notice_locator import TranslationNotice, find_notices, read_statement
from newsvane.translation.plugins import Plugin, find_plugins
from newsvane.translation.proxies import unwrap_proxy_url
from newsvane.translation.schema_org import DeclaredTranslation, read_declarations

_MAX_ALTERNATES = 100


class ResolvedLink(Record):
    """A link to another page. `url`: its canonical form. `link`: the address that can be fetched."""

    url: str
    link: str


class Signals(Record):
    """The signals of machine translation on the page at `url`.

    `blocks`: the text without notices. `proxy`: the host of the translation proxy that served the page. `artefacts`:
    marks that only a translated page has. `residue`: marks that pasted text may have brought. `plugins`: translation
    plug-ins whose settings do not say that a machine made this page. `declared`: evidence of a declared translation
    that names no translator. `post_edited`: evidence that people edited the translation, apart from the notices.
    `source`: the original that the signals name. `source_language`, `target_language`: the languages that they say the
    page was translated from and into. `alternates`: `hreflang` and `href` of all versions. `canonical_link`: the
    address that the page names as its own. Both are as the page writes them.
    """

    url: str
    blocks: tuple[str, ...]
    notices: tuple[TranslationNotice, ...] = ()
    proxy: str | None = None
    artefacts: tuple[str, ...] = ()
    residue: tuple[str, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    declared: str | None = None
    post_edited: str | None = None
    source: ResolvedLink | None = None
    source_language: str | None = None
    target_language: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    canonical_link: str | None = None

    @property
    def has_evidence(self) -> bool:
        """Return whether there is any signal to weigh."""
        return bool(self.notices or self.proxy or self.artefacts or self.residue or self.plugins or self.declared)

    def other_versions(self) -> dict[str, ResolvedLink]:
        """Return the page's other versions by their primary language, without "x-default"."""
        own = self.canonical_link and resolve_link(self.canonical_link, self.url)
        found: dict[str, ResolvedLink] = {}
        for language, href in self.alternates:
            code = re.match(r"[a-z]{2,3}(?![a-z])", language.lower())
            version = resolve_link(href, self.url)
            if code and version and not (own and own.url == version.url):
                found.setdefault(code[0], version)
        return found


def find_signals(tree: HtmlElement, markup: str, *, url: str, blocks: Sequence[str]) -> Signals:
    """Look for signals in the address, in the markup, around the text, and in the text's first and last blocks.

    `markup`: the text that `tree` was parsed from. `url`: the address that answered. `blocks`: the article's text.
    """
    visible_markup = _remove_elements(_remove_elements(markup, "script"), "style")
    notices, rest = find_notices(tree, visible_markup, blocks)
    elements: dict[str, list[HtmlElement]] = {tag: [] for tag in ("font", "link", "meta", "script", "ya-tr-span")}
    for element in tree.iter(*elements):
        elements[element.tag].append(element)
    found = find_artefacts(tree, visible_markup, elements, text_length=sum(map(len, blocks)))
    plugins = find_plugins(
        tree,
        visible_markup,
        elements["script"],
        elements["meta"],
        url=url,
        has_gtranslate_settings="gtranslateSettings" in markup,
    )
    made_by = next((plugin for plugin in plugins if plugin.target), None)
    declared, statements = read_declarations(elements["script"])
    notices += filter(None, map(read_statement, statements))
    proxied = unwrap_proxy_url(url)
    alternates, canonical_link = _read_versions(elements["link"])
    own_tags = (tag for tag, href in alternates if parse_translation_tag(tag) and resolve_link(href, url) is None)
    own_tag = next(own_tags, "")
    tag_languages = parse_translation_tag(own_tag)
    links = [proxied.url if proxied else None, found.source_url, declared.source_url if declared else None]
    links += [notice.source_url for notice in notices]
    sources = (resolve_link(link, url) for link in links if link)
    return Signals(
        url=url,
        blocks=tuple(rest),
        notices=tuple(notices),
        proxy=proxied.host if proxied else None,
        artefacts=(*found.evidence, *_describe_machine(own_tag, declared, made_by)),
        residue=found.residue,
        plugins=tuple(plugin for plugin in plugins if not plugin.is_machine),
        declared=_describe_declaration(declared, elements["meta"]),
        post_edited=_describe_people(declared),
        source=next(filter(None, sources), None),
        source_language=_first(
            proxied.source if proxied else None,
            found.source_language,
            tag_languages[0] if tag_languages else None,
            declared.source_language if declared else None,
            made_by.source if made_by else None,
        ),
        target_language=_first(
            proxied.target if proxied else None,
            found.target_language,
            tag_languages[1] if tag_languages else None,
            made_by.target if made_by else None,
        ),
        alternates=alternates,
        canonical_link=canonical_link,
    )


def _describe_machine(own_tag: str, declared: DeclaredTranslation | None, made_by: Plugin | None) -> Iterator[str]:
    """Yield evidence that a machine made the page: its own `hreflang`, the translator it declares, and a plug-in."""
    if own_tag:
        yield f"hreflang {own_tag}"
    if declared and declared.by_machine:
        yield f"JSON-LD translator {declared.translator or 'SoftwareApplication'}"
    if made_by and made_by.is_machine:
        yield f"{made_by.name} translated it from {made_by.source} to {made_by.target}, by its settings"


def _describe_declaration(declared: DeclaredTranslation | None, metas: Iterable[HtmlElement]) -> str | None:
    """Return evidence that the page is declared a translation without a translator's name."""
    is_unsigned = declared and declared.by_machine is None
    return "JSON-LD translationOfWork" if is_unsigned else _find_dublin_core_type(metas)


def _find_dublin_core_type(metas: Iterable[HtmlElement]) -> str | None:
    """Return the Dublin Core element that declares the page a translation, as `name: content`; None without one."""
    for meta in metas:
        name, content = meta.get("name", "").strip(), meta.get("content", "").strip()
        if name.lower() in {"dc.type", "dcterms.type"} and content.lower() == "translation":
            return f"{name}: {content}"
    return None


def _describe_people(declared: DeclaredTranslation | None) -> str | None:
    """Return evidence that people took part in a declared machine translation."""
    is_shared = declared and declared.by_machine and declared.by_people
    return f"JSON-LD names people beside the machine: {declared.translator}" if declared and is_shared else None


def _remove_elements(markup: str, tag: str) -> str:
    """Return the markup without the elements of this name."""
    parts, start = [], 0
    while (opened := markup.find(f"<{tag}", start)) >= 0:
        parts.append(markup[start:opened])
        start = markup.find(f"</{tag}", opened)
        if start < 0:
            return "".join(parts)
    return "".join([*parts, markup[start:]])


def _read_versions(links: Sequence[HtmlElement]) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """Return the versions that `hreflang` names, and the address that the page names as its own."""
    attributes = [(link.get("rel", "").lower().split(), link.get("hreflang"), link.get("href")) for link in links]
    versions = [(tag[:40], href) for rel, tag, href in attributes if tag and href and "alternate" in rel]
    canonical_link = next((href for rel, _, href in attributes if href and "canonical" in rel), None)
    return tuple(versions[:_MAX_ALTERNATES]), canonical_link


def resolve_link(link: str, url: str) -> ResolvedLink | None:
    """Resolve a link on the page at `url`, unwrapped from any proxy. None if it leads to the page itself or nowhere."""
    absolute = urls.absolute(link, url) or ""
    inner = unwrap_proxy_url(absolute)
    try:
        parts = urlsplit(inner.url if inner and inner.url else absolute)
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
        address = urls.canonical(plain)
        return None if address == urls.canonical(url) else ResolvedLink(url=address, link=plain)
    except ValueError:
        return None


def _first(*values: str | None) -> str | None:
    return next(filter(None, values), None)
