"""Keep answers about the whole history until the lake changes.

Most pages ask the same about months of articles again: whoever turns to the next page of a search, sorts a list, or
comes back to a topic. Nothing has changed meanwhile, unless somebody has written to the lake.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import TypeVar

T = TypeVar("T")

MAX_ANSWERS = 64
"""How many answers are kept at most, those that were asked for last."""
MAX_ROWS = 40_000
"""How many rows all of them have at most: tens of megabytes."""


class KeptAnswers:
    """Answers that hold for one version of the lake. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: object = None
        self._answers: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._rows = 0

    def find(self, version: object, question: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer to a question, which is asked if nobody has asked it since the lake has this version.

        `version`: read before asking, so that an answer is never older than its version. The answer is shared: it must
        not be changed.
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
