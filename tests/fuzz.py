"""Search for feeds, lists and pages that raise, cost too much, or violate an invariant, among mutated ones.

`python -m tests.fuzz --minutes 30` or `--cases 1000000`; half of the cases are feeds. Each fault is printed with the
expression that makes its case again. At the end the number of cases, the slowest one and the peak memory are printed;
the exit code is 1 if there was a fault.
"""

import argparse
import gc
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import count

from tests.unit.articles.page_fuzzer import mutated_page
from tests.unit.articles.page_strategies import check_invariants
from tests.unit.entries.feed_fuzzer import check_feed, check_wrong_item, mutated_feed, wrong_item
from tests.unit.entries.list_fuzzer import LIST_CASES
from tests.unit.entries.source_fuzzer import check_source, mutated_source

CASES: tuple[tuple[Callable[[int], bytes], Callable[[bytes], object]], ...] = (
    *((wrong_item, check_wrong_item), (mutated_feed, check_feed)) * 2,
    (mutated_page, check_invariants),
    (mutated_source, check_source),
    *LIST_CASES,
)
"""What is tried, in turn: each with five seeds, because the format of a feed follows from its seed, too."""

CASES_PER_COLLECTION = 500
"""`cpu_limit` hides what exists from the collector, which then never finds the garbage of earlier cases."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--minutes", type=float)
    size.add_argument("--cases", type=int)
    parser.add_argument("--seed", type=int, default=int(time.time() * 1000), help="the first seed")
    arguments = parser.parse_args()
    began = time.monotonic()
    search = Search()
    for seed in count(arguments.seed):
        make, check = CASES[seed // 5 % len(CASES)]
        search.try_case(make, check, seed)
        minutes = (time.monotonic() - began) / 60
        if minutes >= (arguments.minutes or minutes + 1) or search.cases.total() == arguments.cases:
            break
    print(f"from seed {arguments.seed}: {search.describe()}")
    sys.exit(bool(search.faults))


class Search:
    """What was tried: cases by kind, faults by place, and the slowest case of each kind."""

    def __init__(self) -> None:
        self.cases, self.faults = Counter[str](), Counter[str]()
        self.slowest: dict[str, tuple[float, str]] = {}

    def try_case(self, make: Callable[[int], bytes], check: Callable[[bytes], object], seed: int) -> None:
        kind, case, began = make.__name__, f"{make.__name__}({seed})", time.process_time()
        try:
            check(make(seed))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{type(error).__name__} at {place.filename}:{place.lineno}"
            self.faults[fault] += 1
            if self.faults[fault] == 1:
                print(f"{case}: {error!r:.300} {fault}", flush=True)
        self.cases[kind] += 1
        if self.cases.total() % CASES_PER_COLLECTION == 0:
            gc.collect()
        self.slowest[kind] = max(self.slowest.get(kind, (0.0, "")), (time.process_time() - began, case))

    def describe(self) -> str:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        kinds = (
            f"{number:,} of {kind}, slowest {self.slowest[kind][1]} with {self.slowest[kind][0]:.2f} CPU s"
            for kind, number in sorted(self.cases.items())
        )
        return (
            f"{self.cases.total():,} cases, {self.faults.total():,} faults of {len(self.faults)} kinds; "
            f"{'; '.join(kinds)}; peak memory: {peak:,} MB; {time.process_time():,.0f} CPU s"
        )


if __name__ == "__main__":
    main()
