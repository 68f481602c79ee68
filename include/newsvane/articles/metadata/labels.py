"""Witnesses -> how the page labels itself: its section, its language, a running report, behind a wall of payment."""

import re

from newsvane.articles.markup import clean
from newsvane.articles.metadata.page import Page
from newsvane.articles.metadata.structured import as_list, texts, types
from newsvane.articles.metadata.titles import key, unescape_once

LONGEST = 100
"""Characters of a section's name."""

_META_SECTION = ("article:section", "og:article:section", "parsely-section", "cxenseparse:recs:articlesection",
                 "section", "dc.subject", "dcterms.subject")  # fmt: skip
_LIVE_PATH = re.compile(
    r"[/-](?:live-?blog|live-?ticker|live-?updates?|minuto-a-minuto|en-direct|canli-?blog)(?:[/.-]|$)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?=$|[-_])")


def find_section(page: Page, title: str) -> str | None:
    """What the page files itself under, by JSON-LD, meta tags, or the last step but itself of its breadcrumbs."""
    said = [section for item in page.items.articles for section in texts(item, "articleSection")]
    said += page.said(*_META_SECTION)
    said += [crumb for crumb in reversed(page.items.breadcrumbs[1:]) if key(crumb)[:30] != key(title)[:30]][:1]
    names = (clean(unescape_once(name)) for name in said)
    return next((name for name in names if 0 < len(name) <= LONGEST and "/" not in name[:1]), None)


def is_paywalled(page: Page) -> bool:
    """Whether the page says that it is not free to read (schema.org `isAccessibleForFree`, Facebook's content tier)."""
    free = [value for item in page.items.articles for value in as_list(item.get("isAccessibleForFree"))]
    return any(str(value).strip().lower() in {"false", "0", "no"} for value in free) or (
        "locked" in [tier.lower() for tier in page.said("article:content_tier")]
    )


def is_liveblog(page: Page) -> bool:
    """Whether the page is a report that goes on growing: it says so, or its address does."""
    said = any("LiveBlogPosting" in types(item) for item in page.items.articles)
    return said or bool(_LIVE_PATH.search(page.url.partition("?")[0]))


def is_article(page: Page) -> bool:
    """Whether the page calls itself an article, or is built as one."""
    called = bool(page.items.articles) or "article" in page.said("og:type")
    return called or page.tree.find(".//article") is not None


def page_language(page: Page) -> str | None:
    """The language that the page declares, without its region."""
    declared = _LANGUAGE.match((page.tree.get("lang") or page.tree.get("xml:lang") or "").strip())
    return declared[1].lower() if declared else None
