"""Find the items of a well-formed feed in its bytes, so that known items need not be parsed again. Pure.

One pass of expat decides whether the feed is well formed, keeps the work bounded, and finds the items. Unlike a regular
expression, it is not misled by CDATA, comments and processing instructions.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from xml.parsers import expat

from newsvane.entries.items import MAX_GUID, fingerprint
from newsvane.safe_text import unescape

MAX_DEPTH = 100
MAX_ATTRIBUTES = 200
MAX_TAG = 10_000
"""The maximum number of element levels, of attributes (or namespaces) in a tag, and of characters in a tag.

feedparser's time grows with the square of each.
"""

_CHUNK_BYTES = 250_000
_MAX_TOKEN_BYTES = 1_000_000
"""The maximum number of bytes given to expat at once, and of a tag or comment: longer ones block all other threads."""

_SEPARATOR = "\x1f"
"""Separates namespace, name and prefix: XML does not allow it in any of them."""

_FEED_NAMESPACES = {
    "",
    "http://purl.org/rss/1.0/",
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom/ns#",
    "http://my.netscape.com/rdf/simple/0.9/",
}
_RDF_ABOUT = f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{_SEPARATOR}about{_SEPARATOR}"
_START_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<[^<>]*+>", re.DOTALL)
"""Comments, CDATA and tags. What is cut off reaches to the end, so each character is looked at once."""


@dataclass(frozen=True, slots=True)
class ItemSpan:
    """The position of an item: bytes `start` to `end`. Its end tag begins at `close`, or at `end` for `<item/>`."""

    start: int
    close: int
    end: int
    guid: str


@dataclass(frozen=True, slots=True)
class ScannedFeed:
    """The bytes that may be parsed, and the items in them. `fault`: why the body is not well formed, "" if it is."""

    body: bytes
    spans: Sequence[ItemSpan] = ()
    fault: str = ""
    problems: tuple[str, ...] = ()

    def keys(self) -> list[int]:
        """Return the fingerprint of each item as written."""
        return [fingerprint(self.body[span.start : span.end]) for span in self.spans]

    def remove_known(self, keys: Sequence[int], known: Container[int]) -> tuple[bytes, list[int | None]]:
        """Return the body without its known items, and the index of each item that is left in it.

        An empty item with the index None replaces each run of known items, so that whatever follows is parsed as if
        they were still there.
        """
        body, spans = self.body, self.spans
        pieces: list[bytes] = []
        order: list[int | None] = []
        at = index = 0
        while index < len(spans):
            first = last = spans[index]
            if keys[index] not in known or first.close == first.end:
                order.append(index)
                index += 1
                continue
            order.append(None)
            index += 1
            while index < len(spans) and keys[index] in known and self._follows(last, spans[index]):
                last = spans[index]
                index += 1
            tag = _START_TAG.match(body, first.start)
            pieces.append(body[at : tag.end() if tag else first.close])
            at = last.close
        return b"".join((*pieces, body[at:])), order

    def _follows(self, last: ItemSpan, span: ItemSpan) -> bool:
        """Return whether one item directly follows the other, and the end tag of one can end the other."""
        tags = (self.body[one.close : one.end] for one in (last, span))
        return not self.body[last.end : span.start].strip() and next(tags) == next(tags)


class _Role(Enum):
    ITEM = auto()
    ID = auto()


class _Roles(dict[str, _Role | None]):
    """The role of elements by name. Namespaces matter: for feedparser, `<x:item>` with an unknown x is not an item."""

    def __init__(self, items: Container[str]) -> None:
        self._items = items

    def __missing__(self, name: str) -> _Role | None:
        namespace, local, prefix = _split_name(name)
        local = local.lower()
        role = _Role.ITEM if local in self._items else _Role.ID if local in {"guid", "id"} else None
        if prefix and namespace.lower().strip() not in _FEED_NAMESPACES:
            role = None
        self[name] = role
        return role


class _TooMuchMarkupError(Exception):
    pass


class _TooDeepError(Exception):
    pass


def scan_items(body: bytes, items: Container[str], *, max_items: int, max_markup: int) -> ScannedFeed:
    """Find the elements named `items` (lower case) in a body that begins with its root element.

    The body is truncated before the first item beyond `max_items`, and before the item with which it exceeds
    `max_markup` tags and attributes.
    """
    scanner = _Scanner(body, items, max_items)
    try:
        scanner.run(max_markup)
    except expat.ExpatError as error:
        return ScannedFeed(body, fault=str(error))
    except _TooDeepError:
        return ScannedFeed(body, fault=f"elements are nested more than {MAX_DEPTH} levels deep")
    except _TooMuchMarkupError:
        return scanner.truncate()
    return ScannedFeed(body, scanner.spans)


class _Scanner:
    """One pass over a body. `path`: names of the open elements. `level`: depth of the open item, 0 outside of one.

    In bytes of the body: `begun`, where the open item begins; `id_begun`, where its open id begins, 0 if none is open;
    `stopped`, where the body is truncated.
    """

    def __init__(self, body: bytes, items: Container[str], max_items: int) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.namespace_prefixes = self.parser.ordered_attributes = True
        if hasattr(self.parser, "SetReparseDeferralEnabled"):  # expat 2.6 does not say where a long tag begins, else
            self.parser.SetReparseDeferralEnabled(False)
        self.spans: list[ItemSpan] = []
        self.body = body
        self.roles = _Roles(items)
        self.max_items = max_items
        self.path: list[str] = []
        self.level = self.begun = self.id_begun = self.stopped = 0
        self.guid = ""

    def run(self, max_markup: int) -> None:
        """Parse the whole body. The handlers are called for each tag, so they are written for speed."""
        markup = 0
        prefixes: set[str | None] = set()
        path, roles = self.path, self.roles

        def enter(name: str, attributes: list[str]) -> None:
            nonlocal markup
            path.append(name)
            markup += 1
            if attributes:
                markup += len(attributes) // 2
                if len(attributes) > 2 * MAX_ATTRIBUTES or sum(map(len, attributes)) > MAX_TAG:
                    self.stop()
            if markup > max_markup:
                self.stop()
            if len(path) > MAX_DEPTH:
                raise _TooDeepError
            if role := roles[name]:
                self.enter(role, attributes)

        def leave(name: str) -> None:
            if roles[name]:
                self.leave(name)
            path.pop()

        def declare(prefix: str | None, _uri: str) -> None:
            nonlocal markup
            prefixes.add(prefix)
            if len(prefixes) > MAX_ATTRIBUTES:
                markup = max_markup

        self.parser.StartElementHandler, self.parser.EndElementHandler = enter, leave
        self.parser.StartNamespaceDeclHandler = declare
        for at in range(0, len(self.body), _CHUNK_BYTES):
            self.parser.Parse(self.body[at : at + _CHUNK_BYTES], False)
            if at - self.parser.CurrentByteIndex > _MAX_TOKEN_BYTES:
                path.append("")  # as if the unfinished tag had been entered
                self.stop()
        self.parser.Parse(b"", True)

    def enter(self, role: _Role, attributes: list[str]) -> None:
        depth = len(self.path)
        if role is _Role.ITEM and not self.level:
            if len(self.spans) == self.max_items:
                self.stop()
            self.begun, self.level = self.parser.CurrentByteIndex, depth
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            self.guid = next((value for name, value in pairs if name.startswith(_RDF_ABOUT)), "")
        elif role is _Role.ID and depth == self.level + 1 > 1:
            self.id_begun = self.parser.CurrentByteIndex

    def leave(self, name: str) -> None:
        depth, at = len(self.path), self.parser.CurrentByteIndex
        if depth == self.level:
            end = self.body.index(b">", at) + 1 if _is_end_tag(self.body, at, name) else at
            self.spans.append(ItemSpan(self.begun, at, end, self.guid[:MAX_GUID]))
            self.level = 0
        elif self.id_begun and depth == self.level + 1:
            self.guid = _element_text(self.body[self.id_begun : at])
            self.id_begun = 0

    def stop(self) -> None:
        """Stop before the open item, or before the open tag if there is none. Raises _TooMuchMarkupError."""
        self.stopped = self.begun if self.level else self.parser.CurrentByteIndex
        raise _TooMuchMarkupError

    def truncate(self) -> ScannedFeed:
        """Return what was read before the stop, with its open elements closed."""
        ancestors = self.path[: self.level - 1] if self.level else self.path[:-1]
        closing = "".join(f"</{_qualified_name(name)}>" for name in reversed(ancestors))
        line = f"only the first {len(self.spans):,} entries were read"
        if len(self.spans) < self.max_items:
            line += "; the rest has too much markup"
        return ScannedFeed(self.body[: self.stopped] + closing.encode(), self.spans, problems=(line,))


def _split_name(name: str) -> tuple[str, str, str]:
    """Split a name into namespace, local name and prefix, "" where there is none."""
    parts = name.split(_SEPARATOR)
    return (parts[0], parts[1], parts[2] if len(parts) > 2 else "") if len(parts) > 1 else ("", name, "")


def _qualified_name(name: str) -> str:
    _, local, prefix = _split_name(name)
    return f"{prefix}:{local}" if prefix else local


@lru_cache(maxsize=256)
def _end_tag(name: str) -> bytes:
    return b"</" + _qualified_name(name).encode()


def _is_end_tag(body: bytes, at: int, name: str) -> bool:
    """Return whether the end tag of that name is at this position; after `<item/>` it is not."""
    tag = _end_tag(name)
    return body.startswith(tag, at) and body[at + len(tag) : at + len(tag) + 1] in b"> \t\r\n"


def _element_text(element: bytes) -> str:
    """Return the text of an element, given as written but without its end tag."""
    text = element[: 4 * MAX_GUID].partition(b">")[2].decode("utf-8", "ignore")
    if "<" in text or "&" in text:
        parts = _MARKUP.split(text)  # every second part was within CDATA, or is None for other markup
        parts[::2] = map(unescape, parts[::2])
        text = "".join(filter(None, parts))
    return text.strip()
