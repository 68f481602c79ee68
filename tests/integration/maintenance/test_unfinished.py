"""`newsvane doctor` and the page *Status* say what was interrupted, and what to do."""

import os
from datetime import date
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.health import Check, run_quick_checks
from newsvane.pipeline import tombstone_list
from newsvane.pipeline.backfill.part_runner import LOCK
from newsvane.settings import Settings, get_settings
from tests.support.empty_lake import create_lake
from tests.support.past_files import run_backfill, write_archive
from tests.support.steps import Crash, run_step
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NEWSVANE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NEWSVANE_WATCH", str(WATCH))
    return create_lake(get_settings())


def check(name: str) -> list[Check]:
    return [each for each in run_quick_checks(lake.open_reader) if each.name == name]


def test_nothing_is_said_if_nothing_is_unfinished(settings: Settings, tmp_path: Path) -> None:
    folder = write_archive(tmp_path / "files")
    pipeline.plan_backfill(pipeline.BackfillRequest(inputs=(str(folder),)), settings=settings)  # as --dry-run does
    assert check("forgetting") == check("backfill") == []


def test_interrupted_forgetting_is_a_failure(settings: Settings) -> None:
    tombstone_list.begin(settings, tombstone_list.Pending(act_id="cli-1", since=date(2026, 1, 1)))
    (found,) = check("forgetting")
    assert (found.state, "cli-1 was interrupted" in found.found) == ("failed", True)
    assert "`newsvane forget resume` finishes it" in found.remedy
    with lake.lock(settings, "backup"):
        assert [each.state for each in check("forgetting")] == ["ok"]
    said = Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(WATCH)}, {}).run("doctor", code=1)
    assert "may still be in files" in " ".join(said.stdout.split())


def test_an_interrupted_backfill_is_a_warning(settings: Settings, tmp_path: Path) -> None:
    folder = write_archive(tmp_path / "files")
    crash = Crash("newsvane.pipeline.backfill.requests:BackfillFolder.save_progress", "after", 2)
    step = "tests.support.past_files:run_backfill"
    assert run_step(settings, dict(os.environ), step, (str(folder),), crash=crash) == -9
    with lake.lock(settings, LOCK):
        assert [each.state for each in check("backfill")] == ["ok"]
    (found,) = check("backfill")
    assert (found.state, "not finished: 0 of 2 parts done" in found.found) == ("warning", True)
    assert f"`newsvane backfill {folder}` goes on" in found.remedy
    run_backfill(str(folder), settings=settings)
    assert check("backfill") == []
