"""Find the addresses that a page names: its own, its versions in other languages, its image."""

import re
from collections.abc import Iterator
from itertools import chain

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.articles.markup import clean
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.structured_data import as_list, nested_objects, text_values
from newsvane.records import Alternate

MAX_ALTERNATES = 100
"""The maximum number of language versions. Even the largest outlets have fewer."""

_HOME_PAGE = re.compile(r"https://[^/]+/(?:\?.*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*|x-default")


def find_canonical_url(page: PageElements) -> str:
    """Return the address that the page names as its own, if it belongs to the same outlet and is not a home page.

    Otherwise return the address that answered, in canonical form.
    """
    named = (url for url in _named_as_own(page) if urls.may_speak_for(page.url, url))
    return next(named, urls.canonical(page.url))


def find_claimed_url(page: PageElements) -> str | None:
    """Return the address of another outlet that the page names as its own. It is only a claim."""
    return next((url for url in _named_as_own(page) if not urls.may_speak_for(page.url, url)), None)


def _named_as_own(page: PageElements) -> Iterator[str]:
    """Yield the canonical addresses that the page names as its own, without home pages."""
    links = [link.get("href") or "" for link in page.links if "canonical" in _rel(link)]
    for link in (*links[:1], *page.meta_values("og:url")[:1]):
        try:
            address = urls.canonical(urls.absolute(link, page.url) or "")
        except ValueError:
            continue
        if not _HOME_PAGE.fullmatch(address):
            yield address


def find_alternates(page: PageElements) -> tuple[Alternate, ...]:
    """Return the page's `hreflang` links in canonical form, each once, in order."""
    found: dict[Alternate, None] = {}
    for link in page.links:
        language = (link.get("hreflang") or "").strip().lower().replace("_", "-")
        if not (_LANGUAGE.fullmatch(language) and "alternate" in _rel(link)):
            continue
        try:
            address = urls.canonical(urls.absolute(link.get("href") or "", page.url) or "")
        except ValueError:
            continue
        found[Alternate(language=language, url=address)] = None
        if len(found) == MAX_ALTERNATES:
            break
    return tuple(found)


def find_image_url(page: PageElements) -> str | None:
    """Return the absolute address of the article's main picture."""
    images = page.meta_values("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    for item in page.structured_data.articles:
        nodes = nested_objects(item, "image", page.structured_data.nodes)
        images += text_values(item, "image")
        images += chain.from_iterable(text_values(node, "url", "contentUrl") for node in nodes)
        images += [text for text in as_list(item.get("thumbnailUrl")) if isinstance(text, str)]
    images += [link.get("href") or "" for link in page.links if "image_src" in _rel(link)]
    return next((found for image in images if (found := urls.absolute(clean(image), page.url))), None)


def _rel(link: HtmlElement) -> list[str]:
    return str(link.get("rel") or "").lower().split()
