"""Find the headline: the title that most of a page's sources agree on, without the site's name."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
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

_KICKER = re.compile(r"(?<=.)(?:\s*[:|/]|\s[–—-])\s+")
_SEPARATOR = re.compile(r"\s+[|–—\-·•»]+\s+|\s*[|｜：]\s*")


def find_title(page: PageElements) -> str:
    """Return the title that most sources agree on; among equals, the one that the page shows. "" if there is none.

    If neither decides, JSON-LD is trusted most, then Open Graph, headings, and the document's title.
    """
    og_title = next(iter(page.meta_values("og:title")), "")
    h1_texts = [unescape_once(text) for text in dict.fromkeys(page.h1_texts)]
    described = [text for item in page.structured_data.articles for text in text_values(item, "headline", "name")][:1]
    candidates = [unescape_once(title) for title in (*described, og_title, *h1_texts, page.document_title)]
    # What JSON-LD and Open Graph share is the title, although the page may show less of it.
    shared = title_key(candidates[0]) if described and title_key(candidates[0]) == title_key(candidates[1]) else None
    site_names = find_site_names(page)
    headline_keys = set(map(title_key, candidates))
    other_headings = islice((heading for heading in page.headings if heading.tag != "h1"), 5)
    headline_keys |= {title_key(short_text(heading)) for heading in other_headings}

    def shorten(titles: Iterable[str]) -> list[str]:
        found = (_drop_site_name(title, site_names, headline_keys, title_key(title) == shared) for title in titles)
        return list(filter(None, found))

    titles = shorten(candidates) or [
        unescape_once(title) for title in page.meta_values("twitter:title", "dc.title")[:1]
    ]
    best = _choose_title(titles, shown=shorten(h1_texts))
    return _drop_kicker(best, unescape_once(og_title))[:MAX_TITLE_LENGTH].strip()


def _choose_title(titles: Sequence[str], shown: Collection[str]) -> str:
    """Return the title with the most equals, in the spelling that most of them use, except for headings.

    `shown`: the headings. They decide a tie, unless they are several that nothing else confirms. Their own spelling may
    be assembled from parts. Two titles that tie and differ only in their kicker have the same headline, which is
    returned.
    """
    counts, spellings = Counter(map(title_key, titles)), Counter(titles)
    shown_keys = set(map(title_key, shown))

    def rank(key: str) -> tuple[int, bool]:
        return counts[key], key in shown_keys and (counts[key] > 1 or len(shown_keys) == 1)

    best = max(counts, key=rank, default="")
    equals = (title for title in titles if title_key(title) == best)
    title = max(equals, key=lambda text: spellings[text] - (text in shown), default="")
    rivals = [each for each in titles if title_key(each) != best and counts[title_key(each)] == counts[best]]
    return next((headline for rival in rivals if (headline := _common_headline(title, rival))), title)


def _common_headline(title: str, rival: str) -> str:
    """Return what follows the kickers (`Port: It reopens`, `Albania - It reopens`) if it is most of both titles."""
    headline = max(_split_kickers(title) & _split_kickers(rival), key=len, default="")
    return headline if 2 * len(headline) > max(len(title), len(rival)) else ""


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


def _split_kickers(title: str) -> set[str]:
    """Return what follows each separator that may end a kicker."""
    return {title[found.end() :] for found in islice(_KICKER.finditer(title), 5)}


def _drop_kicker(title: str, og_title: str) -> str:
    """Return `og_title` if `title` is the same with a kicker (`Tirana: Port reopens`, `Port reopens`), else `title`."""
    is_headline = len(title_key(og_title)) >= MIN_HEADLINE_KEY_LENGTH
    return og_title if is_headline and og_title in _split_kickers(title) else title


def _drop_site_name(title: str, site_names: set[str], headline_keys: set[str], is_shared: bool) -> str:
    """Cut the title at a separator before the site's name, or where another source's title ends.

    `is_shared`: two sources have the whole title, so it is cut only if what follows resembles a name of the site.
    Return "" if the title consists of the site's name only.
    """
    for separator in islice(_SEPARATOR.finditer(title), 10):
        head, tail = title[: separator.start()], title_key(title[separator.end() :]).removeprefix("the")
        is_headline = title_key(head) in headline_keys and len(head) > len(title) / 3
        if tail in site_names or (is_headline and (not is_shared or _resembles_any(tail, site_names))):
            return head.strip()
    return "" if title_key(title).removeprefix("the") in site_names else title


def _resembles_any(tail: str, site_names: set[str]) -> bool:
    return any(tail in name or name in tail for name in site_names)
