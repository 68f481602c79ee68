"""A backup that somebody has tampered with, checksums and all: it is refused, by name, before anything is written."""

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake
from newsvane.errors import LakeError
from newsvane.lake.admin.backup_manifest import CATALOG, MANIFEST
from newsvane.settings import Settings
from tests.old_lake import unpack
from tests.support.lake_factories import NOW
from tests.support.terminal import Terminal


@pytest.fixture
def folder(own: Settings, tmp_path: Path) -> Path:
    """A backup to be changed. It shares no file with another one."""
    made = tmp_path / "backup"
    lake.backup(own, made, NOW, link=False)
    return made


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def sign(folder: Path, *more: str, **changes: object) -> None:
    """Write a manifest that fits the files as they are, with further files, as whoever changes a backup would."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text()) | changes
    manifest["files"] += [{"path": path} for path in more]
    for file in manifest["files"]:
        content = (folder / file["path"]).read_bytes()
        file |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest))


def tamper(folder: Path, *statements: str) -> None:
    """Run statements in the catalog of a backup."""
    with contextlib.closing(sqlite3.connect(folder / CATALOG)) as catalog:
        for statement in statements:
            assert catalog.execute(statement).rowcount, statement
        catalog.commit()
    sign(folder)


def require_refused(folder: Path, home: Settings, words: str) -> None:
    """Require that both checking and restoring name the fault, and that nothing was written."""
    for attempt in (lambda: lake.verify_backup(folder), lambda: lake.restore(home, folder)):
        with pytest.raises(LakeError, match=words) as caught:
            attempt()
        assert len(str(caught.value)) < 3_000
    assert not home.home.exists()


READ_SECRETS = "SELECT content FROM read_text(''/etc/hostname'')"
ADD_VIEW = f"""
INSERT INTO ducklake_view SELECT view_id + 1000, view_uuid, begin_snapshot, end_snapshot, schema_id, 'added', dialect,
'{READ_SECRETS}', '' FROM ducklake_view WHERE view_name = 'coverage'
"""
ADD_MACRO = f"""
INSERT INTO ducklake_macro_impl SELECT 1000, 0, 'duckdb', '{READ_SECRETS}', 'table' FROM ducklake_macro LIMIT 1
"""
GENERATED = "row_id BIGINT, other VARCHAR GENERATED ALWAYS AS (hex(row_id)))"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        pytest.param(f"UPDATE ducklake_view SET sql = '{READ_SECRETS}' WHERE view_name = 'feed_health'",
                     "view feed_health", id="a view that reads a file"),
        pytest.param(ADD_VIEW, "view added", id="a view more"),
        pytest.param(f"UPDATE ducklake_macro_impl SET sql = '{READ_SECRETS}' WHERE macro_id = "
                     "(SELECT macro_id FROM ducklake_macro WHERE macro_name = 'echo')",
                     "macro echo", id="a macro that reads a file"),
        pytest.param(ADD_MACRO, "macro None", id="a macro more"),
        pytest.param("UPDATE ducklake_macro_parameters SET default_value = 'getenv(''HOME'')'",
                     "parameter of the macro", id="a default of a macro"),
        pytest.param("UPDATE ducklake_column SET default_value = 'pi()', default_value_type = 'expression' "
                     "WHERE column_name = 'title'", r"column \w+\.title", id="a default of a column"),
        pytest.param("INSERT INTO ducklake_metadata VALUES ('data_path', '/tmp', 'table', 1)",
                     "setting data_path", id="another data folder for a table"),
        pytest.param("UPDATE ducklake_metadata SET value = '1, CODEC x' WHERE key = 'parquet_row_group_size'",
                     "in row parquet_row_group_size", id="an option of storage with more than a number"),
        pytest.param("UPDATE ducklake_metadata SET value = 'zstd, CODEC x' WHERE key = 'parquet_compression'",
                     "in row parquet_compression", id="an option of storage with more than a compression"),
        pytest.param("UPDATE ducklake_metadata SET value = 'true' WHERE key = 'encrypted'",
                     "setting encrypted", id="encryption"),
        pytest.param("INSERT INTO ducklake_sort_expression VALUES (1, 1, 0, 'title', 'duckdb', 'ASC', 'NULLS_LAST')",
                     "order of the table", id="an order of rows"),
    ],
)  # fmt: skip
def test_code_in_the_catalog_is_refused(folder: Path, home: Settings, statement: str, words: str) -> None:
    tamper(folder, statement)
    require_refused(folder, home, words)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        pytest.param("CREATE TRIGGER t AFTER INSERT ON ducklake_snapshot BEGIN DELETE FROM ducklake_data_file; END",
                     "trigger t", id="a trigger"),
        pytest.param("CREATE VIEW v AS SELECT * FROM ducklake_table", "view v", id="a view"),
        pytest.param("CREATE VIRTUAL TABLE words USING fts5(word)", "table words", id="a virtual table"),
        pytest.param("CREATE TABLE more (id BIGINT)", "table more", id="a table more"),
        pytest.param("CREATE INDEX i ON ducklake_table (lower(table_name))", "index i", id="an index"),
        pytest.param("ALTER TABLE ducklake_table ADD COLUMN more BIGINT", "table ducklake_table", id="a column more"),
        pytest.param(f"CREATE TABLE ducklake_inlined_data_900_1({GENERATED}", "table ducklake_inlined_data_900_1",
                     id="a column of inlined rows that is computed"),
    ],
)  # fmt: skip
def test_what_ducklake_does_not_make_is_refused(folder: Path, home: Settings, statement: str, words: str) -> None:
    tamper(folder, statement)
    require_refused(folder, home, words)


OUTSIDE = "../../../precious.txt"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        pytest.param("INSERT INTO ducklake_files_scheduled_for_deletion VALUES (9001, '/tmp/a', 0, '2020-01-01')",
                     "row 9001 of ducklake_files_scheduled_for_deletion", id="a file to delete"),
        pytest.param(f"INSERT INTO ducklake_files_scheduled_for_deletion VALUES (9002, '{OUTSIDE}', 1, '2020-01-01')",
                     "row 9002 of ducklake_files_scheduled_for_deletion", id="a file to delete, above the folder"),
        pytest.param(f"UPDATE ducklake_data_file SET path = '{OUTSIDE}' WHERE rowid = 1",
                     r"precious.txt' in row \d+ of ducklake_data_file", id="a file above the folder"),
        pytest.param("UPDATE ducklake_data_file SET path = 'http://127.0.0.1/x.parquet', path_is_relative = 0",
                     r"http.* of ducklake_data_file", id="a file of a server"),
        pytest.param("UPDATE ducklake_data_file SET path = 'a*.parquet' WHERE rowid = 1",
                     r"'a\*.parquet' in row", id="a pattern of files"),
        pytest.param("UPDATE ducklake_data_file SET path = CAST('a' || char(0) || '.parquet' AS TEXT) WHERE rowid = 1",
                     r"in row \d+ of ducklake_data_file", id="a path with a zero byte"),
        pytest.param("UPDATE ducklake_delete_file SET path = '/etc/x-delete.parquet' WHERE rowid = 1",
                     r"in row \d+ of ducklake_delete_file", id="deleted rows in a file elsewhere"),
        pytest.param("UPDATE ducklake_table SET path = '../x/' WHERE table_name = 'articles'",
                     "table articles", id="the folder of a table"),
        pytest.param("UPDATE ducklake_schema SET path = '/tmp/', path_is_relative = 0",
                     "schema main", id="the folder of a schema"),
        pytest.param("UPDATE ducklake_file_partition_value SET partition_value = '../../..'",
                     "of ducklake_file_partition_value", id="a partition, which becomes a folder"),
        pytest.param("UPDATE ducklake_inlined_data_tables SET table_name = 'x; DROP TABLE y'",
                     "of ducklake_inlined_data_tables", id="the name of a table of inlined rows"),
    ],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(folder: Path, home: Settings, statement: str, words: str) -> None:
    tamper(folder, statement)
    require_refused(folder, home, words)


@pytest.mark.parametrize(
    "path",
    [
        "watch-folder",
        "airflow.json",
        "configuration/feeds.toml",
        "staging/run/polled-0.json",
        "delivery/outbox/message.jsonl",
        "quality/index.html",
        "archive/page.warc.gz",
        "lake/published.duckdb",
        "lake/data/main/articles/more.parquet",
    ],
)
def test_a_file_that_no_backup_contains_is_refused(folder: Path, home: Settings, path: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text("no")
    sign(folder, path)
    require_refused(folder, home, path)


def test_every_file_that_backup_writes_is_restored(own: Settings, home: Settings, tmp_path: Path) -> None:
    names = (
        "configuration/page-rules.json",
        "forgotten/tombstones.jsonl",
        "delivery.jsonl",
        "delivery/run.jsonl",
        "delivery/told/2026-11-25/run.jsonl",
        "archive/2026-11-25/run.warc.gz",
    )
    for name in (*names, "watch-folder", "delivery/outbox/message.jsonl"):
        (own.home / name).parent.mkdir(parents=True, exist_ok=True)
        (own.home / name).write_text(f"{name}\n")
    lake.backup(own, tmp_path / "backup", NOW, archive=True)
    lake.restore(home, tmp_path / "backup")
    inside = {str(path.relative_to(home.home)) for path in home.home.rglob("*") if path.is_file()}
    assert {name for name in inside if not name.startswith("lake/")} == set(names)


def _deepen(manifest: str) -> str:
    return "[" * 200_000


def _raise_version(manifest: str) -> str:
    return manifest.replace('"version": 1', f'"version": 1{"0" * 400}')


def _raise_size(manifest: str) -> str:
    return manifest.replace('"size": ', f'"size": 1{"0" * 400}', 1)


def _write_controls(manifest: str) -> str:
    return manifest.replace("catalog.sqlite", "catalog\\u001b[31m.sqlite")


def _name_a_table_with_controls(manifest: str) -> str:
    found = json.loads(manifest)
    return json.dumps(found | {"rows": {"\x1b[31m": 1}})


def _name_a_version_with_controls(manifest: str) -> str:
    return json.dumps(json.loads(manifest) | {"newsvane": "\x1b]0;title\x07"})


def _repeat(manifest: str) -> str:
    found = json.loads(manifest)
    return json.dumps(found | {"files": found["files"] + found["files"][:1] * 200_000})


def _forget_the_catalog(manifest: str) -> str:
    found = json.loads(manifest)
    return json.dumps(found | {"files": [file for file in found["files"] if file["path"] != CATALOG]})


def _forget_a_data_file(manifest: str) -> str:
    found = json.loads(manifest)
    last = next(file for file in found["files"] if file["path"].endswith(".parquet"))
    return json.dumps(found | {"files": [file for file in found["files"] if file != last]})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(_deepen, "cannot be read", id="200,000 brackets"),
        pytest.param(_raise_version, "cannot be read", id="a version of 400 digits"),
        pytest.param(_raise_size, "cannot be read", id="a size of 400 digits"),
        pytest.param(_write_controls, "cannot be read", id="a path with control characters"),
        pytest.param(_name_a_table_with_controls, "cannot be read", id="a table with control characters"),
        pytest.param(_name_a_version_with_controls, "cannot be read", id="a version with control characters"),
        pytest.param(_repeat, "200,001 times", id="a file 200,000 times more"),
        pytest.param(_forget_the_catalog, "does not list lake/catalog.sqlite", id="no catalog"),
        pytest.param(_forget_a_data_file, "is missing from the manifest", id="a data file less than the catalog"),
    ],
)
@pytest.mark.timeout(60)
def test_a_manifest_made_to_harm_is_refused(
    folder: Path, home: Settings, change: Callable[[str], str], words: str
) -> None:
    (folder / MANIFEST).write_text(change((folder / MANIFEST).read_text()))
    require_refused(folder, home, words)


def _link_a_file(folder: Path) -> None:
    path = next(folder.rglob("*.parquet"))
    path.symlink_to(path.rename(folder.parent / "elsewhere.parquet"))


def _link_a_folder(folder: Path) -> None:
    path = folder / "lake" / "data"
    path.symlink_to(path.rename(folder.parent / "elsewhere"))


def _link_the_manifest(folder: Path) -> None:
    path = folder / MANIFEST
    path.symlink_to(path.rename(folder.parent / "elsewhere.json"))


def _make_pipe_of_the_catalog(folder: Path) -> None:
    (folder / CATALOG).unlink()
    os.mkfifo(folder / CATALOG)


def _make_pipe_of_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    os.mkfifo(folder / MANIFEST)


@pytest.mark.parametrize(
    "change",
    [_link_a_file, _link_a_folder, _link_the_manifest, _make_pipe_of_the_catalog, _make_pipe_of_the_manifest],
)
@pytest.mark.timeout(60)
def test_what_is_no_regular_file_is_refused(folder: Path, home: Settings, change: Callable[[Path], None]) -> None:
    change(folder)
    require_refused(folder, home, "no regular file")


@pytest.mark.timeout(60)
def test_a_list_that_the_manifest_does_not_name_is_not_read(folder: Path, home: Settings) -> None:
    (folder / lake.TOMBSTONES).parent.mkdir(exist_ok=True)
    os.mkfifo(folder / lake.TOMBSTONES)
    terminal = Terminal({"NEWSVANE_HOME": str(home.home)}, {})
    terminal.run("restore", str(folder))


def test_a_journal_beside_the_catalog_is_not_read(folder: Path, home: Settings) -> None:
    path, journal = folder / CATALOG, folder / f"{CATALOG}-wal"
    with contextlib.closing(sqlite3.connect(path)) as catalog:
        catalog.execute("PRAGMA journal_mode = WAL")
    sign(folder)
    verified = path.read_bytes()
    with contextlib.closing(sqlite3.connect(path)) as catalog:
        catalog.execute("CREATE TABLE more (id BIGINT)")
        written = journal.read_bytes()
    assert path.read_bytes() != verified, "closing the catalog applies the journal"
    path.write_bytes(verified)
    journal.write_bytes(written)
    lake.restore(home, folder)
    assert path.read_bytes() == verified
    with contextlib.closing(sqlite3.connect(home.catalog_path)) as catalog:
        assert catalog.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)


def test_the_restored_catalog_names_its_own_data_folder(kept: Path, home: Settings) -> None:
    lake.restore(home, kept)
    with contextlib.closing(sqlite3.connect(home.catalog_path)) as catalog:
        ((place,),) = catalog.execute("SELECT value FROM ducklake_metadata WHERE key = 'data_path'")
    assert Path(place) == home.lake_path / "data"


def test_a_backup_of_an_old_lake_is_restored(home: Settings, tmp_path: Path) -> None:
    old = Settings(home=tmp_path / "old")
    rows = unpack(old.home)
    lake.backup(old, tmp_path / "backup", NOW)
    assert lake.restore(home, tmp_path / "backup").rows == {table: len(found) for table, found in rows.items()}
    assert lake.migrate(home)


def test_a_backup_of_a_migrated_old_lake_is_restored(home: Settings, tmp_path: Path) -> None:
    old = Settings(home=tmp_path / "old")
    unpack(old.home)
    lake.migrate(old)
    lake.backup(old, tmp_path / "backup", NOW)
    lake.restore(home, tmp_path / "backup")
    assert lake.migrate(home) == []


def test_an_old_lake_hides_no_foreign_view(home: Settings, tmp_path: Path) -> None:
    old = Settings(home=tmp_path / "old")
    unpack(old.home)
    lake.backup(old, tmp_path / "backup", NOW)
    tamper(tmp_path / "backup", f"UPDATE ducklake_view SET sql = '{READ_SECRETS}' WHERE view_name = 'originals'")
    require_refused(tmp_path / "backup", home, "view originals")


def test_check_reports_what_restore_refuses(folder: Path, home: Settings) -> None:
    tamper(folder, ADD_VIEW)
    terminal = Terminal({"NEWSVANE_HOME": str(home.home)}, {})
    for arguments in (["--check"], []):
        assert "view added" in " ".join(terminal.run("restore", str(folder), *arguments, code=1).stderr.split())
