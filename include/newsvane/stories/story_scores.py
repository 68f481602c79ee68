"""Weigh how much an article resembles a story, and one story another one, so that no single outlet decides.

A story begins with whatever report came first, and a report that differs much from that one begins another. Later
reports then resemble both. The two become one story if two pairs of their reports resemble each other that have no
outlet in common, or reports of two outlets the only report of the other story. The more outlets the stories have, the
more pairs must resemble each other. Outlets that are in both stories count against it if their own reports are not
similar, because an outlet seldom reports an event twice.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations
from math import ceil
from typing import TypeAlias

from newsvane.stories.event_evidence import MIN_SCORE, OWN_REPORT, Similarities

_ALONE = 0.5
"""By how much the score must be higher if only the outlet that began the story counts."""
_ONE_OUTLET = 0.25
"""By how much the score must be higher if one of two stories has a single outlet, on which all pairs depend."""
_HIGHEST = 0.0
"""A pair of reports with a higher score counts as this: one pair, however similar, must not stand for two."""
MIN_PAIR_SCORE = 2 * MIN_SCORE - _HIGHEST
"""A pair of reports with a lower score makes no stories one, whatever the other pairs are."""
_UNLIKE = -6.0
"""The score of a pair that is missing."""
_MIN_PAIRS, _SHARE_OF_PAIRS = 2, 0.4
"""The mean score of so many pairs of outlets counts: at least this number, and at least this share of all pairs."""
_MAX_PAIRS = 58
"""How many pairs are examined: the share of those of two stories with twelve outlets each."""


@dataclass(frozen=True)
class Resemblance:
    """How the article `report` resembles another one, `nearest`: the most similar in a story (both are ids).

    `score`: as in `score_event`, or as weighed here. `pairs`: if its story became a part of that one, how many pairs of
    their reports are similar; 0 if the report joined alone.
    """

    score: float
    report: str
    nearest: str
    similarities: Similarities
    pairs: int = 0


Pairs: TypeAlias = Mapping[tuple[str, str], Resemblance]
"""The most similar reports of two stories, by the outlet in the one and that in the other."""


def weigh_outlets(first: float, others: Sequence[float]) -> float:
    """Return the score of an article and a story. `first`: its score with the outlet that began the story.

    `others`: its scores with the other outlets, highest first. A single one can only confirm the first outlet; two can
    outweigh it. None of them lowers the score, so no outlet can keep a report out of a story by joining it.
    """
    confirmed = [min(first, (first + others[0]) / 2)] if others else []
    outweighed = [(first + others[1]) / 2] if len(others) > 1 else []
    return max([first - _ALONE, *confirmed, *outweighed])


def weigh_own_report(score: float, own: float) -> float:
    """Return the score of an article and a story that has a report of its outlet. `own`: with that report.

    Of the article's own outlet more is required, and its own report counts as much as all others.
    """
    own -= OWN_REPORT
    return min(score - OWN_REPORT, (min(score, _HIGHEST) + own) / 2)


def weigh_pairs(pairs: Pairs, outlets: Set[str], others: Set[str]) -> float:
    """Return the score of two stories. `outlets`, `others`: the outlets of the one and of the other."""
    scores = {between: min(pair.score, _HIGHEST) for between, pair in pairs.items()}
    best = nlargest(_MAX_PAIRS, scores, key=lambda between: (scores[between], between))
    independent = [
        (scores[pair] + scores[another]) / 2
        for pair, another in combinations(best, 2)
        if _are_independent(pair, another, outlets, others)
    ]
    wanted = max(_MIN_PAIRS, ceil(_SHARE_OF_PAIRS * len(outlets) * len(others)))
    found = best[:wanted]
    mean = (sum(scores[pair] for pair in found) + _UNLIKE * (wanted - len(found))) / wanted
    score = min(max(independent, default=float("-inf")), mean)
    if 1 in {len(outlets), len(others)}:
        score -= _ONE_OUTLET
    return score - _weigh_common_outlets(score, pairs, outlets, others)


def _are_independent(pair: tuple[str, str], another: tuple[str, str], outlets: Set[str], others: Set[str]) -> bool:
    """Return whether two pairs have no outlet in common; only the outlet of a story that has no other one counts."""
    (one, other), (second_one, second_other) = pair, another
    return (
        (one != second_one or len(outlets) == 1)
        and (other != second_other or len(others) == 1)
        and one != second_other
        and other != second_one
    )


def _weigh_common_outlets(score: float, pairs: Pairs, outlets: Set[str], others: Set[str]) -> float:
    """Return by how much the outlets that are in both stories lower their score: less if their reports are similar."""
    both = outlets & others
    if not both:
        return 0.0
    own = [pairs[each, each].score - OWN_REPORT if (each, each) in pairs else _UNLIKE for each in sorted(both)]
    share = len(both) / min(len(outlets), len(others))
    return share * max(0.0, score - sum(own) / len(own)) / 2
