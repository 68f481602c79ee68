"""Backups: made during writes, verified and restored completely; damaged backups and used targets are rejected."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.errors import LakeError
from newsvane.lake.admin.backup_manifest import MANIFEST
from newsvane.lake.admin.files import list_data_files
from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past, state
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch
from tests.support.terminal import Terminal


def test_a_backup_restores_every_row_and_the_snapshots(lived: Past, kept: Path, tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "var"))
    restored = lake.restore(settings, kept)
    assert restored == lake.verify_backup(kept)
    at, was = lived.moments[0]
    assert state(settings, as_of=at) == was
    assert state(settings) == lived.moments[-1][1]
    assert restored.rows == {table: len(rows) for table, rows in lived.moments[-1][1].items()}
    with lake.writer(settings) as con:
        assert lake.land_articles(con, batch(article("new0"), article("later"))).new == 1
    assert lake.verify_backup(kept) == restored, "it shares nothing with what was restored from it"


def test_a_backup_made_while_another_process_writes_is_of_one_commit(own: Settings, tmp_path: Path) -> None:
    landed = 0

    def land() -> None:
        nonlocal landed
        if landed < 3:
            landed += 1
            with lake.writer(own) as con:
                lake.land_articles(con, batch(article(f"meanwhile{landed}")))

    before = state(own)
    pages = own.archive_path / "2026-11-24"
    pages.mkdir(parents=True)
    for name in ("a.warc.gz", "b.warc.gz.x.partial"):
        (pages / name).write_bytes(b"page")
    journal = own.home / "delivery.jsonl"
    journal.write_text("sent\n")
    made = lake.backup(own, tmp_path / "backup", NOW, archive=True, link=False, on_done=land)
    assert landed == 3
    back = Settings(home=tmp_path / "back")
    lake.restore(back, tmp_path / "backup")
    assert len(made.files) == len([each for each in (tmp_path / "backup").rglob("*") if each.is_file()]) - 1
    # the journal is copied before the catalog: the first landing came between
    assert len(state(back)["articles"]) == len(before["articles"]) + 1
    assert [path.name for path in back.archive_path.rglob("*.*")] == ["a.warc.gz"]
    assert (back.home / journal.name).read_text() == "sent\n"


def _forget_the_end(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def _cut(folder: Path) -> None:
    path = next(folder.rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])


def _flip(folder: Path) -> None:
    path = folder / "lake" / "catalog.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")


def _lose(folder: Path) -> None:
    next(folder.rglob("*.parquet")).unlink()


def _garble(folder: Path) -> None:
    (folder / MANIFEST).write_text('{"version": 1, "files": [')


def _lead_out(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text.replace("lake/catalog.sqlite", "../catalog.sqlite"))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(_forget_the_end, "not a finished backup", id="died before its end"),
        pytest.param(_cut, "has changed since it was written", id="a file cut short"),
        pytest.param(_flip, "catalog.sqlite has changed since it was written", id="a byte changed"),
        pytest.param(_lose, "is missing", id="a file lost"),
        pytest.param(_garble, "cannot be read", id="a manifest cut short"),
        pytest.param(_lead_out, "cannot be read", id="a path out of the backup"),
    ],
)
def test_an_incomplete_or_damaged_backup_is_refused(
    kept: Path, tmp_path: Path, harm: Callable[[Path], None], words: str
) -> None:
    folder = shutil.copytree(kept, tmp_path / "backup")
    harm(folder)
    settings = Settings(home=tmp_path / "var")
    with pytest.raises(LakeError, match=words):
        lake.restore(settings, folder)
    assert not settings.catalog_path.exists()


def test_restore_does_not_overwrite_a_lake(lived: Past, kept: Path, tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="there is already a lake at"):
        lake.restore(lived.settings, kept)
    with pytest.raises(LakeError, match="name a new folder"):
        lake.backup(lived.settings, kept, NOW)
    broken = Settings(home=tmp_path / "broken")
    broken.catalog_path.parent.mkdir(parents=True)
    broken.catalog_path.write_bytes(b"no catalog")
    with pytest.raises(LakeError, match="does not open"):
        lake.restore(broken, kept)
    lost = Settings(home=tmp_path / "lost")
    shutil.copytree(lived.settings.data_path, lost.data_path)
    with pytest.raises(LakeError, match="data without a catalog"):
        lake.restore(lost, kept)


def test_a_damaged_lake_is_not_backed_up(own: Settings, tmp_path: Path) -> None:
    (own.data_path / list_data_files(own.catalog_path)[0].path).unlink()
    with pytest.raises(LakeError, match=r"is missing.*newsvane doctor"):
        lake.backup(own, tmp_path / "backup", NOW)
    with pytest.raises(LakeError, match="not a finished backup"):
        lake.verify_backup(tmp_path / "backup")


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param({"catalog": "postgresql://db.example/lake"}, id="its catalog in PostgreSQL"),
        pytest.param({"store": "s3://news/lake"}, id="its data in a bucket"),
    ],
)
def test_a_remote_lake_is_not_backed_up(elsewhere: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.model_validate({"home": tmp_path, **elsewhere})
    for attempt in (lambda: lake.backup(settings, tmp_path / "backup", NOW), lambda: lake.restore(settings, tmp_path)):
        with pytest.raises(LakeError, match=r"pg_dump.*newsvane lake move"):
            attempt()


def test_a_backup_in_the_same_file_system_takes_no_space(kept: Path, lived: Past) -> None:
    linked = [path for path in kept.rglob("*.parquet") if path.stat().st_nlink > 1]
    assert len(linked) == sum(1 for _ in kept.rglob("*.parquet")) > 0
    with contextlib.closing(sqlite3.connect(kept / "lake" / "catalog.sqlite")) as catalog:
        assert catalog.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_backup_and_restore_commands(lived: Past, tmp_path: Path) -> None:
    terminal, folder = Terminal({"NEWSVANE_HOME": str(lived.settings.home)}, {}), str(tmp_path / "backup")
    made = terminal.run_json("backup", folder)
    assert made["rows"]["articles"] == len(lived.moments[-1][1]["articles"])
    assert f"{made['files']} files" in " ".join(terminal.run("restore", folder, "--check").stdout.split())
    elsewhere = terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "var"))
    assert elsewhere.run_json("restore", folder) == made
    third = terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "third"))
    said = " ".join(third.run("restore", folder).output.split())
    assert f"Restored to {tmp_path / 'third'}. Next: `newsvane doctor`" in said
    assert "set NEWSVANE_WATCH to its folder first" in said
    assert "warning watch folder: the lake has" in third.run("doctor", code=1).stdout
    assert "there is already a lake" in " ".join(elsewhere.run("restore", folder, code=1).stderr.split())
