"""Find where archived pages mention articles, by title or by address, and overwrite these words.

A long title is overwritten wherever it stands, an address as the whole of a link (`archive_links`). Beside such a link,
the last part of the address and a short title are overwritten, too, if they are the whole of an attribute, an element
or a string.
"""

import html
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from newsvane.archive_links import LinkFinder, find_canonical
from newsvane.page_unescaping import Unescaped

MIN_LETTERS = 24
"""Shorter words may be in texts that do not mention the article."""

MIN_SLUG = 8
"""A shorter last part of an address, or one that is a single word, may be a name that pages have for something else."""

_TELLING = re.compile(r"[\W\d_]")
_ENCODINGS = ("utf-8", "windows-1252", "windows-1251", "windows-1256", "utf-16-le")
"""Encodings in which archived pages may have a text."""
_BESIDE = 1_500
"""How many bytes before and after a link what it names is looked for."""
_LETTERS = re.compile(r"[A-Za-z0-9]{4,}")
"""Letters that every page writes the same."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese; and Korean, which joins particles to words."""
_ATTRIBUTE = rb"\b(?:title|alt|content|value|label|data-[\w-]{1,30})\s{0,3}="
_WHOLE = (
    re.compile(rb"(?<=>)[^<>]+(?=<)"),
    re.compile(rb"(?:[:\[,]|" + _ATTRIBUTE + rb""")\s{0,3}(["'])((?:(?!\1)[^<>])+)(?=\1(?!\s{0,3}:))"""),
)
"""The text of an element; the value of an attribute that is read, or a string that is no key."""
_LINK_TAGS = re.compile(rb"</?a(?=[\s>])", re.IGNORECASE)
_LINK_TAG = re.compile(rb"""<a\s(?:"[^"<]*"|'[^'<]*'|[^"'<>])*>?""", re.IGNORECASE)
_NEAR, _TAG_BYTES = 256, 4_096
"""How far before a text its link is looked for: first near it, because a page may have many links."""
Span = tuple[int, int]


class Mentions:
    """The titles and addresses of articles, as other pages may have them."""

    def __init__(self, articles: Iterable[tuple[str, Collection[str]]], own_titles: Collection[str]) -> None:
        """`articles`: the title of each, and its addresses, in any form. `own_titles`: those that no other article has.

        Titles that others have, too, count only in the text of a link to the article.
        """
        self._wholes = dict[str, set[bytes]]()
        for title, addresses in articles:
            for address in filter(None, map(find_canonical, addresses)):
                self._wholes.setdefault(address, set()).update({_fold(title), _fold(_find_slug(address))} - {b""})
        slugs = (each for each in map(_find_slug, self._wholes) if _TELLING.search(each) and len(each) >= MIN_SLUG)
        self._own_words = {_fold(each) for each in (*own_titles, *slugs)}
        self._links = LinkFinder(self._wholes)
        long = [each for each in own_titles if len(each.strip()) >= MIN_LETTERS]
        self._titles = [re.compile(rb"\s+".join(map(re.escape, _fold(each).split()))) for each in long]
        self._hints = {hint for each in long for hint in _choose_hints(each)}
        self._written = {
            w: encoding for encoding in _ENCODINGS[::-1] for each in long for w in _encode_as(each, encoding)
        }

    def overwrite(self, page: bytes, address: str) -> bytes:
        """Return the content of a page with letters x in place of what mentions the articles, as long as before.

        `address`: of the page.
        """
        cleaned = bytearray(page)
        for written, encoding in self._written.items():
            for begin in _find_words(page, written, encoding):
                cleaned[begin : begin + len(written)] = b"x" * len(written)
        if any(each in page for each in self._hints) or self._links.may_find(page, address):
            plain = Unescaped(page)
            for begin, end in self._find(plain.content, address):
                first, last = plain.locate(begin), plain.locate(end)
                cleaned[first:last] = b"x" * (last - first)
        return bytes(cleaned)

    def _find(self, content: bytes, address: str) -> Iterator[Span]:
        for title in self._titles:
            yield from (each.span() for each in title.finditer(content) if _is_apart(content, *each.span(), "utf-8"))
        links = defaultdict[str, list[int]](list)
        for found in self._links.find(content, address):
            links[found.address].append(found.begin)
            yield found.begin, found.end
        begins = sorted(begin for each in links.values() for begin in each)
        for linked, own in links.items():
            for begin, end in _list_wholes(content, own, self._wholes[linked]):
                link = _find_link_around(content, begin)
                if _has_any(link, begins) if link else _fold_bytes(content[begin:end]) in self._own_words:
                    yield begin, end


