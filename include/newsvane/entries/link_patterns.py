"""Find which links of a list page lead to its articles: those that repeat one pattern of tags and classes. Pure.

Links are grouped by their path of tags and classes. A group counts by how much its links look like those to articles
(long, distinct texts, headings, addresses with words, dates or numbers) and by the part of the page that it is in.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from newsvane.entries.html_page import read_text
from newsvane.entries.link_blocks import find_block_heading, iterate_ancestors, map_owners
from newsvane.entries.page_links import PageLink, collect_links, describe_shape, is_same_outlet, measure_length
from newsvane.urls import outlet

MIN_LINKS = 3
"""A pattern repeats if it has at least so many links."""

MIN_SCORE = 0.42
"""The lowest mean score (`PageLink.score`) of a group of links to articles."""

MIN_SHARE_OF_BEST = 0.7
"""A page may list its articles in several ways; a group with less than this share of the best score is none of them."""

SERVICE_SCORE = -0.5
"""An address with this score (`score_address`) or a lower one is that of a list or a service (`/subscribe`). A few of
them among the articles are what the outlet advertises."""

_DEPTH = 7
"""How many elements above a link its pattern consists of."""

_TOKEN = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "select", "dialog"})
_ASIDE_ROLES = frozenset({"navigation", "contentinfo", "complementary", "menu", "dialog", "search"})
_ASIDE_TOKENS = frozenset({
    *("nav", "navbar", "navigation", "menu", "submenu", "megamenu", "footer", "breadcrumb", "breadcrumbs", "topbar"),
    *("pagination", "pager", "paging", "pages", "sidebar", "tags", "tagcloud", "cloud", "social", "share", "sharing"),
    *("popular", "most", "mostread", "trending", "related", "recommended", "visited", "viewed", "toplist", "cookie"),
    *("cookies", "consent", "newsletter", "comments", "sponsor", "sponsored", "partners", "ads", "advert", "copyright"),
    *("languages", "toolbar", "login", "skip"),
})  # fmt: skip
"""Words in the class or id of a part of the page that lists no news."""
_ASIDE_PAIRS = re.compile(r"most[-_ ]?(?:read|popular|viewed|visited|commented|shared)", re.IGNORECASE)
_ASIDE_FACTOR = 0.35
"""The score of a link in such a part is multiplied by this."""


@dataclass(slots=True)
class _Group:
    links: list[PageLink]
    score: float


def find_article_links(root: Any, base: str, *, url: str) -> list[PageLink]:
    """Return one link per article, in document order; none if no pattern repeats.

    `base`: the address against which links are resolved. `url`: of the page.
    """
    home = outlet(url)
    links = [each for each in collect_links(root, base, page_url=url) if is_same_outlet(each.url, home)]
    aside = _find_aside(links)
    titled = _choose_titles(links, aside)
    groups = [_measure(group, aside) for group in _group(titled).values()]
    large = [each for each in groups if len(each.links) >= MIN_LINKS and each.score >= MIN_SCORE]
    if not large:
        return []
    best = max(large, key=lambda each: each.score * math.log2(1 + len(each.links)))
    shapes = {describe_shape(link.url) for link in best.links}
    chosen = [
        link
        for group in groups
        if group.score >= max(MIN_SCORE, MIN_SHARE_OF_BEST * best.score)
        for link in group.links
        if len(group.links) >= MIN_LINKS or describe_shape(link.url) in shapes
    ]
    to_services = {id(link) for link in chosen if link.address_score <= SERVICE_SCORE}
    if len(to_services) < len(chosen) / 3:
        chosen = [link for link in chosen if id(link) not in to_services]
    order = {id(link): number for number, link in enumerate(links)}
    return sorted(chosen, key=lambda link: order[id(link)])


def _find_aside(links: Sequence[PageLink]) -> set[int]:
    """Return the ids of links in parts of the page that list no news: menus, footers, tags, what is most read.

    A part with more than half of the page's links is the page itself, whatever it is called.
    """
    inside: Counter[Any] = Counter()
    for link in links:
        inside.update(iterate_ancestors(link.element))
    limit = len(links) / 2
    is_aside = {element: inside[element] <= limit and _is_aside(element) for element in inside}
    return {id(link) for link in links if any(is_aside[each] for each in iterate_ancestors(link.element))}


def _is_aside(element: Any) -> bool:
    if element.tag in {"body", "html", "main", "article"}:
        return False
    if element.tag in _ASIDE_TAGS or (element.get("role") or "").lower() in _ASIDE_ROLES:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}"[:300]
    tokens = _TOKEN.findall(_CAMEL.sub(" ", names).lower())
    return not _ASIDE_TOKENS.isdisjoint(tokens) or bool(_ASIDE_PAIRS.search(names))


def _choose_titles(links: Sequence[PageLink], aside: set[int]) -> list[PageLink]:
    """Return per address the link with its title: several lead to one article (its picture, "read more").

    A text that leads to several addresses is no title. Such links are given the heading of their block as text.
    """
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        addresses[link.text].add(link.url)
        addresses[link.label].add(link.url)
    best: dict[str, PageLink] = {}

    def rank(link: PageLink) -> tuple[bool, bool, bool, float]:
        is_title = bool(link.text) and len(addresses[link.text]) == 1
        return id(link) not in aside, is_title, link.heading is not None, min(measure_length(link.text), 120)

    for link in links:
        if link.url not in best or rank(link) > rank(best[link.url]):
            best[link.url] = link
    owners = map_owners(links)
    for link in best.values():
        if len(addresses[link.text]) > 1 or not link.text:
            link.heading = find_block_heading(link, owners)
            label = link.label if len(addresses[link.label]) == 1 else ""
            link.text = label if link.heading is None else read_text(link.heading)
    return list(best.values())


def _group(links: Sequence[PageLink]) -> dict[tuple[str, ...], list[PageLink]]:
    """Return the links by their pattern: the tags and classes of their elements and of those above."""
    groups: defaultdict[tuple[str, ...], list[PageLink]] = defaultdict(list)
    for link in links:
        path = (link.element, *islice(link.element.iterancestors(), _DEPTH))
        groups[tuple(map(_describe, path))].append(link)
    return groups


def _describe(element: Any) -> str:
    """Return the tag and the class of an element; of a cell of a table also its column."""
    column = sum(1 for _ in element.itersiblings(preceding=True)) if element.tag in {"td", "th"} else ""
    return f"{element.tag}{column}.{_stable_class(element)}"


def _stable_class(element: Any) -> str:
    """Return the first class that does not number the element."""
    names = (element.get("class") or "")[:300].split()
    return next((name for name in names if not any(map(str.isdigit, name))), "")


def _measure(links: list[PageLink], aside: set[int]) -> _Group:
    factor = sum(_ASIDE_FACTOR if id(link) in aside else 1.0 for link in links) / len(links)
    return _Group(links, factor * sum(link.score for link in links) / len(links))
