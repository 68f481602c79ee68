"""Collect the elements in which a page describes itself, in one pass over the tree, each kind in document order."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsvane import urls
from newsvane.articles.markup import clean, comparison_key, short_text
from newsvane.articles.metadata.shown_dates import ShownDate, find_dates_at_headline
from newsvane.articles.metadata.structured_data import StructuredData, parse_json_ld, parse_microdata

MAX_ELEMENTS_PER_KIND = 500
"""The maximum on 306 real news pages was 174 `meta` and 96 `time` elements."""
BYLINE_WINDOW = 40
"""The byline and the date line are searched for in this many elements after the headline."""
MAX_HEADINGS_BEFORE_TIME = 3
"""Headings, the headline included, between which and the text a page still gives its own time."""

_UNMARKED_HEADLINES = ("p", "div", "span", "strong", "b", "td", "font")
_HEADINGS = ("h1", "h2", "h3", "h4")
_RDFA = ("schema:", "dc:", "dct:", "dcterms:")
_WITH_PROPERTY = etree.XPath("//*[@property]")
_SCHEMA_PREFIX = re.compile(r"^\s*schema:")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


@dataclass
class PageElements:
    """The elements in which a page describes itself.

    `markup`: the text that `tree` was parsed from. `meta`: contents of meta tags, and of RDFa, by normalized name.
    `all_times`: `<time>` elements, each with the number of headings above it. `scripts`: JSON-LD.
    """

    tree: HtmlElement
    markup: str
    url: str
    meta: dict[str, list[str]]
    links: list[HtmlElement]
    headings: list[HtmlElement]
    all_times: list[tuple[int, HtmlElement]]
    titles: list[HtmlElement]
    scripts: list[str]

    def meta_values(self, *names: str) -> list[str]:
        """Return the contents of the meta tags of these names, in the order of the names."""
        return [value for name in names for value in self.meta.get(_normalize_name(name), ())]

    @cached_property
    def document_title(self) -> str:
        """The text of `<title>`, "" where there is none."""
        return next((text for title in self.titles[:5] if (text := short_text(title))), "")

    @cached_property
    def h1_texts(self) -> list[str]:
        """The texts of the first five `h1` elements."""
        first = islice((each for each in self.headings if each.tag == "h1"), 5)
        return [text for heading in first if (text := short_text(heading))]

    @cached_property
    def structured_data(self) -> StructuredData:
        """JSON-LD, or microdata where JSON-LD describes no article; the page's own article comes first."""
        data = parse_json_ld(self.scripts)
        if not data.articles and "itemprop" in self.markup:
            data = data._replace(articles=parse_microdata(self.tree), is_json_ld=False)
        own_urls = {url for link in (self.url, *self.meta_values("og:url")) if (url := _canonical(link, self.url))}
        titles = [*self.h1_texts, *self.meta_values("og:title"), self.document_title]
        return data.ranked_for(own_urls, titles, lambda link: _canonical(link, self.url))

    @cached_property
    def headline(self) -> HtmlElement | None:
        """The heading with most of the page's title, else the first `h1`.

        If no `h1` has text: a lower heading with the title, the element whose text is the title, or the first heading.
        """
        texts = (*self.meta_values("og:title")[:1], self.document_title)
        titles = {comparison_key(text) for text in texts} - {""}
        headings = [each for each in self.headings if each.tag == "h1" or not self.h1_texts]
        keyed = [(each, comparison_key(short_text(each))) for each in headings]
        in_title = [pair for pair in keyed if pair[1] and any(pair[1] in title for title in titles)]
        if in_title:
            return max(in_title, key=lambda pair: len(pair[1]))[0]
        if not self.h1_texts and (unmarked := next(self._find_unmarked_headlines(texts), None)) is not None:
            return unmarked
        return next((each for each, key in keyed if key or each.tag == "h1"), None)

    def _find_unmarked_headlines(self, titles: Collection[str]) -> Iterator[HtmlElement]:
        """Yield the elements, other than headings, that have a title as their text."""
        elements = self.tree.iter(*_UNMARKED_HEADLINES)
        return (each for each in elements if each.text and each.text.strip() and clean(each.text) in titles)

    @cached_property
    def after_headline(self) -> list[HtmlElement]:
        """The elements after the headline, where byline and date line are."""
        return [] if self.headline is None else list(islice(_following(self.headline), BYLINE_WINDOW))

    @cached_property
    def times(self) -> list[HtmlElement]:
        """The `<time>` elements: those after the headline, those right above it, then the rest.

        A time below several other headings is that of another article.
        """
        if not self.all_times or self.headline not in self.headings:
            return [each for _, each in self.all_times]
        above = self.headings.index(self.headline)

        def rank(pair: tuple[int, HtmlElement]) -> int:
            number = pair[0] - above
            return 0 if 0 < number <= MAX_HEADINGS_BEFORE_TIME else 1 if number == 0 else 2 if number > 0 else 3

        return [each for _, each in sorted(self.all_times, key=rank)]

    @cached_property
    def dates_at_headline(self) -> list[ShownDate]:
        """The dates that the page shows near its headline, those after it first."""
        return [] if self.headline is None else find_dates_at_headline(self.headline, self.after_headline)


