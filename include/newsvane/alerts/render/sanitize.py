"""Make text from the web safe for messages, and put numbers, times and durations into words. Pure.

Safe text is a single line without characters that could reorder, hide or break the text around it.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import quote


def clean_line(text: str, limit: int) -> str:
    """Return the text as one safe line of at most `limit` characters."""
    return truncate(replace_unsafe(text).strip(), limit)


def replace_unsafe(text: str) -> str:
    """Return the text on one line without control, format, bidi and surrogate characters; outer space is kept."""
    if not text.isprintable():
        text = "".join(c if _is_safe(c) else " " if c.isspace() else "" for c in text)
    return re.sub(r"\s+", " ", text)


def truncate(text: str, limit: int) -> str:
    """Shorten the text to at most `limit` characters, with "…" at the end if anything was cut off."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def isolate_rtl(text: str) -> str:
    """Enclose text with right-to-left characters in U+2068 and U+2069, so that it does not reorder its surroundings."""
    if text.isascii():
        return text
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text) else text


def safe_url(url: str) -> str:
    """Return a web address in ASCII, without characters that end a link in any markup.

    Returns "" if it is not an http(s) address or contains invisible characters.
    """
    if not re.match(r"https?://\S+$", url) or replace_unsafe(url) != url:
        return ""
    return quote(url, safe="!$&'*+,;=:@-._~/?#%")


def format_time(time: datetime) -> str:
    """Return a time (UTC), to the minute: "24 Nov 2026, 11:00 UTC"."""
    return f"{time:%-d %b %Y, %H:%M} UTC"


def format_duration(length: timedelta) -> str:
    """Return a duration, roughly: "less than an hour", "7 hours", "3 days"."""
    hours = int(length.total_seconds() // 3_600)
    if hours < 1:
        return "less than an hour"
    return format_count(hours, "hour") if hours < 48 else format_count(hours // 24, "day")


def format_count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 outlet", "1,200 outlets". `plural`: by default the noun with an "s"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _is_safe(character: str) -> bool:
    # The two joiners are format characters, but Persian and Indic scripts need them.
    return character in "\u200c\u200d" or not unicodedata.category(character).startswith("C")
