"""How often the lake is right, as people's labels measure it: counts, and what they allow to say. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import sqrt
from typing import NamedTuple

MIN_CROWD = 10
"""Of fewer sampled articles, it is not said that most are of one outlet."""
WIDEST_INTERVAL = 0.3
"""If precision is only known to within more than this, it is not known."""
_Z = 1.959964
"""Of a normal distribution, 95 % lie within this many standard deviations."""


@dataclass(frozen=True)
class Tally:
    """How many answers agree with the lake (`right`), contradict it (`wrong`), or each other (`disputed`)."""

    right: int = 0
    wrong: int = 0
    disputed: int = 0

    @property
    def labels(self) -> int:
        """The number of answers that count; disputed ones do not."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """The share of right answers, 0 to 1; None without answers."""
        return self.right / self.labels if self.labels else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval: in 95 of 100 samples, the true precision lies in it. Without answers: 0 to 1."""
        return wilson_interval(self.right, self.labels)

    @property
    def is_telling(self) -> bool:
        """Return whether there are enough answers to say anything about precision."""
        return _is_narrow(self.interval)

    @property
    def missing(self) -> int:
        """Return how many more answers say enough about precision, if as many of them are right as so far."""
        share = 0.5 if self.precision is None else self.precision
        return next(
            more for more in count() if _is_narrow(wilson_interval(share * (self.labels + more), self.labels + more))
        )


@dataclass(frozen=True)
class Measure:
    """What labels say of a topic or a rule.

    `sampled`: answers on random samples, which measure precision. `others`: answers on articles that somebody came
    upon, which do not: people report mistakes. `missed`: articles on the topic that the lake did not find. `crowd`: the
    outlet of most of the sampled articles; "" if no outlet has most of them, or they are few.
    """

    name: str
    sampled: Tally = Tally()
    others: Tally = Tally()
    missed: int = 0
    crowd: str = ""


class Verdict(NamedTuple):
    """What people say together about one thing that the lake said of an article of an outlet.

    `is_right`: None if they disagree.
    """

    article_id: str
    subject: str
    is_right: bool | None
    is_sampled: bool
    outlet: str = ""


def wilson_interval(right: float, labels: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval for a share. Source: E. B. Wilson, JASA 22 (1927), 209-212."""
    if not labels:
        return 0.0, 1.0
    share, spread = right / labels, _Z**2 / labels
    middle, half = share + spread / 2, _Z * sqrt(share * (1 - share) / labels + spread / (4 * labels))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def describe_shortage(tally: Tally, left: int | None = None) -> str:
    """Say that there are too few answers, and what would help; "" if there are enough.

    `left`: how many articles can still be labelled, if that is known.
    """
    if tally.is_telling:
        return ""
    if left == 0:
        return "too few labels to tell, and no article is left to label until more are read"
    needed = f"about {tally.missing} more {'is' if tally.missing == 1 else 'are'} needed"
    few = f", but only {left} can be labelled now" if left is not None and left < tally.missing else ""
    return f"too few labels to tell: {needed}{few}"


def _is_narrow(interval: tuple[float, float]) -> bool:
    return interval[1] - interval[0] <= WIDEST_INTERVAL


def measure(name: str, verdicts: Sequence[Verdict], missed: int = 0) -> Measure:
    """Count verdicts, apart for random samples."""
    return Measure(
        name,
        _count(each.is_right for each in verdicts if each.is_sampled),
        _count(each.is_right for each in verdicts if not each.is_sampled),
        missed,
        _find_crowd([each.outlet for each in verdicts if each.is_sampled]),
    )


def _find_crowd(outlets: Sequence[str]) -> str:
    """Return the outlet of more than half of some articles; "" if there is none, or they are fewer than MIN_CROWD."""
    outlet, articles = max(Counter(outlets).items(), key=lambda each: each[1], default=("", 0))
    return outlet if 2 * articles > len(outlets) >= MIN_CROWD else ""


def judge_article(
    topics: Collection[str], verdicts: Mapping[str, Verdict], article: Verdict | None = None, *, needs_all: bool
) -> Verdict | None:
    """Return whether a rule was right about an article; None if the labels do not say.

    `topics`: those on which it depends. If the rule `needs_all` of them, one that is wrong decides; otherwise one that
    is right does. `verdicts`: by topic. `article`: on whether it is an article at all.

    It counts as sampled only if each of these topics was answered on a sample, even if one answer decides: otherwise
    the answer that decides would be counted at once, and the other one only when all topics are answered.
    """
    found = [verdicts[topic] for topic in topics if topic in verdicts]
    answers = [each.is_right for each in found]
    is_complete = bool(found) and len(found) == len(topics)
    is_sampled = is_complete and all(each.is_sampled for each in found)
    if article and not article.is_right:
        return article._replace(is_sampled=is_sampled)
    decisive = not needs_all
    if decisive in answers:
        is_right: bool | None = decisive
    elif is_complete:
        is_right = None if None in answers else not decisive
    else:
        return None
    return found[0]._replace(subject="", is_right=is_right, is_sampled=is_sampled)


def _count(answers: Iterable[bool | None]) -> Tally:
    given = [*answers]
    return Tally(given.count(True), given.count(False), given.count(None))
