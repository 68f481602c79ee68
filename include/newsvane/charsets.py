"""Find the codec for a charset that a server, a page or a feed declares. Pure.

Python knows more codecs than the web has charsets: some are no charsets (zlib), some always raise (undefined), and
punycode takes quadratic time. Only an attacker declares them, so they count as unknown.
"""

import codecs
import re

_DECLARED = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_LABEL = re.compile(r"[\w.:-]{1,40}", re.ASCII)
_WIDER_CODECS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""What these names mean on the web: pages declare ISO 8859-1 and use Windows 1252 (WHATWG Encoding)."""
_WEB_CODECS = {
    *_WIDER_CODECS,
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "big5hkscs", "cp950", "euc_kr", "cp949"),
    *("euc_jp", "iso2022_jp", "shift_jis", "cp932", "tis-620", "cp874", "koi8-r", "koi8-u", "cp866"),
    *("mac-roman", "mac-cyrillic"),
    *(f"iso8859-{part}" for part in (*range(2, 12), *range(13, 17))),
    *(f"cp125{page}" for page in range(9)),
}


def find_label(content_type: str | None) -> str:
    """Return the charset in a Content-Type header as it is written, "" if there is none."""
    found = _DECLARED.search(content_type or "")
    return found[1] if found else ""


def find_codec(label: str) -> str | None:
    """Return the codec that browsers use for a declared charset, None if the web has no such charset.

    The codec decodes any bytes in linear time and raises nothing but UnicodeDecodeError.
    """
    if not _LABEL.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _WIDER_CODECS.get(name, name) if name in _WEB_CODECS else None
