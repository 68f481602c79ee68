"""What texts share, measured on their shingles: every run of 5 words, hashed to 64 bits.

Two texts are compared when they share one of 32 buckets of 2 MinHash values each, which finds a pair with probability
1 - (1 - J²)³²: .996 at a Jaccard of .4, a copy cut to 40 %. Buckets are stored: they hold for as long as the words,
the hashes and rensa's permutations stay the same.
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
"""Shorter texts (captions, notices) are compared with nothing."""

_WIDTH = 5
_BANDS = 32
_ROWS = 2
_SEED = 1

Shingles: TypeAlias = npt.NDArray[np.uint64]
"""A set of shingle hashes, sorted."""


class Similarity(Record):
    """`jaccard`: shared shingles over all of both texts. `containment`: over those of the shorter. Both 0 to 1.

    `known`: False where a text is too short to compare.
    """

    jaccard: float
    containment: float
    shared: int
    known: bool = True


def similarity(a: str, b: str) -> Similarity:
    """How much two texts share; nothing where one is too short to compare."""
    shingles_a, shingles_b = shingles_of(a), shingles_of(b)
    if shingles_a is None or shingles_b is None:
        return Similarity(jaccard=0, containment=0, shared=0, known=False)
    return compare(shingles_a, shingles_b)


class _WordHashes(dict[str, int]):
    """Hashes of words, worked out once; it begins anew when it holds a quarter of a million."""

    def __missing__(self, word: str) -> int:
        if len(self) >= 1 << 18:
            self.clear()
        self[word] = hashed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
        return hashed


_WORD_HASHES = _WordHashes()


def _mix(values: Shingles) -> Shingles:
    """Scatters close values (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_FACTORS = _mix(np.arange(1, _WIDTH + 1, dtype=np.uint64)) | np.uint64(1)
"""By place in a shingle."""
_NUMBERS = _mix(np.arange(1, _BANDS + 1, dtype=np.uint64))
"""By band."""


def shingles_of(text: str) -> Shingles | None:
    """The shingles of a text; None where it is too short to compare."""
    found = words(text)
    return shingles_of_words(found) if len(found) >= MIN_WORDS else None


def shingles_of_words(found: Sequence[str]) -> Shingles:
    """The shingles of a run of at least 5 words."""
    hashes = np.fromiter(map(_WORD_HASHES.__getitem__, found), np.uint64, len(found))
    last = len(hashes) - _WIDTH + 1
    summed = hashes[:last] * _FACTORS[0]
    for place in range(1, _WIDTH):
        summed += hashes[place : last + place] * _FACTORS[place]
    found_once = _mix(summed)
    found_once.sort()
    return found_once[np.concatenate(([True], found_once[1:] != found_once[:-1]))]


def bands_of(shingles: Shingles) -> tuple[int, ...]:
    """The buckets: a hash of the band's number and its MinHash values, two of 32 bits."""
    offsets = np.array([0, len(shingles)], np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(shingles, offsets, _BANDS * _ROWS, _SEED)
    rows = np.array(matrix.to_rows()[0], np.uint64).reshape(_BANDS, _ROWS)
    return tuple(_mix(((rows[:, 0] << np.uint64(32)) | rows[:, 1]) ^ _NUMBERS).view(np.int64).tolist())


def compare(a: Shingles, b: Shingles) -> Similarity:
    """How much two sets share."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return Similarity(
        jaccard=shared / (len(a) + len(b) - shared), containment=shared / min(len(a), len(b)), shared=shared
    )
