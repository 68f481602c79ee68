"""Parse a list page without a feed: the links to its articles, with their titles and dates. Pure.

What to take is said by CSS selectors, or found by the pattern that the links repeat (link_patterns).
"""

import html
import re
from collections.abc import Callable, Container, Sequence
from itertools import islice
from typing import Any

from newsvane import css
from newsvane.dates import find_compact_date, find_path_date
from newsvane.entries.html_page import MAX_TEXT, find_base, find_title, parse_page, read_text
from newsvane.entries.items import MAX_ENTRIES, Draft, Item, KnownItem, build_alone, fingerprint
from newsvane.entries.link_blocks import (
    Date,
    find_block,
    find_block_heading,
    find_date,
    find_summary,
    list_siblings,
    map_owners,
)
from newsvane.entries.link_patterns import find_article_links
from newsvane.entries.not_a_feed import diagnose_page, find_wall
from newsvane.entries.page_links import PageLink, make_link
from newsvane.error_titles import is_error_title
from newsvane.errors import FeedUnreadable

MIN_ANCHORS = 5
"""A page with fewer links is put together by scripts in the browser, or has no list at all."""

_MONTHS_OF_A_YEAR = 12
_FIGURES = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\b")
"""A date in which the month comes before the day on the whole page if one of them has a second number above 12."""
MAX_HEADINGS = 3
"""In so many headings a page says that it is none."""
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")


def parse(
    text: str, *, url: str, links: str = "", titles: str = "", dates: str = "", known: Container[int] = ()
) -> Draft:
    """Parse a list page that was fetched from `url`. Items are in the order of the page, one per address.

    `links`, `titles`, `dates`: CSS selectors, "" to find them automatically. `links` matches links, or elements with a
    link in them; the others are relative to the block of a link. `known`: keys of items that need not be read again.
    Raises FeedUnreadable: `no_links` if no link is found; `bad_selector`; `broken_feed`; and the walls of `parse_feed`.
    """
    root = parse_page(text, url)
    if wall := find_wall(text, url):
        raise wall
    if root is None:
        raise _no_links_error(url, "the page is empty")
    headings = map(read_text, islice(root.iter("title", "h1"), MAX_HEADINGS))
    if error := next(filter(is_error_title, headings), None):
        raise _no_links_error(
            url, f"it is an error page ({error[:100]!r}), although the server reports none; it may have moved"
        )
    base = find_base(root, url)
    find = {name: _compile(name, selector, url) for name, selector in (("titles", titles), ("dates", dates))}
    chosen = _select_links(root, base, url, links) if links else find_article_links(root, base, url=url)
    if not chosen:
        raise _describe_failure(root, text, url, links)
    unique = list({link.url: link for link in reversed(chosen)}.values())[::-1]
    blocks = _Blocks(chosen, unique[: MAX_ENTRIES + 1], find["titles"], find["dates"])
    return Draft(
        title=html.escape(find_title(root)),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        items=[_build_item(blocks, link, known) for link in blocks.links],
        problems=blocks.problems(titles=titles, dates=dates),
    )


def _compile(name: str, selector: str, url: str) -> Callable[[Any], Sequence[Any]] | None:
    try:
        find: Callable[[Any], Sequence[Any]] | None = css.compile_selector(selector) if selector else None
    except ValueError as error:
        raise FeedUnreadable(f"{url[:300]} cannot be read: {name}: {error}", reason="bad_selector") from error
    return find


def _select_links(root: Any, base: str, url: str, selector: str) -> list[PageLink]:
    """Return the links that a selector matches, or the first link in each element that it matches."""
    find = _compile("links", selector, url)
    matched = find(root) if find else ()
    anchors = (next(element.iter("a"), None) for element in matched[: 4 * MAX_ENTRIES])
    found = (make_link(anchor, base) for anchor in anchors if anchor is not None)
    return [link for link in found if link]


