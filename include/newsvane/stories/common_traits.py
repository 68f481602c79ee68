"""Name what two reports on one event have in common: themes, people and places, numbers, and words.

They are taken as a report writes them, so that its readers can find them in it: words from the later one; names and
numbers from the one in Latin letters, the later one if both are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from newsvane.records import Article
from newsvane.stories.anchors import (
    consonant_skeleton,
    detect_script,
    find_names_by_skeleton,
    find_written_numbers,
    join_title_and_text,
)
from newsvane.stories.event_concepts import label_concept
from newsvane.stories.event_evidence import MIN_CROSS_SCRIPT, NAMES, NUMBERS, THEMES, WORDS
from newsvane.stories.event_profiles import EventProfile
from newsvane.stories.names_by_letters import find_names_by_letters
from newsvane.stories.term_vectors import find_written_terms

MAX_NAMED = 4
"""How many of each kind are named, those that say most."""
_MAX_FULL_NAMES = 2
"""How many full names that are not known are named beside known ones. They come first, because they are rare."""
_MAX_LETTERS_OF_SCRIPT = 500
"""How many characters are examined to determine the script."""
_MAX_EXAMINED = 50
"""How many of each kind are examined: an outlet may write thousands of names."""
MAX_LETTERS = 30
"""A longer word is not named."""
_MAX_ACRONYM = 4
"""So short an id of an organisation is an acronym."""
_SMALL_WORDS = frozenset({
    "al", "and", "bin", "da", "de", "der", "di", "e", "for", "in", "la", "of", "the", "van", "von",
})  # fmt: skip
"""Words that are written small inside a name, but not as its first word."""
_BETWEEN_NUMBERS = " · "
"""Many numbers contain a comma."""
_BETWEEN_WORDS = re.compile("[ -]")
_DIGIT = re.compile(r"\d")

K = TypeVar("K")


def name_common_traits(report: Article, earlier: Article, one: EventProfile, other: EventProfile) -> Mapping[str, str]:
    """Return what both reports have, by the kind of evidence; a kind of which nothing can be named is left out.

    `report`: the later of the two reports. `one`, `other`: the profiles of the two.
    """
    shown = earlier if _is_latin(earlier) and not _is_latin(report) else report
    names = _list_names(shown, one, other)
    found: Mapping[str, Iterable[str]] = {
        WORDS: _list_words(report, one, other, named=names),
        THEMES: map(label_concept, _find_themes(one, other)),
        NAMES: names,
        NUMBERS: _list_numbers(shown, one, other),
    }
    chosen = {
        kind: list(islice((each for each in traits if len(each) <= MAX_LETTERS), MAX_NAMED))
        for kind, traits in found.items()
    }
    return {
        kind: (_BETWEEN_NUMBERS if kind == NUMBERS else ", ").join(traits) for kind, traits in chosen.items() if traits
    }


def _is_latin(article: Article) -> bool:
    return detect_script(join_title_and_text(article, _MAX_LETTERS_OF_SCRIPT))[0] == "LATIN"


def _find_themes(one: EventProfile, other: EventProfile) -> list[str]:
    """Return the concepts that both name in the title or the opening, or one in the title; or else the weightiest."""
    common = _common(one.concepts, other.concepts)
    return [concept for concept in common if one.emphasis(concept) * other.emphasis(concept) >= 1] or common[:1]


def _list_names(report: Article, one: EventProfile, other: EventProfile) -> list[str]:
    """Return the people, organisations and places that both name, after at most _MAX_FULL_NAMES that are not known.

    If none is known, all names are returned that both write.
    """
    minimum = 0 if one.cased == other.cased else MIN_CROSS_SCRIPT
    names = [name for name in _common(one.names, other.names) if len(name.replace(" ", "")) >= minimum]
    known = _without_surnames(_common(one.entities, other.entities))
    if known:
        names = _keep_full_names(names, known) if one.cased or other.cased else []
    full = {key: _to_skeleton(key) for key in known if key.startswith("person:") and key.count("-") == 1}
    by_skeleton = find_names_by_skeleton(report, {*names, *full.values()})
    unknown = _without_parts([by_skeleton[name] for name in names if name in by_skeleton])
    by_letters = find_names_by_letters(report, {_name_of(key) for key in known if not _is_acronym(key)})
    spelled = [by_letters.get(_name_of(key)) or by_skeleton.get(full.get(key, "")) or _spell(key) for key in known]
    return list(dict.fromkeys([*unknown[:_MAX_FULL_NAMES], *spelled])) if known else unknown


def _to_skeleton(key: str) -> str:
    return " ".join(map(consonant_skeleton, _name_of(key).split("-")))


def _keep_full_names(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the names of two words of which none is a word of a known name; all by their skeletons."""
    of_known = {word for key in known for word in _to_skeleton(key).split()}
    return [name for name in names if " " in name and of_known.isdisjoint(name.split())]


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
    """Return the numbers that both have, as the report writes them."""
    numbers = _common(one.numbers, other.numbers)
    written = find_written_numbers(report, set(numbers))
    return [written[number] for number in numbers if number in written]
