"""The signs of a machine translation on one page: address, markup, declarations, notices."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.records import Record
from newsvane.translation.artefacts import find_artefacts, mtfrom
from newsvane.translation.declared import find_declared
from newsvane.translation.places import Notice, find_notices
from newsvane.translation.proxies import original_of

_MOST_ALTERNATES = 100


class Signs(Record):
    """What points to a machine translation. `blocks`: the text without notices.

    `source_url`: canonical. `target_language`: the language an artefact says the page was translated into.
    `alternates`: hreflang and href of all versions, `own`: what it calls its own address, as it gives them. `declared`: evidence of a declared
    translation that names no translator.
    """

    url: str
    blocks: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    proxy: str | None = None
    artefacts: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    declared: str | None = None
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    own: str | None = None

    @property
    def are_there(self) -> bool:
        """Whether there is anything to weigh."""
        return bool(self.notices or self.proxy or self.artefacts or self.plugins or self.declared)

    def other_versions(self) -> dict[str, str]:
        """Canonical addresses of the page's other versions by primary language; "x-default" is left out."""
        own = {canonical(self.url, self.url), canonical(self.own or self.url, self.url)}
        found: dict[str, str] = {}
        for language, href in self.alternates:
            code = re.match(r"[a-z]{2,3}(?![a-z])", language.lower())
            address = canonical(href, self.url)
            if code and address and address not in own:
                found.setdefault(code[0], address)
        return found


def find_signs(tree: HtmlElement, markup: str, *, url: str, blocks: Sequence[str]) -> Signs:
    """Look for signs in the address, the markup, the page's chrome and the first and last blocks of its text."""
    outside = _without(_without(markup, "script"), "style")
    notices, rest = find_notices(tree, outside, blocks)
    elements: dict[str, list[HtmlElement]] = {tag: [] for tag in ("font", "link", "meta", "script")}
    for element in tree.iter(*elements):
        elements[element.tag].append(element)
    found, declared = find_artefacts(tree, outside, elements, settings="gtranslateSettings" in markup), find_declared(elements["script"])
    proxied = original_of(url)
    alternates, own = _versions(elements["link"])
    evidence = list(found.evidence)
    tagged = next((tag for tag, href in alternates if mtfrom(tag) and canonical(href, url) == canonical(url, url)), None)
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
        source_url=next((address for link in links if link and (address := _original(link, url))), None),
        source_language=_first(
            proxied and proxied.source, found.source_language, said and said[0], declared and declared.source_language
        ),
        target_language=_first(proxied and proxied.target, found.target_language, said and said[1]),
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
    return tuple(versions[:_MOST_ALTERNATES]), next((href for rel, _, href in named if href and "canonical" in rel), None)


def canonical(link: str, base: str) -> str | None:
    """The canonical form of a link on a page; None where it leads nowhere that could be fetched."""
    try:
        return urls.canonical(urls.absolute(link, base) or "")
    except ValueError:
        return None


def _original(link: str, url: str) -> str | None:
    """The original's canonical address, out of whatever proxy it is linked through; None for the page itself."""
    inner = original_of(urls.absolute(link, url) or "")
    address = canonical(inner.url if inner and inner.url else link, url)
    return None if address == canonical(url, url) else address


def _first(*values: str | None) -> str | None:
    return next(filter(None, values), None)
