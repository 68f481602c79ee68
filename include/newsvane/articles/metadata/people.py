"""Witnesses -> who signed the article."""

import re

from lxml import etree
from lxml.html import HtmlElement

from newsvane.articles.markup import clean, short_text
from newsvane.articles.metadata.page import Page
from newsvane.articles.metadata.structured import objects, texts
from newsvane.articles.metadata.titles import key, site_names, unescape_once

MOST, LONGEST = 20, 80
"""Names of an article, and characters of a name."""

_META = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "citation_author",
         "dcterms.creator", "articleauthor")  # fmt: skip
_BY = re.compile(
    r"^(?:(?:(?:written |text |story )?by|von(?! de[nrm]\b)|par|por|автор|بقلم|نویسنده)(?:\s*:\s*|\s+)"
    r"|(?:di|nga|door|av|af|od|tekst|текст)\s*:\s*)",
    re.IGNORECASE,
)
_BY_OR_NAME = re.compile(r"^(?:di|nga|door|av|af|od)\s+", re.IGNORECASE)
"""As a name may begin: the author of a line under the headline, but none in a field for names (Di Marco, Nga Pham)."""
_WRITTEN = re.compile(
    r"written|auth?or|auteur|écrit|escrito|geschrieben|verfasst|scritto|skrevet|автор|نویسنده|كتب",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[;|\n]\s*|\s*,\s+|\s*[،、]\s*")
_AND = re.compile(r"\s+(?:and|&|und|et|y|e|dhe|og|och|en|i|и|ve|و)\s+")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"^(?![a-z]+(?:-[a-z]+)+$)[^\W\d_]")  # a letter first, and no slug
_INITIALS = re.compile(r"\s*\([^\W\d_]{1,5}\.?\)$")
_SIGNED = etree.XPath("//*[@rel='author' or @itemprop='author'] | //*[@itemprop='author']//*[@itemprop='name']")
_BYLINE = re.compile(
    r"^(?!.*comment)(?:.*[-_])?(?:author|byline|autor|auteur|verfasser)s?(?:[-_]*(?:name|link|list|item|line))?(?:[-_]|$)",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|people|profile|journalists?|redakteure?)/", re.IGNORECASE
)


def find_authors(page: Page) -> tuple[str, ...]:
    """The names of the first witness that names more than the outlet itself; else the outlet, where it signs."""
    sites = site_names(page)
    outlet: tuple[str, ...] = ()
    for witness in (_structured, _meta, _labelled, _signed, _near):
        names = tuple(dict.fromkeys(name for text in witness(page) for name in split_names(text)))[:MOST]
        if any(key(name).removeprefix("the") not in sites for name in names):
            return names
        outlet = outlet or names
    return outlet


def split_names(text: str) -> list[str]:
    """The names in a byline. Words that join are no border where one side is a single word ("Le Monde et AFP")."""
    line = unescape_once(clean(text[:1_000]))
    text = _BY.sub("", line)
    if "://" in text or "@" in text:
        return []
    parts = _SPLIT.split(text)
    if text != line and len(parts) > 1 and " " in parts[0] and " " not in parts[-1]:  # "By Ana Hoxha, Tirana"
        parts.pop()
    names = [name for part in parts for name in _parted(part)]
    names = [_INITIALS.sub("", name) for name in names]
    return [name for name in names if 2 <= len(name) <= LONGEST and _NAME.search(name)]


def _parted(text: str) -> list[str]:
    parts = _AND.split(text)
    return parts if all(" " in part for part in parts) else [text]


def _structured(page: Page) -> list[str]:
    for item in page.items.articles[:1]:
        for role in ("author", "creator"):
            people = objects(item, role, page.items.nodes)
            names = [*texts(item, role), *(name for person in people for name in texts(person, "name"))]
            if names:
                return names
    return []


def _meta(page: Page) -> list[str]:
    return page.said(*_META)


def _labelled(page: Page) -> list[str]:
    """The line under a shared link that is labelled as "written by"."""
    labelled = zip(page.said("twitter:label1"), page.said("twitter:data1"), strict=False)
    return [data for label, data in labelled if _WRITTEN.search(label)]


def _signed(page: Page) -> list[str]:
    lines = (short_text(element) for element in _SIGNED(page.tree)[:10])
    return [text for text in lines if not _DIGIT.search(text)]


def _near(page: Page) -> list[str]:
    """Names in the elements after the headline that call themselves a byline, or lead to a profile."""
    links = [each for each in page.near if each.tag == "a" and _PROFILE.search(each.get("href") or "")]
    lines = links or [each for each in page.near if _is_byline(each)]
    names = [text for each in lines if 2 <= len(text := short_text(each)) <= LONGEST and not _DIGIT.search(text)]
    return names if links else [_BY_OR_NAME.sub("", name) for name in names[:1]]


def _is_byline(element: HtmlElement) -> bool:
    return any(map(_BYLINE.search, (element.get("class") or "").split()))
