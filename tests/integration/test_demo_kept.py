"""A demo that is started again keeps what a person did in it."""

from datetime import UTC, datetime
from pathlib import Path

from tests.demo import kept
from tests.support.scene import scene


def test_a_complete_demo_is_gone_on_with_and_an_incomplete_one_is_not(tmp_path: Path) -> None:
    began = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert kept.find_beginning(tmp_path) is None
    for part in ("newsvane/lake", "airflow", "watch"):
        kept.note_beginning(tmp_path, began)
        assert kept.find_beginning(tmp_path) is None
        (tmp_path / part).mkdir(parents=True)
    assert kept.find_beginning(tmp_path) == began
    (tmp_path / "began.txt").write_text("")
    assert kept.find_beginning(tmp_path) is None
    kept.note_beginning(tmp_path, began)
    assert "labels, watch files" in kept.describe(tmp_path, began)
    kept.empty(tmp_path)
    assert kept.find_beginning(tmp_path) is None


def test_changed_watch_files_and_received_messages_are_kept(tmp_path: Path) -> None:
    with scene(tmp_path, neighbour=True) as first:
        topics = tmp_path / "watch" / "topics.toml"
        topics.write_text(topics.read_text("utf-8") + "# mine\n", "utf-8")
        first.inbox.write_text("a message\n", "utf-8")
    with scene(tmp_path, neighbour=True, began=first.began, keep=True) as again:
        assert topics.read_text("utf-8").endswith("# mine\n")
        assert again.inbox.read_text("utf-8") == "a message\n"
        assert again.began == first.began