def _list_wholes(content: bytes, links: Sequence[int], words: Collection[bytes]) -> Iterator[Span]:
    """Yield elements, attributes and strings beside these links, in order, that are one of some words."""
    for first, last in _merge((link - _BESIDE, link + _BESIDE) for link in links):
        for pattern in _WHOLE:
            for found in pattern.finditer(content, max(0, first), last):
                if _fold_bytes(found[pattern.groups]) in words:
                    yield found.span(pattern.groups)


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Return spans, which are in order, with those as one that overlap."""
    merged = list[Span]()
    for first, last in spans:
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _find_link_around(content: bytes, position: int) -> Span | None:
    """Return the begin and the end of the tag <a>, if it has a link, in whose element or attributes a position is."""
    windows = (_LINK_TAGS.finditer(content, max(0, position - reach), position) for reach in (_NEAR, _TAG_BYTES))
    last = next((tags[-1] for tags in map(list, windows) if tags), None)
    tag = _LINK_TAG.match(content, last.start(), last.start() + _TAG_BYTES) if last and last[0][1:2] != b"/" else None
    return tag.span() if tag and b"href" in tag[0].lower() else None


def _has_any(span: Span, positions: Sequence[int]) -> bool:
    """Return whether a position, of some in order, is in a span."""
    return bisect_left(positions, span[0]) < bisect_left(positions, span[1])


def _choose_hints(title: str) -> Iterable[bytes]:
    """Return what a page with a title has, one of these at least, however it writes the title."""
    if found := _LETTERS.findall(title):
        return [max(found, key=len).encode()]
    return max(title.split(), key=len).encode(), b"&#", b"\\u"


def _find_words(page: bytes, written: bytes, encoding: str) -> Iterator[int]:
    """Yield where a page has some words."""
    begin = page.find(written)
    while begin >= 0:
        end = begin + len(written)
        if _is_apart(page, begin, end, encoding):
            yield begin
        begin = page.find(written, end)


def _is_apart(content: bytes, begin: int, end: int, encoding: str) -> bool:
    """Return whether these words are no part of a longer word or number."""
    before = content[max(0, begin - 4) : begin].decode(encoding, "ignore")[-1:]
    after = content[end : end + 4].decode(encoding, "ignore")[:1]
    return not (_is_of_word(before) or _is_of_word(after))


def _is_of_word(letter: str) -> bool:
    """Return whether a letter or digit belongs to the word beside it: not in scripts that write no spaces."""
    return letter.isalnum() and not _UNSPACED.match(letter)


def encode(words: str) -> Iterator[bytes]:
    """Yield the bytes that a file may have for words: in JSON, in HTML, and in each encoding."""
    yield from dict.fromkeys(written for encoding in _ENCODINGS for written in _encode_as(words, encoding))


def _encode_as(words: str, encoding: str) -> Iterator[bytes]:
    for each in sorted({
        words,
        html.escape(words),
        json.dumps(words)[1:-1],
        json.dumps(words, ensure_ascii=False)[1:-1],
    }):
        with suppress(UnicodeEncodeError):
            yield each.encode(encoding)


def _find_slug(address: str) -> str:
    """Return the last part of an address that names an article in words; "" if it has none."""
    parts = urlsplit(address)
    slug = "" if parts.query else unquote(parts.path).rpartition("/")[2]
    return slug if any(map(str.isalpha, slug)) else ""


def _fold(words: str) -> bytes:
    return _fold_bytes(Unescaped(words.encode("utf-8", "surrogatepass")).content)


def _fold_bytes(words: bytes) -> bytes:
    return b" ".join(words.split())
