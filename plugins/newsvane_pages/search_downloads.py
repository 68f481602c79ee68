"""Write the articles that were found as files for spreadsheets, programs and reference managers."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import NamedTuple

from newsvane.csv_output import write_csv
from newsvane.lake import Match
from newsvane.names.cues import is_given_name
from newsvane.names.word_forms import fold_word
from newsvane.printable import printable
from newsvane.trends import Point, Series
from newsvane.xlsx_output import write_xlsx

_COLUMNS = (
    "article_id", "url", "title", "outlet", "outlet_kind", "outlet_country", "language", "published_at", "fetched_at",
    "source", "archived_at", "date_contradicted", "topics", "translation_state", "original", "copy_of",
    "copy_claimed", "story_id", "words",
)  # fmt: skip
_HEADER = (*_COLUMNS, "reach")
_SURNAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COUNTS = ("articles", "originals", "read", "flag")
_COUNTS_HEADER = ("query", "first_day", "articles", "originals", "seen", "flag", "usual_from", "usual_to")


class Download(NamedTuple):
    """A file format for articles. `name`: as it is shown. `write` is given the articles and a title."""

    name: str
    media_type: str
    write: Callable[[Sequence[Match], str], bytes]


class TableDownload(NamedTuple):
    """A file format for tables. `write` is given the names of the columns, the rows and a title."""

    name: str
    media_type: str
    write: Callable[[Sequence[str], Iterable[Sequence[object]], str], bytes]


def _write_csv_table(header: Sequence[str], rows: Iterable[Sequence[object]], _title: str) -> bytes:
    file = StringIO()
    write_csv(header, rows, file)
    return file.getvalue().encode("utf-8-sig")  # with a byte order mark, Excel reads it as UTF-8


TABLES: Mapping[str, TableDownload] = {
    "csv": TableDownload("CSV", "text/csv; charset=utf-8", _write_csv_table),
    "xlsx": TableDownload("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
"""The formats of tables by the suffix of the file."""


def write_counts(suffix: str, series: Mapping[str, Series]) -> bytes:
    """Return how many articles each query found per period, as a table. `series`: by query."""
    rows = (
        [query, str(point.day), *(getattr(point, name) for name in _COUNTS), *_list_usual(point)]
        for query, each in series.items()
        for point in each.points
    )
    return TABLES[suffix].write(_COUNTS_HEADER, rows, " · ".join(series))


def _list_usual(point: Point) -> tuple[float | None, float | None]:
    return (point.baseline.low, point.baseline.high) if point.baseline.is_known else (None, None)


def _write_csv(matches: Sequence[Match], title: str) -> bytes:
    return TABLES["csv"].write(_HEADER, _list_rows(matches), title)


def _write_xlsx(matches: Sequence[Match], title: str) -> bytes:
    return TABLES["xlsx"].write(_HEADER, _list_rows(matches), title)


def _list_rows(matches: Sequence[Match]) -> Iterator[Sequence[object]]:
    return ([*(each.row[name] for name in _COLUMNS), each.reach] for each in matches)


def _write_json(matches: Sequence[Match], _title: str) -> bytes:
    rows = [{name: each.row[name] for name in _COLUMNS} | {"reach": each.reach} for each in matches]
    return json.dumps(rows, default=_write_value, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _write_value(value: object) -> str:
    """Return a value that JSON lacks: times as in CSV."""
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)


def _write_ris(matches: Sequence[Match], _title: str) -> bytes:
    """RIS: a line per field; a record begins with TY and ends with ER."""
    lines = []
    for each in matches:
        day = each.row["published_at"] or each.row["fetched_at"]
        lines += [
            ("TY", "NEWS"), ("TI", each.article.title),
            *(("AU", _write_author_of_ris(name)) for name in each.article.authors),
            ("T2", each.article.outlet), ("PY", f"{day:%Y}"), ("DA", f"{day:%Y/%m/%d}"), ("UR", each.article.url),
            ("Y2", f"{each.row['fetched_at']:%Y/%m/%d}"), ("LA", each.article.language),
            ("ID", each.article.article_id), ("ER", ""),
        ]  # fmt: skip
    return "".join(f"{tag}  - {_on_one_line(text)}\r\n" for tag, text in lines).encode("utf-8", "replace")


def _write_author_of_ris(name: str) -> str:
    return _put_family_first(_on_one_line(name)) or name


def _write_bibtex(matches: Sequence[Match], _title: str) -> bytes:
    """BibTeX: an entry @misc per article."""
    entries = []
    for each in matches:
        day = each.row["published_at"] or each.row["fetched_at"]
        fields = {
            "title": each.article.title,
            "author": " and ".join(map(_write_author, each.article.authors)),
            "howpublished": each.article.outlet,
            "year": f"{day:%Y}",
            "month": f"{day:%m}",
            "day": f"{day:%d}",
            "url": each.article.url,
            "urldate": f"{each.row['fetched_at']:%Y-%m-%d}",
        }
        written = ",\n".join(f"  {name} = {{{_escape(text, name)}}}" for name, text in fields.items() if text)
        entries.append(f"@misc{{{each.article.article_id},\n{written}\n}}\n")
    return "\n".join(entries).encode("utf-8", "replace")


def _write_author(name: str) -> str:
    """Return a person's name as BibTeX divides it, and any other name in braces, which keep it whole."""
    plain = _on_one_line(name)
    return _put_family_first(plain) or f"{{{plain}}}"


def _put_family_first(name: str) -> str:
    """Return a first name that is known and one more word as "Family, Given"; "" for any other name."""
    words = name.split(" ")
    is_person = len(words) == 2 and _SURNAME.fullmatch(words[1]) and is_given_name(fold_word(words[0].split("-")[0]))
    return f"{words[1]}, {words[0]}" if is_person else ""


def _escape(text: str, field: str) -> str:
    """Return text without what BibTeX or LaTeX would take as a command. Addresses stay readable."""
    plain = _on_one_line(text).replace("\\", "/")
    if field == "author":
        return plain
    plain = plain.replace("{", "(").replace("}", ")")
    return plain if field == "url" else "".join(f"\\{each}" if each in "#$%&_^~" else each for each in plain)


def _on_one_line(text: str) -> str:
    return " ".join(printable(text).split())


DOWNLOADS: Mapping[str, Download] = {
    "csv": Download("CSV", TABLES["csv"].media_type, _write_csv),
    "xlsx": Download("Excel", TABLES["xlsx"].media_type, _write_xlsx),
    "json": Download("JSON", "application/json", _write_json),
    "ris": Download("RIS (Zotero, EndNote)", "application/x-research-info-systems", _write_ris),
    "bib": Download("BibTeX", "application/x-bibtex; charset=utf-8", _write_bibtex),
}
"""The formats by the suffix of the file."""
