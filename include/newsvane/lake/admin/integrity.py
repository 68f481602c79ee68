"""Whether the lake is whole: its form, its files, its keys, and whether its tables agree with each other.

Reads only. What it finds wrong it names with what to do; it mends nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal

import duckdb

from newsvane.lake.admin.files import find_damaged, list_needed_files
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect, known_migrations
from newsvane.lake.engine.sql import fetch_rows
from newsvane.records import Record
from newsvane.settings import Settings

NEWEST, OTHERS = 14, 14
"""Days whose counts are counted again: so many of the newest, and so many by chance."""
_NAMED = 5
"""Of many things that are wrong, how many are named."""


class CheckResult(Record):
    """One line: what was looked at, how it is, and what to do where it is not well; `days`: to be counted again."""

    name: str
    state: Literal["ok", "warning", "failed"] = "ok"
    found: str
    remedy: str = ""
    days: tuple[date, ...] = ()


def check_integrity(settings: Settings) -> Iterator[CheckResult]:
    """Look at everything in turn. Raises LakeError where the lake does not open."""
    yield _files(settings)
    with closing(connect(settings=settings)) as con:
        yield from check_tables(con)


def check_tables(con: duckdb.DuckDBPyConnection) -> Iterator[CheckResult]:
    """The same but for the files, by an open connection."""
    form = _guarded("form", _form, con)
    yield form
    if form.state == "ok":
        for name, check in {"keys": _keys, "links": _links, "counts": _counts}.items():
            yield _guarded(name, check, con)


def _guarded(
    name: str, check: Callable[[duckdb.DuckDBPyConnection], CheckResult], con: duckdb.DuckDBPyConnection
) -> CheckResult:
    try:
        return check(con)
    except duckdb.Error as error:
        remedy = "put the files that are missing or damaged back from a backup, or restore it: `newsvane restore`"
        return CheckResult(name=name, state="failed", found=f"cannot be read: {error}", remedy=remedy)


def _form(con: duckdb.DuckDBPyConnection) -> CheckResult:
    applied = {str(row["name"]) for row in fetch_rows(con, "applied")}
    known = known_migrations()
    if unknown := sorted(applied - known):
        found = f"this lake has been through {', '.join(unknown)}, unknown to this version"
        return CheckResult(name="form", state="failed", found=found, remedy="use the newer version of Newsvane")
    if pending := sorted(known - applied):
        remedy = "the next writer brings it up to date: `newsvane run`. Make a backup first"
        return CheckResult(name="form", state="warning", found=f"not yet through {', '.join(pending)}", remedy=remedy)
    return CheckResult(name="form", found=f"{len(applied)} migrations, none to come")


def _files(settings: Settings) -> CheckResult:
    files = list_needed_files(settings)
    if wrong := list(find_damaged(files, settings.data_path)):
        remedy = "put them back from a backup, where they have the same names, or restore it: `newsvane restore`"
        return CheckResult(name="files", state="failed", found=_some(wrong), remedy=remedy)
    size = sum(file.size for file in files)
    return CheckResult(name="files", found=f"{len(files):,} of {size / 2**20:,.1f} MiB, each there with its size")


def _keys(con: duckdb.DuckDBPyConnection) -> CheckResult:
    if doubled := [f"{row['doubled']} in {row['name']}" for row in fetch_rows(con, "doubled")]:
        remedy = "two writers met: make sure that one process writes at a time, and restore from before, or report it"
        return CheckResult(name="keys", state="failed", found=f"doubled ids: {', '.join(doubled)}", remedy=remedy)
    size = fetch_rows(con, "size")[0]
    return CheckResult(name="keys", found=f"{size['articles']:,} articles, {size['entries']:,} entries, 0 doubled ids")


def _links(con: duckdb.DuckDBPyConnection) -> CheckResult:
    found = fetch_rows(con, "disagreeing")
    if wrong := [f"{row['rows']} {row['kind']} ({row['example']})" for row in found if row["rows"]]:
        remedy = "rows were changed by hand, or something is broken: restore from before, or report it"
        return CheckResult(name="links", state="failed", found=_some(wrong), remedy=remedy)
    return CheckResult(name="links", found=f"{len(found)} kinds looked at, none leads nowhere")


def _counts(con: duckdb.DuckDBPyConnection) -> CheckResult:
    found = fetch_rows(con, "miscounted", newest=NEWEST, others=OTHERS)[0]
    if days := found["wrong"]:
        wrong = f"trend_daily is wrong on {_some(list(map(str, days)))}"
        remedy = "`newsvane doctor --mend` counts these days again"
        return CheckResult(name="counts", state="failed", found=wrong, remedy=remedy, days=tuple(days))
    return CheckResult(name="counts", found=f"trend_daily agrees with the articles of {found['days']} days")


def _some(wrong: list[str]) -> str:
    more = f" and {len(wrong) - _NAMED:,} more" if len(wrong) > _NAMED else ""
    return "; ".join(wrong[:_NAMED]) + more
