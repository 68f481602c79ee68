"""Measure what two texts share by their shingles: every run of 5 words, hashed to 64 bits.

Two texts are compared if they share one of 32 buckets (bands) of 2 MinHash values each. That finds a pair with
probability 1 - (1 - J²)³²: .996 at a Jaccard similarity of .4, which is a copy cut to 40 %. Buckets are stored in the
lake. They are valid only as long as the word splitting, the hashes and rensa's permutations do not change.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import rensa

from newsvane.records import Record
from newsvane.texts import words

MIN_WORDS = 20
"""Shorter texts (captions, notices) are not compared with anything."""

_WORDS_PER_SHINGLE = 5
_BANDS = 32
_ROWS_PER_BAND = 2
_SEED = 1

Shingles: TypeAlias = npt.NDArray[np.uint64]
"""A set of shingle hashes, sorted."""


class TextOverlap(Record):
    """How much two texts share.

    `jaccard`: shared shingles over all shingles of both texts. `containment`: over those of the shorter text. Both 0 to
    1. `shared`: how many shingles are shared. `known`: False if a text is too short to compare.
    """

    jaccard: float
    containment: float
    shared: int
    known: bool = True


def compare_texts(a: str, b: str) -> TextOverlap:
    """Return how much two texts share; `known` is False if one is too short to compare."""
    shingles_a, shingles_b = make_shingles(a), make_shingles(b)
    if shingles_a is None or shingles_b is None:
        return TextOverlap(jaccard=0, containment=0, shared=0, known=False)
    return compare_shingles(shingles_a, shingles_b)


class _WordHashes(dict[str, int]):
    """A cache of word hashes. It is emptied when it holds 65,536."""

    def __missing__(self, word: str) -> int:
        if len(self) >= 1 << 16:
            self.clear()
        self[word] = hashed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
        return hashed


_WORD_HASHES = _WordHashes()


def _mix(values: Shingles) -> Shingles:
    """Scatter values that are close to each other (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_POSITION_FACTORS = _mix(np.arange(1, _WORDS_PER_SHINGLE + 1, dtype=np.uint64)) | np.uint64(1)
"""Factor of a word's hash, by its position in the shingle."""
_BAND_SALTS = _mix(np.arange(1, _BANDS + 1, dtype=np.uint64))


def make_shingles(text: str) -> Shingles | None:
    """Return the shingles of a text; None if it is too short to compare."""
    found = words(text)
    return make_shingles_of_words(found) if len(found) >= MIN_WORDS else None


def count_shingles(text: str) -> int:
    """Return how many shingles a text has; 0 if it is too short to compare."""
    found = make_shingles(text)
    return 0 if found is None else len(found)


def make_shingles_of_words(found: Sequence[str]) -> Shingles:
    """Return the shingles of at least 5 consecutive words."""
    hashes = np.fromiter(map(_WORD_HASHES.__getitem__, found), np.uint64, len(found))
    count = len(hashes) - _WORDS_PER_SHINGLE + 1
    summed = hashes[:count] * _POSITION_FACTORS[0]
    for position in range(1, _WORDS_PER_SHINGLE):
        summed += hashes[position : count + position] * _POSITION_FACTORS[position]
    shingles = _mix(summed)
    shingles.sort()
    return shingles[np.concatenate(([True], shingles[1:] != shingles[:-1]))]


def hash_bands(shingles: Shingles) -> tuple[int, ...]:
    """Return the 32 buckets of a text. Each is a hash of the band's number and its two 32-bit MinHash values."""
    offsets = np.array([0, len(shingles)], np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(shingles, offsets, _BANDS * _ROWS_PER_BAND, _SEED)
    rows = np.array(matrix.to_rows()[0], np.uint64).reshape(_BANDS, _ROWS_PER_BAND)
    return tuple(_mix(((rows[:, 0] << np.uint64(32)) | rows[:, 1]) ^ _BAND_SALTS).view(np.int64).tolist())


def compare_shingles(a: Shingles, b: Shingles) -> TextOverlap:
    """Return how much two sets of shingles share."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return TextOverlap(
        jaccard=shared / (len(a) + len(b) - shared), containment=shared / min(len(a), len(b)), shared=shared
    )
