"""Name what two reports on one event have in common: kinds of events, people and places, numbers, and words.

The words are taken from the later report as it writes them, so that its readers can find them in it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from newsvane.records import Article
from newsvane.stories.anchors import Number, find_names_by_skeleton, find_written_numbers
from newsvane.stories.event_evidence import KIND, MIN_CROSS_SCRIPT, NAMES, NUMBERS, WORDS
from newsvane.stories.event_profiles import EventProfile
from newsvane.stories.spelled_names import find_names_by_letters
from newsvane.stories.term_vectors import find_written_terms

MAX_NAMED = 4
"""How many of each kind are named, those that say most."""
_MAX_EXAMINED = 50
"""How many of each kind are examined: an outlet may write thousands of names."""
_MAX_LETTERS = 30
"""A longer word is not named."""
_MAX_ACRONYM = 4
"""So short an id of an organisation is an acronym."""
_SMALL_WORDS = frozenset({
    "al", "and", "bin", "da", "de", "der", "di", "e", "for", "in", "la", "of", "the", "van", "von",
})  # fmt: skip
"""Words that are written small inside a name, but not as its first word. `particles` of `newsvane.names` is the longer
list, above this package."""
_BETWEEN_WORDS = re.compile("[ -]")
_DIGIT = re.compile(r"\d")

K = TypeVar("K")


def name_common_traits(report: Article, one: EventProfile, other: EventProfile) -> Mapping[str, str]:
    """Return what both reports have, by the kind of evidence; a kind of which nothing can be named is left out.

    `report`: the later report. `one`, `other`: the profiles of the two.
    """
    people = _name_people(report, one, other)
    concepts = (concept.replace("_", " ") for concept in _common(one.concepts, other.concepts))
    found: Mapping[str, Iterable[str]] = {
        WORDS: _list_words(report, one, other, named=people),
        KIND: concepts,
        NAMES: people,
        NUMBERS: _list_numbers(report, one, other),
    }
    chosen = {
        kind: list(islice((each for each in traits if len(each) <= _MAX_LETTERS), MAX_NAMED))
        for kind, traits in found.items()
    }
    return {kind: ", ".join(traits) for kind, traits in chosen.items() if traits}


def _name_people(report: Article, one: EventProfile, other: EventProfile) -> list[str]:
    """Return the people, organisations and places that both name; if none is known, the names that both write."""
    if known := _without_surnames(_common(one.entities, other.entities)):
        written = find_names_by_letters(report, {_name_of(key) for key in known if not _is_acronym(key)})
        return _without_parts([written.get(_name_of(key)) or _spell(key) for key in known])
    minimum = 0 if one.cased == other.cased else MIN_CROSS_SCRIPT
    names = [name for name in _common(one.names, other.names) if len(name.replace(" ", "")) >= minimum]
    written = find_names_by_skeleton(report, set(names))
    return _without_parts([written[name] for name in names if name in written])


def _without_surnames(keys: Sequence[str]) -> list[str]:
    """Return the entities without the surnames of people who are among them with their full names."""
    full = {tuple(_name_of(key).split("-")) for key in keys if key.startswith("person:")}
    return [key for key in keys if not (key.startswith("person:") and _is_part(_name_of(key).split("-"), full))]


def _without_parts(names: Iterable[str]) -> list[str]:
    """Return each name once, without those that are a part of another one: a surname beside the full name."""
    words = {name: tuple(_BETWEEN_WORDS.split(name)) for name in names}
    return [name for name, own in words.items() if not _is_part(own, words.values())]


def _is_part(words: Iterable[str], others: Iterable[Iterable[str]]) -> bool:
    return any(set(words) < set(other) for other in others)


def _spell(key: str) -> str:
    """Return the name of an entity by its id, such as `place:bandar-abbas`."""
    if _is_acronym(key):
        return _name_of(key).upper()
    first, *others = _name_of(key).split("-")
    return " ".join([first.capitalize(), *(each if each in _SMALL_WORDS else each.capitalize() for each in others)])


def _is_acronym(key: str) -> bool:
    return key.startswith("org:") and len(_name_of(key)) <= _MAX_ACRONYM


def _name_of(key: str) -> str:
    return key.partition(":")[2]


def _list_words(report: Article, one: EventProfile, other: EventProfile, *, named: Iterable[str]) -> list[str]:
    """Return the words that both have and that weigh most, apart from names that are `named`."""
    if one.language != other.language:
        return []
    terms = [term for term in _common(one.terms.full, other.terms.full) if not _DIGIT.search(term)]
    written = find_written_terms(report, set(terms))
    spelled = {word.casefold() for name in named for word in name.split()}
    return [written[term] for term in terms if term in written and written[term].casefold() not in spelled]


def _common(one: Mapping[K, float], other: Mapping[K, float]) -> list[K]:
    """Return the keys of both, those with the greatest weight in both first, and no more than are examined."""
    both = {key: min(weight, other[key]) for key, weight in one.items() if key in other}
    return sorted(both, key=lambda key: (-both[key], str(key)))[:_MAX_EXAMINED]


def _list_numbers(report: Article, one: EventProfile, other: EventProfile) -> list[str]:
    """Return the numbers that both have, as the report writes them.

    A whole number that comes after the characters that are looked up is written in our own way, another one left out.
    """
    numbers = _common(one.numbers, other.numbers)
    written: dict[Number, str] = {number: f"{number[0]:,}" for number in numbers if len(number) == 1}
    written |= find_written_numbers(report, set(numbers))
    return [written[number] for number in numbers if number in written]
