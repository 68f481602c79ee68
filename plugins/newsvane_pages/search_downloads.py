"""Write the articles that were found as files for spreadsheets, programs and reference managers."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import NamedTuple

from newsvane.csv_output import write_csv
from newsvane.lake import Match
from newsvane.printable import printable
from newsvane.xlsx_output import write_xlsx

_COLUMNS = (
    "article_id", "url", "title", "outlet", "outlet_kind", "outlet_country", "language", "published_at", "fetched_at",
    "source", "archived_at", "date_contradicted", "topics", "translation_state", "original", "copy_of", "story_id",
    "words",
)  # fmt: skip
_HEADER = (*_COLUMNS, "reach")


class Download(NamedTuple):
    """A form in which articles can be downloaded. `name`: as it is shown."""

    name: str
    media_type: str
    write: Callable[[Sequence[Match]], bytes]


def _write_csv(matches: Sequence[Match]) -> bytes:
    file = StringIO()
    write_csv(_HEADER, _list_rows(matches), file)
    return file.getvalue().encode("utf-8-sig")  # with a byte order mark, Excel reads it as UTF-8


def _write_xlsx(matches: Sequence[Match]) -> bytes:
    return write_xlsx(_HEADER, _list_rows(matches))


def _list_rows(matches: Sequence[Match]) -> Iterator[Sequence[object]]:
    return ([*(each.row[name] for name in _COLUMNS), each.reach] for each in matches)


def _write_json(matches: Sequence[Match]) -> bytes:
    rows = [{name: each.row[name] for name in _COLUMNS} | {"reach": each.reach} for each in matches]
    return json.dumps(rows, default=str, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _write_ris(matches: Sequence[Match]) -> bytes:
    """RIS: a line per field; a record begins with TY and ends with ER."""
    lines = []
    for each in matches:
        day = each.row["published_at"] or each.row["fetched_at"]
        lines += [
            ("TY", "NEWS"), ("TI", each.article.title), *(("AU", name) for name in each.article.authors),
            ("T2", each.article.outlet), ("PY", f"{day:%Y}"), ("DA", f"{day:%Y/%m/%d}"), ("UR", each.article.url),
            ("Y2", f"{each.row['fetched_at']:%Y/%m/%d}"), ("LA", each.article.language),
            ("ID", each.article.article_id), ("ER", ""),
        ]  # fmt: skip
    return "".join(f"{tag}  - {_on_one_line(text)}\r\n" for tag, text in lines).encode("utf-8", "replace")


def _write_bibtex(matches: Sequence[Match]) -> bytes:
    """BibTeX: an entry @misc per article."""
    entries = []
    for each in matches:
        day = each.row["published_at"] or each.row["fetched_at"]
        fields = {
            "title": each.article.title,
            "author": " and ".join(f"{{{_on_one_line(name)}}}" for name in each.article.authors),
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
    "csv": Download("CSV", "text/csv; charset=utf-8", _write_csv),
    "xlsx": Download("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _write_xlsx),
    "json": Download("JSON", "application/json", _write_json),
    "ris": Download("RIS (Zotero, EndNote)", "application/x-research-info-systems", _write_ris),
    "bib": Download("BibTeX", "application/x-bibtex; charset=utf-8", _write_bibtex),
}
"""The forms by the suffix of the file."""
