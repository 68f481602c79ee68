"""Find what other runs are reading, or have read and not yet landed: one run reads while the one before lands.

A run must not read again what another one has read. Nor may it request a site from which another one still reads:
the pause between two requests is kept by the task that reads all pages of a site.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeAlias

from newsvane.errors import Terminal
from newsvane.pipeline.staging import RunFolder, find_runs_since, site_of
from newsvane.records import Entry, Record, RedirectCount
from newsvane.settings import Settings

log = logging.getLogger(__name__)

FindRunning: TypeAlias = Callable[[Sequence[str]], Sequence[str]]
"""Returns which of the named runs are running."""

_LONGEST_RUN, _MAX_RUNS = timedelta(hours=2), 5
"""Runs that were planned earlier, and before so many others, are left out: what they have read may be read again."""


class _TriedEntry(Record, extra="ignore"):
    """What is needed of the entry of a `ReadResult`."""

    entry_id: str
    feed_id: str
    led_to: str | None = None


class _Tried(Record, extra="ignore"):
    entry: _TriedEntry


class InFlight(NamedTuple):
    """What other runs are reading or have read, and has not landed.

    `entry_ids`: what they have read. `redirects`: to how many pages of another site that has led. `sites`: from which
    they still read. `will_continue`: one of them has not been validated, and will look itself for what waits.
    """

    entry_ids: frozenset[str] = frozenset()
    redirects: tuple[RedirectCount, ...] = ()
    sites: frozenset[str] = frozenset()
    will_continue: bool = False


def find_in_flight(run: str, find_running: FindRunning | None, settings: Settings) -> InFlight:
    """Return what runs other than `run` are reading or have read. `find_running`: None if there is no other run."""
    if find_running is None:
        return InFlight()
    planned = find_runs_since(settings.staging_path, "ingest", "plan", datetime.now(UTC) - _LONGEST_RUN)
    running = find_running([name for name in planned if name != run][-_MAX_RUNS:])
    others = [RunFolder(settings.staging_path, "ingest", name) for name in running]
    tried = [entry for other in others for entry in _load_tried(other)]
    redirects = Counter((entry.feed_id, entry.led_to) for entry in tried if entry.led_to)
    return InFlight(
        entry_ids=frozenset(entry.entry_id for entry in tried),
        redirects=tuple(
            RedirectCount(feed_id=feed_id, site=site, pages=pages) for (feed_id, site), pages in redirects.items()
        ),
        sites=frozenset(
            site_of(entry.url)
            for other in others
            for chunk in other.list_unfinished_chunks("read")
            for entry in other.read("plan", Entry, chunk)
        ),
        will_continue=any(not other.has("judged") for other in others),
    )


def list_tried(run: str, settings: Settings) -> frozenset[str]:
    """Return the ids of the entries that a run has read."""
    tried = _load_tried(RunFolder(settings.staging_path, "ingest", run))
    return frozenset(entry.entry_id for entry in tried)


def _load_tried(folder: RunFolder) -> list[_TriedEntry]:
    """Return the entries that a run has read; none if its files are damaged, which is for its own tasks to report."""
    try:
        return [result.entry for result in folder.read("read", _Tried)]
    except Terminal as error:
        log.warning("what the run %s has read may be read again: %s", folder.name, error)
        return []
