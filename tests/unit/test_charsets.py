"""Charsets that servers, pages and feeds declare: browsers' codecs for those of the web, nothing for any other name."""

import pytest

from newsvane.charsets import find_codec, find_label


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("iso-8859-2", "iso8859-2"),
        ("windows-1256", "cp1256"),
        ("GB2312", "gb18030"),
        ("Shift_JIS", "shift_jis"),
        ("koi8-r", "koi8-r"),
        ("macintosh", "mac-roman"),
    ],
)
def test_a_charset_of_the_web_has_the_codec_of_browsers(label: str, codec: str) -> None:
    assert find_codec(label) == codec
    bytes(range(256)).decode(codec, "replace")


HOSTILE = [
    *("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "cp037", "utf-8-sig"),
    *("rot13", "zlib", "hex", "base64", "no-such-charset", "../charsets", "é", ""),
    pytest.param("utf-8\0", id="with NUL"),
    pytest.param("utf-8" + "8" * 10_000, id="10,000 characters"),
]


@pytest.mark.parametrize("label", HOSTILE)
def test_any_other_name_is_unknown(label: str) -> None:
    assert find_codec(label) is None


@pytest.mark.parametrize(
    ("content_type", "label"),
    [
        (None, ""),
        ("text/html", ""),
        ("text/html; charset=windows-1251", "windows-1251"),
        ("text/html;CHARSET = 'utf-8'; boundary=x", "utf-8"),
        ('text/html; charset="utf-8"', "utf-8"),
        ("text/html; charset=", ""),
    ],
)
def test_the_header_is_read_as_written(content_type: str | None, label: str) -> None:
    assert find_label(content_type) == label
