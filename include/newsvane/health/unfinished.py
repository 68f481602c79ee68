"""Checks of long work that was interrupted: forgetting, and backfills. They say nothing if there is none."""
# ruff: noqa: PLC0415 - the pipeline is slow to import, and seldom is anything unfinished

from collections.abc import Iterator

from newsvane import lake, storage
from newsvane.errors import LakeBusy
from newsvane.lake import CheckResult as Check
from newsvane.settings import Settings

_FILES_NAMED = 3


def check_forgetting(settings: Settings) -> Iterator[Check]:
    """Fail if forgetting was interrupted, or its proof failed: what was to be removed may still be in files."""
    if not any(storage.list_matching(settings.forgotten_path, name) for name in ("pending.json", "unproven.jsonl")):
        return
    from newsvane.pipeline import tombstone_list

    for unproven in tombstone_list.load_unproven(settings):
        named = list(unproven.files)
        more = f" and {len(named) - _FILES_NAMED:,} more" if len(named) > _FILES_NAMED else ""
        files = ", ".join(named[:_FILES_NAMED]) + more
        found = f"when the request {unproven.act_id} ended, its text was still in {files}"
        remedy = (
            "when these files are gone or changed, run `newsvane forget scan` with words of the text: if it finds "
            "none, this ends"
        )
        yield Check(name="forgetting", state="failed", found=found, remedy=remedy)
    pending = tombstone_list.load_pending(settings)
    if pending is None:
        return
    if _is_held(settings, "backup"):
        yield Check(name="forgetting", state="ok", found="something is being forgotten, or a backup is being made")
        return
    found = f"the request {pending.act_id} was interrupted: what it was to remove may still be in files"
    remedy = (
        "`newsvane forget resume` finishes it; if it says that nothing was removed yet, run the same "
        "`newsvane forget … --yes` again"
    )
    yield Check(name="forgetting", state="failed", found=found, remedy=remedy)


def check_backfills(settings: Settings) -> Iterator[Check]:
    """Warn of backfills that were interrupted. What they have landed is complete."""
    if not any("/progress-" in file.path for file in storage.list_files(settings.staging_path / "backfill")):
        return
    from newsvane.pipeline.backfill.part_runner import LOCK
    from newsvane.pipeline.backfill.unfinished import find_unfinished
    from newsvane.pipeline.staging import KEEP_RUNS

    is_running = _is_held(settings, LOCK)
    for each in find_unfinished(settings):
        done = (
            f"{each.parts_done} of {each.parts} parts done, the last batch landed at {each.written_at:%Y-%m-%d %H:%M}"
        )
        if is_running:
            yield Check(name="backfill", state="ok", found=f"a backfill is running; {done}")
            continue
        remedy = (
            f"`{each.command}` goes on, or clear the failed tasks of newsvane_backfill. {KEEP_RUNS.days} days after "
            "the last batch it begins anew, which reads again and changes nothing"
        )
        yield Check(name="backfill", state="warning", found=f"not finished: {done}", remedy=remedy)


def _is_held(settings: Settings, name: str) -> bool:
    """Return whether a process holds a lock of the lake now."""
    try:
        with lake.lock(settings, name, wait=0):
            return False
    except LakeBusy:
        return True
