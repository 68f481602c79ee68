"""A person who was found by the shape of the name."""

from typing import NamedTuple

MIN_SURNAME = 3
"""Letters of the shortest surname."""
MAX_WORD = 30
"""Letters of the longest word of a name. A longer one is no name, and would make every list unreadable."""


class FoundPerson(NamedTuple):
    """Words `first` to `end` (exclusive) that are the full name of a person. `parts`: the folded words of the name."""

    first: int
    end: int
    parts: tuple[str, ...]
