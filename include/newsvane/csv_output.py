"""Write rows as CSV that a spreadsheet shows and does not run. Pure."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TextIO

from newsvane.printable import printable

_FORMULA_SIGNS = frozenset("=+-@|%\N{MINUS SIGN}")
"""A spreadsheet may interpret a cell that begins with one of these as a formula (OWASP, CSV injection)."""


_TIME_ZONE = re.compile(r"[+-]\d\d:?\d\d")
"""As in `+03:30`, which is only a number to a spreadsheet."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], file: TextIO) -> int:
    """Write rows as CSV with a header, and return their number. Cells that look like formulas are escaped."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(_without_formula, columns))
    count = 0
    for row in rows:
        writer.writerow(map(_without_formula, row))
        count += 1
    return count


def _without_formula(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, int | float):
        return value
    text = value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else printable(value)
    return f"'{text}" if _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    """Return whether the first visible character, in its compatibility form, is the sign of a formula, or a tab."""
    if _TIME_ZONE.fullmatch(text):
        return False
    first = next((each for each in text if not each.isspace() and unicodedata.category(each)[0] not in "CM"), "")
    return text.startswith("\t") or unicodedata.normalize("NFKC", first)[:1] in _FORMULA_SIGNS
