"""Suggest how a topic can be corrected, from articles that people labelled: words that tell wrong matches from right.

A suggestion is about one word of the query. It is tried on the labelled articles before it is made: the occurrences
that it would exclude are masked, and the query is matched again. Pure.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from newsvane.records import Article, Span
from newsvane.stories.stopwords import load_stopwords
from newsvane.topics import find
from newsvane.topics.folding import fold, token_spans
from newsvane.topics.token_index import index_terms

DISTANCE = 10
"""Words before and after a match that count as near it: the distance of the NEAR in a suggestion."""
MIN_SUPPORT = 3
"""A word must be near a match in this many wrong articles, and missing there in this many right ones."""
MAX_OF_OUTLET = 2
"""So many articles of one outlet count for that: one that published the same text a hundred times shows nothing."""
MAX_WORDS = 6
SuggestionKind = Literal["exclude", "context"]

_MIN_LETTERS = 3
_MASK = "0"
"""Stands for a masked word: a word that no query looks for."""


@dataclass(frozen=True)
class LabelledArticle:
    """An article, and whether people say that it is about the topic."""

    article: Article
    is_about: bool


@dataclass(frozen=True)
class Suggestion:
    """A change of one word of a query, `matched`, as it is written in most articles.

    `words`: that must not (`exclude`) or must (`context`) stand near it, without case and accents.
    `corrected`: of the `wrong` articles that match, those that no longer would. None of the `right` ones is lost.
    """

    kind: SuggestionKind
    matched: str
    words: tuple[str, ...]
    corrected: int
    wrong: int
    right: int


class _Token(NamedTuple):
    """A word: where it is in its field, and its folded form."""

    field: str
    start: int
    end: int
    folded: str

    @property
    def in_text(self) -> bool:
        return self.field == "text"


class _Matched:
    """A labelled article with the places in which the query matches, and the words around each."""

    def __init__(self, labelled: LabelledArticle, spans: Sequence[Span]) -> None:
        self.article, self.is_about, self.spans = labelled.article, labelled.is_about, spans

    @cached_property
    def near(self) -> list[tuple[Span, str, frozenset[str]]]:
        """Each place with the folded words that match there, and those around them."""
        return [(span, *self._words_at(span)) for span in self.spans if span.field in {"title", "text"}]

    def words_near(self, matched: str = "") -> frozenset[str]:
        """Return the words near all places, or near those where this matches."""
        return frozenset().union(*(words for _, found, words in self.near if matched in {"", found}))

    def text_of(self, span: Span) -> str:
        """Return the words of a place, as they are spelled there."""
        part = getattr(self.article, span.field)[span.start : span.end]
        return " ".join(part[start:end] for start, end in token_spans(part))

    def without(self, is_masked: Callable[[str, frozenset[str]], bool]) -> Article:
        """Return the article with the words of some places masked. `is_masked`: of a match and the words near it."""
        article = self.article
        for span, found, words in reversed(self.near):
            if is_masked(found, words):
                text = getattr(article, span.field)
                masked = " ".join([_MASK] * len(token_spans(text[span.start : span.end])))
                article = article.model_copy(update={span.field: text[: span.start] + masked + text[span.end :]})
        return article

    @cached_property
    def _tokens(self) -> list[_Token]:
        """The words of title and text. As for NEAR, one other word is between them."""
        title, text = (
            [_Token(field, start, end, fold(words[start:end])) for start, end in token_spans(words)]
            for field, words in (("title", self.article.title), ("text", self.article.text))
        )
        return [*title, _Token("text", -1, -1, ""), *text]

    def _words_at(self, span: Span) -> tuple[str, frozenset[str]]:
        """Return the folded words of a place, and the terms under which those around it are found."""
        first = bisect_right(
            self._tokens, (span.field == "text", span.start), key=lambda each: (each.in_text, each.end)
        )
        last = bisect_left(self._tokens, (span.field == "text", span.end), key=lambda each: (each.in_text, each.start))
        around = self._tokens[max(0, first - DISTANCE) : first] + self._tokens[last : last + DISTANCE]
        terms = frozenset(term for each in around for term in index_terms(each.folded))
        return " ".join(each.folded for each in self._tokens[first:last]), terms - {""}


def _count_support(found: Iterable[_Matched]) -> int:
    """Return how many articles these are, at most MAX_OF_OUTLET of each outlet."""
    outlets = Counter(each.article.outlet for each in found)
    return sum(min(articles, MAX_OF_OUTLET) for articles in outlets.values())


def suggest(query: str, labelled: Iterable[LabelledArticle]) -> list[Suggestion]:
    """Return changes that correct at least MIN_SUPPORT wrong articles and lose no right one, the best first.

    Without MIN_SUPPORT right articles that match, nothing is suggested: every word would be missing in them.
    """
    found = [_Matched(each, spans) for each in labelled if (spans := find(query, each.article))]
    right, wrong = [each for each in found if each.is_about], [each for each in found if not each.is_about]
    if min(_count_support(right), _count_support(wrong)) < MIN_SUPPORT:
        return []
    evidence = _Evidence(query, right, wrong)
    matches = Counter(match for each in wrong for match in {name for _, name, _ in each.near if name})
    tried = (
        evidence.try_words(match, kind, words)
        for match, articles in matches.items()
        if articles >= MIN_SUPPORT
        for kind, words in evidence.find_words(match).items()
    )
    best: dict[str, Suggestion] = {}
    for each in sorted(filter(None, tried), key=lambda each: (-each.corrected, each.kind != "exclude", each.matched)):
        best.setdefault(each.matched, each)
    return [*best.values()]


@dataclass(frozen=True)
class _Evidence:
    """The labelled articles that a query matches: those that are about the topic, and those that are not."""

    query: str
    right: Sequence[_Matched]
    wrong: Sequence[_Matched]

    def find_words(self, match: str) -> Mapping[SuggestionKind, list[str]]:
        """Return the words to try for a match.

        `exclude`: they are near it in wrong articles, and near no match in a right one. `context`: at least one is near
        it in each right article that has it, and none is near it in a wrong one.
        """
        right_words = frozenset().union(*(each.words_near() for each in self.right))
        wrong_words = frozenset().union(*(each.words_near(match) for each in self.wrong))
        having = [each for each in self.right if any(found == match for _, found, _ in each.near)]
        excluded = self._cover([each.words_near(match) - right_words for each in self.wrong])
        context = self._cover([each.words_near(match) - wrong_words for each in having])
        is_enough = all(each.words_near(match).intersection(context) for each in having)
        return {"exclude": excluded, "context": context if is_enough else []}

    def try_words(self, match: str, kind: SuggestionKind, words: Sequence[str]) -> Suggestion | None:
        """Return the suggestion if it corrects enough articles and loses none that is right."""

        def is_excluded(found: str, near: frozenset[str]) -> bool:
            return found == match and near.isdisjoint(words) == (kind == "context")

        if not words:
            return None
        corrected, lost = (
            [each for each in some if not find(self.query, each.without(is_excluded))]
            for some in (self.wrong, self.right)
        )
        if lost or _count_support(corrected) < MIN_SUPPORT:
            return None
        spelled = self._spell(match)
        return Suggestion(kind, spelled, tuple(words), len(corrected), len(self.wrong), len(self.right))

    def _cover(self, near: Sequence[frozenset[str]]) -> list[str]:
        """Return up to MAX_WORDS words, each near in MIN_SUPPORT articles, of which one has none of those before."""
        counts = Counter(word for words in near for word in words if self._is_telling(word))
        candidates = [word for word, articles in counts.items() if articles >= MIN_SUPPORT]
        chosen: list[str] = []
        for word in sorted(candidates, key=lambda word: (-counts[word], word)):
            if len(chosen) < MAX_WORDS and any(word in words and words.isdisjoint(chosen) for words in near):
                chosen.append(word)
        return chosen

    def _is_telling(self, word: str) -> bool:
        return len(word) >= _MIN_LETTERS and not word.isdigit() and word not in self._stopwords

    @cached_property
    def _stopwords(self) -> frozenset[str]:
        languages = {each.article.language for each in (*self.right, *self.wrong)}
        return frozenset(fold(word) for language in languages for word in load_stopwords(language))

    def _spell(self, match: str) -> str:
        """Return a match as most places spell it: an acronym is only found in capitals."""
        spelled = Counter(each.text_of(span) for each in self.wrong for span, name, _ in each.near if name == match)
        return min(spelled, key=lambda text: (-spelled[text], text))


def render_toml(topic: str, suggestion: Suggestion) -> str:
    """Return a suggestion as a list for topics.toml, with how to use it in comments.

    Its words are in the form in which queries compare them: without case and accents.
    """
    matched, is_exclusion = suggestion.matched, suggestion.kind == "exclude"
    list_id = "_".join(map(_to_id, (topic, "not" if is_exclusion else "with", matched)))
    written = f'"{matched}"' if " " in matched else matched
    return "\n".join([
        f"# Corrects {suggestion.corrected} of {suggestion.wrong} wrong articles, and loses none of {suggestion.right} "
        "right ones.",
        f"# Where the query of {' '.join(topic.split())} has {written}, write",
        f"#   {written} {'NOT ' * is_exclusion}NEAR/{DISTANCE} @{list_id}",
        "[[words]]",
        f'id = "{list_id}"',
        f"query = '{' OR '.join(suggestion.words)}'",
    ])


def _to_id(text: str) -> str:
    """Return a text in the letters that the id of a list may have."""
    return re.sub(r"\W+", "_", text)
