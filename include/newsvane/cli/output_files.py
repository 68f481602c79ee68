"""Files that a command writes at a place of the user's choice."""

import contextlib
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import typer

from newsvane import storage
from newsvane.lake.analyst.sql_session import SqlResult
from newsvane.settings import get_settings


def prepare_output(path: Path) -> None:
    """Let the file that is written next be for its owner alone if it is in the home.

    Elsewhere the user's umask decides who may read it.
    """
    if path.resolve().is_relative_to(get_settings().home.resolve()):
        storage.restrict_umask()


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to; at the end that file replaces the one at `path`. After an exception it is removed."""
    prepare_output(path)
    partial = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def require_folder_of(path: Path) -> None:
    """Raise BadParameter if the folder of a file to write does not exist."""
    if not path.parent.is_dir():
        raise typer.BadParameter(f"the folder {path.parent} does not exist")


def write_workbook(result: SqlResult, path: Path) -> int:
    """Write a result as an Excel workbook and return the number of rows. Raises BadParameter if they are too many."""
    from newsvane import xlsx_output  # noqa: PLC0415 - other formats do without it

    rows = list(islice(result.rows, xlsx_output.MAX_ROWS))
    if len(rows) == xlsx_output.MAX_ROWS:
        most = f"a sheet of Excel holds {xlsx_output.MAX_ROWS - 1:,} rows, and there are more"
        raise typer.BadParameter(f"{most}: select fewer, or write CSV or Parquet")
    path.write_bytes(xlsx_output.write_xlsx(result.columns, rows))
    return len(rows)
