"""The keys under which reports on one event are looked up.

Reports in one language share a pair of heavy words. Reports in any languages share, within days, what happened and who
or what place is named, or two things that happened, or something rare: a rare kind of event, a name, a number.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from newsvane.stories.event_profiles import EventProfile
from newsvane.stories.frequencies import concept_information

_TERMS = 6
"""Every pair of the heaviest terms of an article is a key; this is the number of these terms."""
_CONCEPTS, _CONCEPTS_IN_PAIRS, _ENTITIES = 4, 5, 4
_RARE_CONCEPTS, _NAMES, _NUMBERS = 4, 4, 2
_MIN_CONCEPT_BITS, _MIN_NUMBER_BITS = 5.0, 6.0
"""How much information a kind of event, or a number, must have to be a key alone."""
_DAYS_IN_KEY = 2
"""Each of these keys is made for a span of as many days and for the next one, so that reports of two days share one."""


def make_event_keys(profile: EventProfile | None) -> tuple[str, ...]:
    """Return at most 83 keys of an article; none if it is too short to compare."""
    if profile is None:
        return ()
    terms = _heaviest(profile.terms.full, _TERMS)
    span = profile.reported_at.date().toordinal() // _DAYS_IN_KEY
    return (
        *(f"terms {' '.join(sorted(pair))}" for pair in combinations(terms, 2)),
        *(f"event {what} {days}" for what, days in product(dict.fromkeys(_list_marks(profile)), (span, span + 1))),
    )


def _list_marks(profile: EventProfile) -> Iterator[str]:
    """Yield what may mark an event among those of a day."""
    yield from map(" ".join, product(_heaviest(profile.concepts, _CONCEPTS), _heaviest(profile.entities, _ENTITIES)))
    for pair in combinations(_heaviest(profile.concepts, _CONCEPTS_IN_PAIRS), 2):
        yield " ".join(sorted(pair))
    rare = {key: weight for key, weight in profile.concepts.items() if concept_information(key) >= _MIN_CONCEPT_BITS}
    yield from _heaviest(rare, _RARE_CONCEPTS)
    if profile.cased:
        yield from _heaviest(profile.names, _NAMES)
    numbers = {str(number): bits for number, bits in profile.numbers.items() if bits >= _MIN_NUMBER_BITS}
    yield from _heaviest(numbers, _NUMBERS)


def _heaviest(weights: Mapping[str, float], number: int) -> list[str]:
    return sorted(weights, key=lambda key: (-weights[key], key))[:number]
