"""Bring everything that is made from the lake up to date after a backfill."""

from collections import Counter
from collections.abc import Mapping, Sequence

from newsvane.pipeline.backfill.requests import BackfillFolder
from newsvane.pipeline.ops.maintenance import publish, refresh_trends, require_counted, update_search_index
from newsvane.settings import Settings, get_settings


def finish_backfill(
    run: str, results: Sequence[Mapping[str, int]], *, settings: Settings | None = None
) -> dict[str, int]:
    """Count the days that have changed, publish, update the search index, and forget how far the run has come.

    `results`: the counts of all parts. Return the sums of these and of what planning left out. Raises LakeError if a
    day could not be counted.
    """
    settings = settings or get_settings()
    folder = BackfillFolder(settings, run)
    counts = Counter(folder.load_problems().counts)
    for each in results:
        counts.update(each)
    counted = refresh_trends(settings=settings)
    publish(settings=settings)
    update_search_index(settings=settings)
    folder.remove()
    require_counted(counted)
    return dict(counts) | {"days_counted": counted["days"]}
