"""Words for messages: text of the web on one line, without what could turn, hide or break the text around it."""

import re
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import quote


def clean(text: str, limit: int) -> str:
    """One line of at most so many characters, without control, format, bidi and unpaired characters."""
    return cut(line(text).strip(), limit)


def line(text: str) -> str:
    """The same uncut, with the space around it."""
    if not text.isprintable():
        text = "".join(c if _is_plain(c) else " " if c.isspace() else "" for c in text)
    return re.sub(r"\s+", " ", text)


def cut(text: str, limit: int) -> str:
    """At most so many characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def isolate(text: str) -> str:
    """The text fenced (U+2068, U+2069) where it runs from right to left, so that it turns nothing around it."""
    if text.isascii():
        return text
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text) else text


def address(url: str) -> str:
    """A web address in ASCII that no markup ends before it does; "" where it is none, or hides something."""
    if not re.match(r"https?://\S+$", url) or line(url) != url:
        return ""
    return quote(url, safe="!$&'*+,;=:@-._~/?#%")


def moment(time: datetime) -> str:
    """A time (UTC) to the minute."""
    return f"{time:%-d %b %Y, %H:%M} UTC"


def lasting(length: timedelta) -> str:
    """A length of time, roughly: "less than an hour", "7 hours", "3 days"."""
    hours = int(length.total_seconds() // 3_600)
    if hours < 1:
        return "less than an hour"
    return count(hours, "hour") if hours < 48 else count(hours // 24, "day")


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _is_plain(character: str) -> bool:
    return character in "\u200c\u200d" or not unicodedata.category(character).startswith("C")
