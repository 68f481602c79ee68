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
from itertools import islice
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlsplit

from newsvane import urls

MIN_LETTERS = 24
"""Shorter words may be in texts that do not mention the article."""
MAX_TITLES = 300
"""How many titles are looked for wherever they stand. Each page is searched for each of them."""

_ENCODINGS = ("utf-8", "windows-1252", "windows-1251", "windows-1256", "utf-16-le")
"""Encodings in which archived pages may have a text."""
_MAX_LINK_BYTES = 4 * urls.MAX_URL
_MAX_READINGS = 32
"""How many parts of one run of characters are tried as a link."""
_PIECE = re.compile(rb"""[^\s"'<>`\\/?&=#;:,()\[\]+]+""")
"""A part of an address, for a first look at whether a page may have a link."""
_QUOTE = rb"&(?:quot|apos|lt|gt|nbsp|#0*(?:34|39|60|62)|#x0*(?:22|27|3c|3e));"
_RUN = re.compile(_QUOTE + rb"""|((?:[^\s"'<>`&]+|(?!""" + _QUOTE + rb")&)+)", re.IGNORECASE)
"""A run of characters that may have a link in it."""
_BASE = re.compile(rb"""<base\s[^<>]{0,200}?href\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
"""A character as JSON writes it."""
_LINK_START = re.compile(r"[=(\[{,;|]|:(?=/)|(?=https?://)")
"""Where a link may begin within such a run: the value of an attribute without quotes, an address in an address."""
_LINK_END = re.compile(r"[&,;|)\]}]")
_PUNCTUATION = ".:!?"
"""May follow a link in a sentence."""
_HREF = re.compile(rb"""href\s{0,9}=\s{0,9}["']?$|^href=""", re.IGNORECASE)
"""What tells a relative link of one word from a word or a number."""
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+/")
_ELEMENT = re.compile(rb"(?<=>)[^<>]+(?=<)")
_STRING = re.compile(rb"""(?<=")[^"<>]+(?=")|(?<=')[^'<>]+(?=')|(?<=&quot;)[^&<>]+(?=&quot;)""")


class Mentions:
    """The titles and addresses of articles, as other pages may have them."""

    def __init__(self, titles: Iterable[str], addresses: Iterable[str]) -> None:
        """`addresses`: those of the articles, in any form."""
        self._addresses = {found for each in addresses if (found := _canonical(each))}
        self._hosts = {urlsplit(each).netloc.encode() for each in self._addresses}
        self._pieces = {piece for each in self._addresses if (piece := _choose_piece(each))}
        words = set(titles)
        long = sorted(each for each in words if len(each) >= MIN_LETTERS)[:MAX_TITLES]
        self._titles = sorted({written for each in long for written in encode(each)}, key=len, reverse=True)
        words |= {unquote(urlsplit(each).path).rpartition("/")[2] for each in self._addresses}
        self._wholes = {written for each in words if each for written in encode(each)}

    def overwrite(self, content: bytes, address: str) -> bytes:
        """Return the content of a page with letters x in place of what mentions the articles, as long as before.

        `address`: of the page.
        """
        for title in self._titles:
            content = content.replace(title, b"x" * len(title))
        if not any(host in content or host in address.encode() for host in self._hosts):
            return content
        pieces = self._pieces & _list_pieces(content)
        if not pieces:
            return content
        bases = [address]
        bases += filter(None, (urls.absolute(_decode(each), address) for each in _BASE.findall(content)))
        linked = _RUN.sub(lambda found: self._overwrite_link(found, pieces, bases), content)
        if linked == content:
            return content
        for pattern in (_ELEMENT, _STRING):
            linked = pattern.sub(lambda found: self._overwrite_whole(found[0]), linked)
        return linked

    def _overwrite_link(self, found: re.Match[bytes], pieces: set[bytes], bases: Iterable[str]) -> bytes:
        run, begin = found[0], found.start()
        if len(run) > _MAX_LINK_BYTES or pieces.isdisjoint(_list_pieces(run)):
            return run
        is_href = _HREF.search(found.string[max(0, begin - 32) : begin]) or _HREF.search(run)
        readings = (each for each in _list_readings(_decode(run)) if is_href or "/" in each or "?" in each)
        links = (urls.absolute(reading, base) for reading in readings for base in bases)
        return b"x" * len(run) if any(link and _canonical(link) in self._addresses for link in links) else run

    def _overwrite_whole(self, words: bytes) -> bytes:
        return b"x" * len(words) if words.strip() in self._wholes else words


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


def _choose_piece(address: str) -> bytes | None:
    """Return a part of a canonical address that every link to it has; None for the front page of a host."""
    parts = urlsplit(address)
    values = [value or name for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    last = " ".join(values) or unquote(parts.path.rpartition("/")[2])
    return max(_PIECE.findall(last.encode()), key=len, default=None)


def _list_pieces(content: bytes) -> set[bytes]:
    found = set(_PIECE.findall(content))
    found.update(*(_PIECE.findall(unquote_to_bytes(piece)) for piece in found if b"%" in piece))
    return found.union(piece.rstrip(b".!") for piece in found)


def _decode(run: bytes) -> str:
    return html.unescape(run.decode("utf-8", "surrogateescape"))


def _list_readings(run: str) -> Iterator[str]:
    """Yield what may be a link in a run of characters without spaces."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], run)
    for link in islice(_list_parts(dict.fromkeys((plain, unquote(plain)))), _MAX_READINGS):
        for reading in dict.fromkeys((link, link.rstrip(_PUNCTUATION))):
            yield reading
            if _HOST.match(reading):
                yield f"https://{reading}"


def _list_parts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for begin in (0, *(found.end() for found in _LINK_START.finditer(text))):
            yield text[begin:]
            yield from (text[begin : found.start()] for found in _LINK_END.finditer(text, begin))
