"""Put two texts side by side, paragraph by paragraph, and mark the words that only one of them has. Pure.

The cost is bounded: only the beginnings of long texts are compared, and so many words with so many others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import groupby, pairwise, zip_longest
from typing import Any, NamedTuple

from newsvane_pages.article_text import Paragraph, Piece, cut

MAX_COMPARED = 120_000
"""The maximum number of characters per text that are compared, about 20,000 words."""
MAX_PARAGRAPHS = 1_000
"""The maximum number of paragraphs per text. What comes after them is one paragraph."""
MAX_PAIRS = 100_000_000
"""The maximum number of pairs of words: 10,000 words and 10,000 others take 0.3 CPU seconds at worst.

Changed paragraphs that would need more are marked whole.
"""
_BREAK = "\n"
"""Stands between paragraphs among the words."""


class Pair(NamedTuple):
    """Paragraphs that stand beside each other."""

    left: Sequence[Paragraph]
    right: Sequence[Paragraph]


@dataclass(frozen=True)
class Comparison:
    """Two texts side by side.

    `of_shorter`, `of_longer`: which share of the words of each text is in the other one, in the same order, 0 to 1;
    None: words were not compared. `is_cut`: only the beginnings are shown. `is_coarse`: some paragraphs are marked
    whole.
    """

    pairs: Sequence[Pair]
    of_shorter: float | None = None
    of_longer: float | None = None
    is_cut: bool = False
    is_coarse: bool = False


def put_beside(left: str, right: str, *, in_pairs: bool) -> Comparison:
    """Return the texts side by side without comparing words, as for two languages.

    `in_pairs`: paragraphs stand beside those of the same place, as in a translation. Otherwise each text stands whole.
    """
    mine, theirs = _split(left), _split(right)
    if in_pairs:
        pairs = [_pair_unmarked(*both) for both in zip_longest(mine, theirs, fillvalue="")]
    else:
        pairs = [Pair(*([[Piece(text)] for text in every] for every in (mine, theirs)))]
    return Comparison(pairs, is_cut=_is_long(left, right))


def compare(left: str, right: str) -> Comparison:
    """Return the texts side by side, with the words marked that only one of them has."""
    mine, theirs = _split(left), _split(right)
    pairs: list[Pair] = []
    budget, same, is_coarse = MAX_PAIRS, 0, False
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs).get_opcodes():
        if tag == "equal":
            pairs += [_pair_unmarked(text, text) for text in mine[a:b]]
            same += _count_words(mine[a:b])
            continue
        old, new = _words(mine[a:b]), _words(theirs[c:d])
        is_affordable = len(old) * len(new) <= budget
        kept = SequenceMatcher(None, old, new).get_matching_blocks() if is_affordable else []
        budget -= len(old) * len(new) if is_affordable else 0
        is_coarse = is_coarse or not is_affordable
        pairs += _pair(old, new, kept)
        same += sum(word != _BREAK for match in kept for word in old[match.a : match.a + match.size])
    shorter, longer = sorted((_count_words(mine), _count_words(theirs)))
    of_shorter, of_longer = (same / words if words else 1.0 for words in (shorter, longer))
    return Comparison(pairs, of_shorter, of_longer, _is_long(left, right), is_coarse)


def name_side(row: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Return what an article is beside another one."""
    if other["copy_of"] == row["article_id"]:
        return "claimed original" if other["copy_claimed"] else "original"
    if not row["copy_of"]:
        name = "independent report"
    elif row["copy_claimed"]:
        name = "claims to be a translation"
    elif row["copy_of"] == other["article_id"] and row["language"] != other["language"]:
        name = "translation"
    else:
        name = "copy" if row["copy_of"] == other["article_id"] else "copy or translation"
    says = {"translated": ", says it is machine-translated", "proxy": ", by a proxy"}
    return name + says.get(row["translation_state"], "")


def find_claimant(left: Mapping[str, Any], right: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return which of two articles is linked with the other one by what only pages say; None: neither."""
    of_each_other = ((left, right), (right, left))
    return next(
        (row for row, other in of_each_other if row["copy_claimed"] and row["copy_of"] == other["article_id"]), None
    )


def _is_long(*texts: str) -> bool:
    return any(len(text) > MAX_COMPARED for text in texts)


def _split(text: str) -> list[str]:
    """Return the paragraphs, with single spaces between words."""
    every = [" ".join(part.split()) for part in cut(text, MAX_COMPARED).split("\n\n")]
    every = [part for part in every if part]
    return [*every[:MAX_PARAGRAPHS], *filter(None, [" ".join(every[MAX_PARAGRAPHS:])])]


def _count_words(paragraphs: Sequence[str]) -> int:
    return sum(len(text.split()) for text in paragraphs)


def _words(paragraphs: Sequence[str]) -> list[str]:
    return f" {_BREAK} ".join(paragraphs).split(" ") if paragraphs else []


def _pair_unmarked(left: str, right: str) -> Pair:
    return Pair(*([[Piece(text)]] if text else [] for text in (left, right)))


def _pair(old: Sequence[str], new: Sequence[str], kept: Sequence[Match]) -> Iterator[Pair]:
    """Yield the paragraphs of two lists of words beside each other: a new pair begins where both begin a paragraph."""
    same = {match.a + place: match.b + place for match in kept for place in range(match.size)}
    left, right = _mark_kept(old, same.keys()), _mark_kept(new, same.values())
    breaks = [(a, b) for a, b in same.items() if old[a] == _BREAK]
    for (a, b), (c, d) in pairwise([(-1, -1), *breaks, (len(old), len(new))]):
        yield Pair([*_paragraphs(left[a + 1 : c])], [*_paragraphs(right[b + 1 : d])])


def _mark_kept(words: Sequence[str], kept: Iterable[int]) -> list[tuple[str, bool]]:
    """Return the words, each with whether it is among those that both texts have. `kept`: the places of these."""
    places = set(kept)
    return [(word, place in places) for place, word in enumerate(words)]


def _paragraphs(words: Sequence[tuple[str, bool]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a list of words, with those marked that only this text has."""
    for is_break, inside in groupby(words, lambda each: each[0] == _BREAK):
        if not is_break:
            runs = groupby(inside, lambda each: each[1])
            pieces = [Piece(" ".join(word for word, _ in run), marked=not is_kept) for is_kept, run in runs]
            yield [each for piece in pieces for each in (Piece(" "), piece)][1:]
