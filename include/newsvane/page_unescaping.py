"""The content of a page as a reader's program sees it, and where each part of that stands in the page."""

import html
import re
from bisect import bisect_right

_ESCAPE = re.compile(
    rb"""&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});|\\{1,8}(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|["'/nrt])|<!\[CDATA\[|\]\]>"""
    rb"|\xc2(?:\xa0|\xab|\xbb)|\xe2\x80[\x90-\x9f]"
)
"""A character reference of HTML or JSON, the bounds of CDATA, and a quotation mark, dash or space of typesetters."""
_BOUNDS = {b"<![CDATA[": b">", b"]]>": b"<"}
_PLAIN = dict.fromkeys("«»“”„‟", '"') | dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("‐‑‒–—―", "-") | {"\xa0": " "}
TYPOGRAPHIC, PLAIN = "".join(_PLAIN), "".join(_PLAIN.values())
"""Marks of typesetters, and what is typed instead of each."""
_AS_TYPED = str.maketrans(_PLAIN)


class Unescaped:
    """Content without escapes. Typographic quotation marks and dashes are plain ones, so that both spellings agree.

    `content`: in UTF-8, if the page is. The bounds of CDATA are those of an element.
    """

    def __init__(self, page: bytes) -> None:
        parts = list[bytes]()
        self._begins, self._sources, length, source = [0], [0], 0, 0
        for found in _ESCAPE.finditer(page):
            plain = _BOUNDS.get(found[0]) or _unescape(found[0])
            parts += (page[source : found.start()], plain)
            length += found.start() - source
            self._begins += (length, length + len(plain))
            self._sources += (found.start(), found.end())
            length, source = length + len(plain), found.end()
        self.content = b"".join((*parts, page[source:]))

    def locate(self, position: int) -> int:
        """Return where in the page the character at this position of the content begins."""
        part = bisect_right(self._begins, position) - 1
        return self._sources[part] + position - self._begins[part]


def _unescape(escape: bytes) -> bytes:
    text = escape.decode()
    if text[0] == "\\":
        code = text.lstrip("\\")
        text = " " if code in "nrt" else chr(int(code[1:], 16)) if code[0] in "ux" else code
    return html.unescape(text).translate(_AS_TYPED).encode("utf-8", "surrogatepass")
