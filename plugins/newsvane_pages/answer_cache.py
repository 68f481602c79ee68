"""Cache answers about the whole history until the lake changes.

Turning to the next page of a search, sorting a list or coming back to a topic asks the same about months of articles
again. The answer is the same unless somebody has written to the lake.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import TypeVar

T = TypeVar("T")

MAX_ANSWERS = 64
"""The maximum number of answers. Those that were asked for last are kept."""
MAX_ROWS = 40_000
"""The maximum number of rows of all answers together: tens of megabytes."""


class AnswerCache:
    """A cache of answers about one version of the lake. Several threads may use it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: object = None
        self._answers: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._rows = 0

    def find(self, version: object, question: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer to a question from the cache, or from `ask` if this version has not answered it yet.

        `version`: read before asking, so that an answer is never older than its version. Callers share the answer and
        must not change it.
        """
        with self._lock:
            if version != self._version:
                self._answers.clear()
                self._rows = 0
                self._version = version
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question][0]  # type: ignore[return-value]
        answer = ask()
        with self._lock:
            rows = len(answer) if isinstance(answer, Sized) else 1
            if version == self._version and question not in self._answers and rows <= MAX_ROWS:
                self._answers[question] = answer, rows
                self._rows += rows
                while len(self._answers) > MAX_ANSWERS or self._rows > MAX_ROWS:
                    _, (_, gone) = self._answers.popitem(last=False)
                    self._rows -= gone
        return answer
