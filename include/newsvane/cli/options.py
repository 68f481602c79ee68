"""Options that several commands share."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from newsvane.cli.when import EXAMPLES, moment

QUERY = 'Words, "phrases", prefix*, AND OR NOT, title: text: outlet: lang: country: published:[2026-01 TO 2026-03]'
"""What may stand in a query, for the help."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Everything = Annotated[bool, typer.Option("--all", help="Poll every feed that is not paused, due or not.")]
Limit = Annotated[int, typer.Option(min=1, help="How many to show at the most.")]
Days = Annotated[int, typer.Option(min=1, max=3650, help="How many days back.")]
TopicId = Annotated[str | None, typer.Option("--topic", help="Id of a topic in topics.toml; all where not given.")]


def _moment(words: str) -> datetime:
    try:
        return moment(words, now=datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        parser=_moment,
        help=f"The lake as it was then, UTC: {EXAMPLES}. A day alone is its end.",
    ),
]

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def ago(span: str) -> datetime:
    """The moment so long ago: `36h`, `30d`, `4w`. Raises typer.BadParameter."""
    found = re.fullmatch(r"(\d{1,4})([hdw])", span.strip())
    if not found:
        raise typer.BadParameter(f"{span!r} is no span of time; write 36h, 30d or 4w")
    return datetime.now(UTC) - timedelta(**{_UNITS[found[2]]: int(found[1])})
