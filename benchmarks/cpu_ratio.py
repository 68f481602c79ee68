"""Compare the CPU time of two functions. They run in turns, so that a busy machine affects both equally."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    """How fast Newsvane is compared with a bare library. `ours` and `bare`: items per CPU-second."""

    name: str
    against: str
    ours: float
    bare: float

    @property
    def times(self) -> float:
        """How many times as fast as the bare library Newsvane is: above 1 faster, below 1 slower."""
        return self.ours / self.bare


def compare(name: str, against: str, items: int, ours: Callable[[], object], bare: Callable[[], object]) -> Ratio:
    """Run each function once to warm up, then `ROUNDS` times, and compare the medians."""
    spent: dict[Callable[[], object], list[float]] = {ours: [], bare: []}
    for lap in range(ROUNDS + 1):
        for function, times in spent.items():
            start = process_time()
            function()
            if lap:
                times.append(process_time() - start)
    return Ratio(name, against, items / median(spent[ours]), items / median(spent[bare]))
