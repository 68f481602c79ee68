"""Find the headline: the title that most of a page's sources agree on, without the site's name."""

import re
from itertools import islice

from newsvane import urls
from newsvane.articles.markup import clean, comparison_key, short_text
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.structured_data import nested_objects, text_values
from newsvane.safe_text import unescape

MAX_TITLE_LENGTH = 500
"""Characters of a title; a longer one is cut off."""
MIN_HEADLINE_KEY_LENGTH = 12
"""The minimum length of a headline from which a kicker is removed."""

_KICKER = re.compile(r".(?:\s*[:|/]|\s[–—-])\s+$")
_SEPARATOR = re.compile(r"\s+[|–—\-·•»]+\s+|\s*[|｜：]\s*")


def find_title(page: PageElements) -> str:
    """Return the title that most sources agree on; among equals, that of the most trusted one. "" if there is none.

    JSON-LD and Open Graph come first because they spell the title as it was typed. A heading may be assembled from
    parts.
    """
    og_title = next(iter(page.meta_values("og:title")), "")
    candidates = [
        *[headline for item in page.structured_data.articles for headline in text_values(item, "headline", "name")][:1],
        og_title,
        *dict.fromkeys(page.h1_texts),
        page.document_title,
    ]
    site_names = find_site_names(page)
    headline_keys = {title_key(unescape_once(title)) for title in candidates}
    other_headings = islice((heading for heading in page.headings if heading.tag != "h1"), 5)
    headline_keys |= {title_key(short_text(heading)) for heading in other_headings}
    unescaped = map(unescape_once, candidates)
    titles = [short for title in unescaped if (short := _drop_site_name(title, site_names, headline_keys))]
    titles = titles or [unescape_once(title) for title in page.meta_values("twitter:title", "dc.title")[:1]]
    keys = [title_key(title) for title in titles]
    best = max(range(len(keys)), key=lambda index: (keys.count(keys[index]), -index), default=None)
    return "" if best is None else _drop_kicker(titles[best], unescape_once(og_title))[:MAX_TITLE_LENGTH].strip()


def title_key(title: str) -> str:
    """Return a comparison key: equal for titles or names that differ only in case, spacing and punctuation."""
    return comparison_key(title[: 2 * MAX_TITLE_LENGTH])


def unescape_once(text: str) -> str:
    """Undo the second HTML escaping that many pages apply to their meta tags (`&amp;#8217;`)."""
    return clean(unescape(text)) if "&" in text and ";" in text else text


def find_site_names(page: PageElements) -> set[str]:
    """Return the keys of the names that the site gives itself, without a leading "the"."""
    # Some pages give their own headline as the name of their application.
    og_titles = {title_key(title) for title in page.meta_values("og:title")}
    names = [name for name in page.meta_values("application-name") if title_key(name) not in og_titles]
    names += page.meta_values("og:site_name", "twitter:site")
    for item in page.structured_data.articles:
        for publisher in nested_objects(item, "publisher", page.structured_data.nodes):
            names += text_values(publisher, "name")
    domain = urls.outlet(page.url)
    names += [domain, domain.split(".")[0]]
    return {title_key(name).removeprefix("the") for name in names} - {""}


def _drop_kicker(title: str, og_title: str) -> str:
    """Return `og_title` if `title` is the same with a kicker (`Tirana: Port reopens`, `Port reopens`), else `title`."""
    kicker = title.removesuffix(og_title)
    is_headline = len(title_key(og_title)) >= MIN_HEADLINE_KEY_LENGTH
    return og_title if is_headline and _KICKER.search(kicker) else title


def _drop_site_name(title: str, site_names: set[str], headline_keys: set[str]) -> str:
    """Cut the title at a separator before the site's name, or where another source's title ends.

    Return "" if the title consists of the site's name only.
    """
    for separator in islice(_SEPARATOR.finditer(title), 10):
        head, tail = title[: separator.start()], title_key(title[separator.end() :])
        is_headline = title_key(head) in headline_keys and len(head) > len(title) / 3
        if is_headline or tail.removeprefix("the") in site_names:
            return head.strip()
    return "" if title_key(title).removeprefix("the") in site_names else title
