"""Find the authors of an article."""

import re

from lxml import etree
from lxml.html import HtmlElement

from newsvane.articles.markup import clean, short_text
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.structured_data import nested_objects, text_values
from newsvane.articles.metadata.titles import find_site_names, title_key, unescape_once

MAX_AUTHORS, MAX_NAME_LENGTH = 20, 80
"""The maximum number of authors, and of characters in a name."""

_META_NAMES = (
    "author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "citation_author",
    "dcterms.creator", "articleauthor",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:(?:written |text |story )?by|von(?! de[nrm]\b)|par|por|автор|بقلم|نویسنده)(?:\s*:\s*|\s+)"
    r"|(?:di|nga|door|av|af|od|tekst|текст)\s*:\s*)",
    re.IGNORECASE,
)
_AMBIGUOUS_BY = re.compile(r"^(?:di|nga|door|av|af|od)\s+", re.IGNORECASE)
"""Words for "by" that also begin names (Di Marco, Nga Pham): dropped in a byline, kept in a field for names."""
_WRITTEN_BY = re.compile(
    r"written|auth?or|auteur|écrit|escrito|geschrieben|verfasst|scritto|skrevet|автор|نویسنده|كتب",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[;|\n]\s*|\s*,\s+|\s*[،、]\s*")
_AND = re.compile(r"\s+(?:and|&|und|et|y|e|dhe|og|och|en|i|и|ve|و)\s+")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"^(?![a-z]+(?:-[a-z]+)+$)[^\W\d_]")  # a letter first, and no slug
_INITIALS = re.compile(r"\s*\([^\W\d_]{1,5}\.?\)$")
_AUTHOR_ELEMENTS = etree.XPath(
    "//*[@rel='author' or @itemprop='author'] | //*[@itemprop='author']//*[@itemprop='name']"
)
_MAY_HAVE_AUTHOR_ELEMENTS = re.compile(r"=\s*[\"']?author(?![\w-])")
"""What a page with such elements has in its markup, unless it writes the word with character references. To search the
tree takes longer."""
_BYLINE_CLASS = re.compile(
    r"^(?!.*comment)(?:.*[-_])?(?:author|byline|autor|auteur|verfasser)s?(?:[-_]*(?:name|link|list|item|line))?(?:[-_]|$)",
    re.IGNORECASE,
)
_PROFILE_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|profile|journalists?|redakteure?)/", re.IGNORECASE
)


def find_authors(page: PageElements) -> tuple[str, ...]:
    """Return the names from the first source that names anyone but the outlet; else the outlet if a source names it.

    The sources, the most trusted first: structured data, meta tags, the card for Twitter, elements marked up as author,
    the byline after the headline.
    """
    site_names = find_site_names(page)
    outlet: tuple[str, ...] = ()
    for read_bylines in (_from_structured_data, _from_meta, _from_twitter_card, _from_markup, _from_byline):
        names = tuple(dict.fromkeys(name for text in read_bylines(page) for name in split_byline(text)))[:MAX_AUTHORS]
        if any(title_key(name).removeprefix("the") not in site_names for name in names):
            return names
        outlet = outlet or names
    return outlet


def split_byline(text: str) -> list[str]:
    """Return the names in a byline.

    "And" separates names only if each side has several words: "Le Monde et AFP" stays one name.
    """
    line = unescape_once(clean(text[:1_000]))
    text = _BY.sub("", line)
    if "://" in text or "@" in text:
        return []
    parts = _SEPARATOR.split(text)
    if text != line and len(parts) > 1 and " " in parts[0] and " " not in parts[-1]:  # "By Ana Hoxha, Tirana"
        parts.pop()
    names = [_INITIALS.sub("", name) for part in parts for name in _split_at_and(part)]
    return [name for name in names if 2 <= len(name) <= MAX_NAME_LENGTH and _NAME.search(name)]


def _split_at_and(text: str) -> list[str]:
    parts = _AND.split(text)
    return parts if all(" " in part for part in parts) else [text]


def _from_structured_data(page: PageElements) -> list[str]:
    for item in page.structured_data.articles[:1]:
        for role in ("author", "creator"):
            people = nested_objects(item, role, page.structured_data.nodes)
            names = [*text_values(item, role), *(name for person in people for name in text_values(person, "name"))]
            if names:
                return names
    return []


def _from_meta(page: PageElements) -> list[str]:
    return page.meta_values(*_META_NAMES)


def _from_twitter_card(page: PageElements) -> list[str]:
    """Return the card's extra line where its label is "written by"."""
    labelled = zip(page.meta_values("twitter:label1"), page.meta_values("twitter:data1"), strict=False)
    return [data for label, data in labelled if _WRITTEN_BY.search(label)]


def _from_markup(page: PageElements) -> list[str]:
    if not _MAY_HAVE_AUTHOR_ELEMENTS.search(page.markup):
        return []
    lines = (short_text(element) for element in _AUTHOR_ELEMENTS(page.tree)[:10])
    return [text for text in lines if not _DIGIT.search(text)]


def _from_byline(page: PageElements) -> list[str]:
    """Return the links to author profiles after the headline, else the first element with a byline's class."""
    elements = page.after_headline
    profiles = [each for each in elements if each.tag == "a" and _PROFILE_PATH.search(each.get("href") or "")]
    texts = map(short_text, profiles or filter(_has_byline_class, elements))
    names = [text for text in texts if 2 <= len(text) <= MAX_NAME_LENGTH and not _DIGIT.search(text)]
    return names if profiles else [_AMBIGUOUS_BY.sub("", name) for name in names[:1]]


def _has_byline_class(element: HtmlElement) -> bool:
    return any(map(_BYLINE_CLASS.search, (element.get("class") or "").split()))
