"""Moving a lake to PostgreSQL and a bucket and back keeps every row and file; interrupted moves can be continued."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, storage
from newsvane.archive import ArchiveWriter, read_archived_page
from newsvane.errors import LakeError
from newsvane.pipeline.delivery.journal import Journal
from newsvane.pipeline.staging import RunFolder
from newsvane.records import Delivery, Entry, Page, Raw
from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past, past, state
from tests.support.lake_factories import NOW, article, batch, entry
from tests.support.remote_lake import RemoteLakes, needs_postgres, remote_lakes
from tests.support.terminal import Terminal

pytestmark = needs_postgres


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteLakes]:
    with remote_lakes() as made:
        yield made


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Past:
    return past(tmp_path_factory.mktemp("lived") / "var")


@pytest.fixture
def own(lived: Past, tmp_path: Path) -> Settings:
    """A copy of a lake with a past, with a page in its archive, a run in staging, a journal."""
    settings = lived.settings.model_copy(update={"home": shutil.copytree(lived.settings.home, tmp_path / "var")})
    archive(settings, "run-000")
    entries = [entry("a"), entry("b")]
    RunFolder(settings.staging_path, "poll", "run").write_plan(
        entries, site=lambda each: each.url, chunks=1, noun="entries"
    )
    Journal(settings, "hook").append(Delivery(key="m", channel="hook", at=NOW, ok=True, attempt=1))
    return settings


def archive(settings: Settings, name: str) -> Raw:
    url = "http://one.example/a"
    page = Page(url=url, final_url=url, status=200, headers=(), body=name.encode(), fetched_at=NOW)
    with ArchiveWriter(settings.archive_path, f"2026-11-24/{name}.warc.gz") as writer:
        return writer.write(page)


def kept(settings: Settings) -> dict[str, Any]:
    """All that a move has to bring."""
    return {
        "rows": state(settings),
        "staged": list(RunFolder(settings.staging_path, "poll", "run").read("plan", Entry)),
        "noted": Journal(settings, "hook").read_attempts(),
        "pages": [file.path for file in storage.list_files(settings.archive_path)],
    }


def test_every_row_and_file_is_the_same_after_a_move_there_and_back(
    own: Settings, remote: RemoteLakes, tmp_path: Path
) -> None:
    own.configuration_path.mkdir()
    (own.configuration_path / "page-rules.json").write_bytes(b"{}")
    own.forgotten_path.mkdir()
    (own.forgotten_path / "tombstones.jsonl").write_bytes(b"")
    before = kept(own)
    there = remote.settings(tmp_path / "there")
    moved = lake.move(own, there)
    assert kept(there) == before == kept(own)
    assert moved.rows == {table: len(rows) for table, rows in before["rows"].items()}
    assert moved.files == {"archive": 1, "staging": 2, "delivery": 1, "configuration": 1, "forgotten": 1}
    assert (there.forgotten_path / "tombstones.jsonl").exists()
    assert [found.state for found in lake.check_integrity(there)] == ["ok"] * 5
    with lake.writer(there, "articles") as con:
        assert lake.land_articles(con, batch(article("new0"), article("later"))).new == 1
    raw = archive(there, "run-001")
    back = Settings(home=tmp_path / "back")
    lake.move(there, back)
    assert kept(back) == kept(there)
    for settings in (back, there):
        assert (settings.configuration_path / "page-rules.json").read_bytes() == b"{}"
        assert read_archived_page(settings.archive_path, raw).body == b"run-001"
    assert len(state(back)["articles"]) == len(before["rows"]["articles"]) + 1


def _fill(target: Settings) -> None:
    with lake.writer(target, "articles") as con:
        lake.land_articles(con, batch(article("theirs")))


def _leave_data(target: Settings) -> None:
    (target.data_path / "main" / "articles" / "x.parquet").write_bytes(b"rows")


def _leave_page(target: Settings) -> None:
    (target.archive_path / "2026-11-24" / "run-000.warc.gz").write_bytes(b"another")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(_fill, "there is already a lake at postgresql", id="a lake"),
        pytest.param(_leave_data, "contains data without a catalog", id="data of no lake"),
        pytest.param(_leave_page, "differs from", id="another page of the same name"),
    ],
)
def test_a_place_that_is_not_empty_is_refused(
    own: Settings, remote: RemoteLakes, tmp_path: Path, harm: Callable[[Settings], object], words: str
) -> None:
    there = remote.settings(tmp_path / "there")
    harm(there)
    before = kept(own)
    with pytest.raises(LakeError, match=words):
        lake.move(own, there)
    assert kept(own) == before


def test_a_lake_is_not_moved_to_its_own_place(own: Settings) -> None:
    with pytest.raises(LakeError, match=r"is already at"):
        lake.move(own, own)


def test_an_interrupted_move_continues_and_a_finished_one_is_refused(
    own: Settings, remote: RemoteLakes, tmp_path: Path
) -> None:
    there = remote.settings(tmp_path / "there")
    for place_of_death, after in (("on_table", 5), ("on_file", 2)):
        with pytest.raises(InterruptedError):
            lake.move(own, there, **{place_of_death: _dying_after(after)})
    with lake.writer(own, "articles") as con:
        lake.land_articles(con, batch(article("meanwhile")))
    with pytest.raises(LakeError, match="already"):
        lake.move(Settings(home=_another(tmp_path)), there)
    lake.move(own, there)
    assert kept(there) == kept(own)
    with pytest.raises(LakeError, match=r"there is already a lake at "):
        lake.move(own, there)


def _dying_after(calls: int) -> Callable[[], None]:
    left = iter(range(calls - 1))

    def call() -> None:
        if next(left, None) is None:
            raise InterruptedError

    return call


def _another(folder: Path) -> Path:
    lake.migrate(Settings(home=folder / "another"))
    return folder / "another"


def test_the_command_says_what_to_set_and_no_password(own: Settings, remote: RemoteLakes, tmp_path: Path) -> None:
    target, password = remote.environment(), remote.postgres.password("newsvane")
    terminal = Terminal({"NEWSVANE_HOME": str(own.home)}, {})
    done = terminal.run("lake", "move", "--to", target["NEWSVANE_CATALOG"], "--store", target["NEWSVANE_STORE"])
    assert f"NEWSVANE_STORE={target['NEWSVANE_STORE']}" in done.output
    there = terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "there"), **target)
    looked = there.run("doctor", "--json", code=1)  # nobody has polled for long
    assert password not in done.output + looked.output
    checks = {check["name"]: check["state"] for check in json.loads(looked.stdout)}
    assert {name for name in checks if name.startswith("lake") and checks[name] == "ok"} == {
        f"lake: {name}" for name in ("form", "files", "keys", "links", "counts")
    }
    wrong = terminal.run("lake", "move", "--to", "mysql://a:secret@b/c", code=2)
    assert "secret" not in wrong.output
