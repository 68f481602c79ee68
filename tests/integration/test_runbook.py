"""The runbook: every check of `newsvane doctor` has an entry, and doctor names it."""

import re

import pytest

from newsvane import runbook
from tests.support.scene import PROJECT
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH


@pytest.mark.parametrize(
    ("check", "anchor"),
    [
        pytest.param("settings", "a-watch-file-does-not-load", id="settings"),
        pytest.param("watch files", "a-watch-file-does-not-load", id="watch files"),
        pytest.param("disk", "the-disk-is-full", id="disk"),
        pytest.param("lake", "the-lake-is-damaged", id="lake"),
        pytest.param("lake: files", "the-lake-is-damaged", id="a part of the lake"),
        pytest.param("pipeline", "nothing-runs", id="pipeline"),
        pytest.param("clock", "the-clock-was-wrong", id="clock"),
        pytest.param("channels", "alerts-do-not-arrive", id="channels"),
        pytest.param("feeds", "one-feed-fails-or-is-silent", id="feeds"),
        pytest.param("all feeds", "every-feed-fails", id="all feeds"),
        pytest.param("delivery", "alerts-do-not-arrive", id="delivery"),
        pytest.param("outbox", "alerts-do-not-arrive", id="outbox"),
        pytest.param("forgetting", "a-removed-text-is-still-in-a-file", id="forgetting"),
    ],
)
def test_each_check_of_doctor_has_an_entry(check: str, anchor: str) -> None:
    entry = runbook.find_entry(check)
    assert entry
    assert entry.anchor == anchor


def test_an_unknown_check_has_no_entry() -> None:
    assert runbook.find_entry("weather") is None


def test_each_entry_has_an_anchor_of_its_own_and_steps() -> None:
    assert len({entry.anchor for entry in runbook.load_entries()}) == len(runbook.load_entries()) >= 13
    assert [entry.title for entry in runbook.load_entries() if not entry.steps] == []


def display_names() -> dict[str, str]:
    """Return the names of the DAGs as Airflow's page shows and finds them, by id."""
    sources = [path.read_text("utf-8") for path in (PROJECT / "dags").glob("newsvane_*.py")]
    found = [re.search(r'dag_id="(\w+)",\s+dag_display_name="([^"]+)"', source) for source in sources]
    return {match[1]: match[2] for match in found if match}


def test_each_entry_names_dags_as_airflow_finds_them() -> None:
    names = display_names()
    assert len(names) == 7
    for entry in runbook.load_entries():
        words = " ".join((entry.symptoms, entry.meaning, *entry.steps))
        for dag_id in {*re.findall(r"`(newsvane_\w+)`", words)} & names.keys():
            assert words.split(f"`{dag_id}`", 1)[1].startswith(f" (*{names[dag_id]}*)"), (entry.title, dag_id)


def test_doctor_names_the_entry_of_a_failed_check(tmp_path: object) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(tmp_path), "NEWSVANE_WATCH": "/nowhere"}, {})
    assert "docs/operations/runbook.md#a-watch-file-does-not-load" in terminal.run("doctor", code=1).stdout
    well = terminal.with_environment(NEWSVANE_WATCH=str(WATCH)).run("doctor", "--json", code=1).stdout
    assert "runbook.md" not in well
