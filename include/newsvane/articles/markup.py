"""Decode the bytes of a page, parse them into an element tree, and read text from its elements.

All input may be hostile: size, depth and cost are bounded. `decode` and `parse` raise Terminal with the reason why the
page is skipped: `empty`, `not_html` or `too_complex`.
"""

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.utils import detect_encoding

from newsvane.articles.html5_repair import repair
from newsvane.articles.mojibake import repair_double_encoding
from newsvane.charsets import find_codec
from newsvane.errors import Terminal
from newsvane.safe_text import remove_terminal_sequences, strip_controls
from newsvane.tag_limits import MAX_ATTRIBUTES, count_tags, has_overloaded_tag
from newsvane.texts import is_inflated, words

MAX_ELEMENTS, MAX_DEPTH, MAX_TEXT = 15_000, 200, 1_000_000
"""Of 306 news pages the largest had 4,100 elements, 51 levels and 153,000 characters outside scripts. The extractor's
cost grows with the square of the elements. libxml2 stops at 256 levels and silently drops deeper elements."""

MAX_PARAGRAPHS = 5_000
"""Elements with text. The extractor's fallback (justext) takes 3 seconds for this many, and its cost is quadratic."""

_IMPLIED_ELEMENTS = 3
"""Elements that a parser adds without a tag on the page: html, head and body."""

MAX_NAME_LENGTH = 5_000
"""Characters of the class or the id of one element. On large pages longer ones are dropped, because the extractor
searches them again and again."""

_MAGIC = {
    b"%PDF": "a PDF", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image",
    b"RIFF": "a media file", b"PK\x03\x04": "a ZIP archive", b"\x1f\x8b": "gzip data", b"\x00\x00\x00": "a media file",
}  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CONTROLS = bytes({*range(9), 11, *range(14, 32), 127})
_FORM_FEED_TO_SPACE = bytes.maketrans(b"\x0c", b" ")
"""HTML takes a form feed for a space; lxml refuses to write it."""
_INVALID_REFERENCE = re.compile(
    rb"&#(?:[xX](?:0++|0*+(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]))(?![0-9a-fA-F])"
    rb"|(?:0++|0*+(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45]))(?![0-9]));?"
)
_DELETED = b"\x7f"
"""Replaces removed text, so that the text around it does not join into a character reference. `clean` drops it."""

_NONCHARACTERS = "\ufffe\uffff"
_LONG_NUMBER = re.compile(rb"#(?:[0-9]\x7f*+){100,}+")
"""What is left of a reference that was escaped twice: Python refuses to convert its number, and trafilatura raises."""

_HIDDEN_TAGS = {"script", "style", "noscript", "template"}
_PARAGRAPH_TAGS = ("p", "li", "td", "dd", "blockquote")
_ELEMENT_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""lxml.html's own lookup calls Python for each element that is touched, to give forms a class of their own."""
_TAG = re.compile(r"<[a-zA-Z!]")
_HAS_TOO_MANY_ELEMENTS = etree.XPath(f"count(//*) > {MAX_ELEMENTS}")
_IS_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_ALL_TEXT = etree.XPath("string()", smart_strings=False)
_SHOWN_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style or parent::noscript)]", smart_strings=False)


def decode(html: bytes) -> str:
    """Decode a page: by its byte order mark, as UTF-8, by the charset that it declares, or by detection.

    Text that was encoded as UTF-8 twice is repaired. Sequences that drive a terminal are removed.
    """
    return remove_terminal_sequences(_decode(html))


def _decode(html: bytes) -> str:
    if not html.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Terminal("the page is empty", reason="empty")
    start = html.lstrip()[:8]
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            raise Terminal(f"the page is {kind}, not HTML", reason="not_html")
    for bom, encoding in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(encoding, "replace")
    head = html[:65_536]
    if len(head) - len(head.translate(None, _CONTROLS)) > 0.05 * len(head) + 4:
        raise Terminal("the page is binary data, not HTML", reason="not_html")
    try:
        return repair_double_encoding(html.decode("utf-8"), html)
    except UnicodeDecodeError:
        return _decode_legacy(html)


def _decode_legacy(html: bytes) -> str:
    declared = _CHARSET.search(html[:4096])
    labels = ([declared[1].decode("ascii")] if declared else []) + detect_encoding(html)
    for codec in filter(None, map(find_codec, labels)):
        text = html.decode(codec, "replace")
        if text.count("\ufffd") <= 0.01 * len(text):
            return text
    return html.decode("utf-8", "replace")


