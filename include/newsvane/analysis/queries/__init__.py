"""Run the queries in this folder, and return rows as dictionaries."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from importlib import resources
from typing import Any, Protocol

from newsvane import lake
from newsvane.lake.engine.sql import fetch_rows_of

Row = dict[str, Any]


class OpenLake(Protocol):
    """Opens a connection for reading, as `lake.open_reader` does."""

    def __call__(self, *, as_of: datetime | None = None) -> AbstractContextManager[lake.Connection]:
        """Yield a connection to the lake, or to the lake as it was at `as_of`."""


def load_query(name: str, *, package: str = __package__, **parts: str) -> str:
    """Return the text of a query. `package`: its folder. `parts` replace its `{names}`."""
    text = (resources.files(package) / f"{name}.sql").read_text("utf-8")
    for part, value in parts.items():
        text = text.replace(f"{{{part}}}", value)
    return text


def fetch_rows(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    as_of: datetime | None = None,
    open_lake: OpenLake = lake.open_reader,
) -> list[Row]:
    """Return the rows of a result, optionally from the lake as it was at `as_of`."""
    with open_lake(as_of=as_of) as connection:
        return fetch_rows_of(connection, sql, **parameters or {})
