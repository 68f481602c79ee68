"""The signs of a machine translation on one page: address, markup, declarations, notices."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.records import Record
from newsvane.translation.artefacts import find_artefacts, mtfrom
from newsvane.translation.declared import find_declared
from newsvane.translation.notice_locator import Notice, find_notices
from newsvane.translation.proxies import original_of

_MOST_ALTERNATES = 100


class Source(Record):
    """Where an original lies: `url` canonical, `link` to be fetched."""

    url: str
    link: str


class Signs(Record):
    """What points to a machine translation. `blocks`: the text without notices.

    `target_language`: the language an artefact says the page was translated into. `declared`: evidence of a declared
    translation that names no translator. `alternates`: hreflang and href of all versions, `own`: what the page calls
    its own address; both as it gives them.
    """

    url: str
    blocks: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    proxy: str | None = None
    artefacts: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    declared: str | None = None
    source: Source | None = None
    source_language: str | None = None
    target_language: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    own: str | None = None

    @property
    def are_there(self) -> bool:
        """Whether there is anything to weigh."""
        return bool(self.notices or self.proxy or self.artefacts or self.plugins or self.declared)

    def other_versions(self) -> dict[str, Source]:
        """The page's other versions by primary language; "x-default" is left out."""
        own = self.own and source_of(self.own, self.url)
        found: dict[str, Source] = {}
        for language, href in self.alternates:
            code = re.match(r"[a-z]{2,3}(?![a-z])", language.lower())
            version = source_of(href, self.url)
            if code and version and not (own and own.url == version.url):
                found.setdefault(code[0], version)
        return found


def find_signs(tree: HtmlElement, markup: str, *, url: str, blocks: Sequence[str]) -> Signs:
    """Look for signs in the address, the markup, the page's chrome and the first and last blocks of its text."""
    outside = _without(_without(markup, "script"), "style")
    notices, rest = find_notices(tree, outside, blocks)
    elements: dict[str, list[HtmlElement]] = {tag: [] for tag in ("font", "link", "meta", "script")}
    for element in tree.iter(*elements):
        elements[element.tag].append(element)
    found = find_artefacts(tree, outside, elements, settings="gtranslateSettings" in markup)
    declared, proxied = find_declared(elements["script"]), original_of(url)
    alternates, own = _versions(elements["link"])
    evidence = list(found.evidence)
    tagged = next((tag for tag, href in alternates if mtfrom(tag) and source_of(href, url) is None), None)
    if tagged:
        evidence.append(f"hreflang {tagged}")
    if declared and declared.by_machine:
        evidence.append(f"JSON-LD translator {declared.translator or 'SoftwareApplication'}")
    said = mtfrom(tagged or "")
    links = [proxied.url if proxied else None, found.source_url, declared.source_url if declared else None]
    links += [notice.source_url for notice in notices]
    return Signs(
        url=url,
        blocks=tuple(rest),
        notices=tuple(notices),
        proxy=proxied.host if proxied else None,
        artefacts=tuple(evidence),
        plugins=found.plugins,
        declared="JSON-LD translationOfWork" if declared and declared.by_machine is None else None,
        source=next((source for link in links if link and (source := source_of(link, url))), None),
        source_language=_first(
            proxied.source if proxied else None,
            found.source_language,
            said[0] if said else None,
            declared.source_language if declared else None,
        ),
        target_language=_first(proxied.target if proxied else None, found.target_language, said[1] if said else None),
        alternates=alternates,
        own=own,
    )


def _without(markup: str, tag: str) -> str:
    """The markup without the elements of this name."""
    parts, start = [], 0
    while (opened := markup.find(f"<{tag}", start)) >= 0:
        parts.append(markup[start:opened])
        start = markup.find(f"</{tag}", opened)
        if start < 0:
            return "".join(parts)
    return "".join([*parts, markup[start:]])


def _versions(links: Sequence[HtmlElement]) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """The versions that hreflang names, and the address that the page calls its own."""
    named = [(link.get("rel", "").lower().split(), link.get("hreflang"), link.get("href")) for link in links]
    versions = [(tag[:40], href) for rel, tag, href in named if tag and href and "alternate" in rel]
    return tuple(versions[:_MOST_ALTERNATES]), next(
        (href for rel, _, href in named if href and "canonical" in rel), None
    )


def source_of(link: str, url: str) -> Source | None:
    """Where a link of the page at `url` leads, out of whatever proxy; None for the page itself, and for nowhere."""
    absolute = urls.absolute(link, url) or ""
    inner = original_of(absolute)
    try:
        parts = urlsplit(inner.url if inner and inner.url else absolute)
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
        address = urls.canonical(plain)
        return None if address == urls.canonical(url) else Source(url=address, link=plain)
    except ValueError:
        return None


def _first(*values: str | None) -> str | None:
    return next(filter(None, values), None)
