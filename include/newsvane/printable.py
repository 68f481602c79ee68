"""Turn any value into safe text. Text from the web is made safe before it is printed or written to a file. Pure."""

import re
from datetime import date, datetime

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
    "|[\ufffe\uffff]|[\U000e0000-\U000e007f]"
)
"""Characters that are not printed: controls except tab and newline, separators, bidirectional controls, tags,
surrogates, and those that XML forbids.

Zero-width joiners are printed, because some scripts need them.
"""


def printable(value: object) -> str:
    """Return a value as safe text: times to the minute, lists joined by commas, None as an empty string."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(printable, value))
        case dict():
            return ", ".join(f"{printable(name)}: {printable(each)}" for name, each in value.items())
        case _:
            return UNPRINTABLE.sub("", str(value))


def printable_line(value: object) -> str:
    """Return a value as safe text on one line."""
    return " ".join(printable(value).split())
