"""The lake to another place: every row of every table as it is now, archive, staging and what senders noted.

Each table is copied in a transaction and compared with where it came from, each file likewise. Nothing is deleted at
the source. A move that ended early goes on when it is asked for again: its commits say whose move they are.
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
from newsvane.lake.engine.connection import connect, exclusive, exists, migrate, transaction
from newsvane.lake.engine.sql import fetch_rows, load_query
from newsvane.lake.tables.reader import count_rows
from newsvane.records import Record
from newsvane.settings import Settings
from newsvane.storage import StoragePath

FOLDERS = ("archive", "staging", "delivery")
_LAST = "migrations"
"""The table that is copied last: with it the move is done."""


class MoveResult(Record):
    """What is at the new place: rows of each table, files of each folder, and bytes of these that were copied now."""

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
    """Copy a lake to where the other settings say, while nobody writes it; what is there then.

    Its snapshots stay behind: the new one can be asked as of from now on. Raises LakeError where there is no lake, the
    new place is not empty and no unfinished move of this lake, or a copy is not what it was copied from; LakeBusy as
    `writer`.
    """
    if source.catalog_shown == target.catalog_shown:
        raise LakeError(f"the lake is at {source.catalog_shown} already: name another place", reason="not_empty")
    connect(settings=source).close()
    migrate(source)
    _require_free(source, target)
    migrate(target)
    with exclusive(source) as con, exclusive(target):
        attach(con, target, name="target", read_only=False, create=False)
        con.execute("USE lake")
        tables = sorted(count_rows(con), key=lambda table: (table == _LAST, table))
        moved: dict[str, int] = {}
        for table in tables[:-1]:
            moved[table] = _copy_table(con, table, source)
            on_table()
        files, copied = _copy_folders(source, target, on_file)
        moved[_LAST] = _copy_table(con, _LAST, source, done=True)
        on_table()
    return MoveResult(rows=moved, files=files, copied=copied)


def _copy_table(con: duckdb.DuckDBPyConnection, table: str, source: Settings, *, done: bool = False) -> int:
    """Copy a table unless its copy is the same; its rows. `done`: say that nothing is left to do."""
    wanted = _fingerprint(con, "lake", table)
    if done or _fingerprint(con, "target", table) != wanted:
        with transaction(con):
            con.execute(f"DELETE FROM target.{table}")  # noqa: S608 - a name of the catalog
            con.execute(f"INSERT INTO target.{table} BY NAME FROM lake.{table}")
            fetch_rows(con, "note_move", step="moved" if done else "move", source=source.catalog_shown)
        if _fingerprint(con, "target", table) != wanted:
            raise LakeError(f"the copy of {table} is not what it was copied from: report it", reason="torn")
    return wanted[0]


def _fingerprint(con: duckdb.DuckDBPyConnection, lake: str, table: str) -> tuple[int, int]:
    """How many rows a table has, and the sum of a hash of each, whatever their order."""
    found = con.execute(load_query("fingerprint").replace("$table", f"{lake}.{table}")).fetchone() or (0, 0)
    return int(found[0]), int(found[1])


def _require_free(source: Settings, target: Settings) -> None:
    """Raise LakeError where anything but an unfinished move of this lake is at the new place."""
    if not exists(target):
        if next(storage.list_files(target.data_path), None):
            where = f"{target.data_path} holds data without a catalog"
            raise LakeError(f"{where}: name another place, or move them aside", reason="not_empty")
        return
    with closing(connect(settings=target)) as con:
        steps = {(row["step"], row["source"]) for row in fetch_rows(con, "noted_moves")}
        filled = sum(n for table, n in count_rows(con).items() if table != _LAST)
    mine = {("move", source.catalog_shown)}
    if steps - mine or (filled and not steps):
        where = f"there is a lake at {target.catalog_shown} already"
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
                copied += _copy_file(here / file.path, there / file.path, is_there=file.path in sizes, kept=name)
                found[name] += 1
                on_file()
    return found, copied


def _copy_file(source: StoragePath, target: StoragePath, *, is_there: bool, kept: str) -> int:
    """Copy a file unless its copy is the same; the bytes copied."""
    wanted = _digest(source)
    if is_there:
        if _digest(target) == wanted:
            return 0
        if kept == "archive":
            raise LakeError(f"{target} is another file than {source}: move it aside", reason="not_empty")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with source.open("rb") as read, path.open("wb") as written:
            shutil.copyfileobj(read, written)
        storage.put_file(path, target)
        if _digest(target) != wanted:
            raise LakeError(f"{target} is not what it was copied from, {source}: report it", reason="torn")
        return path.stat().st_size


def _digest(place: StoragePath) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()
