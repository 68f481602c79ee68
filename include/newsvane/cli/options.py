"""Options that several commands share."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, get_args

import typer

from newsvane.analysis.known_names import require_known
from newsvane.cli.time_parsing import EXAMPLES, parse_time
from newsvane.dates import EARLIEST, first_of_days
from newsvane.errors import UnknownName
from newsvane.iso_codes import explain_country, explain_language
from newsvane.records import OutletKind

QUERY = (
    'Words, "phrases", prefix*, AND OR NOT, NEAR/8, NOT NEAR/8, title: text: outlet: lang: country: central: '
    "person: org: place: published:[2026-01 TO 2026-03]"
)
"""A summary of the query language for the help."""

WatchFolder = Annotated[
    Path | None,
    typer.Option(
        "--watch",
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Read this watch folder, such as a draft, instead of the one of the home.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV; cells that look like formulas are escaped.")]
Everything = Annotated[bool, typer.Option("--all", help="Poll every feed that is not paused, due or not.")]
Limit = Annotated[int, typer.Option(min=1, help="Show at most this many.")]
Days = Annotated[int, typer.Option(min=1, max=3650, help="Number of days, counting the last one.")]
DAY_EXAMPLES = "2026-11-24, yesterday or 30d"
"""How days may be written, for the help and for mistakes."""
HOW_FAR_BACK = "How far back, UTC: 2026-11-24, yesterday, 30d or 36h."
TopicId = Annotated[str | None, typer.Option("--topic", help="Id of a topic in topics.toml; by default all topics.")]


def _parse_time_option(words: str) -> datetime:
    try:
        return parse_time(words, now=datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def parse_since(words: str, *, param_hint: str | None = "'--since'") -> datetime:
    """Return when a period begins, UTC: `36h` and `30d` ago, or at the beginning of a day.

    Before anything was published it is EARLIEST. `param_hint`: the option, None if the parser of an option calls this.
    Raises BadParameter, with examples, if it is no time, and if it is in the future.
    """
    begin, now = _parse_begin(words, param_hint), datetime.now(UTC)
    if begin > now:
        raise typer.BadParameter(
            f"{words!r} is in the future: it is now {now:%Y-%m-%d %H:%M} UTC",
            param_hint=param_hint,
        )
    return begin


def _parse_begin(words: str, param_hint: str | None = None) -> datetime:
    try:
        return max(parse_time(words, now=datetime.now(UTC), clock=time.min), EARLIEST)
    except ValueError as error:
        wrong = f"{words!r} is no day" if words else "the day is missing"
        raise typer.BadParameter(f"{wrong}; write one like {DAY_EXAMPLES}", param_hint=param_hint) from error


def parse_first_day(words: str) -> datetime:
    """Return the beginning of a day, which must not be in the future. Raises BadParameter as `parse_since` does."""
    return datetime.combine(parse_since(words, param_hint=None), time(), UTC)


def parse_day(words: str) -> datetime:
    """Return the beginning of a day, which may be in the future. Raises BadParameter, with examples, if it is none."""
    return datetime.combine(_parse_begin(words), time(), UTC)


def parse_days_or_since(words: str) -> datetime:
    """Return the time of `parse_since`, to which a number alone is that of days ago."""
    return parse_since(f"{words}d" if re.fullmatch(r"[1-9]\d{0,4}", words) else words)


AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        parser=_parse_time_option,
        help=f"Query the lake as it was at this time, UTC: {EXAMPLES}. A day means its end.",
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since", metavar="DAY", parser=parse_first_day, help=f"First day, UTC: {DAY_EXAMPLES}; replaces --days."
    ),
]
FirstDay = Annotated[
    datetime | None,
    typer.Option("--since", metavar="DAY", parser=parse_first_day, help=f"First day, UTC: {DAY_EXAMPLES}."),
]
Until = Annotated[
    datetime | None, typer.Option("--until", metavar="DAY", parser=parse_day, help="Last day, UTC; by default today.")
]


def _check_codes(codes: list[str] | None, explain: Callable[[str], str]) -> list[str] | None:
    if wrong := next((message for code in codes or () if (message := explain(code))), ""):
        raise typer.BadParameter(wrong)
    return codes


def _check_languages(codes: list[str] | None) -> list[str] | None:
    return _check_codes([code.lower() for code in codes or ()], explain_language)


def _check_countries(codes: list[str] | None) -> list[str] | None:
    return _check_codes([code.upper() for code in codes or ()], explain_country)


def _check_kinds(kinds: list[str] | None) -> list[str] | None:
    try:
        require_known("kind", kinds or (), get_args(OutletKind))
    except UnknownName as error:
        raise typer.BadParameter(str(error)) from error
    return kinds


Languages = Annotated[
    list[str] | None,
    typer.Option("--language", help="Only this language (ISO 639); may be repeated.", callback=_check_languages),
]
Outlets = Annotated[list[str] | None, typer.Option("--outlet", help="Only this outlet (domain); may be repeated.")]
Countries = Annotated[
    list[str] | None,
    typer.Option(
        "--country", help="Only outlets of this country (ISO 3166); may be repeated.", callback=_check_countries
    ),
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Only outlets of this kind; may be repeated.", callback=_check_kinds)
]


def parse_period(since: datetime | None, until: datetime | None, days: int, today: date) -> tuple[date, date]:
    """Return the first and the last day: as given, or by `first_of_days`. Raises typer.BadParameter."""
    last = until.date() if until else today
    first = since.date() if since else first_of_days(last, days)
    if first > last:
        raise typer.BadParameter(f"--since {first} is after --until {last}")
    return first, last
