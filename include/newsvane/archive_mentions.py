"""Find where archived pages mention articles, by title or by address, and overwrite these words.

A long title is overwritten wherever it stands. An address is overwritten only as the whole of a link, because a short
one may begin others: `/wire/search` is not `/wire/search-goes-on`. So links are resolved as a browser would do it, and
compared in their canonical form. Where a page links to an article, the last part of its address and a short title are
overwritten, too, if they are the whole of an attribute, an element or a string.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlsplit

from newsvane import urls
from newsvane.page_unescaping import Unescaped

MIN_LETTERS = 24
"""Shorter words may be in texts that do not mention the article."""
MAX_TITLES = 300
"""How many titles are looked for wherever they stand. Each page is searched for each of them."""

_ENCODINGS = ("utf-8", "windows-1252", "windows-1251", "windows-1256", "utf-16-le")
"""Encodings in which archived pages may have a text."""
_MAX_LINK_BYTES = 4 * urls.MAX_URL
_MAX_READINGS = 32
"""How many parts of one run of characters are tried as a link."""
_MAX_ENDS = 4
_PIECE = re.compile(rb"""[^\s"'<>`\\/?&=#;:,()\[\]+]+""")
"""A part of an address, for a first look at whether a page may have a link."""
_RUN = re.compile(rb"""[^\s"'<>`]+""")
"""Characters that may have a link in them."""
_LINK_START = re.compile(rb"[=(\[{,;|]|:(?=/)|(?=https?(?::|%3a))", re.IGNORECASE)
"""Where a link may begin within such a run: the value of an attribute without quotes, an address in an address."""
_LINK_LIKE = re.compile(rb"https?(?::|%3a)|\.{0,2}(?:/|%2f)|\?|[\w-]+(?:\.[\w-]+)+/", re.IGNORECASE)
"""How a link begins that is only a part of such a run."""
_LINK_END = re.compile(rb"[&,;|)\]}#]")
_PUNCTUATION = b".:!?"
"""May follow a link in a sentence."""
_BASE = re.compile(rb"""<base\s[^<>]{0,200}?href\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
_HREF = re.compile(rb"""href\s{0,9}=\s{0,9}["']?$""", re.IGNORECASE)
"""What tells a relative link of one word from a word or a number."""
_HOST = re.compile(rb"[\w-]+(\.[\w-]+)+/")
_WHOLE = (re.compile(rb"(?<=>)[^<>]+(?=<)"), re.compile(rb"""(?<=")[^"<>]+(?=")|(?<=')[^'<>]+(?=')"""))
"""The text of an element; an attribute or a string."""
_LINK_TAG = re.compile(rb"<a\s[^<>]*>?", re.IGNORECASE)
_TAG_BYTES = 4_096
"""How far before a text the link is looked for that it belongs to."""
Span = tuple[int, int]


class Mentions:
    """The titles and addresses of articles, as other pages may have them."""

    def __init__(self, titles: Iterable[str], addresses: Iterable[str]) -> None:
        """`addresses`: those of the articles, in any form."""
        self._addresses = {found for each in addresses if (found := _canonical(each))}
        self._hosts = {host for each in self._addresses for host in _write_host(urlsplit(each).netloc)}
        self._pieces = {piece for each in self._addresses if (piece := _choose_piece(each))}
        titles = set(titles)
        long = sorted(each for each in titles if len(each) >= MIN_LETTERS)[:MAX_TITLES]
        self._written = sorted({written for each in long for written in encode(each)}, key=len, reverse=True)
        self._titles = [re.compile(rb"\s+".join(map(re.escape, _plain(each).split()))) for each in long]
        slugs = (_find_slug(each) for each in self._addresses)
        self._wholes = {b" ".join(_plain(each).split()) for each in (*titles, *slugs)} - {b""}

    def overwrite(self, page: bytes, address: str) -> bytes:
        """Return the content of a page with letters x in place of what mentions the articles, as long as before.

        `address`: of the page.
        """
        for title in self._written:
            page = page.replace(title, b"x" * len(title))
        if not any(host in page or host in address.encode() for host in self._hosts):
            return page
        plain = Unescaped(page)
        cleaned = bytearray(page)
        for begin, end in self._find(plain.content, address):
            first, last = plain.locate(begin), plain.locate(end)
            cleaned[first:last] = b"x" * (last - first)
        return bytes(cleaned)

    def _find(self, content: bytes, address: str) -> Iterator[Span]:
        for title in self._titles:
            yield from (found.span() for found in title.finditer(content))
        pieces = self._pieces & (_list_pieces(content) | _list_pieces(address.encode()))
        if not pieces:
            return
        found = _BASE.search(content)
        base = (found and urls.absolute(_decode(found[1]), address)) or address
        links = [span for run in _RUN.finditer(content) for span in self._find_links(run, pieces, base)]
        yield from links
        if links:
            yield from self._find_wholes(content, {begin for begin, _ in links})

    def _find_links(self, run: re.Match[bytes], pieces: set[bytes], base: str) -> Iterator[Span]:
        """Yield where in a run of characters links to an article are; for one in a query, all of the query."""
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
            if _may_link(text[begin:end], pieces)
        )
        for begin, end in islice(parts, _MAX_READINGS):
            if begin >= last and self._is_link(text[begin:end], base, is_href=begin in hrefs):
                query, last = text.find(b"?", 0, begin), end
                yield (start + begin, start + end) if query < 0 else (start + query + 1, run.end())

    def _is_link(self, part: bytes, base: str, *, is_href: bool) -> bool:
        text = _decode(part)
        for reading in {text, unquote(text)}:
            if not (is_href or "/" in reading or "?" in reading):
                continue
            for link in (reading, f"https://{reading}") if _HOST.match(part) else (reading,):
                absolute = urls.absolute(link, base)
                if absolute and _canonical(absolute) in self._addresses:
                    return True
        return False

    def _find_wholes(self, content: bytes, links: set[int]) -> Iterator[Span]:
        """Yield elements, attributes and strings that are a title or the last part of an address, of no other link."""
        for pattern in _WHOLE:
            for found in pattern.finditer(content):
                if b" ".join(found[0].split()) in self._wholes and not _is_of_other_link(content, found.start(), links):
                    yield found.span()


