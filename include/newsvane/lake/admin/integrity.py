"""Check the integrity of the lake: its migrations, files and ids, and whether its tables agree with each other.

The checks only read. A failed check says what is wrong and what to do; nothing is repaired here.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Literal

import duckdb
from pydantic import Field

from newsvane.errors import NoLake
from newsvane.lake.admin.files import find_damaged, list_needed_files
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.duckdb_errors import describe_unchecked
from newsvane.lake.engine.migration_runner import known_migrations
from newsvane.lake.engine.sql import fetch_rows
from newsvane.records import Record
from newsvane.settings import Settings

NEWEST_DAYS, OTHER_DAYS = 14, 14
"""How many days are counted again to check the counts: the newest, and others drawn at random."""
_MAX_LISTED = 5
"""The maximum number of faults that a message lists."""
_COPY_OR_RESTORE = (
    "copy the files that are missing or damaged from a backup, where they have the same names, or restore the backup: "
    "`newsvane restore`"
)


class CheckResult(Record):
    """The result of one check: its name, the state, what was found, and what to do if the state is not ok.

    `days`: the days whose trends must be counted again. `problem`: under which name the runbook has what was found,
    if that is not the name of the check; "": it has no entry.
    """

    name: str
    state: Literal["ok", "warning", "failed"] = "ok"
    found: str
    remedy: str = ""
    days: tuple[date, ...] = ()
    problem: str | None = Field(None, exclude=True)

    @property
    def runbook_name(self) -> str:
        """Return the name to look up in the runbook."""
        return self.name if self.problem is None else self.problem


def is_unfinished(
    settings: Settings, open_lake: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]
) -> bool:
    """Return whether the catalog that is there has no tables of ours, because making the lake was interrupted.

    The next writer goes on. `open_lake`: opens the lake of these settings, as `open_shared` does. Raises its errors.
    """
    try:
        with open_lake() as connection:
            return not fetch_rows(connection, "list_tables")
    except NoLake:
        with contextlib.closing(sqlite3.connect(settings.catalog_path, timeout=30)) as catalog:
            return not catalog.execute("SELECT name FROM sqlite_master").fetchall()


def check_integrity(settings: Settings) -> Iterator[CheckResult]:
    """Yield the result of every check. Raises LakeError if the lake does not open."""
    yield _check_files(settings)
    with closing(connect(settings=settings)) as con:
        yield from check_tables(con)


def check_tables(con: duckdb.DuckDBPyConnection) -> Iterator[CheckResult]:
    """Yield the result of every check of tables, which needs only a connection. The files are not checked.

    The ids, links and counts are checked only if the lake has exactly the migrations of this version.
    """
    migrations = _run_check("form", _check_migrations, con)
    yield migrations
    if migrations.state == "ok":
        for name, check in {"keys": _check_ids, "links": _check_links, "counts": _check_counts}.items():
            yield _run_check(name, check, con)


def _run_check(
    name: str, check: Callable[[duckdb.DuckDBPyConnection], CheckResult], con: duckdb.DuckDBPyConnection
) -> CheckResult:
    try:
        return check(con)
    except duckdb.Error as error:
        return CheckResult(name=name, state="failed", found=describe_unchecked(error), remedy=_COPY_OR_RESTORE)


def _check_migrations(con: duckdb.DuckDBPyConnection) -> CheckResult:
    applied = {str(row["name"]) for row in fetch_rows(con, "list_applied_migrations")}
    known = known_migrations()
    if unknown := sorted(applied - known):
        found = f"this lake has the migrations {', '.join(unknown)}, which this version does not know"
        return CheckResult(name="form", state="failed", found=found, remedy="use the newer version of Newsvane")
    if pending := sorted(known - applied):
        remedy = "make a backup first; then the next writer applies them: `newsvane run`"
        found = f"migrations not applied yet: {', '.join(pending)}"
        return CheckResult(name="form", state="warning", found=found, remedy=remedy)
    return CheckResult(name="form", found=f"{len(applied)} migrations, none pending")


def _check_files(settings: Settings) -> CheckResult:
    files = list_needed_files(settings)
    if wrong := list(find_damaged(files, settings.data_path)):
        return CheckResult(name="files", state="failed", found=_list_some(wrong), remedy=_COPY_OR_RESTORE)
    size = sum(file.size for file in files)
    return CheckResult(
        name="files", found=f"{len(files):,} files of {size / 2**20:,.1f} MiB in total, all there with the right size"
    )


def _check_ids(con: duckdb.DuckDBPyConnection) -> CheckResult:
    if duplicates := [f"{row['duplicates']} in {row['name']}" for row in fetch_rows(con, "count_duplicated_ids")]:
        remedy = (
            "two processes wrote at once: make sure that only one writes at a time, and restore an older backup, "
            "or report it"
        )
        found = f"duplicated ids: {', '.join(duplicates)}"
        return CheckResult(name="keys", state="failed", found=found, remedy=remedy)
    size = fetch_rows(con, "count_articles_and_entries")[0]
    return CheckResult(
        name="keys", found=f"{size['articles']:,} articles, {size['entries']:,} entries, no duplicated ids"
    )


def _check_links(con: duckdb.DuckDBPyConnection) -> CheckResult:
    found = fetch_rows(con, "count_broken_links")
    if wrong := [f"{row['rows']} {row['kind']} ({row['example']})" for row in found if row["rows"]]:
        remedy = "rows were changed by hand, or something is broken: restore an older backup, or report it"
        return CheckResult(name="links", state="failed", found=_list_some(wrong), remedy=remedy)
    return CheckResult(name="links", found=f"{len(found)} kinds checked, none leads nowhere")


def _check_counts(con: duckdb.DuckDBPyConnection) -> CheckResult:
    found = fetch_rows(con, "find_miscounted_days", newest=NEWEST_DAYS, others=OTHER_DAYS)[0]
    if days := found["wrong"]:
        wrong = f"the counts differ from the articles on {_list_some(list(map(str, days)))}"
        remedy = "`newsvane doctor --mend` counts these days again"
        return CheckResult(name="counts", state="failed", found=wrong, remedy=remedy, days=tuple(days))
    return CheckResult(name="counts", found=f"the counts agree with the articles of {found['days']} days")


def _list_some(wrong: list[str]) -> str:
    """Join the first few of these, and say how many more there are."""
    more = f" and {len(wrong) - _MAX_LISTED:,} more" if len(wrong) > _MAX_LISTED else ""
    return "; ".join(wrong[:_MAX_LISTED]) + more
