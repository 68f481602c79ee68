"""Run the queries in this folder, and return rows as dictionaries or records."""

from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from newsvane.lake.analyst.sql_session import run_sql
from newsvane.lake.engine.sql import pick_fields
from newsvane.records import Article, Raw, Translation

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


def article_from_row(row: Mapping[str, Any]) -> Article:
    """Return the article in a row of `articles` or `coverage`."""
    return Article(
        **{"text": ""}
        | pick_fields(Article, row)
        | {
            "translation": Translation(**pick_fields(Translation, row, "translation_")),
            "raw": Raw(**pick_fields(Raw, row, "raw_")) if row["raw_file"] else None,
        }
    )
