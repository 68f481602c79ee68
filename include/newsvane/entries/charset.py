"""Decode feeds: by byte order mark, UTF-8 if valid, HTTP header, XML declaration or meta tag, or detection.

UTF-8 is tried before the declarations, because text in another charset is almost never valid UTF-8, and many servers
declare a wrong charset. Pure.
"""

import codecs
import re

from charset_normalizer import from_bytes

from newsvane.charsets import find_codec, find_label
from newsvane.safe_text import remove_terminal_sequences

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
"""Byte order marks, and beginnings that show the encoding without one (XML 1.0, appendix F)."""

_XML_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)

_CANDIDATES = [f"cp{page}" for page in (1251, 1252, 1253, 1254, 1255, 1256, 932)] + ["gb18030", "big5", "euc_kr"]
"""Charsets to detect. The Latin ones are too similar to be distinguished, so Western European stands for all."""

_SAMPLE_BYTES, _PASSAGE_BYTES = 20_000, 200
_NOT_ASCII, _MARKUP = re.compile(rb"[\x80-\xff]"), re.compile(rb"[<>]")


def decode_feed(body: bytes, content_type: str | None) -> tuple[str, list[str]]:
    """Return the text of a body, and a problem line if its charset had to be guessed.

    Sequences that drive a terminal are removed, because XML parsers drop their first character alone.
    """
    text, problems = _decode(body, content_type)
    return remove_terminal_sequences(text), problems


def _decode(body: bytes, content_type: str | None) -> tuple[str, list[str]]:
    for mark, charset in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            text = body.decode(charset, "replace").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
            return text, []
    declared = _find_declared(body, content_type)
    ascii_escapes = b"\x1b$" in body and "iso2022_jp" in declared.values()
    for codec in declared.values() if ascii_escapes else ["utf-8", *declared.values()]:
        try:
            return body.decode(codec), []
        except UnicodeDecodeError:
            continue
    named = f"is not in the declared charset {next(iter(declared))}" if declared else "declares no charset"
    text = body.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if broken * 20 <= sum(map(len, re.findall(r"[^\0-\x7f]+", text))):
        return text, [f"the text {named}; read as utf-8 with {broken} characters lost"]
    charset = _detect_charset(body)
    return body.decode(charset, "replace"), [f"the text {named}; read as {charset}"]


def _find_declared(body: bytes, content_type: str | None) -> dict[str, str]:
    """Return the codec of each declared charset that the web knows, the header's first."""
    found = (pattern.search(body[:4096]) for pattern in (_XML_DECLARATION, _META))
    labels = (find_label(content_type), *(each[1].decode() for each in found if each))
    return {label.lower(): codec for label in labels if (codec := find_codec(label))}


def _detect_charset(body: bytes) -> str:
    """Return the likeliest charset, judged by the passages that are not ASCII; markup would outweigh them."""
    best = from_bytes(b" ".join(_find_passages(body)), cp_isolation=_CANDIDATES).best()
    return best.encoding if best else "cp1252"


def _find_passages(body: bytes) -> list[bytes]:
    """Return the text around bytes that are not ASCII, up to the markup beside it, some _SAMPLE_BYTES in all."""
    passages: list[bytes] = []
    end = size = 0
    while size < _SAMPLE_BYTES and (found := _NOT_ASCII.search(body, end)):
        at = found.start()
        before = _MARKUP.split(body[max(end, at - _PASSAGE_BYTES) : at])[-1]
        after = _MARKUP.split(body[at : at + _PASSAGE_BYTES], maxsplit=1)[0]
        passages.append(before + after)
        end, size = at + len(after), size + len(passages[-1])
    return passages
