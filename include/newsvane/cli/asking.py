"""Questions to the lake: the statements in `queries/`, and rows as dictionaries or records."""

from collections.abc import Mapping
from contextlib import closing
from importlib import resources
from typing import Any

from newsvane import lake
from newsvane.lake.sql import fields
from newsvane.records import Article, Raw, Translation

Row = dict[str, Any]


def statement(name: str, **parts: str) -> str:
    """The text of a statement; `parts` replace its `{names}`."""
    text = (resources.files(__package__) / "queries" / f"{name}.sql").read_text("utf-8")
    for part, value in parts.items():
        text = text.replace(f"{{{part}}}", value)
    return text


def ask(sql: str, parameters: object = None) -> list[Row]:
    """The rows of a result."""
    with closing(lake.connect()) as connection:
        result = connection.execute(sql, parameters)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def article(row: Mapping[str, Any]) -> Article:
    """The article in a row of `articles` or `coverage`."""
    return Article(
        **{"text": ""}
        | fields(Article, row)
        | {
            "translation": Translation(**fields(Translation, row, "translation_")),
            "raw": Raw(**fields(Raw, row, "raw_")) if row["raw_file"] else None,
        }
    )
