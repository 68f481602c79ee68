"""Share the places of messages between outlets, so that one outlet never uses up the places of all others. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

MIN_PLACES = 3
"""Messages per hour, rule and channel for which an outlet finds a place as long as any is free."""
MAX_NAMED = 10
"""Waiting messages of an outlet, per rule and channel, that will be named. A digest only counts further ones."""

_Item = TypeVar("_Item")


def has_place(cap: int, sent: Counter[str], outlet: str) -> bool:
    """Return whether one more message of an outlet may be sent in this hour.

    An outlet may send more than MIN_PLACES messages only while at least twice as many places are free as it has taken.
    So places are left for outlets that have not reported yet: of 30 places, one outlet takes at most 10, and a second
    one then at most 7. A message without an outlet ("") may take any place.

    `cap`: places per hour. `sent`: how many are taken, by outlet.
    """
    free, own = cap - sent.total(), sent[outlet]
    return free > 0 and (not outlet or own < MIN_PLACES or 2 * own < free)


def take_turns(items: Iterable[_Item], owner: Callable[[_Item], Hashable]) -> list[_Item]:
    """Return the items in turns: the first one of each owner, then the second one of each, and so on.

    Items without an owner ("") come with the first ones.
    """
    given = list(items)
    turns = count_turns(map(owner, given))
    return [item for _, item in sorted(zip(turns, given, strict=True), key=lambda pair: pair[0])]


def count_turns(owners: Iterable[Hashable]) -> list[int]:
    """Return, for each owner, how often it occurred before; 0 for no owner ("")."""
    seen: Counter[Hashable] = Counter()
    turns = []
    for owner in owners:
        turns.append(seen[owner] if owner else 0)
        seen[owner] += 1
    return turns
