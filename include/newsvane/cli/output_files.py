"""Files that a command writes at a place of the user's choice."""

import contextlib
import glob
import secrets
from collections.abc import Callable, Iterator
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
    """Yield a path to write to; at the end that file replaces the one at `path`. After an exception it is removed.

    An OSError about it names `path`.
    """
    prepare_output(path)
    partial = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        if error.filename == str(partial):  # nobody knows this name
            error.filename = str(path)
        raise
    finally:
        for each in path.parent.glob(f"{glob.escape(partial.name)}*"):  # DuckDB keeps a journal beside a database
            each.unlink(missing_ok=True)


def require_folder_of(path: Path) -> None:
    """Raise BadParameter if the folder of a file to write does not exist."""
    if not path.parent.is_dir():
        raise typer.BadParameter(f"the folder {path.parent} does not exist")


def check_suffix(*suffixes: str) -> Callable[[Path | None], Path | None]:
    """Return a callback of an option: it raises BadParameter if the file to write has the suffix of another format."""

    def check(path: Path | None) -> Path | None:
        if path and path.suffix.lower() not in suffixes:
            raise typer.BadParameter(f"{path.name!r}: the name must end in {' or '.join(suffixes)}")
        return path

    return check


def write_workbook(result: SqlResult, path: Path) -> int:
    """Write a result as an Excel workbook and return the number of rows. Raises BadParameter if they are too many."""
    from newsvane import xlsx_output  # noqa: PLC0415 - other formats do without it

    rows = list(islice(result.rows, xlsx_output.MAX_ROWS))
    if len(rows) == xlsx_output.MAX_ROWS:
        most = f"a sheet of Excel holds {xlsx_output.MAX_ROWS - 1:,} rows, and there are more"
        raise typer.BadParameter(f"{most}: select fewer, or write CSV or Parquet")
    path.write_bytes(xlsx_output.write_xlsx(result.columns, rows))
    return len(rows)
