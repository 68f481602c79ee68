"""Decide whether one text is a near copy of another, and distinguish copies from filled-in forms.

Texts are compared exactly, by their shingles, without the sentences that their outlets repeat. Two rules exclude texts
that only look like copies:

- Texts in which many numbers differ in the same places are instances of one form, for example daily prices.
- A later text of the same outlet is not a copy if it reports something new: it has a new lead, another number in the
  lead or title, or appears days later with more than a few words changed. So reports that reuse background stay apart.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeAlias

from newsvane.observation import reported_at
from newsvane.records import Article
from newsvane.stories.link_types import CopyLink
from newsvane.stories.repeated_sentences import remove_repeated_sentences
from newsvane.stories.shingles import MIN_WORDS, Shingles, compare_shingles, make_shingles_of_words
from newsvane.texts import words

_MIN_JACCARD = 0.7
_MIN_CONTAINMENT = 0.8
_MIN_SHARED_SHINGLES = 20
"""With fewer shared shingles, containment proves nothing."""
MIN_SHARE_OF_LATER = 0.4
"""An article that contains an earlier one is its copy only if the earlier one makes up this share of it."""
_LEAD_WORDS = 40
"""Words at the beginning of a report that count as its lead."""
_MIN_SHARED_LEAD = 0.6
_UPDATE_PERIOD = timedelta(hours=36)
_MIN_SCORE_AFTER_UPDATE_PERIOD = 0.85
"""After the period in which outlets update a report, only a text that is this similar is the same report again."""
_MAX_REPLACED_NUMBERS = 0.1
"""If a larger share of the numbers is replaced, and more than one, the two texts are instances of one form."""


_Numbers: TypeAlias = dict[tuple[str, ...], tuple[str, ...]]
"""Numbers by the two words before them."""


@dataclass(frozen=True)
class ComparableText:
    """The words of an article, without those that its outlet repeats, ready to be compared."""

    words: Sequence[str]
    shingles: Shingles
    outlet: str
    title: str
    came_out_at: datetime

    @cached_property
    def lead(self) -> Shingles:
        """Shingles of the lead."""
        return make_shingles_of_words(self.words[:_LEAD_WORDS])

    @cached_property
    def lead_numbers(self) -> _Numbers:
        """Numbers of the lead."""
        return _find_numbers(self.words[:_LEAD_WORDS])

    @cached_property
    def numbers(self) -> _Numbers:
        """Numbers by the two words before each; empty if these words stand before several different numbers."""
        return _find_numbers(self.words)


def prepare_text(article: Article, repeated: Collection[int]) -> ComparableText | None:
    """Return an article without the sentences that its outlet repeats; None if the rest is too short to compare."""
    found = words(remove_repeated_sentences(article, repeated))
    if len(found) < MIN_WORDS:
        return None
    came_out_at = reported_at(article)
    return ComparableText(found, make_shingles_of_words(found), article.outlet, article.title, came_out_at)


def match_near_copy(earlier: ComparableText, later: ComparableText) -> CopyLink | None:
    """Return a link if `later` is a copy of `earlier`, whole or in part."""
    overlap = compare_shingles(earlier.shingles, later.shingles)
    sizes = len(earlier.shingles), len(later.shingles)
    is_partial = overlap.jaccard < _MIN_JACCARD
    if not is_partial:
        score = overlap.jaccard
        evidence = f"overlap {score:.0%} of {sum(sizes) - overlap.shared} five-word sequences"
    elif overlap.containment >= _MIN_CONTAINMENT and overlap.shared >= max(
        _MIN_SHARED_SHINGLES, MIN_SHARE_OF_LATER * sizes[1]
    ):
        score = overlap.containment
        evidence = f"{score:.0%} of {min(sizes)} five-word sequences contained"
    else:
        return None
    replaced, in_both = _count_replaced_numbers(earlier.numbers, later.numbers)
    if replaced > max(1, _MAX_REPLACED_NUMBERS * in_both):
        return None
    if earlier.outlet == later.outlet and (
        _reports_something_new(earlier, later) or _is_too_late_for_an_update(earlier, later, score)
    ):
        return None
    return CopyLink("near_copy", round(score, 4), evidence, is_partial=is_partial)


def _reports_something_new(earlier: ComparableText, later: ComparableText) -> bool:
    """Return whether the later text has a new lead, or another number in the lead or the title."""
    if compare_shingles(earlier.shingles, later.lead).shared < _MIN_SHARED_LEAD * len(later.lead):
        return True
    title_numbers = [set(filter(_is_number, words(text.title))) for text in (earlier, later)]
    has_other_title = all(title_numbers) and not set.intersection(*title_numbers)
    return has_other_title or _count_replaced_numbers(earlier.numbers, later.lead_numbers)[0] > 0


def _is_too_late_for_an_update(earlier: ComparableText, later: ComparableText, score: float) -> bool:
    return abs(later.came_out_at - earlier.came_out_at) > _UPDATE_PERIOD and score < _MIN_SCORE_AFTER_UPDATE_PERIOD


def _count_replaced_numbers(a: _Numbers, b: _Numbers) -> tuple[int, int]:
    """Return in how many places the numbers of two texts differ, and how many places both have."""
    both = [key for key in a.keys() & b.keys() if a[key] and b[key]]
    return sum(a[key] != b[key] for key in both), len(both)


def _find_numbers(found: Sequence[str]) -> _Numbers:
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
