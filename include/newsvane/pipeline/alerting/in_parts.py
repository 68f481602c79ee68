"""Work on many items although one of them raises an error: the item is found by halving, and left out."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from newsvane.errors import NewsvaneError, format_traceback

T = TypeVar("T")
R = TypeVar("R")

log = logging.getLogger(__name__)


def in_parts(items: Sequence[T], work: Callable[[Sequence[T]], R], *, what: str) -> list[R]:
    """Return the result for all items; or if that raises, the results for the parts for which it does not.

    A single item that raises is left out, with its error in the log; `what` says what is missing then. `work` must not
    query the lake: a failed query would end the transaction. Errors that Newsvane raises on purpose are raised.
    """
    try:
        return [work(items)]
    except NewsvaneError:
        raise
    except Exception as error:
        if len(items) < 2:
            log.error(
                "%s is left out because of an error in Newsvane: %.500s\n%s", what, items, format_traceback(error)
            )
            return []
        middle = len(items) // 2
        return [*in_parts(items[:middle], work, what=what), *in_parts(items[middle:], work, what=what)]
