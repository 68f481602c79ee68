"""The words of an article as names are looked for in them: folded, with case, gaps and sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from typing import Literal, NamedTuple

from newsvane.names.word_forms import base_forms, fold_word
from newsvane.topics.folding import token_spans

Place = Literal["title", "lead", "text"]

CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""
MAX_CHARACTERS = 40_000
"""How many characters of a text are searched for names."""
_LEAD_CHARACTERS = 400
_SENTENCE_END = re.compile(r"[.!?؟…:;]['\"”»)]*\s|\n|^\s*[-–—•]\s|[“”\"«„]\s*$")
_INITIAL = re.compile(r"\. ?$")
_HEADLINE = (4, 0.6)
_HEADLINE_IN_TEXT = (6, 0.75)
"""From so many long words on, and such a share of them with a capital, capitals say nothing about names."""
_CASED = re.compile(r"[^\W\d_]")


class Word(NamedTuple):
    """A word. `gap`: what stands between it and the word before. `starts`: it begins a sentence.

    `plain`: its capitals say nothing, because its sentence is a headline in capitals.
    """

    text: str
    folded: str
    gap: str
    place: Place
    starts: bool
    plain: bool = False

    @property
    def is_capital(self) -> bool:
        """Return whether it begins with a capital letter, and the script has them."""
        return self.text[0].isupper()

    @property
    def is_cased(self) -> bool:
        """Return whether its script has capital letters."""
        return self.text[0].isupper() or self.text[0].islower()

    @property
    def is_joined(self) -> bool:
        """Return whether nothing but a space, a hyphen or an apostrophe is between it and the word before."""
        return self.gap in _JOINTS


_JOINTS = frozenset({
    " ",
    "-",
    "\u00a0",
    "\u202f",
    "'",
    "’",
    "‘",
    "`",
    "׳",
    "\u2010",
    "\u2011",
    "–",
    ". ",
    ".",
    '"',
    "״",
    "' ",
    "’ ",
})


class Words:
    """The words of title and text, in one sequence (`all`). A position is an index into it."""

    def __init__(self, title: str, text: str, language: str) -> None:
        self.language = language
        text = text[: MAX_CHARACTERS - len(title)]
        self.all = [*_read(title[:MAX_CHARACTERS], is_title=True), *_read(text, is_title=False)]

    def forms(self, position: int) -> tuple[str, ...]:
        """Return the base forms of a word."""
        return base_forms(self.all[position].text, self.language)

    def find_written(self, forms: Set[str]) -> frozenset[str]:
        """Return the words, as they are written, that have one of these base forms."""
        return frozenset(text for text in self.written if not forms.isdisjoint(base_forms(text, self.language)))

    def text_between(self, first: int, end: int) -> str:
        """Return the words from `first` to `end` (exclusive) as they are written, with what is between them."""
        words = self.all[first:end]
        return words[0].text + "".join(f"{word.gap}{word.text}" for word in words[1:])

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each word is written, folded."""
        return Counter(word.folded for word in self.all)

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that the article also writes without a capital, folded."""
        return frozenset(word.folded for word in self.all if word.text[0].islower())

    @cached_property
    def written(self) -> frozenset[str]:
        """The words as they are written."""
        return frozenset(word.text for word in self.all)

    def __len__(self) -> int:
        return len(self.all)


def _read(text: str, *, is_title: bool) -> Iterator[Word]:
    """Yield the words of a field, sentence by sentence."""
    sentence: list[Word] = []
    end = 0
    for begin, until in token_spans(text):
        gap, written = text[end:begin], text[begin:until]
        ends = gap != " " and bool(_SENTENCE_END.search(gap)) and not _is_initial(sentence, gap)
        if ends and sentence:
            yield from _mark_headline(sentence)
            sentence = []
        place: Place = "title" if is_title else "lead" if begin < _LEAD_CHARACTERS else "text"
        sentence.append(Word(written, fold_word(written), gap if end else "\n", place, ends or not end))
        end = until
    yield from _mark_headline(sentence)


def _is_initial(sentence: list[Word], gap: str) -> bool:
    """Return whether the gap is the full stop of an initial, as in Donald J. Trump."""
    return bool(sentence) and len(sentence[-1].text) == 1 and sentence[-1].is_capital and bool(_INITIAL.fullmatch(gap))


def _mark_headline(sentence: list[Word]) -> list[Word]:
    """Return the words of a sentence; without the evidence of their capitals if nearly all of them have one."""
    texts = [word.text for word in sentence]
    initials = [text[0] for text in texts[:60] if len(text) > 3]
    capitals = sum(map(str.isupper, initials))
    cased = capitals + sum(map(str.islower, initials))
    shouted = sum(text.isupper() for text in texts if len(text) > 1)
    least, share = _HEADLINE if sentence[:1] and sentence[0].place == "title" else _HEADLINE_IN_TEXT
    is_headline = (cased >= least and capitals > share * cased) or shouted > max(4, len(sentence) // 2)
    return [word._replace(plain=True) for word in sentence] if is_headline else sentence
