"""Decide from several independent kinds of evidence how likely it is that two articles report the same event.

The kinds are similar words (within one language; rare ones count more), what happened (concepts), names, people and
places (entities), numbers, and the meaning of title and lead, if an embedding is stored. Each is worth little alone:
two articles are compared by the weighted sum of all, and at least two kinds must be present. If the meaning is known,
some of what they do not have in common counts against them.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from math import sqrt

from newsvane.plurals import count_noun
from newsvane.records import Article
from newsvane.stories.event_profiles import EventProfile, make_profile
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.series_titles import are_two_issues
from newsvane.stories.term_vectors import cosine, event_similarity

MIN_SCORE = -2.0
"""The least score of two reports on one event."""
OWN_REPORT = 2.0
"""The score of two reports of one outlet is lower by this, because an outlet seldom reports an event twice: of the
labelled pairs of `evaluation/event_stories.py`, 2 of 59 on one event come from one outlet, and 13 of 66 on different
events, which is a difference of 1.9 in log odds."""
_MAX_NUMBER_BITS = 15.0
"""Common numbers count for no more bits than this."""
_NO_DETAILS = -1.5
"""Added to the score of two reports whose meaning is known if they have no name, place or number in common. In
`evaluation/event_reports`, that is four times as frequent among similar reports on two events as among those on one."""
_DIFFERENT_NUMBERS, _FREE_NUMBERS, _MAX_NUMBERS = -1.1, 1, 4
"""Added if none of their numbers is the same: for each number of the report that has fewer, after the first and up to
the fourth. Two, three, and four or more such numbers are 2, 4 and 10 times as frequent in reports on two events."""
_MIN_CONCEPT_WEIGHT = 3.0
"""At least one common concept must have this weight in one of the two reports: many name a court in passing."""
_DOUBT_OF_CONCEPTS, _DOUBT_OF_ENTITIES = 8.0, 3.0
"""Added to the weights of concepts and of entities, which are those of `EventProfile` (see `_overlap`)."""
MIN_CROSS_SCRIPT = 4
"""A name of fewer consonants is not compared between a script with capitals and one without."""
_FULL_DAYS = 1.0
_DELAY_FACTOR, _MAX_DAYS = 10.0, 2.0
"""The score falls by _DELAY_FACTOR times the square of the days beyond _FULL_DAYS. Articles in two languages that are
_MAX_DAYS or more apart are not compared: what is reported then is what followed."""
WORDS, THEMES, MEANING = "similar words", "the same themes", "similar meaning"
NAMES, NUMBERS = "the same names", "the same numbers"
"""The kinds of evidence in words: what is reported, then who, where and how many."""
_MIN_KINDS = 2
_MIN_TEXT_WORDS, _MIN_RARE_IN_TEXT, _MIN_COMMON_RARE = 0.1, 0.06, 3
"""Two texts in one language are similar if the cosine of their words is at least the first value, or the common share
of their rare words at least the second, and their number at least the third. Titles are left out: nobody must join a
report by its headline over another text."""
_MAX_RARE, _DOUBT_OF_RARE = 0.09, 4.5
"""A larger common share of the rare words counts as the first; the second is added to their number."""


@dataclass(frozen=True)
class _Weights:
    """Weights of logistic regression on labelled reports (`evaluation/event_weights.py` fits them).

    Those for languages whose words were counted were then changed so that stuffed pages join no more than without.
    """

    constant: float
    words: float = 0.0
    rare_words: float = 0.0
    concepts: float = 0.0
    names: float = 0.0
    numbers: float = 0.0
    entities: float = 0.0
    meaning: float = 0.0


_COUNTED_LANGUAGE = {
    False: _Weights(-8.5, words=6.0, rare_words=16.5, concepts=3.6, names=3.0, entities=1.0),
    True: _Weights(-53.2, rare_words=27.0, concepts=1.6, names=2.0, entities=0.8, meaning=53.2),
}
_OTHER_LANGUAGE = {
    False: _Weights(-9.5, words=11.8, concepts=5.7, names=1.2, entities=0.4),
    True: _Weights(-56.3, words=3.2, concepts=2.6, entities=0.8, meaning=58.4),
}
_TWO_LANGUAGES = {
    False: _Weights(-7.4, concepts=16.4, names=10.2, numbers=0.12, entities=14.6),
    True: _Weights(-70.6, concepts=12.0, names=6.2, numbers=0.14, entities=10.6, meaning=81.5),
}
"""Weights by whether the meaning of both articles is known: of two in one language whose words were counted
(`rare_words`), of two in another one, and of two in two languages."""


@dataclass(frozen=True)
class Similarities:
    """How similar two articles are by each kind of evidence; 0: not at all, or unknown.

    `words`, `rare_words`, `concepts`, `names`, `entities` (people, organisations and places): 0 to 1; `rare_words` is
    None for two languages, and for one whose words were not counted. `is_in_text`: whether two texts in one language
    are similar without their titles. `numbers`: bits of information in the common numbers. `different_numbers`: how
    many the report with fewer numbers has; 0 if any is in both. `meaning`: cosine; None if unknown. `days`: between
    the two.
    """

    words: float
    rare_words: float | None
    is_in_text: bool
    concepts: float
    names: float
    numbers: float
    different_numbers: int
    entities: float
    meaning: float | None
    same_language: bool
    days: float

    def kinds(self) -> list[str]:
        """Return the kinds of evidence that are present, in words: what is reported, then who, where and how many."""
        return [*self.content(), *self.details()]

    def are_enough(self) -> bool:
        """Return whether there is evidence of two kinds, one of them of what is reported.

        The same names alone are no evidence: much is written about a few people and places. Nor are similar headlines.
        """
        only_title = self.same_language and not self.is_in_text
        content, details = self.content(), self.details()
        is_late = not self.same_language and self.days >= _MAX_DAYS
        return bool(content) and len(content) + len(details) >= _MIN_KINDS and not only_title and not is_late

    def content(self) -> list[str]:
        """Return the kinds of evidence of what is reported that are present, in words."""
        found = {
            WORDS: self.words >= 0.15,
            THEMES: self.concepts >= 0.04,
            MEANING: (self.meaning or 0) >= 0.8,
        }
        return [kind for kind, is_present in found.items() if is_present]

    def details(self) -> list[str]:
        """Return the kinds of evidence of who, where and how many that are present, in words."""
        found = {
            NAMES: self.names >= 0.03 or self.entities >= 0.1,
            NUMBERS: self.numbers >= 3,
        }
        return [kind for kind, is_present in found.items() if is_present]


def compare_if_related(a: EventProfile, b: EventProfile) -> Similarities | None:
    """Return how similar two articles are; None if they lack what `are_enough` requires at least: quick to decide."""
    return _compare(a, b, is_in_text=a.language == b.language) if _may_report_one_event(a, b) else None


def compare_reports(a: EventProfile, b: EventProfile) -> Similarities:
    """Return how similar two articles are by each kind of evidence."""
    return _compare(a, b, is_in_text=a.language == b.language and _have_similar_texts(a, b))


def _may_report_one_event(a: EventProfile, b: EventProfile) -> bool:
    """Return whether two articles may report one event: those in one language must have similar texts."""
    if are_two_issues(a.series, b.series):
        return False
    if a.language == b.language:
        return _have_similar_texts(a, b)
    knows_meaning = a.meaning is not None and b.meaning is not None
    return days_between(a, b) < _MAX_DAYS and (knows_meaning or not a.concepts.keys().isdisjoint(b.concepts))


def _compare(a: EventProfile, b: EventProfile, *, is_in_text: bool) -> Similarities:
    same_language = a.language == b.language
    numbers = [bits for number, bits in a.numbers.items() if number in b.numbers]
    return Similarities(
        words=event_similarity(a.terms, b.terms) if same_language else 0.0,
        rare_words=_compare_rare_words(a, b) if same_language else None,
        is_in_text=is_in_text,
        concepts=_compare_concepts(a, b),
        names=_compare_names(a, b),
        numbers=min(_MAX_NUMBER_BITS, sum(numbers)),
        different_numbers=0 if numbers else min(len(a.numbers), len(b.numbers)),
        entities=_overlap(
            _common(a.entities, b.entities), a.weight_of_entities, b.weight_of_entities, _DOUBT_OF_ENTITIES
        ),
        meaning=None if a.meaning is None or b.meaning is None else float(a.meaning @ b.meaning),
        same_language=same_language,
        days=days_between(a, b),
    )


def score_event(found: Similarities) -> float:
    """Return a score that grows with the likelihood that two articles report the same event.

    It is the natural logarithm of the odds among articles of one day on one subject. Minus infinity if there is not
    evidence of enough kinds.
    """
    if not found.are_enough():
        return float("-inf")
    one_language = _OTHER_LANGUAGE if found.rare_words is None else _COUNTED_LANGUAGE
    weights = (one_language if found.same_language else _TWO_LANGUAGES)[found.meaning is not None]
    return (
        weights.constant
        + weights.words * found.words
        + weights.rare_words * (found.rare_words or 0.0)
        + weights.concepts * found.concepts
        + weights.names * found.names
        + weights.numbers * found.numbers
        + weights.entities * found.entities
        + weights.meaning * (found.meaning or 0.0)
        + (0.0 if found.meaning is None else _weigh_doubts(found))
        - _DELAY_FACTOR * max(0.0, found.days - _FULL_DAYS) ** 2
    )


def _weigh_doubts(found: Similarities) -> float:
    """Return what is added to the score, at most 0, for what two reports do not have in common.

    Their meaning may be similar because they are on two events of one kind.
    """
    without_details = 0.0 if found.details() else _NO_DETAILS
    different = max(0, min(found.different_numbers, _MAX_NUMBERS) - _FREE_NUMBERS)
    return without_details + _DIFFERENT_NUMBERS * different


def report_one_event(a: Article, b: Article) -> bool:
    """Return whether two readings of one address seem to report the same event."""
    one, other = make_profile(as_first_read(a)), make_profile(as_first_read(b))
    return one is not None and other is not None and score_event(compare_reports(one, other)) >= MIN_SCORE


def describe(found: Similarities, traits: Mapping[str, str]) -> tuple[str, ...]:
    """Return the evidence for people, a line per kind. A kind of which nothing can be named is left out.

    `traits`: what both have of a kind (`name_common_traits`). If nothing at all can be named, all kinds are listed.
    """
    hours = round(found.days * 24)
    apart = f"{count_noun(hours, 'hour')} apart" if hours < 48 else f"{hours // 24} days apart"
    apart = f"reported {apart if hours else 'within half an hour'}"
    kinds = [kind for kind in found.kinds() if kind in traits or kind == MEANING] if traits else found.kinds()
    return (*(f"{kind}: {traits[kind]}" if kind in traits else kind for kind in kinds), apart)


def days_between(a: EventProfile, b: EventProfile) -> float:
    """Return the days between two reports."""
    return abs((a.reported_at - b.reported_at).total_seconds()) / 86_400


def _common(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Return the weight of the keys that are in both; of each key, the lesser one counts."""
    return sum(min(a[key], b[key]) for key in filter(b.__contains__, a))


