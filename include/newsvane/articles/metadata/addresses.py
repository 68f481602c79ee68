"""Witnesses -> the addresses of a page: its own, those of the same page in other languages, that of its image."""

import re
from itertools import chain

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.articles.markup import clean
from newsvane.articles.metadata.page import Page
from newsvane.articles.metadata.structured import as_list, objects, texts
from newsvane.records import Alternate

MOST = 100
"""Alternates that are kept; the languages of the largest outlets are fewer."""

_HOME = re.compile(r"https://[^/]+/(?:\?.*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*|x-default")


def find_canonical(page: Page) -> str:
    """The address that the page names as its own, where it is one of the same outlet and no home page."""
    links = [link.get("href") or "" for link in page.links if "canonical" in _rel(link)]
    for link in (*links[:1], *page.said("og:url")[:1]):
        try:
            address = urls.canonical(urls.absolute(link, page.url) or "")
            if urls.outlet(address) == urls.outlet(page.url) and not _HOME.fullmatch(address):
                return address
        except ValueError:
            continue
    return urls.canonical(page.url)


def find_alternates(page: Page) -> tuple[Alternate, ...]:
    """The `hreflang` links of the page, canonical, each once, in order."""
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
        if len(found) == MOST:
            break
    return tuple(found)


def find_image(page: Page) -> str | None:
    """The picture that stands for the article, absolute."""
    images = page.said("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    for item in page.items.articles:
        nodes = objects(item, "image", page.items.nodes)
        images += [*texts(item, "image"), *chain.from_iterable(texts(node, "url", "contentUrl") for node in nodes)]
        images += [text for text in as_list(item.get("thumbnailUrl")) if isinstance(text, str)]
    images += [link.get("href") or "" for link in page.links if "image_src" in _rel(link)]
    return next((found for image in images if (found := urls.absolute(clean(image), page.url))), None)


def _rel(link: HtmlElement) -> list[str]:
    return str(link.get("rel") or "").lower().split()
