"""`newsvane copies`: which articles of a file are copies of others, without a lake."""
# ruff: noqa: PLC0415 - grouping is imported by the command that does it

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ValidationError

from newsvane import urls
from newsvane.cli.console import complain, dump, show_table
from newsvane.records import Article, Utc
from newsvane.texts import words


class Line(BaseModel):
    """What a line of the file may say of an article; other keys are left alone."""

    id: str
    text: str
    title: str = ""
    published_at: Utc | None = None
    outlet: str = ""
    language: str = "und"
    url: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane copies articles.jsonl --json > copies.jsonl`")(copies)


def copies(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", exists=True, dir_okay=False, readable=True)],
    as_json: Annotated[
        bool | None, typer.Option("--json/--table", help="JSON lines or a table; a table on a terminal.")
    ] = None,
    window: Annotated[int, typer.Option(min=1, help="Days that may lie between an article and its copy.")] = 14,
) -> None:
    """Tell copies from originals in a file.

    One article, a JSON object, a line. Keys: id and text; title, published_at (ISO 8601 with its offset), outlet,
    language and url where known. A line that cannot be used is named and left out, with exit code 1 at the end.
    """
    from newsvane.stories import group

    with file.open("rb") as lines:
        articles, bad = _read(lines)
    found = {grouping.article_id: grouping for grouping in group(articles.values(), window_days=window)}
    rows = [
        {"id": key, **found[key].model_dump(include={"copy_of", "copy_kind", "score", "story_id", "evidence"})}
        for key in articles
    ]
    if as_json if as_json is not None else not sys.stdout.isatty():
        for row in rows:
            dump(row, indent=None)
    else:
        show_table(rows, {name: name.replace("_", " ") for name in rows[0]} if rows else {}, empty="No article.")
    if bad:
        raise typer.Exit(1)


def _read(lines: Iterable[bytes]) -> tuple[dict[str, Article], int]:
    articles: dict[str, Article] = {}
    bad, now = 0, datetime.now(UTC)
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            made = _article(Line.model_validate(json.loads(text)), now)
            if made.article_id in articles:
                raise ValueError(f"the id {made.article_id!r} was given before")
        except ValidationError as error:
            wrong = error.errors()[0]
            problem = f"{'.'.join(map(str, wrong['loc'])) or 'line'}: {wrong['msg']}"
        except (ValueError, RecursionError) as error:
            problem = str(error)
        else:
            articles[made.article_id] = made
            continue
        bad += 1
        complain(f"line {number} is left out: {problem}")
    return articles, bad


def _article(given: Line, now: datetime) -> Article:
    """The article of a line. What it does not tell apart, address and outlet, is its own."""
    url = given.url or f"https://unknown.invalid/{given.id}"
    return Article(
        article_id=given.id,
        url=url,
        canonical_url=urls.canonical(given.url) if given.url else url,
        outlet=given.outlet or given.id,
        title=given.title,
        published_at=given.published_at,
        fetched_at=now,
        text=given.text,
        words=len(words(given.text)),
        language=given.language,
    )