def parse(markup: str) -> HtmlElement:
    """Parse markup into an element tree without comments. Each call uses its own parser, so threads may call it."""
    if not _TAG.search(markup):
        raise Terminal("the page has no HTML tags", reason="not_html")
    if has_overloaded_tag(markup):
        raise Terminal(f"the page has a tag with more than {MAX_ATTRIBUTES} attributes", reason="too_complex")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    parser.set_element_class_lookup(_ELEMENT_CLASS)
    if markup.count("<") > 4 * MAX_ELEMENTS and count_tags(markup, 2 * MAX_ELEMENTS + 1) > 2 * MAX_ELEMENTS:
        raise Terminal(f"the page has more than {2 * MAX_ELEMENTS} tags", reason="too_complex")
    html = repair(_encode_for_parser(markup))
    try:
        tree = etree.fromstring(html, parser)
    except etree.LxmlError as error:
        raise Terminal(f"the page cannot be parsed: {error}", reason="not_html") from error
    if tree is None:
        raise Terminal("the page has no elements", reason="not_html")
    if tree.tag != "html":
        root = parser.makeelement("html")
        root.append(tree)
        tree = root
    _check_size(tree, html)
    for name in ("class", "id") if len(markup) > MAX_TEXT else ():
        for element in tree.xpath(f"//*[string-length(@{name}) > {MAX_NAME_LENGTH}]"):
            del element.attrib[name]
    return tree


def _encode_for_parser(markup: str) -> bytes:
    """Encode as UTF-8, without the characters that libxml2 parses but lxml refuses to write, and references to them.

    Without numbers of a hundred digits after a #, too.
    """
    html = _INVALID_REFERENCE.sub(_DELETED, markup.encode("utf-8", "ignore").translate(_FORM_FEED_TO_SPACE, _CONTROLS))
    html = _LONG_NUMBER.sub(_DELETED, html)
    for character in _NONCHARACTERS:
        if character in markup:  # to search text for a character is faster than to search bytes
            html = html.replace(character.encode(), b"")
    return html


def _check_size(tree: HtmlElement, html: bytes) -> None:
    """Raise Terminal if the page parsed from `html` is too large. It is counted only if its tags allow too much."""
    tags = html.count(b"<") + _IMPLIED_ELEMENTS
    if tags > MAX_ELEMENTS and _HAS_TOO_MANY_ELEMENTS(tree):
        raise Terminal(f"the page has more than {MAX_ELEMENTS} elements", reason="too_complex")
    if tags > MAX_PARAGRAPHS and sum(1 for _ in tree.iter(*_PARAGRAPH_TAGS)) > MAX_PARAGRAPHS:
        raise Terminal(f"the page has more than {MAX_PARAGRAPHS} paragraphs", reason="too_complex")
    if _IS_TOO_DEEP(tree):
        raise Terminal(f"the page is more than {MAX_DEPTH} levels deep", reason="too_complex")
    text = inner_text(tree)
    if is_inflated(text):
        raise Terminal("more than one in 20 characters of the page stands for a whole phrase", reason="too_complex")
    if len(text) <= MAX_TEXT:
        return
    length = sum(len(each.tail or "") for each in tree.iter())
    length += sum(len(each.text or "") for each in tree.iter() if each.tag not in _HIDDEN_TAGS)
    if length > MAX_TEXT:
        raise Terminal(f"the page has more than {MAX_TEXT} characters of text", reason="too_complex")


def clean(text: str | None) -> str:
    """Return the text on one line, without control characters (`strip_controls`)."""
    return " ".join(strip_controls(text or "").split())


def comparison_key(text: str) -> str:
    """Return the folded words of a text without spaces, to compare wordings that differ in spacing and punctuation."""
    return "".join(words(text))


def inner_text(element: HtmlElement) -> str:
    """Return all text in an element, unchanged, scripts included."""
    return _ALL_TEXT(element) if len(element) else element.text or ""


def element_text(element: HtmlElement) -> str:
    """Return the text of an element on one line, without scripts and styles."""
    is_plain = not len(element) and element.tag in _PARAGRAPH_TAGS
    return clean(element.text if is_plain else " ".join(_SHOWN_TEXTS(element)))


def short_text(element: HtmlElement, max_length: int = 1_000) -> str:
    """Return the first `max_length` characters of an element's text on one line, scripts included."""
    parts: list[str] = []
    left = max_length
    for text in element.itertext():
        parts.append(text[:left])
        left -= len(parts[-1])
        if left <= 0:
            break
    return clean(" ".join(parts))
