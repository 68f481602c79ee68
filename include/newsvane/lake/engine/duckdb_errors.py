"""Tell what an error of DuckDB means for the lake: it only has a message, so the words of the message decide."""

import errno
import re
import sqlite3

import duckdb

from newsvane.errors import LakeBusy, LakeError, NewsvaneError, WriteConflict

_DATA_ERRORS = (
    duckdb.DataError, duckdb.IntegrityError, duckdb.InvalidInputException, duckdb.InternalException,
    duckdb.NotSupportedError,
)  # fmt: skip
_CONFLICT_MESSAGES = (
    "database is locked",
    "Transaction conflict",
    "maximum retry count",
    "could not serialize access",
    "deadlock detected",
)
"""Parts of error messages which mean that another writer committed first."""
_FULL_MESSAGES = ("database or disk is full", "No space left on device")
"""Parts of error messages which mean that there is no room for a file."""
_LOST_MESSAGES = ("No such file", "404 (Not Found)", "too small", "magic bytes", "footer")
"""Parts of error messages which mean that a file is missing, or is not the Parquet file that was written."""
_LAKE_FILE = re.compile(r"[^\"']*ducklake-[\w-]+\.parquet")
_UNREACHABLE_MESSAGES = (
    "Unable to connect to Postgres",
    "could not connect to server",
    "server closed the connection",
    "terminating connection",
    "no connection to the server",
    "connection to server",
    "SSL SYSCALL",
    "Connection refused",
    "Connection reset",
    "Could not establish connection",
    "Could not connect to server",
    "Timeout was reached",
    "HTTP 5",
)
"""Parts of error messages which mean that PostgreSQL or the bucket does not respond."""


def to_lake_busy(error: BaseException) -> LakeBusy | None:
    """Return the error to raise if repeating the whole transaction may help, or None if it will not help.

    WriteConflict: another writer committed first. LakeBusy: PostgreSQL or the bucket did not respond.
    """
    if not isinstance(error, duckdb.Error):
        return None
    said = str(error)
    if any(words in said for words in _CONFLICT_MESSAGES):
        return WriteConflict("another writer committed first; nothing was written", reason="lake_met")
    if is_unreachable(said):
        return LakeBusy("the catalog or the bucket did not respond; nothing was written", reason="lake_unreachable")
    return None


def is_unreachable(said: str) -> bool:
    """Return whether DuckDB says that PostgreSQL or the bucket does not respond."""
    return any(words in said for words in _UNREACHABLE_MESSAGES)


def to_lake_damaged(error: BaseException) -> LakeError | None:
    """Return the error to raise if DuckDB found a file of the lake missing or damaged, or None for another error."""
    if not (file := _find_unreadable_file(error)):
        return None
    return LakeError(
        f"{file}, a file of the lake, is missing or damaged. `newsvane doctor` lists all such files and says what to "
        "do; see docs/operations/runbook.md#the-lake-is-damaged",
        reason="lake_damaged",
    )


def _find_unreadable_file(error: BaseException) -> str:
    """Return the name of the lake's file that DuckDB found missing or damaged, or "" for another error."""
    if not isinstance(error, duckdb.Error) or not any(words in str(error) for words in _LOST_MESSAGES):
        return ""
    named = _LAKE_FILE.search(str(error))
    return named[0] if named else ""


def describe_unchecked(error: duckdb.Error) -> str:
    """Say why something could not be checked."""
    file = _find_unreadable_file(error)
    return f"not checked: {file} is missing or damaged" if file else f"not checked: {error}"


def is_disk_full(error: BaseException) -> bool:
    """Return whether something could not be written because there is no room for it."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, duckdb.Error | sqlite3.Error) and any(words in str(error) for words in _FULL_MESSAGES)


def is_catalog_error(error: BaseException) -> bool:
    """Return whether a catalog that is a file could not be read, copied or changed, as by a backup."""
    return isinstance(error, sqlite3.Error)


def is_forbidden(error: BaseException) -> bool:
    """Return whether DuckDB could not read or write a file because the system forbids it to us."""
    return isinstance(error, duckdb.IOException) and "Permission denied" in str(error)


def may_be_caused_by_data(error: Exception) -> bool:
    """Return whether an item that was to be written may be the cause of an error.

    It is not if the lake, the machine or the configuration is: those errors are the same whatever is written.
    """
    if isinstance(error, duckdb.Error):
        return isinstance(error, _DATA_ERRORS)
    return not isinstance(error, (NewsvaneError, OSError))
