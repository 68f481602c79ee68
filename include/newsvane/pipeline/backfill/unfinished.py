"""Find backfills that have begun and have not ended: they are running, or were interrupted."""

from collections.abc import Iterator
from datetime import UTC, datetime

from newsvane import storage
from newsvane.pipeline.backfill.requests import BackfillFolder, StartedRequest
from newsvane.pipeline.staging import find_run_folders
from newsvane.records import Record, Utc
from newsvane.settings import Settings


class UnfinishedBackfill(Record):
    """A backfill that has landed something. `command`: goes on with it. `written_at`: when its last batch landed."""

    command: str
    parts: int
    parts_done: int
    written_at: Utc


def find_unfinished(settings: Settings) -> Iterator[UnfinishedBackfill]:
    """Yield the backfills that have landed a batch and have not ended. One that was only estimated is none."""
    for path, written in find_run_folders(settings.staging_path, "backfill", "progress"):
        started = next(map(StartedRequest.model_validate_json, (path / "request-000.jsonl").read_text().splitlines()))
        folder = BackfillFolder(settings, started.request.run)
        parts = [folder.load_part(number) for number in range(len(list(storage.list_matching(path, "plan-*.jsonl"))))]
        yield UnfinishedBackfill(
            command=started.request.command,
            parts=len(parts),
            parts_done=sum(folder.load_progress(part).done for part in parts),
            written_at=datetime.fromtimestamp(written, UTC),
        )
