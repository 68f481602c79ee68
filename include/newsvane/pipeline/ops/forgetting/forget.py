"""Forget: remove articles from the lake, from every file, from the published file and from the search index.

The steps, in this order. Each may be interrupted and done again:

1. a note that forgetting has begun (`tombstone_list.Pending`);
2. one transaction: tombstones, removal from every table, the action in `acts`;
3. the list of tombstones beside the lake;
4. old snapshots and files of the lake;
5. archive, staging, Data Docs, deliveries, logs, copies of robots.txt;
6. articles that were grouped by one of those that are gone;
7. the published file and the search index;
8. the proof, and the end of the note.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime

from newsvane import lake, search
from newsvane.errors import ActionRefused, LakeBusy, LakeError
from newsvane.pipeline import erasure, tombstone_list
from newsvane.pipeline.ops.forgetting import proof
from newsvane.pipeline.ops.forgetting.request import Found, find_matches, make_tombstones
from newsvane.pipeline.ops.maintenance import refresh_trends
from newsvane.pipeline.ops.regroup import regroup_articles
from newsvane.records import MAX_CLOCK_SKEW, Record, Tombstone
from newsvane.settings import Settings, get_settings
from newsvane.tombstones import Tombstones

log = logging.getLogger(__name__)

_LOCKS = ("backup", "publish")
"""Locks of work that copies the lake, in the order in which they are taken. The lock of writers comes after these."""
_INDEX_SECONDS = 600.0
"""How long to wait for another process that is writing the search index."""
_CLOCK_SKEW_SECONDS = MAX_CLOCK_SKEW.total_seconds()
_PLURAL = re.compile(r"s(?=_[a-z_]*[^s]$|$)")
Find = Callable[[lake.Connection], Found]


class Forgotten(Record):
    """What was removed: rows per table, and files and snapshots by kind.

    `copies`: the ids of copies, translations and originals of it that stay. `scan`: the proof, None if there is none.
    """

    act_id: str
    rows: Mapping[str, int] = {}
    files: Mapping[str, int] = {}
    copies: tuple[str, ...] = ()
    scan: proof.Scan | None = None

    @property
    def words(self) -> str:
        """The result in words, without anything that says what was forgotten."""
        rows = ", ".join(f"{count:,} of {name}" for name, count in self.rows.items()) or "no rows"
        changed = ", ".join(_count(count, name) for name, count in self.files.items() if count)
        parts = [f"removed {rows}", changed or "no files", self.scan.words if self.scan else "not scanned"]
        if self.copies:
            parts.append(f"copies, translations and originals of it that stay: {len(self.copies):,}")
            parts.append("what they say as well was not looked for")
        return "; ".join(parts)


def _count(count: int, name: str) -> str:
    """Return a count with its noun, such as `1 data doc`. `name`: in the plural, such as `data_docs`."""
    return f"{count:,} {(name if count != 1 else _PLURAL.sub('', name)).replace('_', ' ')}"


def forget(
    find: Find,
    *,
    act_id: str,
    reason: str,
    done_by: str,
    settings: Settings | None = None,
    on_step: Callable[[str], None] = lambda step: None,
) -> Forgotten:
    """Forget what `find` finds in the lake. Return what was removed.

    What was interrupted before is finished first. Raises ActionRefused without a reason, and LakeBusy if a backup or
    another writer does not end in time; nothing was removed then, or `resume` continues. Raises LakeError if in the end
    a tombstone is not in force, so that the article would be read again.
    """
    settings = settings or get_settings()
    if not reason.strip():
        raise ActionRefused("forgetting needs a reason: say why with --reason", reason="no_reason")
    resume(settings=settings, on_step=on_step)
    with _locked(settings):
        archived = _clean_archive(find, act_id, settings, on_step)
        on_step("lake")
        found, tombstones, rows = _remove_from_lake(find, act_id, reason, done_by, settings)
        passages = proof.choose_passages(found.doomed.articles, found.copies)
        removed = archived | _clean_files(settings, on_step, passages)
        done = Forgotten(
            act_id=act_id, rows=rows, files=removed, copies=tuple(each.article_id for each in found.copies)
        )
        done = _finish(done, passages, settings, on_step)
        _require_in_force(tombstones, settings)
        return done


def resume(*, settings: Settings | None = None, on_step: Callable[[str], None] = lambda step: None) -> Forgotten | None:
    """Finish what was interrupted. Return None if nothing was. Its text is gone, so there is no proof."""
    settings = settings or get_settings()
    if tombstone_list.load_pending(settings) is None:
        return None
    with _locked(settings):
        pending = tombstone_list.load_pending(settings)
        if pending is None:
            return None
        if not _has_begun(pending, settings):
            tombstone_list.end(settings)
            log.warning("forgetting was interrupted before anything was removed from the lake: run it again")
            return None
        log.info("forgetting %s was interrupted and is continued", pending.act_id)
        on_step("archive")
        archived = erasure.clean_archive(settings, _load_finder(settings), pending.since)
        removed = {"archive_files": archived} | _clean_files(settings, on_step)
        return _finish(Forgotten(act_id=pending.act_id, files=removed), (), settings, on_step)


def _has_begun(pending: tombstone_list.Pending, settings: Settings) -> bool:
    """Return whether the tables have been cleaned. If not, nothing was removed."""
    if not lake.exists(settings):
        return False
    with lake.open_shared(settings) as connection:
        return lake.load_action(connection, pending.act_id) is not None


def forget_listed(settings: Settings, listed: Sequence[Tombstone]) -> lake.Doomed:
    """Remove from the tables and the files of a lake what a list names. Return what that was.

    For a lake that came from elsewhere: an older backup, or a catalog restored from a dump. `resume` does the rest.
    """
    if not listed:
        return lake.Doomed()
    with lake.writer(settings) as connection:
        lake.settle_tombstones(connection, datetime.now(UTC))
        lake.land_tombstones(connection, listed)
        tombstones = Tombstones(lake.load_tombstones(connection))
        found = find_matches(connection, tombstones)
    if not (found.doomed.articles or found.doomed.entry_ids):
        return lake.Doomed()
    act_id = f"restored-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    reason = "it had been forgotten before the lake was restored"

    def find(connection: lake.Connection) -> Found:
        return find_matches(connection, tombstones)

    _clean_archive(find, act_id, settings)
    _remove_from_lake(find, act_id, reason, "newsvane", settings)
    lake.purge(settings, datetime.now(UTC))
    return found.doomed


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    """Keep backups and publications out. Raises LakeBusy."""
    with ExitStack() as stack:
        for name in _LOCKS:
            try:
                stack.enter_context(lake.lock(settings, name))
            except LakeBusy as error:
                noun = {"backup": "a backup is being made", "publish": "the published file is being made"}[name]
                message = f"{noun}: wait until that has ended, then run this again; nothing was removed"
                raise LakeBusy(message, reason="lake_busy") from error
        yield


@lake.retry_on_conflict
def _remove_from_lake(
    find: Find, act_id: str, reason: str, done_by: str, settings: Settings
) -> tuple[Found, list[Tombstone], dict[str, int]]:
    """Remove everything from the tables in one transaction, and set the tombstones."""
    now = datetime.now(UTC)
    with lake.writer(settings) as connection:
        lake.settle_tombstones(connection, now)
        found, known = find(connection), Tombstones(lake.load_tombstones(connection))
        tombstones = make_tombstones(found, known, act_id, now)
        left = lake.find_left_copies(connection, found.doomed)
        tombstone_list.begin(settings, tombstone_list.Pending(act_id=act_id, since=found.since, left=tuple(left)))
        action = lake.ActionResult(
            act_id=act_id,
            kind="forget",
            target=found.kind,
            reason=reason,
            done_by=done_by,
            asked_at=now,
            done_at=now,
            state="done",
            words="removed from the tables; the files follow",
        )
        rows = lake.forget(connection, found.doomed, tombstones, action)
    return found, tombstones, rows


def _require_in_force(tombstones: Sequence[Tombstone], settings: Settings) -> None:
    """Raise LakeError unless the lake and the list beside it both say that these are kept out."""
    with lake.open_shared(settings) as connection:
        stored = Tombstones(lake.load_tombstones(connection))
    for place, known in (("the lake", stored), ("its list", Tombstones(tombstone_list.read_list(settings)))):
        if others := known.list_others(tombstones):
            raise LakeError(
                f"removed, but not kept out: {place} has a newer decision about {len(others)} of {len(tombstones)} "
                "tombstones, so it may be read again. Compare the clock of this machine (`newsvane doctor`) with the "
                "times in forgotten/tombstones.jsonl, then run this again",
                reason="not_kept_out",
            )


def _clean_archive(
    find: Find, act_id: str, settings: Settings, on_step: Callable[[str], None] = lambda step: None
) -> dict[str, int]:
    """Erase from the archive what is about to be removed, as long as the lake still has titles to look for."""
    on_step("archive")
    with lake.open_shared(settings) as connection:
        found, known = find(connection), Tombstones(lake.load_tombstones(connection))
        mentions = proof.list_mentions(connection, found.doomed.articles, found.entries)
    tombstone_list.begin(settings, tombstone_list.Pending(act_id=act_id, since=found.since))
    finder = erasure.Finder(Tombstones([*known, *make_tombstones(found, known, act_id, datetime.now(UTC))]))
    return {"archive_files": erasure.clean_archive(settings, finder, found.since, mentions)}


def _load_finder(settings: Settings) -> erasure.Finder:
    with lake.open_shared(settings) as connection:
        return erasure.Finder(Tombstones(lake.load_tombstones(connection)))


def _clean_files(settings: Settings, on_step: Callable[[str], None], passages: Sequence[str] = ()) -> dict[str, int]:
    """Remove what has a tombstone from every file but the archive. Return how many that changed, by kind.

    `passages`: of its texts, if they are still known.
    """
    began, pending = time.time() - _CLOCK_SKEW_SECONDS, tombstone_list.load_pending(settings)
    with lake.open_shared(settings) as connection:
        tombstones = lake.load_tombstones(connection)
    tombstone_list.write_list(settings, tombstones)
    finder = erasure.Finder(Tombstones(tombstones))
    on_step("trends")
    refresh_trends(settings=settings)  # before the files are cleaned of the rows that go now
    on_step("files of the lake")
    removed = lake.purge(settings, datetime.now(UTC))
    clean_ups: dict[str, Callable[[], int]] = {
        "staged_files": lambda: erasure.clean_staging(settings, finder),
        "data_docs": lambda: erasure.clean_docs(settings, finder),
        "delivery_files": lambda: erasure.clean_records(settings, finder),
        "logs": lambda: erasure.clean_logs(settings, finder),
        "robots_files": lambda: erasure.clean_robots(settings, finder, passages),
        "spilled_files": lambda: erasure.clean_spills(settings),
    }
    for name, clean in clean_ups.items():
        on_step(name.replace("_", " "))
        removed[name] = clean()
    if pending and pending.left:
        on_step("copies that stay")
        removed["articles_grouped_again"] = regroup_articles(pending.left, settings=settings)
        refresh_trends(settings=settings)
    on_step("published file")
    removed["published_files"] = lake.publish_again(settings)
    on_step("search index")
    _rebuild_index(settings)
    on_step("pages read meanwhile")
    removed["pages_read_meanwhile"] = erasure.clean_archive(settings, finder, date.min, written_since=began)
    return removed


def _rebuild_index(settings: Settings) -> None:
    """Build the search index of this machine again, if there is one. Others follow with their next update."""
    if settings.search_index_path.exists():
        search.rebuild_index(settings, wait=_INDEX_SECONDS)


def _finish(done: Forgotten, passages: Sequence[str], settings: Settings, on_step: Callable[[str], None]) -> Forgotten:
    """Look whether a passage is left in any file, record the result, and end the note."""
    on_step("proof")
    if passages:
        done = done.model_copy(update={"scan": proof.scan(settings, passages)})
        if done.scan and done.scan.found:
            tombstone_list.note_unproven(settings, done.act_id, done.scan.found)
    with lake.writer(settings, "acts") as connection:
        is_proven = not (done.scan and done.scan.found)
        lake.describe_forgotten(connection, done.act_id, done.words, datetime.now(UTC), is_proven=is_proven)
    tombstone_list.end(settings)
    log.info("forgot %s: %s", done.act_id, done.words)
    return done
