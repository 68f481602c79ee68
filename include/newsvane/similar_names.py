"""Find the known names that a wrong one was probably meant to be, for every "did you mean". Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

MAX_LISTED = 12
"""If there are at most so many names, all of them are listed."""
MAX_SIMILAR = 3
"""The maximum number of names that are offered."""
CLOSE = 0.65
"""The least similarity of two spellings, by difflib's ratio. A letter too many, too few or swapped is above it."""
MISSPELT = 0.85
"""From this similarity on, a name that might exist is taken for a misspelt one."""
MIN_NEARNESS = 0.86
"""The least similarity of a misspelt word, by Jaro and Winkler: a letter too many, too few or swapped is above it."""
MIN_PART = 3
"""Letters of the shortest name that is looked for inside longer ones."""
_WORD = re.compile(r"(?<![^-])[^-.]{5,}(?![^-])")
"""A long word of an id such as maryam-rajavi, of which often only a part is typed."""


def find_similar(name: str, known: Iterable[str]) -> list[str]:
    """Return the names that are spelled like this one, or contain it, or are contained in it, whatever the case.

    The nearest come first. The ending that two domains share (`.com`) does not make them similar.
    """
    by_lower = {each.lower(): each for each in known}
    asked = name.lower()
    is_word = not {"-", "."}.intersection(asked)
    parts = {each: [each, *(_WORD.findall(each) if is_word else ())] for each in by_lower}
    nearness = {each: max(_compare(asked, part) for part in parts[each]) for each in by_lower}
    near = [each for each in by_lower if nearness[each] >= CLOSE or _is_part(asked, each)]
    return [by_lower[each] for each in sorted(near, key=lambda each: -nearness[each])[:MAX_SIMILAR]]


def suggest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean 'iran'?", with the nearest name; "" if none is near."""
    similar = find_similar(name, known)
    return f"did you mean {similar[0]!r}?" if similar else ""


def describe_unknown(noun: str, name: str, similar: Sequence[str], known: Collection[str] = ()) -> str:
    """Return `there is no topic 'MEK'; did you mean mek?`."""
    message = f"there is no {noun} {name!r}" if name else f"the {noun} is missing"
    if similar:
        message += f"; did you mean {' or '.join(similar)}?"
    if 0 < len(known) <= MAX_LISTED and len(similar) < len(known):
        message += f"{' The' if similar else '; the'} {noun}s are {', '.join(sorted(known))}"
    return message


def find_misspelt(name: str, known: Iterable[str]) -> str:
    """Return the known name that this one, which might exist as well, is most likely a misspelling of; otherwise ""."""
    nearness, nearest = max(((_compare(name, each), each) for each in known), default=(0.0, ""))
    return nearest if nearness >= MISSPELT else ""


def _compare(one: str, other: str) -> float:
    """Return how similar two names are: 1 if they are the same."""
    (start, dot, end), (other_start, _, other_end) = one.rpartition("."), other.rpartition(".")
    if dot and end == other_end:
        one, other = start, other_start
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE else 0.0


def _is_part(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= MIN_PART and (one in other or other in one)
