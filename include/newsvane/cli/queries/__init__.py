"""Run the queries in this folder, and return rows as dictionaries or records (`article_from_row`)."""

from datetime import datetime
from importlib import resources
from typing import Any

from newsvane.lake import build_article as article_from_row
from newsvane.lake.analyst.sql_session import run_sql

__all__ = ["Row", "article_from_row", "fetch_rows", "load_query"]

Row = dict[str, Any]


def load_query(name: str, **parts: str) -> str:
    """Return the text of a query. `parts` replace its `{names}`."""
    text = (resources.files(__package__) / f"{name}.sql").read_text("utf-8")
    for part, value in parts.items():
        text = text.replace(f"{{{part}}}", value)
    return text


def fetch_rows(sql: str, parameters: object = None, *, as_of: datetime | None = None) -> list[Row]:
    """Return the rows of a result, optionally from the lake as it was at `as_of`."""
    with run_sql(sql, parameters, as_of=as_of) as result:
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]
