"""A backup brings nothing back that was forgotten since, whichever list says so."""

from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.errors import LakeError
from newsvane.pipeline import tombstone_list
from newsvane.settings import Settings
from tests.integration.forgetting import traces
from tests.support.lake_factories import NOW, ask
from tests.support.terminal import Terminal


@pytest.fixture
def kept(own: Settings, tmp_path: Path) -> Path:
    """A backup from before anything was forgotten, with the archive."""
    lake.backup(own, tmp_path / "backup", NOW, archive=True, link=False)
    return tmp_path / "backup"


def _lose_lake(own: Settings, aside: Path) -> None:
    (own.home / "lake").rename(aside)


def test_the_list_of_the_home_is_honoured(own: Settings, kept: Path, tmp_path: Path) -> None:
    one = traces.find_article(own, traces.COPIED)
    traces.forget_copied(settings=own)
    _lose_lake(own, tmp_path / "lost")
    restored = pipeline.restore(kept, settings=own)
    pipeline.land_again(settings=own)
    (left,) = ask(own, "SELECT count(*) FROM articles")[0]
    assert restored.removed_articles == 3
    assert restored.manifest.rows["articles"] == left + restored.removed_articles
    assert traces.scan(own, one) == ()
    assert tombstone_list.load_pending(own) is None
    assert [check for check in lake.check_integrity(own) if check.state != "ok"] == []


def test_a_list_from_elsewhere_is_honoured(own: Settings, kept: Path, tmp_path: Path) -> None:
    one = traces.find_article(own, traces.COPIED)
    traces.forget_copied(settings=own)
    new = own.model_copy(update={"home": tmp_path / "new"})
    terminal = Terminal({"NEWSVANE_HOME": str(new.home), "NEWSVANE_WATCH": str(own.watch)}, {})
    listed = own.home / tombstone_list.FOLDER / tombstone_list.LIST
    done = terminal.run("restore", str(kept), "--forgotten", str(listed))
    said = " ".join(done.stdout.split())
    assert "it is back" not in done.stderr
    assert "Removed again, because it had been forgotten by request: 3 articles, " in said
    assert traces.scan(new, one) == ()
    assert "was removed on" in terminal.run("article", one.article_id, code=2).stderr
    with pytest.raises(LakeError, match="there is no file"):
        pipeline.restore(kept, forgotten=tmp_path / "nowhere", settings=new)


def test_a_backup_made_afterwards_has_the_list(own: Settings, tmp_path: Path) -> None:
    traces.forget_copied(settings=own)
    made = lake.backup(own, tmp_path / "later", NOW)
    assert f"{tombstone_list.FOLDER}/{tombstone_list.LIST}" in {file.path for file in made.files}
    new = own.model_copy(update={"home": tmp_path / "new"})
    pipeline.restore(tmp_path / "later", settings=new)
    assert tombstone_list.read_list(new) == tombstone_list.read_list(own) != []


def test_without_a_list_the_text_comes_back(own: Settings, kept: Path, tmp_path: Path) -> None:
    """The tests above would pass if backups had no text."""
    one = traces.find_article(own, traces.COPIED)
    traces.forget_copied(settings=own)
    new = own.model_copy(update={"home": tmp_path / "new"})
    terminal = Terminal({"NEWSVANE_HOME": str(new.home), "NEWSVANE_WATCH": str(own.watch)}, {})
    said = " ".join(terminal.run("restore", str(kept)).stderr.split())
    assert "If anything was forgotten after this backup was made, it is back" in said
    assert "The list is forgotten/tombstones.jsonl of the old home" in said
    assert traces.scan(new, one)
