"""JSON-LD and microdata -> the objects that describe an article, in JSON-LD's shape. Broken JSON is mended or mined.

Values are as hostile as the page: any type may stand anywhere, so they are only read through `texts` and `objects`.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newsvane.articles.markup import clean, short_text
from newsvane.texts import words

Item = dict[str, Any]

LARGEST = 2_000_000
"""Characters of one script that are parsed; the largest of 306 pages had 100,000."""
MOST, DEEPEST = 50, 6
"""Objects of one list, and levels, that are looked through."""

_ARTICLE = re.compile(r"(?:Article|(?<!Job)Posting|Report|Review)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage)$")
_WRAPPING = re.compile(
    r"^\s*+(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*+[}\]])")
_FACT = re.compile(
    r'"(headline|datePublished|dateCreated|dateModified|articleSection|url|isAccessibleForFree)"\s*+:\s*+'
    r'(?:"((?:[^"\\\n]|\\.){1,500}+)"|(true|false))'
)
_SCOPED = etree.XPath("//*[@itemprop or @itemscope]")


class Items(NamedTuple):
    """`articles`: what describes an article, the page's own first. `pages`: what describes the page as such.

    `breadcrumbs`: names of the sections that lead to it. `nodes`: everything that has an id, to follow references.
    `scripted`: the articles are JSON-LD.
    """

    articles: list[Item]
    pages: list[Item]
    breadcrumbs: list[str]
    nodes: dict[str, Item]
    scripted: bool = True

    def sorted_for(
        self, addresses: Collection[str], names: Sequence[str], canonical: Callable[[str], str | None]
    ) -> "Items":
        """The articles that name one of these addresses first, then those that bear one of these names, as headline.

        Those that do neither are left out where others do: they are teasers of other articles.
        """
        if len(self.articles) < 2:
            return self
        keys = {"".join(words(name)) for name in names}

        def rank(item: Item) -> int:
            links = [*texts(item, "url", "@id"), *texts(item, "mainEntityOfPage")]
            links += [link for node in objects(item, "mainEntityOfPage") for link in texts(node, "@id", "url")]
            if any(canonical(link.partition("#")[0]) in addresses for link in links):
                return 2
            return int(any("".join(words(headline)) in keys for headline in texts(item, "headline")))

        ranked = sorted(((rank(item), item) for item in self.articles[:MOST]), key=lambda pair: -pair[0])
        return self._replace(articles=[item for value, item in ranked if value or not ranked[0][0]])


def texts(item: Item, *keys: str) -> list[str]:
    """The texts under these keys, cleaned; numbers as text, anything else left out."""
    values = (value for key in keys for value in as_list(item.get(key))[:MOST])
    found = (clean(value) if isinstance(value, str) else str(value) for value in values if _is_plain(value))
    return [text for text in found if text]


def objects(item: Item, key: str, nodes: dict[str, Item] | None = None) -> list[Item]:
    """The objects under a key; what only refers to another by its id is replaced by that."""
    found = [value for value in as_list(item.get(key))[:MOST] if isinstance(value, dict)]
    return [(nodes or {}).get(str(value.get("@id")), value) if len(value) == 1 else value for value in found]


def types(item: Item) -> list[str]:
    """What an object is, as schema.org calls it."""
    return [kind for kind in as_list(item.get("@type")) if isinstance(kind, str)]


def as_list(value: object) -> list[Any]:
    """A value that may stand alone or in a list, nested lists included, as one list."""
    if isinstance(value, list):
        return [inner for item in value[:MOST] for inner in (item[:MOST] if isinstance(item, list) else [item])]
    return [] if value is None else [value]


def _is_plain(value: object) -> bool:
    return isinstance(value, str | float) or (isinstance(value, int) and abs(value) < 10**15)


def from_scripts(scripts: Sequence[str]) -> Items:
    """What JSON-LD scripts say."""
    found = Items([], [], [], {})
    for script in scripts[:MOST]:
        for node in _parsed(script[:LARGEST]):
            _sort_in(node, found, 0)
    return found


def _parsed(script: str) -> list[Any]:
    """The values in a script: as JSON, as JSON after repair, one after the other, or the facts that can be read."""
    try:
        return [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        pass
    text = _TRAILING_COMMA.sub("", _WRAPPING.sub("", script)).strip().rstrip(";")
    decoder, place = json.JSONDecoder(strict=False), 0
    values: list[Any] = []
    try:
        while place < len(text) and len(values) < MOST:
            value, place = decoder.raw_decode(text, place)
            values.append(value)
            place += len(text[place:]) - len(text[place:].lstrip(" \t\r\n;,"))
    except (ValueError, RecursionError):
        pass
    return values or _mined(text)


def _mined(text: str) -> list[Item]:
    """What stands in broken JSON about one article: the first of each fact."""
    if not re.search(r'"@type"\s*+:\s*+\[?\s*+"\w{0,30}(?:Article|Posting)"', text):
        return []
    facts: Item = {"@type": "Article"}
    for key, text_value, flag in islice(_FACT.findall(text), 100):
        facts.setdefault(key, flag or _unescaped(text_value))
    return [facts]


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _sort_in(node: object, found: Items, depth: int) -> None:
    if isinstance(node, list):
        for item in node[:MOST]:
            _sort_in(item, found, depth + 1)
    elif isinstance(node, dict) and depth < DEEPEST:
        kinds = types(node)
        if any(map(_ARTICLE.search, kinds)):
            found.articles.append(node)
        elif any(map(_PAGE.search, kinds)):
            found.pages.append(node)
        elif "BreadcrumbList" in kinds:
            found.breadcrumbs.extend(_crumbs(node))
        if isinstance(node.get("@id"), str) and len(node) > 1:
            found.nodes.setdefault(node["@id"], node)
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb", "author"):
            _sort_in(node.get(key), found, depth + 1)


def _crumbs(node: Item) -> Iterator[str]:
    for crumb in objects(node, "itemListElement"):
        yield from (texts(crumb, "name") or [name for item in objects(crumb, "item") for name in texts(item, "name")])


def from_attributes(tree: HtmlElement) -> list[Item]:
    """What microdata says of articles (https://html.spec.whatwg.org/multipage/microdata.html)."""
    scopes: dict[HtmlElement, Item] = {}
    for element in islice(_SCOPED(tree), 10 * MOST):
        if element.get("itemscope") is not None:
            scopes[element] = {"@type": [kind.rpartition("/")[2] for kind in (element.get("itemtype") or "").split()]}
        outer = next((scopes[each] for each in element.iterancestors() if each in scopes), None)
        if outer is not None:
            for name in (element.get("itemprop") or "").split()[:5]:
                outer.setdefault(name, []).append(scopes.get(element) or _value(element))
    return [item for item in scopes.values() if any(map(_ARTICLE.search, types(item)))]


def _value(element: HtmlElement) -> str:
    named = {"time": "datetime", "a": "href", "link": "href", "img": "src", "data": "value"}.get(element.tag, "content")
    return clean(element.get("content") or element.get(named) or short_text(element))
