"""Read lists of addresses: plain text, CSV, JSON lines, exports of Media Cloud, article files of GDELT.

The content decides which of these a list is, not its name. Where it has columns or keys, the address and the time of
publication are found by the names that such lists use.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from typing import Any

from newsvane.dates import parse_standard_date
from newsvane.past.leads import Lead, NoLead
from newsvane.public_addresses import BadAddress, clean_address

MAX_LINE = 100_000
"""Characters of a line; a longer one is not read."""

_ADDRESS_NAMES = ("url", "link", "address", "canonical_url", "original_url", "href", "loc")
_DATE_NAMES = ("publish_date", "published_at", "published", "date_published", "pub_date", "pubdate", "publication_date",
               "date", "datetime", "timestamp")  # fmt: skip
"""`publish_date` is that of Media Cloud, `date` that of GDELT."""

_DELIMITERS = "\t;,|"


def parse_addresses(lines: Iterable[str]) -> Iterator[Lead | NoLead]:
    """Yield a lead per line that has an address, and the reason why another one has none. Empty lines are left out."""
    lines = iter(lines)
    head = list(islice(lines, 1))
    head = [line.removeprefix("\ufeff") for line in head]
    first = head[0].strip()[:MAX_LINE] if head else ""
    numbered = enumerate(chain(head, lines), 1)
    if first.startswith(("{", "[")):
        for number, line in numbered:
            yield from _from_json(number, line.strip(" \t\r\n,"))
    elif delimiter := _find_delimiter(first):
        yield from _from_table(numbered, delimiter)
    else:
        yield from (_from_text(number, line) for number, line in numbered if line.strip() and line.strip()[0] != "#")


def _find_delimiter(first: str) -> str:
    """Return what separates the columns, if the line has the name of a column with addresses; else ""."""
    for delimiter in _DELIMITERS:
        names = [each.strip(' "').lower() for each in first.split(delimiter)]
        if not {*names}.isdisjoint(_ADDRESS_NAMES) and (len(names) > 1 or delimiter == _DELIMITERS[-1]):
            return delimiter
    return ""


def _from_json(number: int, line: str) -> Iterator[Lead | NoLead]:
    """Yield what is in a line of JSON. An array may fill a line, or have an element per line."""
    if line in {"", "[", "]"}:
        return
    if len(line) > MAX_LINE:
        yield NoLead(number, "line_too_long")
        return
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        yield NoLead(number, "not_json")
        return
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, dict):
            yield _from_fields(number, each)
        else:
            yield _make_lead(number, each if isinstance(each, str) else "", "")


def _from_table(numbered: Iterable[tuple[int, str]], delimiter: str) -> Iterator[Lead | NoLead]:
    """Read each line on its own: a quote that is never closed spoils its line, and no other."""
    names: list[str] = []
    for number, line in numbered:
        if len(line) > MAX_LINE:
            yield NoLead(number, "line_too_long")
        elif line.strip():
            try:
                values = next(csv.reader([line.replace("\0", "")], delimiter=delimiter), [])
            except csv.Error:
                yield NoLead(number, "not_csv")
                continue
            if names:
                yield _from_fields(number, dict(zip(names, values, strict=False)))
            else:
                names = [each.strip().lower() for each in values]


def _from_text(number: int, line: str) -> Lead | NoLead:
    return _make_lead(number, line[:MAX_LINE].split(maxsplit=1)[0].strip("<>\"'"), "")


def _from_fields(number: int, fields: Mapping[str, Any]) -> Lead | NoLead:
    address = next((fields[name] for name in _ADDRESS_NAMES if fields.get(name)), "")
    date = next((fields[name] for name in _DATE_NAMES if fields.get(name)), "")
    return _make_lead(number, address, date)


def _make_lead(number: int, address: object, date: object) -> Lead | NoLead:
    try:
        return Lead(url=clean_address(str(address)), published_at=_parse_date(str(date)))
    except BadAddress as error:
        return NoLead(number, error.reason if address else "no_address")
    except Exception:  # whatever a line makes our code do costs this line
        return NoLead(number, "unreadable")


def _parse_date(written: str) -> datetime | None:
    """Parse a date; GDELT also writes 20240305143000."""
    digits = written.strip()
    if digits.isascii() and digits.isdecimal() and len(digits) == 14:
        digits = f"{digits[:8]}T{digits[8:]}"
    return parse_standard_date(digits)[1]