def collect_elements(tree: HtmlElement, markup: str, *, url: str) -> PageElements:
    """Collect the elements of a page, at most MAX_ELEMENTS_PER_KIND of each kind.

    `markup`: the text that `tree` was parsed from. `url`: the address that answered.
    """
    found: dict[str, list[HtmlElement]] = {kind: [] for kind in ("meta", "link", "time", "title", "heading", "script")}
    times: list[tuple[int, HtmlElement]] = []
    for element in tree.iter("meta", "link", "script", "time", "title", *_HEADINGS):
        kind = "heading" if element.tag in _HEADINGS else element.tag
        if kind == "script" and "ld+json" not in (element.get("type") or "").lower():
            continue
        if len(found[kind]) < MAX_ELEMENTS_PER_KIND:
            found[kind].append(element)
            if kind == "time":
                times.append((len(found["heading"]), element))
    meta: dict[str, list[str]] = {}
    _add_meta(meta, found["meta"])
    described = _WITH_PROPERTY(tree)
    if any(each.get("property").startswith(_RDFA) for each in described):
        _add_meta(meta, islice((each for each in described if each.tag != "meta"), MAX_ELEMENTS_PER_KIND))
    return PageElements(
        tree=tree,
        markup=markup,
        url=url,
        meta=meta,
        links=found["link"],
        headings=found["heading"],
        all_times=times,
        titles=found["title"],
        scripts=[script.text for script in found["script"] if script.text],
    )


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements after `element` in document order."""
    while element is not None:
        for sibling in element.itersiblings("*"):
            yield from sibling.iter("*")
        element = element.getparent()


def _add_meta(meta: dict[str, list[str]], elements: Iterable[HtmlElement]) -> None:
    for element in elements:
        attributes = element.attrib
        name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv")
        if (
            not name
            and "itemprop" in attributes
            and not any("itemscope" in each.attrib for each in element.iterancestors())
        ):
            name = attributes["itemprop"]
        content = clean(attributes.get("content") or ("" if element.tag == "meta" else short_text(element)))
        if name and content:
            meta.setdefault(_normalize_name(_SCHEMA_PREFIX.sub("", name)), []).append(content)


def _normalize_name(name: str) -> str:
    """Return a meta tag's name without case and separators, so that `dc.date` and `DC:Date` are equal."""
    return _NOT_ALPHANUMERIC.sub("", name[:100].lower())


def _canonical(link: str, base: str) -> str | None:
    try:
        return urls.canonical(urls.absolute(link, base) or "")
    except ValueError:
        return None
