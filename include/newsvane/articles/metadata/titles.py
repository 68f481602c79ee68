"""Witnesses -> the headline: the title that most agree on, without the site's name."""

import re
from html import unescape
from itertools import islice

from newsvane import urls
from newsvane.articles.markup import clean, short_text
from newsvane.articles.metadata.page import Page
from newsvane.articles.metadata.structured import objects, texts
from newsvane.texts import words

LONGEST = 500
"""Characters of a title; more are cut off."""
SHORTEST = 12
"""Letters of a headline that may be told from its kicker."""

_KICKER = re.compile(r".(?:\s*[:|/]|\s[–—-])\s+$")
_SEPARATOR = re.compile(r"\s+[|–—\-·•»]+\s+|\s*[|｜：]\s*")


def find_title(page: Page) -> str:
    """The title of most witnesses; of equals, the first in order of trust. "" where there is none.

    JSON-LD and Open Graph spell it as it was typed; a heading may be put together of parts.
    """
    articles = page.items.articles
    shared = next(iter(page.said("og:title")), "")
    said = [
        *[headline for item in articles for headline in texts(item, "headline", "name")][:1],
        shared,
        *dict.fromkeys(page.headlines),
        page.document_title,
    ]
    sites = site_names(page)
    heads = {key(unescape_once(title)) for title in said}
    heads |= {key(short_text(heading)) for heading in islice((h for h in page.headings if h.tag != "h1"), 5)}
    titles = [short for title in said if (short := _without_site(unescape_once(title), sites, heads))]
    titles = titles or [unescape_once(title) for title in page.said("twitter:title", "dc.title")[:1]]
    keys = [key(title) for title in titles]
    best = max(range(len(keys)), key=lambda index: (keys.count(keys[index]), -index), default=None)
    return "" if best is None else _without_kicker(titles[best], unescape_once(shared))[:LONGEST].strip()


def key(title: str) -> str:
    """What makes two titles, or names, the same."""
    return "".join(words(title[: 2 * LONGEST]))


def unescape_once(text: str) -> str:
    """Undo the double escaping that many pages have in their meta tags (`&amp;#8217;`)."""
    return clean(unescape(text)) if "&" in text and ";" in text else text


def site_names(page: Page) -> set[str]:
    """What the site calls itself, as keys. Some pages give their own headline as the name of their application."""
    shared = {key(title) for title in page.said("og:title")}
    names = [name for name in page.said("application-name") if key(name) not in shared]
    names += page.said("og:site_name", "twitter:site")
    names += [name for item in page.items.articles for publisher in objects(item, "publisher", page.items.nodes)
              for name in texts(publisher, "name")]  # fmt: skip
    domain = urls.outlet(page.url)
    names += [domain, domain.split(".")[0]]
    return {key(name).removeprefix("the") for name in names} - {""}


def _without_kicker(title: str, shared: str) -> str:
    """The headline alone, where the title for sharing is that (`Tirana: Port reopens`, shared as `Port reopens`)."""
    head = title.removesuffix(shared)
    return shared if len(key(shared)) >= SHORTEST and _KICKER.search(head) else title


def _without_site(title: str, sites: set[str], heads: set[str]) -> str:
    """Cut at a separator where the site's name follows, or where another witness ends there."""
    for separator in islice(_SEPARATOR.finditer(title), 10):
        head, tail = title[: separator.start()], key(title[separator.end() :])
        if tail.removeprefix("the") in sites or (key(head) in heads and len(head) > len(title) / 3):
            return head.strip()
    return "" if key(title).removeprefix("the") in sites else title
