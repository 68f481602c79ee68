"""`make soak`: Airflow at ten times the demo's load for half an hour, and whether anything grows without bound.

Each cycle a thousand new pages are polled, read, landed and alerted; after it the processes that live on, the lake and
its folders are measured. The first third is left out: caches fill, pools grow to their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

ROOM: dict[str, tuple[float, float]] = {
    "MB": (1.15, 30),
    "handles": (1.1, 10),
    "connections": (1.1, 5),
    "files": (1.3, 50),
    "catalog kB an article": (1.3, 0),
}
"""What the last third may have more than the second: a factor, and so much besides."""

LEAST = 6
"""Samples that allow a verdict."""


@dataclass(frozen=True)
class Sample:
    """What was measured after a cycle, by name (`scheduler MB`, `lake files`)."""

    minute: float
    values: dict[str, float]


def growing(samples: Sequence[Sample]) -> list[str]:
    """What grew without bound, in words. Raises ValueError where there are too few samples to tell."""
    if len(samples) < LEAST:
        raise ValueError(f"{len(samples)} cycles are too few to tell: let it run longer (MINUTES=…)")
    third = len(samples) // 3
    found = []
    for name in samples[-1].values:
        before, after = (
            median(sample.values.get(name, 0) for sample in part) for part in (samples[third:-third], samples[-third:])
        )
        factor, more = next(room for unit, room in ROOM.items() if name.endswith(unit))
        if after > before * factor + more:
            found.append(f"{name}: {before:,.1f}, then {after:,.1f}")
    return found
