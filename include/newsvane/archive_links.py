"""Find where archived pages link to articles, however a page writes the link.

A link is compared as a whole, in its canonical form, because a short address may begin others: `/wire/search` is not
`/wire/search-goes-on`. Relative links are resolved as a browser does it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlsplit

from newsvane import urls

_MAX_LINK_BYTES = 4 * urls.MAX_URL
_MAX_PARTS, _MAX_READINGS, _MAX_ENDS = 2_000, 32, 4
"""How many parts of one run of characters are looked at, how many of them are resolved, and how many ends each has."""
_PIECE = re.compile(rb"""[^\s"'<>`\\/?&=#;:,()\[\]+]+""")
"""A part of an address, for a first look at whether a page may have a link."""
_RUN = re.compile(rb"""[^\s"'<>`]+""")
"""Characters that may have a link in them."""
_LINK_START = re.compile(rb"[=(\[{,;|]|:(?=/)|(?=https?(?::|%3a))", re.IGNORECASE)
"""Where a link may begin within such a run: the value of an attribute without quotes, an address in an address."""
_LINK_LIKE = re.compile(rb"https?(?::|%3a)|\.{0,2}(?:/|%2f)|\?|[\w-]+(?:\.[\w-]+)+/", re.IGNORECASE)
"""How a link begins that is only a part of such a run."""
_MARKS = "|".join(map(re.escape, (*",;|)]}*", *"،؛。，；）…")))
_LINK_END = re.compile(rf"[&#]|{_MARKS}".encode())
_QUERY_END = re.compile(_MARKS.encode())
_PUNCTUATION = b".:!?"
"""May follow a link in a sentence."""
_SHARING = re.compile(rb"(?:[a-z][a-z0-9+.-]{1,15}:|/|[\w-]+(?:\.[\w-]+)+/)[^=(\[{,;|]*\Z", re.IGNORECASE)
"""An address up to its query, which may have another address in it."""
_AMP = re.compile(rb"\.amp(?:\.html)?$", re.IGNORECASE)
"""What the canonical form of an address leaves out of its last part."""
_BASE = re.compile(rb"""<base\s[^<>]{0,200}?href\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
_HREF = re.compile(rb"""href\s{0,9}=\s{0,9}["']?$""", re.IGNORECASE)
"""What tells a relative link of one word from a word or a number."""
_HOST = re.compile(rb"[\w-]+(\.[\w-]+)+/")


class FoundLink(NamedTuple):
    """A link to an article: the canonical address of that, and where the link is. In the query of another link, that is
    all of the query.
    """

    address: str
    begin: int
    end: int


class LinkFinder:
    """Finds links to articles.

    `addresses`: theirs, in canonical form.
    """

    def __init__(self, addresses: Iterable[str]) -> None:
        """`addresses`: in any form; what is no address is left out."""
        self.addresses = {found for each in addresses if (found := find_canonical(each))}
        self._hosts = {host for each in self.addresses for host in _write_host(urlsplit(each).netloc)}
        self._pieces = {piece for each in self.addresses if (piece := _choose_piece(each))}

    def may_find(self, page: bytes, address: str) -> bool:
        """Return whether a page may link to one of the articles. `address`: of the page."""
        known = page.lower() + _encode(address.lower())
        return any(host in known for host in self._hosts)

    def find(self, content: bytes, address: str) -> Iterator[FoundLink]:
        """Yield the links in the content of a page, which has no escapes. `address`: of the page."""
        pieces = self._pieces & (_list_pieces(content) | _list_pieces(_encode(address)))
        if pieces:
            found = _BASE.search(content)
            base = (found and urls.absolute(_decode(found[1]), address)) or address
            for run in _RUN.finditer(content):
                yield from self._find_in_run(run, pieces, base)

    def _find_in_run(self, run: re.Match[bytes], pieces: set[bytes], base: str) -> Iterator[FoundLink]:
        text, start, last = run[0][:_MAX_LINK_BYTES], run.start(), 0
        if not _may_link(text, pieces):
            return
        begins = [0, *(found.end() for found in _LINK_START.finditer(text))]
        hrefs = {each for each in begins if _HREF.search(run.string, max(0, start + each - 32), start + each)}
        parts = (
            (begin, end)
            for begin in begins
            if begin == 0 or begin in hrefs or _LINK_LIKE.match(text, begin)
            for end in _list_ends(text, begin)
        )
        tried = 0
        for begin, end in islice(parts, _MAX_PARTS):
            if begin < last or end - begin > urls.MAX_URL or not _may_link(text[begin:end], pieces):
                continue
            tried += 1
            if linked := self._find_linked(text[begin:end], base, is_href=begin in hrefs):
                first, last = _widen(text, begin, end)
                yield FoundLink(linked, start + first, start + last)
            if tried == _MAX_READINGS:
                return

    def _find_linked(self, part: bytes, base: str, *, is_href: bool) -> str | None:
        """Return the canonical address of the article to which a part of a page links; None if it links to no such."""
        text = _decode(part)
        for reading in dict.fromkeys((text, unquote(text))):
            if not (is_href or "/" in reading or "?" in reading):
                continue
            for link in (reading, f"https://{reading}") if _HOST.match(part) else (reading,):
                absolute = urls.absolute(link, base)
                if absolute and (found := find_canonical(absolute)) in self.addresses:
                    return found
        return None


def _widen(text: bytes, begin: int, end: int) -> tuple[int, int]:
    """Return where a link is; if it is in the query of another one, where that query is."""
    query = text.find(b"?", 0, begin)
    if query < 0 or not _SHARING.search(text, max(0, query - urls.MAX_URL // 4), query):
        return begin, end
    mark = _QUERY_END.search(text, end)
    return query + 1, mark.start() if mark else len(text)


def find_canonical(address: str) -> str | None:
    """Return the canonical form of an address; None if it is none."""
    try:
        return urls.canonical(address)
    except ValueError:
        return None


def _write_host(netloc: str) -> Iterator[bytes]:
    """Yield how a page may write the host of a canonical address."""
    yield netloc.encode()
    with suppress(UnicodeError):
        yield netloc.encode().decode("idna").encode()


def _choose_piece(address: str) -> bytes | None:
    """Return a part of a canonical address that every link to it has; None for the front page of a host."""
    parts = urlsplit(address)
    values = [value or name for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    last = " ".join(values) or unquote(parts.path.rpartition("/")[2])
    return max(_PIECE.findall(last.encode()), key=len, default=None)


def _may_link(part: bytes, pieces: set[bytes]) -> bool:
    return b".." in part or not pieces.isdisjoint(_list_pieces(part))


def _list_pieces(content: bytes) -> set[bytes]:
    found = set(_PIECE.findall(content))
    found.update(*(_PIECE.findall(unquote_to_bytes(piece)) for piece in found if b"%" in piece))
    found.update(*(_QUERY_END.split(piece) for piece in found if not piece.isascii()))
    found.update([_AMP.sub(b"", piece) for piece in found if b".amp" in piece])
    return found.union(piece.rstrip(_PUNCTUATION) for piece in found)


def _encode(address: str) -> bytes:
    return address.encode("utf-8", "surrogatepass")


def _decode(part: bytes) -> str:
    return part.decode("utf-8", "surrogateescape")


def _list_ends(run: bytes, begin: int) -> Iterator[int]:
    """Yield where a link may end: with the run, or at a mark that is no part of it. An & after a ? is a part of it."""
    query = run.find(b"?", begin)
    marks = (found for found in _LINK_END.finditer(run, begin) if found[0] != b"&" or not 0 <= query < found.start())
    for end in (len(run), *islice((mark.start() for mark in marks), _MAX_ENDS)):
        yield end
        plain = begin + len(run[begin:end].rstrip(_PUNCTUATION))
        if plain != end:
            yield plain
