"""Write an index: build it, or apply changes to it."""

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from newsvane import storage
from newsvane.search_index import schema, store
from newsvane.search_index.damage import guarded
from newsvane.search_index.schema import IndexedRow, build_document, build_schema
from newsvane.search_index.store import Mark, Missing

_MEMORY = 64 * 2**20
"""Bytes of new postings in memory. What exceeds them is written to disk, without coming into force."""


class Writer:
    """Adds and removes articles. Nothing is in force before the block of `building` or `updating` ends."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer
        self.added = self.removed = 0

    def add(self, rows: Iterable[IndexedRow]) -> None:
        """Add articles that are not in the index, or have been removed."""
        with guarded():
            for row in rows:
                self._writer.add_document(build_document(row))
                self.added += 1

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles, if they are in the index."""
        with guarded():
            for each in article_ids:
                self._writer.delete_documents_by_term(schema.ID, each)
                self.removed += 1


@contextmanager
def building(home: Path, mark: Mark) -> Iterator[Writer]:
    """Build a new index, which replaces the one that is there when the block ends. The caller holds the lock.

    Raises OSError if the disk is full, and Missing if the library fails.
    """
    store.remove_others(home, _current(home))
    folder = store.make_folder(home)
    with _committing(tantivy.Index(build_schema(), str(folder), reuse=False)) as writer:
        yield writer
    store.write_note(home, folder, mark)
    store.remove_others(home, folder)


@contextmanager
def updating(home: Path, mark: Mark) -> Iterator[Writer]:
    """Change the index that is there; `mark`: what it contains when the block ends. The caller holds the lock.

    Raises OSError if the disk is full, and Missing if the index is damaged.
    """
    folder = home / store.read_note(home).folder
    storage.restrict_umask()
    with guarded():
        index = tantivy.Index.open(str(folder))
    with _committing(index) as writer:
        yield writer
    store.write_note(home, folder, mark)


def move_mark(home: Path, mark: Mark) -> None:
    """Note that nothing that the index contains has changed up to a snapshot."""
    store.write_note(home, home / store.read_note(home).folder, mark)


def _current(home: Path) -> Path | None:
    try:
        return home / store.read_note(home).folder
    except Missing:
        return None


@contextmanager
def _committing(index: tantivy.Index) -> Iterator[Writer]:
    with guarded():
        writer = index.writer(_MEMORY, 1)
    try:
        yield Writer(writer)
        with guarded():
            writer.commit()
            writer.garbage_collect_files()
    except BaseException:
        with contextlib.suppress(Missing, OSError), guarded():
            writer.rollback()
        raise
    finally:
        with contextlib.suppress(Missing, OSError), guarded():
            writer.wait_merging_threads()
