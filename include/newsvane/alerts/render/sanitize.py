"""Make addresses and right-to-left text safe for messages, and put times and durations into words. Pure."""

import re
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import quote

from newsvane.plurals import count_noun
from newsvane.safe_text import replace_unsafe


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
    return count_noun(hours, "hour") if hours < 48 else count_noun(hours // 24, "day")
