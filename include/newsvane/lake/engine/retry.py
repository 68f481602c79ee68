"""A landing done again, whole, where another writer came first: every landing may be repeated."""

import functools
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from newsvane.errors import LakeBusy

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

TRIES = 5
"""In all. Whoever commits comes first, so of so many writers that meet each time all get through."""
FIRST = 0.2
"""Seconds before the second try at the most, doubled before each further one; by chance, lest two meet again."""


def retry_on_conflict(landing: Callable[P, T]) -> Callable[P, T]:
    """The same, repeated where it ends with LakeBusy of the reason `lake_met`, after which nothing was written."""

    @functools.wraps(landing)
    def repeated(*arguments: P.args, **named: P.kwargs) -> T:
        for number in range(1, TRIES):
            try:
                return landing(*arguments, **named)
            except LakeBusy as busy:
                if busy.reason != "lake_met":
                    raise
                log.info("%s: %s; again", landing.__name__, busy)
                time.sleep(random.uniform(0, FIRST * 2 ** (number - 1)))  # noqa: S311 - no secret
        return landing(*arguments, **named)

    return repeated
