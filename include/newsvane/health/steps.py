"""When each step of the pipeline was last done, and how often it usually is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsvane.analysis.queries import OpenLake, fetch_rows
from newsvane.health.queries import load_query
from newsvane.records import Record
from newsvane.settings import Settings

STEPS = ("article", "poll", "read", "land", "publish", "alert")
USUAL_WITHIN = timedelta(days=7)
"""What is usual is computed from the runs of this time. A step that was not done in it has no time."""
MIN_GAPS = 6
"""What is usual is not known while fewer times between two runs are."""
MAX_GAPS = 3
"""A step is late if the usual time between two runs has passed this many times."""


class Step(Record):
    """A step of the pipeline. `done_at`: when it was last done, UTC; None: not within USUAL_WITHIN.

    `usual`: the median time between two runs; None: not known. What landed is published, so publishing is as usual as
    landing, unless the settings say that it is done less often. The step `article` is done when the newest article was
    published, by its own date, and usual is how old that article is when the next ones have been read.
    """

    name: str
    done_at: datetime | None = None
    usual: timedelta | None = None

    def is_late(self, now: datetime) -> bool:
        """Return whether it was done longer ago than usual. At night, when less is published, that can be right."""
        if self.done_at is None or self.usual is None:
            return False
        return now - self.done_at > max(MAX_GAPS * self.usual, timedelta(minutes=15))


def find_steps(settings: Settings, open_lake: OpenLake) -> Sequence[Step]:
    """Return the steps of the pipeline in order."""
    since = datetime.now(UTC) - USUAL_WITHIN
    rows = fetch_rows(load_query("step_times"), {"since": since, "gaps": MIN_GAPS}, open_lake=open_lake)
    found = {row["step"]: (row["done_at"], row["usual_seconds"]) for row in rows}
    if settings.published_path.exists():
        published = datetime.fromtimestamp(settings.published_path.stat().st_mtime, UTC)
        landing = found.get("land", (None, None))[1]
        found["publish"] = (published, landing and max(landing, settings.publish_every))
    return [
        Step(name=name, done_at=done_at, usual=timedelta(seconds=seconds) if seconds else None)
        for name, (done_at, seconds) in ((name, found.get(name, (None, None))) for name in STEPS)
    ]
