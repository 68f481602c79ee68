"""Repeat a transaction when another writer committed first. Every landing is idempotent and so can be repeated."""

import functools
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from newsvane.errors import WriteConflict

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

TRIES = 5
"""Tries in total. At least one writer commits in each round, so even five writers that always conflict all succeed."""
FIRST_WAIT_SECONDS = 0.2
"""The maximum wait before the second try; it doubles with each further try. The actual wait is random, so that two
writers do not collide again."""


def retry_on_conflict(landing: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function so that it is called again, as a whole, when it raises WriteConflict."""

    @functools.wraps(landing)
    def repeated(*arguments: P.args, **named: P.kwargs) -> T:
        for number in range(1, TRIES):
            try:
                return landing(*arguments, **named)
            except WriteConflict as conflict:
                log.info("%s: %s; trying again (%d of %d)", landing.__name__, conflict, number + 1, TRIES)
                time.sleep(random.uniform(0, FIRST_WAIT_SECONDS * 2 ** (number - 1)))  # noqa: S311 - no secret
        return landing(*arguments, **named)

    return repeated
