"""A backfill into a lake in PostgreSQL and a bucket, each step on a machine of its own, ends as on one machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import lake, pipeline, storage
from newsvane.archive import read_archived_page
from newsvane.health.unfinished import check_backfills
from newsvane.pipeline.backfill import warc_batches
from newsvane.pipeline.backfill.requests import BackfillFolder, Part, Progress
from newsvane.settings import Settings
from tests.support.installation import install
from tests.support.lake_rows import Rows, load_rows
from tests.support.past_files import run_backfill, write_archive
from tests.support.remote_lake import needs_postgres, remote_lakes

pytestmark = needs_postgres

BATCH = 4


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_batches, "MAX_PAGES", BATCH)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "files")


@pytest.fixture
def embedded(tmp_path: Path, files: Path) -> Rows:
    """The rows of an embedded lake after the same backfill."""
    folder = tmp_path / "embedded"
    folder.mkdir()
    with install(folder, "", {}) as one:
        run_backfill(str(files), settings=one.settings)
        return load_rows(one.settings)


@pytest.fixture
def remote(tmp_path: Path, embedded: Rows) -> Iterator[Settings]:
    """Settings of a lake on servers; nothing is there yet."""
    assert sum(embedded["articles"].values()) > BATCH
    with remote_lakes() as servers:
        made = servers.settings(tmp_path / "machine0")
        yield made.model_copy(update={"watch": tmp_path / "embedded" / "watch"})


def _on(settings: Settings, number: int) -> Settings:
    return settings.model_copy(update={"home": settings.home.with_name(f"machine{number}")})


_SAVE = BackfillFolder.save_progress


def _save_and_interrupt(folder: BackfillFolder, part: Part, progress: Progress) -> None:
    _SAVE(folder, part, progress)
    raise KeyboardInterrupt


def test_it_ends_as_on_one_machine_although_it_is_interrupted(
    remote: Settings, embedded: Rows, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = pipeline.BackfillRequest(inputs=(str(files),))
    first, *others = pipeline.plan_backfill(request, settings=_on(remote, 1))
    with monkeypatch.context() as patch:
        patch.setattr(BackfillFolder, "save_progress", _save_and_interrupt)
        with pytest.raises(KeyboardInterrupt):
            pipeline.run_part(first, settings=_on(remote, 2))
    assert [each.name for each in check_backfills(_on(remote, 3))] == ["backfill"]
    results = [pipeline.run_part(chunk, settings=_on(remote, 4)) for chunk in (first, *others)]
    counts = pipeline.finish_backfill(request.run, results, settings=_on(remote, 5))
    assert counts["articles"] + counts["off_topic"] == sum(embedded["articles"].values())
    assert load_rows(_on(remote, 6)) == embedded
    assert list(check_backfills(_on(remote, 6))) == []
    assert not list(storage.list_files(remote.staging_path / "backfill"))

    chunks = pipeline.plan_backfill(request, settings=_on(remote, 7))
    again = [pipeline.run_part(chunk, settings=_on(remote, 7)) for chunk in chunks]
    known = pipeline.finish_backfill(request.run, again, settings=_on(remote, 7))
    assert "articles" not in known
    assert load_rows(remote) == embedded


def test_pages_of_a_file_compressed_as_a_whole_are_in_the_bucket(remote: Settings, files: Path) -> None:
    run_backfill(str(files), settings=_on(remote, 1))
    with lake.connect(settings=_on(remote, 2)) as con:
        articles = lake.load_articles(
            con, [key for (key,) in con.execute("SELECT article_id FROM coverage").fetchall()]
        )
    places = {bool(each.raw and each.raw.file.startswith("file:")) for each in articles}
    assert places == {True, False}
    for each in articles:
        assert each.raw
        assert read_archived_page(_on(remote, 3).archive_path, each.raw).final_url == each.url
