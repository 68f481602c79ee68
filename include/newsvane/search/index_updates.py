"""Keep the search index of this machine up to date with the lake.

The index follows the lake's change feed from the snapshot that it contains to the newest. It is built again if that is
not possible: there is none, it is damaged, another version built it, or the lake no longer has that snapshot.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from newsvane import lake, search_index
from newsvane.errors import LakeBusy, LakeError
from newsvane.records import Record
from newsvane.search_index import IndexedRow, Mark, Missing, Writer
from newsvane.settings import Settings

log = logging.getLogger(__name__)

_WAIT_POLL_SECONDS = 0.5

Progress = Callable[[int, int], None]
"""Called with the number of articles done and the number of all."""


class IndexUpdate(Record):
    """What an update did. `rebuilt`: why the index was built again; "" if it was not. `seconds`: how long it took."""

    articles: int
    added: int = 0
    removed: int = 0
    rebuilt: str = ""
    seconds: float = 0.0


class IndexStatus(Record):
    """The state of the index. `missing`: why there is none that can be used; "" if there is one.

    `behind`: how many articles changed in the lake since; None if it is not known. `size`: bytes on disk.
    """

    path: str
    missing: str = ""
    articles: int = 0
    mark: Mark | None = None
    behind: int | None = None
    size: int = 0


def update_index(
    settings: Settings, *, rebuild: bool = False, on_progress: Progress = lambda done, total: None
) -> IndexUpdate:
    """Bring the index up to the newest snapshot of the lake, or build it again.

    Raises LakeBusy if another process is writing it, NoLake if there is no lake, OSError if the disk is full, and
    LakeError if the index cannot be written for another reason.
    """
    began = time.monotonic()
    home = settings.search_index_path
    with search_index.locked(home), lake.open_shared(settings) as connection:
        newest = find_mark(connection)
        try:
            if rebuild:
                raise Missing("it was asked for")
            done = _follow(connection, settings, newest, on_progress)
        except Missing as missing:
            done = _build(connection, settings, newest, str(missing), on_progress)
    update = done.model_copy(update={"seconds": round(time.monotonic() - began, 3)})
    log.info("updated the search index: %s", update)
    return update


def rebuild_index(settings: Settings, *, wait: float) -> IndexUpdate:
    """Build the index from nothing, after removing the old one. `wait`: seconds to wait for another writer.

    Raises as `update_index` does.
    """
    deadline = time.monotonic() + wait
    while True:
        try:
            return update_index(settings, rebuild=True)
        except LakeBusy:
            if time.monotonic() > deadline:
                raise
            time.sleep(_WAIT_POLL_SECONDS)


def describe_index(settings: Settings, connection: lake.Connection) -> IndexStatus:
    """Return the state of the index of a lake. `connection`: to that lake."""
    home = settings.search_index_path
    status = IndexStatus(path=str(home), size=search_index.measure_size(home))
    try:
        index = search_index.open_index(home)
        changes = find_changes(connection, index.mark)
    except Missing as missing:
        return status.model_copy(update={"missing": str(missing)})
    return status.model_copy(update={"articles": index.articles, "mark": index.mark, "behind": changes.articles})


def find_changes(connection: lake.Connection, mark: Mark) -> lake.Changes:
    """Return what changed in the lake since a mark. Raises Missing if the lake no longer has that snapshot."""
    newest = find_mark(connection)
    if newest == mark:
        return lake.Changes(0)
    if newest.snapshot <= mark.snapshot or not lake.is_same_snapshot(connection, mark.snapshot, mark.at):
        raise Missing(f"the lake no longer has snapshot {mark.snapshot}, from which it would continue")
    return lake.find_index_changes(connection, since=mark.snapshot, until=newest.snapshot)


def find_mark(connection: lake.Connection) -> Mark:
    """Return the newest snapshot of the lake."""
    snapshot, at = lake.find_newest_snapshot(connection)
    return Mark(snapshot=snapshot, at=at)


def _follow(connection: lake.Connection, settings: Settings, newest: Mark, on_progress: Progress) -> IndexUpdate:
    """Apply what changed since the mark of the index. Raises Missing if that is not possible."""
    home = settings.search_index_path
    index = search_index.open_index(home)
    changes = find_changes(connection, index.mark)
    if not changes.articles:
        if index.mark != newest:
            search_index.move_mark(home, newest)
        return IndexUpdate(articles=index.articles)
    with search_index.updating(home, newest) as writer:
        writer.remove(lake.list_changed_ids(connection))
        for rows in lake.load_changed_rows(connection, changes):
            _add(writer, rows)
            on_progress(writer.added, changes.articles)
    return _describe(writer, settings)


def _build(
    connection: lake.Connection, settings: Settings, newest: Mark, why: str, on_progress: Progress
) -> IndexUpdate:
    home = settings.search_index_path
    spans = lake.list_indexed_spans(connection)
    total = sum(span.articles for span in spans)
    try:
        with search_index.building(home, newest) as writer:
            for span in spans:
                for rows in lake.load_rows_of_span(connection, span):
                    _add(writer, rows)
                    on_progress(writer.added, total)
        return _describe(writer, settings).model_copy(update={"rebuilt": why})
    except Missing as missing:
        message = f"the search index in {home} cannot be built: {missing}. Searches read the lake instead"
        raise LakeError(message, reason="index_failed") from missing


def _describe(writer: Writer, settings: Settings) -> IndexUpdate:
    articles = search_index.open_index(settings.search_index_path).articles
    return IndexUpdate(articles=articles, added=writer.added, removed=writer.removed)


def _add(writer: Writer, rows: Iterable[Mapping[str, Any]]) -> None:
    lists = ("topics", "central_topics", "name_keys")
    writer.add(IndexedRow(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows)
