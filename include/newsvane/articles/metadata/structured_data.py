"""Read JSON-LD and microdata: the objects that describe an article, both in the form of JSON-LD.

Broken JSON is repaired, or single facts are salvaged from it. Values are as hostile as the page: any type may occur
anywhere, so read them only with `text_values` and `nested_objects`.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newsvane.articles.markup import clean, comparison_key, short_text

Item = dict[str, Any]

MAX_SCRIPT_LENGTH = 2_000_000
"""The maximum length of a script that is parsed; the largest on 306 real pages had 100,000 characters."""
MAX_ITEMS, MAX_DEPTH = 50, 6
"""The maximum number of objects in a list, and of levels of nesting, that are read."""

_ARTICLE = re.compile(r"(?:Article|(?<!Job)Posting|Report|Review)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage)$")
_COMMENT_OR_CDATA = re.compile(
    r"^\s*+(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*+[}\]])")
_FACT = re.compile(
    r'"(headline|datePublished|dateCreated|dateModified|articleSection|url|isAccessibleForFree)"\s*+:\s*+'
    r'(?:"((?:[^"\\\n]|\\.){1,500}+)"|(true|false))'
)
_MICRODATA = etree.XPath("//*[@itemprop or @itemscope]")


class StructuredData(NamedTuple):
    """The objects on one page that describe it.

    `articles`: those that describe an article. `types`: the types of all that describe the page or what it is about.
    `pages`: those that describe the page as such (`WebPage`).
    `breadcrumbs`: the names of the sections that lead to the page. `nodes`: all objects that have an id, by id, to
    follow references. `is_json_ld`: the articles come from JSON-LD, not from microdata.
    """

    articles: list[Item]
    types: list[str]
    pages: list[Item]
    breadcrumbs: list[str]
    nodes: dict[str, Item]
    is_json_ld: bool = True

    def ranked_for(
        self, urls: Collection[str], titles: Sequence[str], canonical: Callable[[str], str | None]
    ) -> "StructuredData":
        """Return a copy with the articles first that name one of these addresses, then those with one of these titles.

        If there are any of these, the others are dropped: they are teasers of other articles. `canonical` turns a link
        of the page into its canonical address.
        """
        if len(self.articles) < 2:
            return self
        title_keys = set(map(comparison_key, titles))

        def rank(item: Item) -> int:
            links = [*text_values(item, "url", "@id"), *text_values(item, "mainEntityOfPage")]
            for node in nested_objects(item, "mainEntityOfPage"):
                links += text_values(node, "@id", "url")
            if any(canonical(link.partition("#")[0]) in urls for link in links):
                return 2
            return int(any(comparison_key(headline) in title_keys for headline in text_values(item, "headline")))

        ranked = sorted(((rank(item), item) for item in self.articles[:MAX_ITEMS]), key=lambda pair: -pair[0])
        return self._replace(articles=[item for value, item in ranked if value or not ranked[0][0]])


def text_values(item: Item, *keys: str) -> list[str]:
    """Return the texts under these keys, cleaned. Numbers become texts; values of other types are skipped."""
    values = (value for key in keys for value in as_list(item.get(key))[:MAX_ITEMS])
    found = (clean(value) if isinstance(value, str) else str(value) for value in values if _is_scalar(value))
    return [text for text in found if text]


def nested_objects(item: Item, key: str, nodes: dict[str, Item] | None = None) -> list[Item]:
    """Return the objects under a key. A reference by id is replaced with the object in `nodes` that has that id."""
    found = [value for value in as_list(item.get(key))[:MAX_ITEMS] if isinstance(value, dict)]
    return [(nodes or {}).get(str(value.get("@id")), value) if len(value) == 1 else value for value in found]


def schema_types(item: Item) -> list[str]:
    """Return the schema.org types of an object."""
    return [kind for kind in as_list(item.get("@type")) if isinstance(kind, str)]


def as_list(value: object) -> list[Any]:
    """Return a value, or a list of values, as one list; a list inside the list is flattened."""
    if isinstance(value, list):
        lists = (each[:MAX_ITEMS] if isinstance(each, list) else [each] for each in value[:MAX_ITEMS])
        return [*chain.from_iterable(lists)]
    return [] if value is None else [value]


def _is_scalar(value: object) -> bool:
    """Return whether a value is a text, or a number short enough to be written out."""
    return isinstance(value, str | float) or (isinstance(value, int) and abs(value) < 10**15)


def parse_json_ld(scripts: Sequence[str]) -> StructuredData:
    """Read the objects in JSON-LD scripts."""
    found = StructuredData([], [], [], [], {})
    for script in scripts[:MAX_ITEMS]:
        for node in _load_json(script[:MAX_SCRIPT_LENGTH]):
            _collect(node, found, 0)
    return found


def _load_json(script: str) -> list[Any]:
    """Return the values in a script: as JSON, else as one or several values of repaired JSON, else salvaged facts."""
    try:
        return [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        pass
    text = _TRAILING_COMMA.sub("", _COMMENT_OR_CDATA.sub("", script)).strip().rstrip(";")
    decoder, rest = json.JSONDecoder(strict=False), text
    values: list[Any] = []
    try:
        while rest and len(values) < MAX_ITEMS:
            value, end = decoder.raw_decode(rest)
            values.append(value)
            rest = rest[end:].lstrip(" \t\r\n;,")
    except (ValueError, RecursionError):
        pass
    return values or _salvage_facts(text)


def _salvage_facts(text: str) -> list[Item]:
    """Read facts about one article from broken JSON, the first of each kind."""
    if not re.search(r'"@type"\s*+:\s*+\[?\s*+"\w{0,30}(?:Article|Posting)"', text):
        return []
    facts: Item = {"@type": "Article"}
    for key, text_value, flag in islice(_FACT.findall(text), 100):
        facts.setdefault(key, flag or _unescape_json(text_value))
    return [facts]


def _unescape_json(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _collect(node: object, found: StructuredData, depth: int) -> None:
    """Add an object, and the objects nested in it, to `found`."""
    if isinstance(node, list):
        for item in node[:MAX_ITEMS]:
            _collect(item, found, depth + 1)
    elif isinstance(node, dict) and depth < MAX_DEPTH:
        kinds = schema_types(node)
        found.types.extend(kinds)
        if any(map(_ARTICLE.search, kinds)):
            found.articles.append(node)
        elif any(map(_PAGE.search, kinds)):
            found.pages.append(node)
        elif "BreadcrumbList" in kinds:
            found.breadcrumbs.extend(_breadcrumb_names(node))
        if isinstance(node.get("@id"), str) and len(node) > 1:
            found.nodes.setdefault(node["@id"], node)
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb", "author"):
            _collect(node.get(key), found, depth + 1)


def _breadcrumb_names(node: Item) -> Iterator[str]:
    for crumb in nested_objects(node, "itemListElement"):
        names = text_values(crumb, "name")
        yield from names or [name for item in nested_objects(crumb, "item") for name in text_values(item, "name")]


def parse_microdata(tree: HtmlElement) -> list[Item]:
    """Read the articles that microdata describes (https://html.spec.whatwg.org/multipage/microdata.html)."""
    scopes: dict[HtmlElement, Item] = {}
    for element in islice(_MICRODATA(tree), 10 * MAX_ITEMS):
        if element.get("itemscope") is not None:
            scopes[element] = {"@type": [kind.rpartition("/")[2] for kind in (element.get("itemtype") or "").split()]}
        outer = next((scopes[each] for each in element.iterancestors() if each in scopes), None)
        if outer is not None:
            for name in (element.get("itemprop") or "").split()[:5]:
                outer.setdefault(name, []).append(scopes.get(element) or _property_value(element))
    return [item for item in scopes.values() if any(map(_ARTICLE.search, schema_types(item)))]


def _property_value(element: HtmlElement) -> str:
    attribute = {"time": "datetime", "a": "href", "link": "href", "img": "src", "data": "value"}.get(element.tag)
    return clean(element.get("content") or (attribute and element.get(attribute)) or short_text(element))
