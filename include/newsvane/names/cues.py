"""Words around names that say what they are (cues.toml), and first names (given_names.txt)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli

from newsvane.names.word_forms import fold_word
from newsvane.topics.folding import tokenize


@dataclass(frozen=True)
class Cues:
    """The lists of cues.toml, each word folded."""

    titles: frozenset[str]
    strong_titles: frozenset[str]
    not_first_names: frozenset[str]
    not_persons: frozenset[str]
    not_places_after: frozenset[str]
    not_places_before: frozenset[str]
    links: frozenset[str]
    named_after: frozenset[str]
    sport: frozenset[str]
    particles: frozenset[str]
    locatives: frozenset[str]
    suffixes: frozenset[str]
    roles: frozenset[str]
    surname_endings: tuple[str, ...]
    not_surnames: frozenset[str]


@cache
def load_cues() -> Cues:
    """Return the lists."""
    lists = tomli.loads(_read("cues.toml"))
    folded = {name: frozenset(map(fold_word, tokenize(words))) for name, words in lists.items()}
    endings = tuple(sorted(folded.pop("surname_endings")))
    return Cues(surname_endings=endings, **folded)


@cache
def load_given_names() -> Mapping[str, str]:
    """Return the form that ids use, by spelling; all are folded."""
    found: dict[str, str] = {}
    for line in _read("given_names.txt").splitlines():
        if line and not line.startswith("#"):
            words = [" ".join(map(fold_word, tokenize(word))) for word in line.split()]
            for word in words:
                found.setdefault(word, words[0])
    return found


def _read(name: str) -> str:
    return (files("newsvane.names") / name).read_text("utf-8")
