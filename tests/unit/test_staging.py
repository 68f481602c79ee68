"""Staging files: unreadable lines are reported, failed writes leave no file, concurrent writes do not mix."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane.errors import Terminal
from newsvane.pipeline.staging import RunFolder, divide_by_site, find_runs_since
from newsvane.records import Skipped

SKIPPED = Skipped(url="https://a.example/1", stage="read", reason="empty", at=datetime(2026, 11, 25, tzinfo=UTC))


def planned_run(root: Path, name: str = "run") -> RunFolder:
    run = RunFolder(root, "ingest", name)
    run.write_plan([SKIPPED], site=lambda each: each.url, chunks=1, noun="pages")
    return run


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"url": "https://a.example/1", "stage": "read", "since": "another version"}', id="other fields"),
        pytest.param('{"url": "https://a.ex', id="cut short"),
        pytest.param("\0\0\0", id="never written"),
    ],
)
def test_an_unreadable_line_is_reported_with_what_to_do(tmp_path: Path, line: str) -> None:
    run = planned_run(tmp_path)
    (run.path / "read-000.jsonl").write_text(f"{SKIPPED.model_dump_json()}\n{line}\n", "utf-8")
    with pytest.raises(
        Terminal, match=r"read-000\.jsonl holds a line that is not a Skipped.* Clear the run from its first task"
    ) as caught:
        list(run.read("read", Skipped))
    assert caught.value.reason == "staging_unreadable"


def test_a_failed_write_leaves_no_file(tmp_path: Path) -> None:
    run = planned_run(tmp_path)
    with pytest.raises(RuntimeError), run.open_writer("read", 0) as write:
        write(SKIPPED)
        raise RuntimeError
    assert not list(run.path.glob("read-*"))


def test_of_two_concurrent_writes_the_last_one_is_complete(tmp_path: Path) -> None:
    run = planned_run(tmp_path)
    with run.open_writer("read", 0) as one, run.open_writer("read", 0) as other:
        for _ in range(3):
            one(SKIPPED)
        other(SKIPPED.model_copy(update={"reason": "no_text"}))
    assert [each.reason for each in run.read("read", Skipped)] == ["empty"] * 3


def test_runs_are_found_by_their_files_in_order(tmp_path: Path) -> None:
    for name in ("scheduled__2026-11-25T00:05:00+00:00", "manual", "unread"):
        run = planned_run(tmp_path, name)
        if name != "unread":
            with run.open_writer("read", 0) as write:
                write(SKIPPED)
    since = datetime.fromtimestamp(0, UTC)
    assert find_runs_since(tmp_path, "ingest", "read", since) == ["scheduled__2026-11-25T00:05:00+00:00", "manual"]
    assert find_runs_since(tmp_path, "ingest", "read", datetime(2999, 1, 1, tzinfo=UTC)) == []


def test_a_host_with_many_items_does_not_come_before_the_others() -> None:
    """The hosts of the second chunk are those that make both alike in length; within each, the order is kept."""
    items = ["b1", "a1", "c1", "a2", "b2", "a3", "a4", "d1"]
    chunks = divide_by_site(items, site=lambda item: item[0], chunks=2)
    assert chunks == [["a1", "a2", "a3", "a4"], ["b1", "c1", "b2", "d1"]]
    assert divide_by_site(items, site=lambda item: item[0], chunks=1) == [items]
