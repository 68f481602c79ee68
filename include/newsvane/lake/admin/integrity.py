"""Whether the lake is whole: its form, its files, its keys, and whether its tables agree with each other.

Reads only. What it finds wrong it names with what to do; it mends nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal

import duckdb

from newsvane.lake.admin.files import damaged, needed_files
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect, known_migrations
from newsvane.lake.engine.sql import rows
from newsvane.records import Record
from newsvane.settings import Settings

NEWEST, OTHERS = 14, 14
"""Days whose counts are counted again: so many of the newest, and so many by chance."""
_NAMED = 5
"""Of many things that are wrong, how many are named."""


class Finding(Record):
    """One line: what was looked at, how it is, and what to do where it is not well; `days`: to be counted again."""

    name: str
    state: Literal["ok", "warning", "failed"] = "ok"
    found: str
    remedy: str = ""
    days: tuple[date, ...] = ()


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything in turn. Raises LakeError where the lake does not open."""
    yield _files(settings)
    with closing(connect(settings=settings)) as con:
        yield from look(con)


def look(con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """The same but for the files, by an open connection."""
    form = _guarded("form", _form, con)
    yield form
    if form.state == "ok":
        for name, check in {"keys": _keys, "links": _links, "counts": _counts}.items():
            yield _guarded(name, check, con)


def _guarded(
    name: str, check: Callable[[duckdb.DuckDBPyConnection], Finding], con: duckdb.DuckDBPyConnection
) -> Finding:
    try:
        return check(con)
    except duckdb.Error as error:
        remedy = "put the files that are missing or damaged back from a backup, or restore it: `newsvane restore`"
        return Finding(name=name, state="failed", found=f"cannot be read: {error}", remedy=remedy)


def _form(con: duckdb.DuckDBPyConnection) -> Finding:
    applied = {str(row["name"]) for row in rows(con, "applied")}
    known = known_migrations()
    if unknown := sorted(applied - known):
        found = f"this lake has been through {', '.join(unknown)}, unknown to this version"
        return Finding(name="form", state="failed", found=found, remedy="use the newer version of Newsvane")
    if pending := sorted(known - applied):
        remedy = "the next writer brings it up to date: `newsvane run`. Make a backup first"
        return Finding(name="form", state="warning", found=f"not yet through {', '.join(pending)}", remedy=remedy)
    return Finding(name="form", found=f"{len(applied)} migrations, none to come")


def _files(settings: Settings) -> Finding:
    files = needed_files(settings)
    if wrong := list(damaged(files, settings.data_path)):
        remedy = "put them back from a backup, where they have the same names, or restore it: `newsvane restore`"
        return Finding(name="files", state="failed", found=_some(wrong), remedy=remedy)
    size = sum(file.size for file in files)
    return Finding(name="files", found=f"{len(files):,} of {size / 2**20:,.1f} MiB, each there with its size")


def _keys(con: duckdb.DuckDBPyConnection) -> Finding:
    if doubled := [f"{row['doubled']} in {row['name']}" for row in rows(con, "doubled")]:
        remedy = "two writers met: make sure that one process writes at a time, and restore from before, or report it"
        return Finding(name="keys", state="failed", found=f"doubled ids: {', '.join(doubled)}", remedy=remedy)
    size = rows(con, "size")[0]
    return Finding(name="keys", found=f"{size['articles']:,} articles, {size['entries']:,} entries, 0 doubled ids")


def _links(con: duckdb.DuckDBPyConnection) -> Finding:
    found = rows(con, "disagreeing")
    if wrong := [f"{row['rows']} {row['kind']} ({row['example']})" for row in found if row["rows"]]:
        remedy = "rows were changed by hand, or something is broken: restore from before, or report it"
        return Finding(name="links", state="failed", found=_some(wrong), remedy=remedy)
    return Finding(name="links", found=f"{len(found)} kinds looked at, none leads nowhere")


def _counts(con: duckdb.DuckDBPyConnection) -> Finding:
    found = rows(con, "miscounted", newest=NEWEST, others=OTHERS)[0]
    if days := found["wrong"]:
        wrong = f"trend_daily is wrong on {_some(list(map(str, days)))}"
        remedy = "`newsvane doctor --mend` counts these days again"
        return Finding(name="counts", state="failed", found=wrong, remedy=remedy, days=tuple(days))
    return Finding(name="counts", found=f"trend_daily agrees with the articles of {found['days']} days")


def _some(wrong: list[str]) -> str:
    more = f" and {len(wrong) - _NAMED:,} more" if len(wrong) > _NAMED else ""
    return "; ".join(wrong[:_NAMED]) + more
