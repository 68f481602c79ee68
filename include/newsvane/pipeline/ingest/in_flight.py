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

_LONGEST_RUN = timedelta(hours=2)
"""Runs that were planned earlier are left out: what they have read may be read again."""


class _TriedEntry(Record, extra="ignore"):
    """The fields of a `ReadResult`'s entry that are needed here."""

    entry_id: str
    feed_id: str
    led_to: str | None = None


class _Tried(Record, extra="ignore"):
    entry: _TriedEntry


class InFlight(NamedTuple):
    """What runs are reading, or have read and not landed.

    `entry_ids`: what they have read. `redirects`: per source and site, how many of these entries led to pages of that
    other site. `sites`: from which they still read.
    """

    entry_ids: frozenset[str] = frozenset()
    redirects: tuple[RedirectCount, ...] = ()
    sites: frozenset[str] = frozenset()


def find_in_flight(
    run: str, find_running: FindRunning | None, settings: Settings, *, include_own: bool = False
) -> InFlight:
    """Return what other runs than `run` are reading or have read.

    `find_running`: None if there is no other run. `include_own`: also what `run` itself has read and not landed.
    """
    names = [run] if include_own else []
    if find_running is not None:
        planned = find_runs_since(settings.staging_path, "ingest", "plan", datetime.now(UTC) - _LONGEST_RUN)
        names += find_running([name for name in planned if name != run])
    sites: set[str] = set()
    tried: list[_TriedEntry] = []
    for name in names:
        folder = RunFolder(settings.staging_path, "ingest", name)
        try:
            # A chunk that is finished meanwhile must not be missing in both, so the unfinished ones come first.
            for chunk in folder.list_unfinished_chunks("read"):
                sites.update(site_of(entry.url) for entry in folder.read("plan", Entry, chunk))
            tried += [result.entry for result in folder.read("read", _Tried)]
        except (Terminal, OSError) as error:  # its own tasks report what is wrong with its files
            log.warning("what the run %s reads may be read again: %s", name, error)
    redirects = Counter((entry.feed_id, entry.led_to) for entry in tried if entry.led_to)
    return InFlight(
        entry_ids=frozenset(entry.entry_id for entry in tried),
        redirects=tuple(
            RedirectCount(feed_id=feed_id, site=site, pages=pages) for (feed_id, site), pages in redirects.items()
        ),
        sites=frozenset(sites),
    )