def _is_of_other_link(content: bytes, position: int, links: set[int]) -> bool:
    """Return whether this position is in an element <a> with a link that is none of `links`, which are positions."""
    begin = max(0, position - _TAG_BYTES)
    before = content[begin:position].lower()
    tag = _LINK_TAG.match(content, begin + start) if (start := before.rfind(b"<a")) > before.rfind(b"</a") else None
    return bool(tag and b"href" in tag[0].lower() and not any(tag.start() <= link < tag.end() for link in links))


def encode(words: str) -> Iterator[bytes]:
    """Yield the bytes that a file may have for words: in JSON, in HTML, and in each encoding."""
    written = {words, html.escape(words), json.dumps(words)[1:-1], json.dumps(words, ensure_ascii=False)[1:-1]}
    for each in sorted(written):
        for encoding in _ENCODINGS:
            try:
                yield each.encode(encoding)
            except UnicodeEncodeError:
                continue


def _canonical(address: str) -> str | None:
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
    plain = unquote_to_bytes(part) if b"%" in part else part
    return b".." in part or any(piece in plain for piece in pieces)


def _find_slug(address: str) -> str:
    """Return the last part of an address that names an article in words; "" if it has none."""
    parts = urlsplit(address)
    slug = "" if parts.query else unquote(parts.path).rpartition("/")[2]
    return slug if any(map(str.isalpha, slug)) else ""


def _list_pieces(content: bytes) -> set[bytes]:
    found = set(_PIECE.findall(content))
    found.update(*(_PIECE.findall(unquote_to_bytes(piece)) for piece in found if b"%" in piece))
    return found.union(piece.rstrip(_PUNCTUATION) for piece in found)


def _plain(words: str) -> bytes:
    return Unescaped(words.encode("utf-8", "surrogatepass")).content


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
