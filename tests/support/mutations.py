"""Change texts of markup or JSON, and bytes, in the ways that parsers stumble over. `draw` decides every choice."""

import json
import random
import re
from html import escape
from typing import Any

NASTY = (
    "", " ", "\x00", "\u202e", "\ufeff", "\ud800", "]]>", "<![CDATA[", "<!--", "-->", "&", "&#0;", "&#xD800;",
    "&bogus;", "&amp;#8217;", "'", '"', "<", ">", "</item>", "<item>", "<x:y>", "<a:b:c/>", "Ã©â€™", "x" * 3_000,
    "&#" + "9" * 5_000, "\u0301" * 50, "²", "١٢", "1e400", "-1", "NaN", "null", "9" * 400, "0x10", "true",
    "http://[cdn].example/a.mp3", "http://[::1/a", "http://[::1]/a", "https://x:99999/a", "https://x:0/a", "//",
    "///x", "https://\u2100.example/a", "https://xn--/a", "https://a..b/c", "https://a.example/" + "a/" * 2_000,
    "mailto:a@b", "javascript:void(0)", "data:,x", "file:///etc/passwd", "?", "#", "http://user:pass@a.example/",
    "\\\\a\\b", "%00", "%ff", "2026-02-30", "2026-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "99999999999", "253402300800", "Thu, 19 Nov 2026 09:30:00 +9999", "Thu, 32 Foo 99999999999 99:99:99 GMT",
    "2026-11-19T24:00:00", "today", "۲۹ آبان ۱۴۰۵", "19 novembre 2026", "text/html", "audio/", "a/b;" * 50, "xhtml",
    "base64", "application/xml", "tag:,:", "PT1H", "1:2:3:4", "idna", "punycode", "utf-16", "utf-7",
)  # fmt: skip
"""Values that some parser of texts, addresses, dates, numbers, types or encodings has stumbled over."""

_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+", re.DOTALL)
_VALUE = re.compile(r"(?<=>)[^<>]+(?=<)|(?<==\")[^\"<>]*(?=\")")
LONG = "a number of 5,000 digits"


def replace_value(draw: random.Random, text: str) -> str:
    """Replace the text of an element or attribute, or a value of JSON at any depth."""
    if text.lstrip().startswith("{"):
        return _replace_json_value(draw, text)
    places = list(_VALUE.finditer(text))
    if not places:
        return text
    place = draw.choice(places)
    return text[: place.start()] + escape(draw.choice(NASTY)) + text[place.end() :]


def _replace_json_value(draw: random.Random, text: str) -> str:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return text
    inside: Any = whole
    while True:
        keys = list(inside) if isinstance(inside, dict) else range(len(inside))
        if not keys:
            return text
        key = draw.choice(keys)
        if not isinstance(inside[key], dict | list) or draw.random() < 0.3:
            break
        inside = inside[key]
    value = draw.choice(NASTY)
    inside[key] = draw.choice([
        value,
        value,
        value,
        [value],
        {"url": value, "name": [value]},
        None,
        1e308,
        -1,
        10**400,
        True,
        [[]],
        {},
        LONG,
    ])
    return json.dumps(whole).replace(f'"{LONG}"', "9" * 5_000)


def change_tokens(draw: random.Random, text: str) -> str:
    """Delete, repeat, exchange or insert tokens, or cut the text off."""
    tokens = _TOKEN.findall(text)
    if not tokens:
        return text
    at, other = draw.randrange(len(tokens)), draw.randrange(len(tokens))
    match draw.randrange(7):
        case 0:
            del tokens[at]
        case 1:
            tokens.insert(other, tokens[at])
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens.insert(at, draw.choice(NASTY))
        case 4:
            tokens[at] = tokens[other]
        case 5:
            tokens[at] *= draw.choice((2, 50, 500))
        case _:
            tokens[at:] = []
    return "".join(tokens)


def splice(draw: random.Random, text: str, other: str) -> str:
    """Insert a piece of another text."""
    at, start = draw.randint(0, len(text)), draw.randint(0, len(other))
    return text[:at] + other[start : start + draw.randint(1, 400)] + text[at:]


def change_bytes(draw: random.Random, body: bytes) -> bytes:
    """Replace up to 20 bytes with up to 5 others."""
    at = draw.randint(0, len(body))
    return body[:at] + draw.randbytes(draw.randint(0, 5)) + body[at + draw.randint(0, 20) :]
