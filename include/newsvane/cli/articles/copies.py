"""`newsvane copies`: find copies and translations among the articles of a file, without a lake."""
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
from newsvane.cli.console import print_error, print_json, show_table
from newsvane.records import Article, Utc
from newsvane.texts import words


class InputLine(BaseModel):
    """The keys that a line may have. Other keys are ignored."""

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
        bool | None,
        typer.Option("--json/--table", help="Print JSON lines or a table; by default a table on a terminal."),
    ] = None,
    window: Annotated[int, typer.Option(min=1, help="Maximum number of days between an article and its copy.")] = 14,
) -> None:
    """Find copies and translations in a file of articles.

    The file has one JSON object per line. Required keys: id and text. Optional keys: title, published_at (ISO 8601 with
    offset), outlet, language and url. Lines that cannot be used are reported and skipped; the exit code is then 1.
    """
    from newsvane.stories import group

    with file.open("rb") as lines:
        articles, bad = _parse_lines(lines)
    found = {grouping.article_id: grouping for grouping in group(articles.values(), window_days=window)}
    rows = [
        {"id": key, **found[key].model_dump(include={"copy_of", "copy_kind", "score", "story_id", "evidence"})}
        for key in articles
    ]
    if as_json if as_json is not None else not sys.stdout.isatty():
        for row in rows:
            print_json(row, indent=None)
    else:
        show_table(rows, {name: name.replace("_", " ") for name in rows[0]} if rows else {}, empty="No articles.")
    if bad:
        raise typer.Exit(1)


def _parse_lines(lines: Iterable[bytes]) -> tuple[dict[str, Article], int]:
    articles: dict[str, Article] = {}
    bad, now = 0, datetime.now(UTC)
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            made = _article_from_line(InputLine.model_validate(json.loads(text)), now)
            if made.article_id in articles:
                raise ValueError(f"the id {made.article_id!r} is not unique")
        except ValidationError as error:
            wrong = error.errors()[0]
            problem = f"{'.'.join(map(str, wrong['loc'])) or 'line'}: {wrong['msg']}"
        except (ValueError, RecursionError) as error:
            problem = str(error)
        else:
            articles[made.article_id] = made
            continue
        bad += 1
        print_error(f"line {number} was skipped: {problem}")
    return articles, bad


def _article_from_line(given: InputLine, now: datetime) -> Article:
    """Return the article of a line. A missing URL or outlet is replaced with a unique one."""
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
