"""Search the articles of the news world as GDELT's DOC API does: words, "phrases", (a OR b), -excluded.

It finds articles by their English translation, too, in which GDELT searches.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.world.content import Story, World

MAX_QUERY, MIN_PHRASE = 250, 5
"""Characters of the longest query and of the shortest phrase."""

_CLAUSE = re.compile(r'\((?P<any>[^()]*)\)|(?P<excluded>-?)(?P<term>"[^"]*"|[^\s()"]+)|\S')
_TERM = re.compile(r'"[^"]*"|[^\s()"]+')


class QueryRefused(ValueError):
    """The service answers with these words in place of articles."""


@dataclass(frozen=True)
class _Clause:
    """An article must have one of the terms; if they are excluded, none of them."""

    terms: tuple[str, ...]
    excluded: bool = False


def search(world: World, query: str) -> list[Story]:
    """Return the articles that a query finds, newest first. Raises QueryRefused, with the words of GDELT."""
    if not 3 <= len(query.strip()) <= MAX_QUERY:
        raise QueryRefused("Your query was too short or too long.")
    clauses = list(_parse(query))
    found = [
        story
        for story in world.visible()
        if all(any(mentions(story, term) for term in clause.terms) != clause.excluded for clause in clauses)
    ]
    return sorted(found, key=lambda story: (world.published(story) or world.now, story.key), reverse=True)


def mentions(story: Story, term: str) -> bool:
    """Return whether a word or phrase is in the title, the text or the translation of an article."""
    return f" {_plain(term)} " in f" {_plain(' '.join((story.title, *story.paragraphs, story.english)))} "


def _parse(query: str) -> Iterator[_Clause]:
    for found in _CLAUSE.finditer(query):
        terms = [each.strip() for each in (found["any"] or "").split(" OR ")]
        if found["term"] == "OR":
            raise QueryRefused("Queries containing OR'd terms must be surrounded by ().")
        if found["term"]:
            yield _Clause((_check(found["term"]),), bool(found["excluded"]))
        elif len(terms) > 1 and all(map(_TERM.fullmatch, terms)):
            yield _Clause(tuple(map(_check, terms)))
        else:
            raise QueryRefused("Parentheses may only be used around OR'd statements.")


def _check(term: str) -> str:
    """Return a term without its quotation marks. Raises QueryRefused if it is a phrase that is too short."""
    if term.startswith('"') and len(term.strip('"')) < MIN_PHRASE:
        raise QueryRefused("The specified phrase is too short.")
    return term.strip('"')


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
