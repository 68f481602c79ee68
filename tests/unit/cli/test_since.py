"""Every `--since` takes the same words, and refuses others with the same message."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from typer import BadParameter
from typer.main import get_group
from typer.testing import CliRunner

from newsvane.cli.options import parse_day, parse_days_or_since, parse_first_day, parse_since
from newsvane.dates import EARLIEST
from tests.support.all_commands import app


def list_commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command that has the option, with a word for each argument that it needs."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from list_commands(command, (*path, name))
        elif any("--since" in option.opts for option in command.params):
            needed = [each for each in command.params if each.param_type_name == "argument" and each.required]
            yield (*path, name, *("x" for _ in needed))


@pytest.mark.parametrize("command", [*list_commands(get_group(app))], ids=" ".join)
def test_what_is_no_day_is_refused_in_the_same_words(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, (*command, "--since", "soon"))
    advice = "Invalid value for '--since': 'soon' is no day; write one like 2026-11-24, yesterday or 30d (see `"
    assert (done.exit_code, done.stderr[: len("newsvane: " + advice)]) == (2, f"newsvane: {advice}")


@pytest.mark.parametrize("command", [*list_commands(get_group(app))], ids=" ".join)
def test_a_day_in_the_future_is_refused(command: tuple[str, ...]) -> None:
    tomorrow = f"{datetime.now(UTC).date() + timedelta(days=1)}"
    done = CliRunner().invoke(app, (*command, "--since", tomorrow))
    advice = f"newsvane: Invalid value for '--since': '{tomorrow}' is in the future: it is now "
    assert (done.exit_code, done.stderr[: len(advice)]) == (2, advice)


def test_a_missing_day_is_said_to_be_missing() -> None:
    with pytest.raises(BadParameter, match="the day is missing; write one like 2026-11-24"):
        parse_since("")


def test_a_last_day_may_be_in_the_future() -> None:
    assert parse_day("2999-01-01") == datetime(2999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "days_ago"),
    [
        pytest.param("yesterday", 1, id="yesterday"),
        pytest.param("30d", 30, id="a span"),
        pytest.param("2w", 14, id="weeks"),
    ],
)
def test_a_day_may_be_written_in_words(words: str, days_ago: int) -> None:
    today = datetime.now(UTC).date()
    assert parse_first_day(words) == parse_day(words) == datetime.combine(today - timedelta(days=days_ago), time(), UTC)
    assert parse_since(words).date() == today - timedelta(days=days_ago)


def test_a_day_is_taken_as_it_is_written() -> None:
    day = datetime(2026, 11, 24, tzinfo=UTC)
    assert parse_day("2026-11-24") == parse_since("2026-11-24") == parse_days_or_since("2026-11-24") == day
    assert parse_day("0766-01-01") == EARLIEST


def test_a_number_alone_is_one_of_days_where_it_always_was() -> None:
    assert abs(parse_days_or_since("7") - parse_days_or_since("7d")) < timedelta(minutes=1)
