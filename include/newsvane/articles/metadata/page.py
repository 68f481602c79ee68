"""Tree -> the witnesses in it: one pass that collects what a page says about itself, each kind in document order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsvane import urls
from newsvane.articles.markup import clean, short_text
from newsvane.articles.metadata.structured import Items, from_attributes, from_scripts

MOST = 500
"""Elements of one kind that are looked at. The fullest of 306 news pages had 174 `meta` and 96 `time`."""
NEAR = 40
"""Elements after the headline among which byline and date line are looked for."""

_RDFA = ('property="schema:', 'property="dc:', 'property="dct:', 'property="dcterms:')
_RDFA_ELEMENTS = etree.XPath("//*[@property][not(self::meta)]")
_PREFIX = re.compile(r"^\s*schema:")
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass
class Page:
    """`meta`: contents by name, RDFa included. `times`: those after the headline before those above it."""

    tree: HtmlElement
    markup: str
    url: str
    meta: dict[str, list[str]]
    links: list[HtmlElement]
    headings: list[HtmlElement]
    times: list[HtmlElement]
    titles: list[HtmlElement]
    scripts: list[str]

    def said(self, *names: str) -> list[str]:
        """What the meta tags of these names say, in the order of the names."""
        return [value for name in names for value in self.meta.get(_letters(name), ())]

    @cached_property
    def document_title(self) -> str:
        """The text of `<title>`."""
        return next((text for title in self.titles[:5] if (text := short_text(title))), "")

    @cached_property
    def headlines(self) -> list[str]:
        """The texts of the first `h1`."""
        tops = islice((each for each in self.headings if each.tag == "h1"), 5)
        return [text for heading in tops if (text := short_text(heading))]

    @cached_property
    def items(self) -> Items:
        """What the page says in structured form, its own article first: JSON-LD, or microdata where there is none."""
        items = from_scripts(self.scripts)
        if not items.articles and "itemprop" in self.markup:
            items = items._replace(articles=from_attributes(self.tree), scripted=False)
        own = {address for link in (self.url, *self.said("og:url")) if (address := _canonical(link, self.url))}
        names = [*self.headlines, *self.said("og:title"), self.document_title]
        return items.sorted_for(own, names, lambda link: _canonical(link, self.url))

    @cached_property
    def near(self) -> list[HtmlElement]:
        """The elements after the headline: those of byline and date line."""
        top = next((each for each in self.headings if each.tag == "h1" and short_text(each)), None)
        return [] if top is None else list(islice(_following(top), NEAR))


def gather(tree: HtmlElement, markup: str, *, url: str) -> Page:
    """Everything that `markup`, parsed as `tree` and answered by `url`, has of each kind, at most MOST."""
    found: dict[str, list[HtmlElement]] = {kind: [] for kind in ("meta", "link", "time", "title", "heading", "script")}
    above: int | None = None
    for element in tree.iter("meta", "link", "script", "time", "title", "h1", "h2", "h3"):
        kind = "heading" if element.tag in {"h1", "h2", "h3"} else element.tag
        if kind == "script" and "ld+json" not in (element.get("type") or "").lower():
            continue
        if element.tag == "h1" and above is None:
            above = len(found["time"])
        if len(found[kind]) < MOST:
            found[kind].append(element)
    meta: dict[str, list[str]] = {}
    _fill(meta, found["meta"])
    if any(map(markup.__contains__, _RDFA)):
        _fill(meta, islice(_RDFA_ELEMENTS(tree), MOST))
    times = found["time"][above or 0 :] + found["time"][: above or 0]
    scripts = [script.text for script in found["script"] if script.text]
    return Page(tree, markup, url, meta, found["link"], found["heading"], times, found["title"], scripts)


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    while element is not None:
        for sibling in element.itersiblings("*"):
            yield from sibling.iter("*")
        element = element.getparent()


def _fill(meta: dict[str, list[str]], elements: Iterable[HtmlElement]) -> None:
    for element in elements:
        attributes = element.attrib
        name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv")
        if (
            not name
            and "itemprop" in attributes
            and not any("itemscope" in each.attrib for each in element.iterancestors())
        ):
            name = attributes["itemprop"]
        said = clean(attributes.get("content") or ("" if element.tag == "meta" else short_text(element)))
        if name and said:
            meta.setdefault(_letters(_PREFIX.sub("", name)), []).append(said)


def _letters(name: str) -> str:
    """A name whatever its case and the signs between its parts: `article:published_time`, `dc.date`, `DC:Date`."""
    return _SIGNS.sub("", name[:100].lower())


def _canonical(link: str, base: str) -> str | None:
    try:
        return urls.canonical(urls.absolute(link, base) or "")
    except ValueError:
        return None
