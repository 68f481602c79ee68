"""The runbook: an entry for whatever `newsvane doctor` may find, and doctor names it."""

import pytest

from newsvane import runbook
from tests.integration.cli.terminal import WATCH, Desk


@pytest.mark.parametrize(
    ("check", "anchor"),
    [
        pytest.param("settings", "a-watch-file-does-not-load", id="settings"),
        pytest.param("watch files", "a-watch-file-does-not-load", id="watch files"),
        pytest.param("disk", "the-disk-is-full", id="disk"),
        pytest.param("lake", "the-lake-is-damaged", id="lake"),
        pytest.param("lake: files", "the-lake-is-damaged", id="a part of the lake"),
        pytest.param("clock", "the-clock-was-wrong", id="clock"),
        pytest.param("channels", "alerts-do-not-arrive", id="channels"),
        pytest.param("feeds", "one-feed-fails-or-is-silent", id="feeds"),
        pytest.param("outbox", "alerts-do-not-arrive", id="outbox"),
    ],
)
def test_each_check_of_doctor_has_its_entry(check: str, anchor: str) -> None:
    entry = runbook.of_check(check)
    assert entry
    assert entry.anchor == anchor


def test_what_is_no_check_has_none() -> None:
    assert runbook.of_check("weather") is None


def test_each_thing_has_a_name_of_its_own_and_something_to_do() -> None:
    assert len({entry.anchor for entry in runbook.entries()}) == len(runbook.entries()) >= 13
    assert [entry.title for entry in runbook.entries() if not entry.steps] == []


def test_doctor_names_the_entry(tmp_path: object) -> None:
    desk = Desk({"NEWSVANE_HOME": str(tmp_path), "NEWSVANE_WATCH": "/nowhere"}, {})
    assert "docs/operations/runbook.md#a-watch-file-does-not-load" in desk.run("doctor", code=1).stdout
    well = desk.having(NEWSVANE_WATCH=str(WATCH)).run("doctor", "--json", code=1).stdout
    assert "runbook.md" not in well
