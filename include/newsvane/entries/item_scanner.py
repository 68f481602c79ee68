"""Where the items of a well-formed feed stand in its bytes, so that those that are known need not be parsed again.

One pass of expat tells well-formed from broken, keeps the work bounded, and finds the items; CDATA, comments and
processing instructions cannot fool it as they would a pattern.
"""

import html
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from xml.parsers import expat

from newsvane.entries.items import MAX_GUID, fingerprint

MAX_DEPTH = 100
MAX_ATTRIBUTES = 200
MAX_TAG = 10_000
"""Levels, attributes (or namespaces) of a tag, characters of a tag: feedparser's time grows with the square of each."""

_PIECE = 250_000
_MAX_TOKEN = 1_000_000
"""Bytes that expat is given at a time, and of one tag or comment: for a longer one it holds up all other threads."""

_SEPARATOR = "\x1f"
"""Between namespace, name and prefix: XML allows it in none of them."""

_FEED_NAMESPACES = {
    "",
    "http://purl.org/rss/1.0/",
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom/ns#",
    "http://my.netscape.com/rdf/simple/0.9/",
}
_ABOUT = f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{_SEPARATOR}about{_SEPARATOR}"
_START_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """An item as written: bytes `start` to `end`; its end tag begins at `close` (`end` where it is `<item/>`)."""

    start: int
    close: int
    end: int
    guid: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The bytes that may be parsed and the items in them. `fault`: why the body is not well formed, "" where it is."""

    body: bytes
    spans: Sequence[Span] = ()
    fault: str = ""
    problems: tuple[str, ...] = ()

    def keys(self) -> list[int]:
        """The fingerprint of each item as written."""
        return [fingerprint(self.body[span.start : span.end]) for span in self.spans]

    def without(self, keys: Sequence[int], known: Container[int]) -> tuple[bytes, list[int | None]]:
        """The body without its known items, and the index of each item left in it.

        An empty item (None) stands for each run of known ones: what follows is parsed as if they were there.
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

    def _follows(self, last: Span, span: Span) -> bool:
        """Whether nothing stands between the two, and one's end tag may end the other."""
        tags = (self.body[one.close : one.end] for one in (last, span))
        return not self.body[last.end : span.start].strip() and next(tags) == next(tags)


class _Role(Enum):
    ITEM = auto()
    ID = auto()


class _Roles(dict[str, _Role | None]):
    """What elements of a name are; namespaces count, as feedparser takes `<x:item>` of an unknown x for no item."""

    def __init__(self, items: Container[str]) -> None:
        self._items = items

    def __missing__(self, name: str) -> _Role | None:
        namespace, local, prefix = _parts(name)
        local = local.lower()
        role = _Role.ITEM if local in self._items else _Role.ID if local in {"guid", "id"} else None
        if prefix and namespace.lower().strip() not in _FEED_NAMESPACES:
            role = None
        self[name] = role
        return role


class _OverloadedError(Exception):
    pass


class _TooDeepError(Exception):
    pass


def outline(body: bytes, items: Container[str], *, max_items: int, max_markup: int) -> Outline:
    """Where the elements named `items` (lower case) stand in a body that begins with its root element.

    The body is cut before the item that is one too many, or that makes more than `max_markup` tags and attributes.
    """
    scan = _Scan(body, items, max_items)
    try:
        scan.run(max_markup)
    except expat.ExpatError as error:
        return Outline(body, fault=str(error))
    except _TooDeepError:
        return Outline(body, fault=f"elements within each other more than {MAX_DEPTH} levels deep")
    except _OverloadedError:
        return scan.shortened()
    return Outline(body, scan.spans)


class _Scan:
    """One pass over a body. `path`: names of the open elements; `level`: depth of the open item, 0 outside."""

    def __init__(self, body: bytes, items: Container[str], max_items: int) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.namespace_prefixes = self.parser.ordered_attributes = True
        self.spans: list[Span] = []
        self.body = body
        self.roles = _Roles(items)
        self.max_items = max_items
        self.path: list[str] = []
        self.level = self.begun = self.id_begun = self.stopped = 0
        self.guid = ""

    def run(self, max_markup: int) -> None:
        """Parse all. Called for each tag, the handlers are written for speed."""
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
        for at in range(0, len(self.body), _PIECE):
            self.parser.Parse(self.body[at : at + _PIECE], False)
            if at - self.parser.CurrentByteIndex > _MAX_TOKEN:
                path.append("")  # as if the tag had been entered that does not end
                self.stop()
        self.parser.Parse(b"", True)

    def enter(self, role: _Role, attributes: list[str]) -> None:
        depth = len(self.path)
        if role is _Role.ITEM and not self.level:
            if len(self.spans) == self.max_items:
                self.stop()
            self.begun, self.level = self.parser.CurrentByteIndex, depth
            pairs = zip(attributes[::2], attributes[1::2], strict=True)
            self.guid = next((value for name, value in pairs if name.startswith(_ABOUT)), "")
        elif role is _Role.ID and depth == self.level + 1 > 1:
            self.id_begun = self.parser.CurrentByteIndex

    def leave(self, name: str) -> None:
        depth, at = len(self.path), self.parser.CurrentByteIndex
        if depth == self.level:
            end = self.body.index(b">", at) + 1 if _ends(self.body, at, name) else at
            self.spans.append(Span(self.begun, at, end, self.guid[:MAX_GUID]))
            self.level = 0
        elif self.id_begun and depth == self.level + 1:
            self.guid = _text(self.body[self.id_begun : at])
            self.id_begun = 0

    def stop(self) -> None:
        self.stopped = self.begun if self.level else self.parser.CurrentByteIndex
        raise _OverloadedError

    def shortened(self) -> Outline:
        """What was read before the stop, its open elements closed."""
        ancestors = self.path[: self.level - 1] if self.level else self.path[:-1]
        closing = "".join(f"</{_as_written(name)}>" for name in reversed(ancestors))
        line = f"only the first {len(self.spans):,} entries were read"
        if len(self.spans) < self.max_items:
            line += ": what follows is overloaded with markup"
        return Outline(self.body[: self.stopped] + closing.encode(), self.spans, problems=(line,))


def _parts(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix, "" where there is none."""
    parts = name.split(_SEPARATOR)
    return (parts[0], parts[1], parts[2] if len(parts) > 2 else "") if len(parts) > 1 else ("", name, "")


def _as_written(name: str) -> str:
    _, local, prefix = _parts(name)
    return f"{prefix}:{local}" if prefix else local


@lru_cache(maxsize=256)
def _end_tag(name: str) -> bytes:
    return b"</" + _as_written(name).encode()


def _ends(body: bytes, at: int, name: str) -> bool:
    """Whether the end tag of that name stands there; after `<item/>` it does not."""
    tag = _end_tag(name)
    return body.startswith(tag, at) and body[at + len(tag) : at + len(tag) + 1] in b"> \t\r\n"


def _text(element: bytes) -> str:
    """The text of an element as written, without its end tag."""
    text = element[: 4 * MAX_GUID].partition(b">")[2].decode("utf-8", "ignore")
    if "<" in text or "&" in text:
        parts = _CDATA.split(text)  # every other one was within CDATA
        parts[::2] = [html.unescape(_TAG.sub("", part)) for part in parts[::2]]
        text = "".join(parts)
    return text.strip()
