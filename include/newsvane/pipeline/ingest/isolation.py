"""Land a batch although one of its items makes that fail: the item is found by halving the batch, and set aside."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from newsvane import lake
from newsvane.errors import describe_unforeseen, format_traceback

T = TypeVar("T")
Counts = Mapping[str, int]

log = logging.getLogger(__name__)

MAX_SOURCES = 2
"""If nothing lands of a batch with more sources than this, the fault is ours, and no item is blamed."""

MAX_FAILURES_BEFORE_ANY_LANDS = 63
"""The batch was halved six times, and every part failed: nothing is going to land."""

MAX_FAILURES = 400
"""After so many failures the rest is left to the next run. A hundred bad items of one source cause fewer."""


def land_isolated(
    items: Sequence[T],
    land: Callable[[Sequence[T]], Counts],
    *,
    source: Callable[[T], str],
    set_aside: Callable[[T, str], T],
) -> dict[str, int]:
    """Land items in one transaction. If that raises, land them in halves, and so on. Return the counts of all.

    A single item that still raises is landed as what `set_aside` makes of it, given the error in words. `source`: who
    an item is from. Items of one source stay together, so that those of others land after a few tries.

    Errors for which no item can be to blame (the lake is busy, the disk is full) are raised at once; any other one if
    nothing lands although the items have several sources, and after MAX_FAILURES.
    """
    parts, landed, broken = deque([items]), list[Counts](), list[T]()
    may_all_be_broken = 0 < len({source(item) for item in items}) <= MAX_SOURCES
    failures = 0
    while parts:
        part = parts.popleft()
        try:
            landed.append(land(part))
        except Exception as error:
            if not lake.may_be_caused_by_data(error):
                raise
            failures += 1
            if failures == 1:
                log.error(
                    "landing a batch of %d failed; it is landed in parts to find the cause\n%s",
                    len(items),
                    format_traceback(error),
                )
            if len(part) == 1:
                words = describe_unforeseen(error, "landing")
                log.error("landing %s failed, it is set aside: %s", source(part[0]), words)
                broken.append(set_aside(part[0], words))
            else:
                parts.extend(_halve(part, source))
            is_hopeless = failures > MAX_FAILURES_BEFORE_ANY_LANDS or not parts
            if failures > MAX_FAILURES or (is_hopeless and not landed and not may_all_be_broken):
                raise
    return _add_up([*landed, land(broken)] if broken else landed)


def _halve(items: Sequence[T], source: Callable[[T], str]) -> Iterable[Sequence[T]]:
    ordered, middle = sorted(items, key=source), len(items) // 2
    return ordered[:middle], ordered[middle:]


def _add_up(counts: Sequence[Counts]) -> dict[str, int]:
    """Add up counts by name. `to_read` is not a count of what has landed, so that of the last landing counts."""
    total = Counter[str]()
    for each in counts:
        total.update(each)
    return dict(total) | {name: each for name, each in counts[-1].items() if name == "to_read"}
