"""Whether one text carries another: exact measures over what is their own, and what tells a form from a copy."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsvane.records import Article
from newsvane.stories.lines import own_text
from newsvane.stories.links import Link
from newsvane.stories.shingles import MIN_WORDS, Shingles, compare, shingles_of_words
from newsvane.texts import words

_JACCARD = 0.7
_CONTAINMENT = 0.8
_LEAST = 20
"""Shared shingles without which containment tells nothing."""
_PART = 0.4
"""An article that takes in an earlier one is its copy only where the earlier makes up this share of it."""
_LEAD = 40
"""Words with which a report begins. An outlet that uses its own text again under a new lead tells something new."""
_SHARED_LEAD = 0.6
_REPLACED = 0.1
"""Where more than this share of the numbers is replaced, two texts are two instances of one form: prices, results."""


@dataclass(frozen=True)
class Text:
    """The words of an article that are its own, ready to be compared."""

    words: Sequence[str]
    shingles: Shingles
    outlet: str
    title: str

    @cached_property
    def lead(self) -> Shingles:
        """Shingles of its beginning."""
        return shingles_of_words(self.words[:_LEAD])

    @cached_property
    def numbers(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Its numbers by the two words before each; empty where these stand before several different ones."""
        return _numbers(self.words)


def prepare(article: Article, repeated: Collection[int]) -> Text | None:
    """An article to be compared, without the sentences that its outlet repeats; None where it is too short."""
    found = words(own_text(article, repeated))
    if len(found) < MIN_WORDS:
        return None
    return Text(found, shingles_of_words(found), article.outlet, article.title)


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
    other = _replaced(earlier, later) or (earlier.outlet == later.outlet and _told_anew(earlier, later))
    return None if other else Link("near_copy", round(score, 4), evidence)


def _told_anew(earlier: Text, later: Text) -> bool:
    """Whether an outlet has used its own text for other news: under a new lead, or a title with other numbers."""
    if compare(earlier.shingles, later.lead).shared < _SHARED_LEAD * len(later.lead):
        return True
    numbers = [set(filter(_is_number, words(text.title))) for text in (earlier, later)]
    return all(numbers) and not set.intersection(*numbers)


def _replaced(a: Text, b: Text) -> bool:
    """Whether the two differ in numbers that stand in the same places."""
    both = [key for key in a.numbers.keys() & b.numbers.keys() if a.numbers[key] and b.numbers[key]]
    return sum(a.numbers[key] != b.numbers[key] for key in both) > _REPLACED * len(both)


def _numbers(found: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    numbers: dict[tuple[str, ...], tuple[str, ...]] = {}
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
