"""Make text from the web safe to store, to show and to log. Pure.

Control characters can drive a terminal or forge a line. Directional characters can make a text, and what is written
around it, appear in another order. Two functions remove them: `strip_controls` for what an outlet wrote, `to_line` for
our own words that quote it.
"""

import html
import re
import unicodedata
from functools import cache

_TERMINAL_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""What makes a terminal write in colour or elsewhere, or name its window. Without ESC, the rest would stay (`[31m`)."""
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u202a-\u202e\u2061-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)
_CONTROLS_ABOVE_FFFF = re.compile(
    "[\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U000e00ff\U000e01f0-\U0010ffff]"
)
"""Tags, unassigned and private planes, and noncharacters."""
_MAX_MARKS = 30
"""Combining marks in a row: as many as a stream-safe text has (Unicode Standard Annex 15)."""
_LAST_MARK = 0x1F000
_LONG_RUN_OF_LETTERS = re.compile(f"[\u0300-{chr(_LAST_MARK)}]{{{_MAX_MARKS + 1}}}")
"""Where marks may be; most texts have no such run, and are not searched for marks, which takes ten times as long."""
_LONG_REFERENCE = re.compile(r"&#\d{100,};?")
_JOINERS = "\u200c\u200d"


def strip_controls(text: str) -> str:
    """Return a text without control characters, bidi embeddings, overrides and isolates, and lone surrogates.

    Nor has it invisible characters that can hide a message (tags, annotations, noncharacters). Line breaks and tabs
    stay, and so does what scripts need: the joiners of Persian and Hindi, and the marks U+200E, U+200F and U+061C,
    which affect only the characters beside them.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROLS.sub("", remove_terminal_sequences(text))
    if len(text.encode("utf-16-le")) > 2 * len(text):  # it has characters above U+FFFF
        text = _CONTROLS_ABOVE_FFFF.sub("", text)
    return limit_marks(text)


def remove_terminal_sequences(text: str) -> str:
    """Return a text without the sequences that drive a terminal."""
    return _TERMINAL_SEQUENCE.sub("", text) if "\x1b" in text else text


def limit_marks(text: str) -> str:
    """Return a text with at most 30 combining marks in a row: to sort more of them takes Unicode quadratic time."""
    if text.isascii() or not _LONG_RUN_OF_LETTERS.search(text):
        return text
    return _long_run_of_marks().sub(lambda run: run[0][:_MAX_MARKS], text)


@cache
def _long_run_of_marks() -> re.Pattern[str]:
    marks = "".join(map(re.escape, filter(unicodedata.combining, map(chr, range(0x300, _LAST_MARK)))))
    return re.compile(f"[{marks}]{{{_MAX_MARKS + 1},}}")


def to_line(text: str) -> str:
    """Return words for people as one line, without control, format and directional characters and surrogates."""
    return replace_unsafe(text).strip()


def clean_line(text: str, limit: int) -> str:
    """Return the text as one safe line of at most `limit` characters."""
    return truncate(to_line(text), limit)


def replace_unsafe(text: str) -> str:
    """Return the text as `to_line` does, but keep a space at its beginning and end."""
    if not text.isprintable():
        text = remove_terminal_sequences(text)
        text = "".join(c if is_safe(c) else " " if c.isspace() else "" for c in text)
    return re.sub(r"\s+", " ", text)


def truncate(text: str, limit: int) -> str:
    """Shorten the text to at most `limit` characters, with "…" at the end if anything was cut off."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def is_safe(character: str) -> bool:
    """Return whether a character may stand in a line. The joiners may: Persian and Indic scripts need them."""
    return character in _JOINERS or not unicodedata.category(character).startswith("C")


def unescape(text: str) -> str:
    """Return the text with its HTML character references resolved."""
    return html.unescape(replace_long_references(text))


def replace_long_references(text: str) -> str:
    """Replace character references of a hundred digits and more by U+FFFD: Python refuses to convert long numbers."""
    return _LONG_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", text)
