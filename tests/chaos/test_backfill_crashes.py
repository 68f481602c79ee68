"""Kill a backfill with `kill -9` at any point and run it again: the lake is the same as if nothing had happened.

An undisturbed backfill of the same files is compared. A full disk and Ctrl-C end a backfill with an error; afterwards
the same holds.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import pipeline
from newsvane.settings import Settings
from tests.support.installation import Installation, install
from tests.support.lake_rows import Rows, load_rows
from tests.support.past_files import write_archive
from tests.support.steps import Crash, run_step

REQUEST = "tests.support.past_files:run_backfill"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Rows]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    files = write_archive(folder / "files")
    with install(folder, "", {}) as one:
        assert run(one.settings, files) == 0
        yield files, load_rows(one.settings)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with install(tmp_path, "", {}) as one:
        yield one


def run(settings: Settings, files: Path, crash: Crash | None = None, file_limit: int = 0) -> int | None:
    """Run a backfill in a process of its own, in batches of four pages."""
    return run_step(settings, {}, REQUEST, (str(files),), crash, file_limit=file_limit)


@pytest.mark.parametrize(
    "crash",
    [
        pytest.param(Crash("pathlib:Path.replace", call=2), id="half planned"),
        pytest.param(Crash("newsvane.archive.captures:read_page", call=6), id="reading the second batch"),
        pytest.param(Crash("newsvane.archive:ArchiveWriter.write", "after", 3), id="copying a page"),
        pytest.param(Crash("newsvane.stories:group", call=2), id="grouping"),
        pytest.param(Crash("newsvane.lake:land_articles", "after", 2), id="before the commit"),
        pytest.param(
            Crash("newsvane.pipeline.backfill.requests:BackfillFolder.save_progress", call=2), id="after the commit"
        ),
        pytest.param(
            Crash("newsvane.pipeline.backfill.requests:BackfillFolder.save_progress", "after", 3), id="progress stored"
        ),
        pytest.param(Crash("newsvane.lake:refresh_trends", "after"), id="counting"),
        pytest.param(Crash("newsvane.pipeline.backfill.requests:BackfillFolder.remove"), id="all done"),
    ],
)
def test_a_backfill_that_was_killed_runs_again_to_the_same_end(
    undisturbed: tuple[Path, Rows], installation: Installation, crash: Crash
) -> None:
    files, rows = undisturbed
    assert run(installation.settings, files, crash) == -9
    assert run(installation.settings, files) == 0
    assert load_rows(installation.settings) == rows


def test_after_a_full_disk_the_same_command_goes_on(undisturbed: tuple[Path, Rows], installation: Installation) -> None:
    files, rows = undisturbed
    assert run(installation.settings, files, file_limit=120_000) == 1
    assert run(installation.settings, files) == 0
    assert load_rows(installation.settings) == rows


def test_what_has_landed_is_not_read_again(undisturbed: tuple[Path, Rows], installation: Installation) -> None:
    files, _ = undisturbed
    crash = Crash("newsvane.pipeline.backfill.requests:BackfillFolder.save_progress", "after", 3)
    assert run(installation.settings, files, crash) == -9
    request = pipeline.BackfillRequest(inputs=(str(files),))
    chunks = pipeline.plan_backfill(request, settings=installation.settings)
    positions: list[int] = []
    pipeline.run_part(chunks[0], settings=installation.settings, on_done=positions.append)
    assert positions[0] > chunks[0]["items"] // 4