def _overlap(common: float, one: float, other: float, doubt: float) -> float:
    """Return the common share of two sets of these weights, 0 to 1.

    `doubt`: added to their size, so that small sets say little.
    """
    return common / (doubt + sqrt(one * other)) if common else 0.0


def _have_similar_texts(a: EventProfile, b: EventProfile) -> bool:
    """Return whether two texts in one language are similar without their titles."""
    if cosine(a.terms.text, b.terms.text) >= _MIN_TEXT_WORDS:
        return True
    common = a.rare_in_text & b.rare_in_text
    return len(common) >= _MIN_COMMON_RARE and _share_rare_words(a, b, common) >= _MIN_RARE_IN_TEXT


def _compare_rare_words(a: EventProfile, b: EventProfile) -> float | None:
    """Return the common share of the rare words, up to _MAX_RARE; None if the words of a language were not counted."""
    if a.rare_words is None or b.rare_words is None:
        return None
    return min(_MAX_RARE, _share_rare_words(a, b, a.rare_words & b.rare_words))


def _share_rare_words(a: EventProfile, b: EventProfile, common: Set[str]) -> float:
    """Return the share of the common words in the rare words of the article that has more.

    So a page that is stuffed with the rare words of many reports has little in common with each.
    """
    return len(common) / (_DOUBT_OF_RARE + max(len(a.rare_words or ()), len(b.rare_words or ())))


def _compare_concepts(a: EventProfile, b: EventProfile) -> float:
    """Return the common share of the concepts; 0 if all common ones have little weight in both."""
    both = [(a.concepts[key], b.concepts[key]) for key in filter(b.concepts.__contains__, a.concepts)]
    if max(map(max, both), default=0.0) < _MIN_CONCEPT_WEIGHT:
        return 0.0
    return _overlap(sum(map(min, both)), a.weight_of_concepts, b.weight_of_concepts, _DOUBT_OF_CONCEPTS)


def _compare_names(a: EventProfile, b: EventProfile) -> float:
    """Return the share of the information in the names of the article that has less, which the other one has, too.

    If only one of the scripts has capitals, the text in that script determines what is a name.
    """
    if a.cased != b.cased:
        one, other = (a, b) if a.cased else (b, a)
        common = sum(
            bits
            for name, bits in one.names.items()
            if name in other.names and len(name.replace(" ", "")) >= MIN_CROSS_SCRIPT
        )
        possible = one.bits_of_names
    else:
        common = _common(a.names, b.names)
        possible = min(a.bits_of_names, b.bits_of_names)
    return common / possible if common else 0.0
