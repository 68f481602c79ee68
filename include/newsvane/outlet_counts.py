"""Say in the same words everywhere how many outlets have a story, and how many of them are independent.

An outlet is independent if it has an article in the story that is nobody's copy or translation, as far as is known, and
does not claim to be one: it has no `copy_of`. A page that calls itself a translation of a report says that it is not
another one, even if the texts do not show it.
"""

from typing import NamedTuple

from newsvane.plurals import count_noun


class OutletCounts(NamedTuple):
    """How many outlets have a story, and how many of them are independent."""

    outlets: int
    independent: int


def describe_outlets(outlets: int, independent: int | None, ending: str = "") -> str:
    """Return "1 outlet" or "5 outlets, 2 of them independent". `ending`: what follows the number, such as " so far".

    `independent`: None if that was not counted, as in messages that an older version has written.
    """
    words = f"{count_noun(outlets, 'outlet')}{ending}"
    if outlets <= 1 or independent is None:
        return words
    return f"{words}, {f'{independent:,}' if independent else 'none'} of them independent"
