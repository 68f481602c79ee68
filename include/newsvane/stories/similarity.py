"""Whether one text carries another: exact measures over what is their own, and what tells a form from a copy.

An outlet's own later text is no copy of its earlier one where it tells something else: under a new lead, with another
number in the lead or the title, or days later with more than a few words changed. So reports that take over background,
and those filled in anew each day, stay apart.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeAlias

from newsvane.records import Article
from newsvane.stories.links import Link, moment
from newsvane.stories.repeated_sentences import own_text
from newsvane.stories.shingles import MIN_WORDS, Shingles, compare, shingles_of_words
from newsvane.texts import words

_JACCARD = 0.7
_CONTAINMENT = 0.8
_LEAST = 20
"""Shared shingles without which containment tells nothing."""
_PART = 0.4
"""An article that takes in an earlier one is its copy only where the earlier makes up this share of it."""
_LEAD = 40
"""Words with which a report begins."""
_SHARED_LEAD = 0.6
_UPDATED = timedelta(hours=36)
_UNCHANGED = 0.85
"""An outlet updates within this time; later only what is so like the earlier is the same report again."""
_REPLACED = 0.1
"""Where more than this share of the numbers is replaced, and more than one, two texts are instances of one form."""


_Numbers: TypeAlias = dict[tuple[str, ...], tuple[str, ...]]
"""By the two words before."""


@dataclass(frozen=True)
class Text:
    """The words of an article that are its own, ready to be compared."""

    words: Sequence[str]
    shingles: Shingles
    outlet: str
    title: str
    moment: datetime

    @cached_property
    def lead(self) -> Shingles:
        """Shingles of its beginning."""
        return shingles_of_words(self.words[:_LEAD])

    @cached_property
    def lead_numbers(self) -> _Numbers:
        """The numbers of its beginning."""
        return _numbers(self.words[:_LEAD])

    @cached_property
    def numbers(self) -> _Numbers:
        """Its numbers by the two words before each; empty where these stand before several different ones."""
        return _numbers(self.words)


def prepare(article: Article, repeated: Collection[int]) -> Text | None:
    """An article to be compared, without the sentences that its outlet repeats; None where it is too short."""
    found = words(own_text(article, repeated))
    if len(found) < MIN_WORDS:
        return None
    return Text(found, shingles_of_words(found), article.outlet, article.title, moment(article))


def copied(earlier: Text, later: Text) -> Link | None:
    """The link where `later` is a copy of `earlier`, whole or in part."""
    found = compare(earlier.shingles, later.shingles)
    sizes = len(earlier.shingles), len(later.shingles)
    if found.jaccard >= _JACCARD:
        score, evidence = found.jaccard, f"Jaccard {found.jaccard:.2f} over {sum(sizes) - found.shared} shingles"
    elif found.containment >= _CONTAINMENT and found.shared >= max(_LEAST, _PART * sizes[1]):
        score, evidence = found.containment, f"{found.containment:.0%} of {min(sizes)} shingles contained"
    else:
        return None
    replaced, places = _replaced(earlier.numbers, later.numbers)
    if replaced > max(1, _REPLACED * places):
        return None
    if earlier.outlet == later.outlet and (_told_anew(earlier, later) or _too_late(earlier, later, score)):
        return None
    return Link("near_copy", round(score, 4), evidence)


def _told_anew(earlier: Text, later: Text) -> bool:
    if compare(earlier.shingles, later.lead).shared < _SHARED_LEAD * len(later.lead):
        return True
    titles = [set(filter(_is_number, words(text.title))) for text in (earlier, later)]
    other_title = all(titles) and not set.intersection(*titles)
    return other_title or _replaced(earlier.numbers, later.lead_numbers)[0] > 0


def _too_late(earlier: Text, later: Text, score: float) -> bool:
    return abs(later.moment - earlier.moment) > _UPDATED and score < _UNCHANGED


def _replaced(a: _Numbers, b: _Numbers) -> tuple[int, int]:
    """In how many places the numbers of the two differ, and how many places both have."""
    both = [key for key in a.keys() & b.keys() if a[key] and b[key]]
    return sum(a[key] != b[key] for key in both), len(both)


def _numbers(found: Sequence[str]) -> _Numbers:
    numbers: _Numbers = {}
    before: tuple[str, ...] = ()
    run: list[str] = []
    for word in (*found, ""):
        if _is_number(word):
            run.append(word)
            continue
        if run:
            number = tuple(run)
            numbers[before] = number if numbers.get(before, number) == number else ()
            run = []
        before = (*before[-1:], word)
    return numbers


def _is_number(word: str) -> bool:
    return word[:1].isdigit()