class _Blocks:
    """The links of a page with what stands beside each. `links`: one per address; `chosen`: all of these addresses."""

    def __init__(
        self,
        chosen: Sequence[PageLink],
        links: Sequence[PageLink],
        find_titles: Callable[[Any], Sequence[Any]] | None,
        find_dates: Callable[[Any], Sequence[Any]] | None,
    ) -> None:
        self.links = links
        self._find_titles, self._find_dates = find_titles, find_dates
        self._owners = map_owners(chosen)
        self._titles = {link.url: self._find_title(link) for link in links}
        after, before = (self._list_dates(before=before) for before in (False, True))
        self._dates = max(after, before, key=lambda dates: sum(bool(text) for text, _ in dates.values()))
        figures = [found for text, _ in self._dates.values() if (found := _FIGURES.match(text))]
        self._is_month_first = any(int(each[2]) > _MONTHS_OF_A_YEAR for each in figures)

    def problems(self, *, titles: str, dates: str) -> list[str]:
        """Return a line for each selector that matches nothing."""
        return [
            f"the selector {selector!r} ({name}) matches nothing; the page may have changed"
            for name, selector, is_found in (
                ("titles", titles, any(self._titles.values())),
                ("dates", dates, any(text for text, _ in self._dates.values())),
            )
            if selector and not is_found
        ]

    def title(self, link: PageLink) -> str:
        """Return the title beside a link: as selected, else its text, else the heading of its block."""
        if selected := self._titles[link.url]:
            return selected
        if link.text:
            return link.text
        heading = find_block_heading(link, self._owners)
        return link.label if heading is None else read_text(heading)

    def date(self, link: PageLink) -> Date:
        """Return the date beside a link, else the one in its address."""
        text, at = self._dates[link.url]
        if self._is_month_first:
            text = _FIGURES.sub(lambda found: f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}", text)
        return (
            (text, at) if text or self._find_dates else (find_path_date(link.url) or find_compact_date(link.url), None)
        )

    def summary(self, link: PageLink) -> str:
        """Return the summary beside a link."""
        return find_summary(find_block(link, self._owners), self.title(link))

    def _parts(self, link: PageLink, *, before: bool) -> list[Any]:
        block = find_block(link, self._owners)
        return [block, *list_siblings(block, self._owners, before=before)]

    def _find_title(self, link: PageLink) -> str:
        parts = self._parts(link, before=False) if self._find_titles else ()
        return next((text for part in parts for each in self._find_titles(part) if (text := read_text(each))), "")  # type: ignore[misc]

    def _list_dates(self, *, before: bool) -> dict[str, Date]:
        return {link.url: self._find_date(link, before=before) for link in self.links}

    def _find_date(self, link: PageLink, *, before: bool) -> Date:
        parts = self._parts(link, before=before)
        if self._find_dates is None:
            return find_date(parts, self.title(link))
        selected = [each for part in parts for each in self._find_dates(part)]
        if not selected:
            return "", None
        found = find_date(selected, "")
        return found if found[0] else (read_text(selected[0]), None)


def _build_item(blocks: _Blocks, link: PageLink, known: Container[int]) -> Item | KnownItem:
    title, date = blocks.title(link), blocks.date(link)
    key = fingerprint("\0".join((link.url, title, date[0])).encode("utf-8", "replace"))
    if key in known:
        return KnownItem(key)
    return build_alone(
        lambda: Item(
            key=key,
            link=link.url,
            title=html.escape(title),
            published=date,
            content=html.escape(blocks.summary(link)[:MAX_TEXT]),
        ),
        key=key,
    )


def _describe_failure(root: Any, text: str, url: str, links: str) -> FeedUnreadable:
    """Return why no links were found, in words."""
    if _FEED.search(text[:1_000]):
        return _no_links_error(url, "it is a feed, not a page; watch it as a [[feed]]")
    diagnosed = diagnose_page(text, url)
    if diagnosed.reason != "not_a_feed":
        return diagnosed
    if links:
        return _no_links_error(url, f"the selector {links!r} matches no link; the page may have changed")
    if sum(1 for _ in islice(root.iter("a"), MIN_ANCHORS)) < MIN_ANCHORS:
        return _no_links_error(url, "it has hardly a link: scripts put it together in the browser, or it is not a list")
    return _no_links_error(
        url, "no pattern of links to articles repeats on it; name them with a CSS selector (`links`)"
    )


def _no_links_error(url: str, why: str) -> FeedUnreadable:
    return FeedUnreadable(f"{url[:300]} lists no articles: {why}", reason="no_links")
