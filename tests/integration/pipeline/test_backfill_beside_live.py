"""Live work goes first: a backfill waits while the lake is busy, and holds it for short landings only."""

import time
from pathlib import Path
from threading import Thread

import pytest

from newsvane import lake, pipeline
from newsvane.errors import LakeBusy
from newsvane.pipeline.backfill import landing, warc_batches
from tests.support.installation import Installation, install
from tests.support.outlet import rss
from tests.support.past_files import write_archive

FEED = '[[feed]]\nid = "one"\nurl = "http://one.example/feed"\n'


def start_backfill(installation: Installation, files: Path) -> Thread:
    request = pipeline.BackfillRequest(inputs=(str(files),))
    chunks = pipeline.plan_backfill(request, settings=installation.settings)

    def run() -> None:
        for chunk in chunks:
            pipeline.run_part(chunk, settings=installation.settings)

    thread = Thread(target=run)
    thread.start()
    return thread


def test_polls_land_between_the_batches_of_a_backfill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_batches, "MAX_PAGES", 2)
    with install(tmp_path, FEED, {"/feed": rss("a", "b")}) as installation:
        pipeline.refresh_trends(settings=installation.settings)
        thread = start_backfill(installation, write_archive(tmp_path / "files"))
        waits = []
        while thread.is_alive():
            began = time.monotonic()
            with lake.writer(installation.settings, "polls", wait=30):
                waits.append(time.monotonic() - began)
            time.sleep(0.05)
        thread.join()
    assert len(waits) >= 5, "the backfill ended too soon"
    assert max(waits) < 10


def test_a_backfill_waits_while_live_work_holds_the_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = iter([LakeBusy("busy", reason="lake_busy"), LakeBusy("busy", reason="lake_busy")])
    land = landing.land_results

    def land_when_free(*arguments: object, **named: object) -> dict[str, int]:
        if error := next(busy, None):
            raise error
        return land(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(landing, "land_results", land_when_free)
    with install(tmp_path, "", {}) as installation:
        start_backfill(installation, write_archive(tmp_path / "files")).join()
        assert installation.query("SELECT count(*) FROM articles") == [(17,)]
        assert next(busy, None) is None


def test_a_backfill_gives_up_at_last_and_goes_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_archive(tmp_path / "files")
    with install(tmp_path, "", {}) as installation:
        request = pipeline.BackfillRequest(inputs=(str(files),))
        chunk = pipeline.plan_backfill(request, settings=installation.settings)[0]
        with monkeypatch.context() as patch:
            patch.setattr(landing, "MAX_BUSY_SECONDS", -1.0)
            patch.setattr(landing, "land_results", _always_busy)
            with pytest.raises(LakeBusy):
                pipeline.run_part(chunk, settings=installation.settings)
        assert pipeline.run_part(chunk, settings=installation.settings)["articles"] == 4


def _always_busy(*_: object, **__: object) -> dict[str, int]:
    raise LakeBusy("busy", reason="lake_busy")
