"""`--days N` means the same in every command as on the pages: N days, the last of which is today or `--until`."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from typer.testing import CliRunner

from newsvane.analysis import name_changes, search
from newsvane.cli.articles import search as search_command
from newsvane.cli.options import parse_period
from newsvane.dates import first_of_days
from newsvane.search import Filters
from newsvane_pages.coverage import Filters as CoverageFilters
from newsvane_pages.search_address import DAYS, SearchState
from tests.support.all_commands import app
from tests.support.watch_folders import WATCH

TODAY = datetime.now(UTC).date()
UNTIL = date(2026, 1, 1)


def find_filters(monkeypatch: pytest.MonkeyPatch, *options: str) -> Filters:
    """Return the filters with which the command *search* looks for a word."""
    asked: list[Filters] = []

    def answer(query: str, filters: Filters, **_: object) -> search.Found:
        asked.append(filters)
        return search.Found([], 0)

    monkeypatch.setattr(search_command, "search_articles", answer)
    done = CliRunner().invoke(app, ("search", "ashraf", "--json", *options))
    assert done.exit_code == 0, done.stderr
    return asked[0]


@pytest.mark.parametrize(
    ("last", "days", "first"),
    [
        pytest.param(date(2026, 11, 28), 28, date(2026, 11, 1), id="four weeks"),
        pytest.param(date(2026, 3, 1), 1, date(2026, 3, 1), id="a day is that day"),
    ],
)
def test_the_last_day_is_one_of_them(last: date, days: int, first: date) -> None:
    assert first_of_days(last, days) == first


def test_search_begins_where_the_pages_and_other_commands_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    first = first_of_days(TODAY, DAYS)
    assert find_filters(monkeypatch, "--days", str(DAYS)) == Filters(since=first)
    assert parse_period(None, None, DAYS, TODAY) == (first, TODAY)
    assert SearchState().first == first
    assert CoverageFilters().days(TODAY)[0] == first_of_days(TODAY, 28)


def test_days_end_with_the_last_day_that_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    first = UNTIL - timedelta(days=6)
    assert find_filters(monkeypatch, "--days", "7", "--until", f"{UNTIL}") == Filters(since=first, until=UNTIL)
    last = datetime.combine(UNTIL, time(), UTC)
    assert parse_period(None, last, 7, TODAY) == (first, UNTIL)


def test_days_that_would_end_in_the_future_end_today(monkeypatch: pytest.MonkeyPatch) -> None:
    filters = find_filters(monkeypatch, "--days", "7", "--until", f"{TODAY + timedelta(days=3)}")
    assert filters == Filters(since=first_of_days(TODAY, 7), until=TODAY)
    assert SearchState(until=f"{TODAY + timedelta(days=3)}").first == first_of_days(TODAY, DAYS)


def test_days_of_the_past_end_with_the_day_of_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    filters = find_filters(monkeypatch, "--days", "3", "--as-of", "2026-01-01")
    assert filters == Filters(since=date(2025, 12, 30))


def test_the_test_of_names_begins_with_a_whole_day(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[datetime] = []

    def compare(_: object, since: datetime, *__: object, **___: object) -> name_changes.EntityChanges:
        begun.append(since)
        return name_changes.EntityChanges([], [], [], 0)

    monkeypatch.setattr(name_changes, "compare_entities", compare)
    done = CliRunner().invoke(app, ("names", "test", "--days", "7", "--watch", f"{WATCH}", "--json"))
    assert done.exit_code == 0, done.stderr
    assert begun == [datetime.combine(first_of_days(TODAY, 7), time(), UTC)]
