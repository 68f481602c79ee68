"""Find sentences that an outlet repeats in many of its articles: licences, promotions, captions.

They are left out when texts are compared. Which sentences these are depends on all articles of the outlet in the days
around an article, not only on those being compared. The lake counts them by `Sketch.lines`; `find_repeated_sentences`
does the same for a complete set of articles.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from newsvane.observation import reported_at
from newsvane.records import Article

MIN_REPETITIONS = 10
"""A sentence is repeated if at least this many articles of one outlet contain it within the window of an article."""

_SENTENCE_END = re.compile(r"[.!?؟।。！？\n]+")
_MIN_CHARACTERS = 20
"""Shorter sentences are never counted as repeated."""


def hash_sentences(article: Article) -> dict[int, None]:
    """Return the hashes of an article's sentences, in order and each once: signed, 64 bits, the outlet included."""
    return dict.fromkeys(hashed for hashed, _ in _split_sentences(article) if hashed is not None)


def remove_repeated_sentences(article: Article, repeated: Collection[int]) -> str:
    """Return the text of an article without the sentences with these hashes."""
    if not repeated:
        return article.text
    return "\n".join(sentence for hashed, sentence in _split_sentences(article) if hashed not in repeated)


def keep_taken_sentences(article: Article, repeated: Collection[int], other: Article, too: Collection[int]) -> set[int]:
    """Return the `repeated` sentences of an article that are left out when it is compared with `other`.

    A sentence that an article of another outlet has, too, counts, unless that outlet repeats it as well (`too`):
    otherwise an outlet could take over a text and hide it by printing it ten times.
    """
    if not repeated or article.outlet == other.outlet:
        return {*repeated}
    theirs = {sentence.casefold() for hashed, sentence in _split_sentences(other) if hashed not in too}
    return {
        hashed
        for hashed, sentence in _split_sentences(article)
        if hashed is not None and hashed in repeated and sentence.casefold() not in theirs
    }


def find_repeated_sentences(articles: Iterable[Article], *, window_days: int) -> dict[str, frozenset[int]]:
    """Return, by article id, the hashes of its sentences that its outlet repeats.

    `articles` must be everything that the outlets published in that time.
    """
    sentences = {article.article_id: hash_sentences(article) for article in articles}
    days = {article.article_id: reported_at(article).toordinal() for article in articles}
    days_by_sentence: dict[int, list[int]] = defaultdict(list)
    for article_id in sorted(sentences, key=days.__getitem__):
        for sentence in sentences[article_id]:
            days_by_sentence[sentence].append(days[article_id])
    frequent = {sentence: found for sentence, found in days_by_sentence.items() if len(found) >= MIN_REPETITIONS}
    return {
        article_id: frozenset(
            sentence
            for sentence in own
            if sentence in frequent and _is_repeated_around(frequent[sentence], days[article_id], window_days)
        )
        for article_id, own in sentences.items()
    }


def _is_repeated_around(days: list[int], day: int, window_days: int) -> bool:
    """Return whether enough of these sorted days lie at most `window_days` from `day`."""
    return bisect_right(days, day + window_days) - bisect_left(days, day - window_days) >= MIN_REPETITIONS


def _split_sentences(article: Article) -> Sequence[tuple[int | None, str]]:
    """Return each sentence with its hash; None instead of a hash if it is too short to count."""
    return _split(article.outlet, article.text)


@lru_cache(maxsize=512)
def _split(outlet: str, text: str) -> Sequence[tuple[int | None, str]]:
    """Split a text, once for all articles that it is compared with."""
    return [*_hash_pieces(outlet, text)]


def _hash_pieces(outlet: str, text: str) -> Iterator[tuple[int | None, str]]:
    outlet_hash = hashlib.blake2b(f"{outlet}\n".encode("utf-8", "replace"), digest_size=8)
    for piece in map(str.strip, _SENTENCE_END.split(text)):
        if len(piece) < _MIN_CHARACTERS:
            yield None, piece
        else:
            digest = outlet_hash.copy()
            digest.update(piece.casefold().encode("utf-8", "replace"))
            yield int.from_bytes(digest.digest(), signed=True), piece
