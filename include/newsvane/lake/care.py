"""Care of the lake: the plain file for analysts, small files merged, old snapshots and texts let go."""

from datetime import datetime
from pathlib import Path

from newsvane.settings import Settings


def publish(settings: Settings) -> Path | None:
    """Write coverage, originals and stories to one plain DuckDB file with a full-text index, replaced atomically.

    None where it was published less than `publish_every` seconds ago. Whoever holds the old file open keeps it.
    """
    ...


def maintain(settings: Settings, now: datetime) -> dict[str, int]:
    """Retention, then merging and clearing of files; what was done, in counts."""
    ...
