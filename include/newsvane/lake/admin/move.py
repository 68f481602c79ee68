"""Move the lake to another place: all rows of all tables, the archive, the staging folder, the delivery journals, and
the configuration with the rules made on the pages.

Each table is copied in one transaction and compared with its source; each file is copied and compared as well. Nothing
is deleted at the source. An interrupted move continues when it is started again; it is recognised because its commits
name the source lake.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from newsvane import storage
from newsvane.errors import LakeError
from newsvane.lake.engine.attach import attach, closing
from newsvane.lake.engine.connection import connect, exclusive, exists, migrate
from newsvane.lake.engine.sql import fetch_rows, load_query
from newsvane.lake.engine.transactions import transaction
from newsvane.lake.tables.table_reader import count_rows
from newsvane.records import Record
from newsvane.settings import Settings
from newsvane.storage import StoragePath

FOLDERS = ("archive", "staging", "delivery", "configuration", "forgotten")
_LAST_TABLE = "migrations"
"""The table that is copied last. Once it is there, the move is complete."""


class MoveResult(Record):
    """The contents of the new place: rows per table and files per folder; and the bytes copied by this call."""

    rows: Mapping[str, int] = {}
    files: Mapping[str, int] = {}
    copied: int = 0


def move(
    source: Settings,
    target: Settings,
    *,
    on_table: Callable[[], None] = lambda: None,
    on_file: Callable[[], None] = lambda: None,
) -> MoveResult:
    """Copy a lake to the place that `target` names, and keep writers out meanwhile. Return what is there then.

    Snapshots are not copied, so the new lake cannot be queried as of earlier times. Raises LakeError if there is no
    lake, if the new place has anything but an unfinished move of this lake, or if a copy differs from its source.
    Raises LakeBusy as `writer` does.
    """
    if source.catalog_shown == target.catalog_shown:
        raise LakeError(f"the lake is already at {source.catalog_shown}: name another place", reason="not_empty")
    connect(settings=source).close()
    migrate(source)
    _require_empty_target(source, target)
    migrate(target)
    with exclusive(source) as con, exclusive(target):
        attach(con, target, name="target", read_only=False, create=False)
        con.execute("USE lake")
        tables = sorted(count_rows(con), key=lambda table: (table == _LAST_TABLE, table))
        moved: dict[str, int] = {}
        for table in tables[:-1]:
            moved[table] = _copy_table(con, table, source)
            on_table()
        files, copied = _copy_folders(source, target, on_file)
        moved[_LAST_TABLE] = _copy_table(con, _LAST_TABLE, source, done=True)
        on_table()
    return MoveResult(rows=moved, files=files, copied=copied)


def _copy_table(con: duckdb.DuckDBPyConnection, table: str, source: Settings, *, done: bool = False) -> int:
    """Copy a table unless the copy is already the same. Returns its rows. `done`: record that the move is complete."""
    wanted = _fingerprint(con, "lake", table)
    if done or _fingerprint(con, "target", table) != wanted:
        with transaction(con):
            con.execute(f"DELETE FROM target.{table}")  # noqa: S608 - a name of the catalog
            con.execute(f"INSERT INTO target.{table} BY NAME FROM lake.{table}")
            fetch_rows(con, "set_move_message", step="moved" if done else "move", source=source.catalog_shown)
        if _fingerprint(con, "target", table) != wanted:
            raise LakeError(f"the copy of {table} differs from its source: report it", reason="torn")
    return wanted[0]


def _fingerprint(con: duckdb.DuckDBPyConnection, lake: str, table: str) -> tuple[int, int]:
    """Return how many rows a table has and the sum of their hashes, which does not depend on their order."""
    found = con.execute(load_query("fingerprint_table").replace("$table", f"{lake}.{table}")).fetchone() or (0, 0)
    return int(found[0]), int(found[1])


def _require_empty_target(source: Settings, target: Settings) -> None:
    """Raise LakeError if the new place has anything but an unfinished move of this lake."""
    if not exists(target):
        if next(storage.list_files(target.data_path), None):
            where = f"{target.data_path} contains data without a catalog"
            raise LakeError(f"{where}: name another place, or move the data aside", reason="not_empty")
        return
    with closing(connect(settings=target)) as con:
        steps = {(row["step"], row["source"]) for row in fetch_rows(con, "list_move_commits")}
        filled = sum(n for table, n in count_rows(con).items() if table != _LAST_TABLE)
    own_steps = {("move", source.catalog_shown)}
    if steps - own_steps or (filled and not steps):
        where = f"there is already a lake at {target.catalog_shown}"
        raise LakeError(f"{where} ({filled:,} rows): name another place, or move it aside", reason="not_empty")


def _copy_folders(source: Settings, target: Settings, on_file: Callable[[], None]) -> tuple[dict[str, int], int]:
    found, copied = dict.fromkeys(FOLDERS, 0), 0
    for name in FOLDERS:
        here, there = (getattr(each, f"{name}_path") for each in (source, target))
        if str(here) == str(there):
            continue
        sizes = {file.path: file.size for file in storage.list_files(there)}
        for file in storage.list_files(here):
            if not file.path.endswith(".partial"):
                copied += _copy_file(here / file.path, there / file.path, is_there=file.path in sizes, folder=name)
                found[name] += 1
                on_file()
    return found, copied


def _copy_file(source: StoragePath, target: StoragePath, *, is_there: bool, folder: str) -> int:
    """Copy a file unless the copy is already the same. Returns the bytes copied.

    An archive file that differs at the new place is an error. A file of another folder is replaced: it changed at the
    source after an earlier, interrupted move.
    """
    wanted = _digest(source)
    if is_there:
        if _digest(target) == wanted:
            return 0
        if folder == "archive":
            raise LakeError(f"{target} differs from {source}: move it aside", reason="not_empty")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "file"
        with source.open("rb") as read, path.open("wb") as written:
            shutil.copyfileobj(read, written)
        storage.put_file(path, target)
        if _digest(target) != wanted:
            raise LakeError(f"{target} differs from {source}, which it was copied from: report it", reason="torn")
        return path.stat().st_size


def _digest(path: StoragePath) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()
