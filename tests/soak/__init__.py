"""Soak test (`make soak`): run Airflow at ten times the demo's load for half an hour and look for unbounded growth.

Each cycle polls, reads and lands a thousand new pages and sends their alerts. After each, the long-lived processes, the
lake and its folders are measured. The first third of the samples is ignored while caches fill and pools grow.
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
"""How much larger the last third may be than the second, by unit: a factor and an additional amount."""

LEAST = 6
"""The smallest number of samples that can be judged."""


@dataclass(frozen=True)
class Sample:
    """The measurements after one cycle, by name (`scheduler MB`, `delivery files`)."""

    minute: float
    values: dict[str, float]


def growing(samples: Sequence[Sample]) -> list[str]:
    """Return one line per measurement that grew without bound. Raises ValueError if there are too few samples."""
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
