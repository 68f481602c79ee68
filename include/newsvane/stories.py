"""Copies and translations: which articles are one text, and which of them came first.

`sketch` gives the buckets under which an article is looked up in the history; two articles are compared when they
share one. `group` decides over a whole set, in any order of input. A set that holds, with each article, all that
share a bucket, a text hash or a declared address with it, and the whole groups of those, gives the same answer as
everything at once.

Similarity is measured on shingles of 5 words, hashed to 64 bits. 32 buckets of 2 MinHash values each find a pair
with probability 1 - (1 - J²)³²: .996 at a Jaccard of .4, which is a copy cut to 40 %. Every pair is then verified.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import rensa

from newsvane import urls
from newsvane.records import Article, CopyKind, Grouping, Record
from newsvane.texts import text_hash, words

MIN_WORDS = 20
"""Shorter texts (captions, notices) are compared with nothing."""
WINDOW_DAYS = 14

_WIDTH = 5
_BANDS = 32
_ROWS = 2
_SEED = 1
_JACCARD = 0.7
_CONTAINMENT = 0.8
_LEAST = 20
"""Shared shingles without which containment tells nothing."""
_PART = 0.4
"""An article that takes in an earlier one is its copy only where the earlier makes up this share of it."""
_REPEATED = 5
"""What stands in this many texts of one outlet and is the lesser part of each is the outlet's, not the articles'."""

_KINDS: tuple[CopyKind, ...] = ("same_text", "near_copy", "translation")
"""From most to least alike."""

Shingles: TypeAlias = npt.NDArray[np.uint64]


class Sketch(Record):
    """`bands`: 32 signed 64-bit bucket hashes, the band's number mixed in. `shingles`: how many the text has."""

    bands: tuple[int, ...]
    shingles: int


class Similarity(Record):
    """`jaccard`: shared shingles over all of both texts. `containment`: over those of the shorter. Both 0 to 1."""

    jaccard: float
    containment: float
    shared: int


@dataclass(frozen=True)
class _Link:
    kind: CopyKind
    score: float
    evidence: str


_Links: TypeAlias = dict[tuple[str, str], _Link]
"""By (original, copy)."""
_Path: TypeAlias = tuple[_Link, ...]
"""The links that lead from the head of a group to an article."""


def sketch(text: str) -> Sketch | None:
    """The buckets of a text; None where it is too short to compare."""
    shingles = _shingles(text)
    return None if shingles is None else Sketch(bands=_bands(shingles), shingles=len(shingles))


def similarity(a: str, b: str) -> Similarity:
    """How much two texts share; nothing where one is too short to compare."""
    shingles_a, shingles_b = _shingles(a), _shingles(b)
    if shingles_a is None or shingles_b is None:
        return Similarity(jaccard=0, containment=0, shared=0)
    return _compare(shingles_a, shingles_b)


def group(articles: Iterable[Article], *, window_days: int = WINDOW_DAYS) -> list[Grouping]:
    """One grouping for each article (by id; of several with one id the last fetched counts), ordered by id.

    The head of a group is its earliest article that is no declared translation of another. Articles further apart
    than `window_days` are linked only where one declares the other as its original.
    """
    ordered = sorted(_latest(articles), key=_order)
    position = {article.article_id: number for number, article in enumerate(ordered)}
    window = timedelta(days=window_days)
    links = _same_texts(ordered, window)
    copies = {copy for _, copy in links}
    links |= _near_copies([article for article in ordered if article.article_id not in copies], window)
    declared = _declared(ordered)
    links = declared | links
    translations = {copy for _, copy in declared}
    neighbours = _neighbours(links)
    groupings: dict[str, Grouping] = {}
    for article_id in position:
        if article_id not in groupings:
            members = _paths(article_id, neighbours).keys()
            head = min(members, key=lambda member: (member in translations, position[member]))
            groupings |= {member: _grouping(head, member, path) for member, path in _paths(head, neighbours).items()}
    return [groupings[article_id] for article_id in sorted(groupings)]


def _latest(articles: Iterable[Article]) -> Iterable[Article]:
    found: dict[str, Article] = {}
    for article in articles:
        other = found.get(article.article_id)
        if other is None or (article.fetched_at, article.text_hash) > (other.fetched_at, other.text_hash):
            found[article.article_id] = article
    return found.values()


def _order(article: Article) -> tuple[bool, datetime, datetime, str]:
    published = article.published_at
    return published is None, published or article.fetched_at, article.fetched_at, article.article_id


def _within(a: Article, b: Article, window: timedelta) -> bool:
    """Apart by at most `window`; by the time of fetching where one has no date."""
    if a.published_at is not None and b.published_at is not None:
        return abs(a.published_at - b.published_at) <= window
    return abs(a.fetched_at - b.fetched_at) <= window


def _same_texts(ordered: Sequence[Article], window: timedelta) -> _Links:
    """Each article linked to the earliest with its text that is itself no such copy."""
    firsts: dict[str, list[Article]] = defaultdict(list)
    links: _Links = {}
    for article in ordered:
        key = article.text_hash or text_hash(article.text)
        if not key or article.words < MIN_WORDS:
            continue
        first = next((first for first in firsts[key] if _within(first, article, window)), None)
        if first is None:
            firsts[key].append(article)
        else:
            links[first.article_id, article.article_id] = _Link("same_text", 1.0, "same text")
    return links


def _near_copies(ordered: Sequence[Article], window: timedelta) -> _Links:
    """Every link by Jaccard; by containment the best one that an article has to an earlier.

    So two articles that a third stitches together are not made copies of each other.
    """
    texts = _own_shingles(ordered)
    links: _Links = {}
    partial: dict[str, tuple[str, _Link]] = {}
    for a, b in _candidates([article for article in ordered if article.article_id in texts], texts):
        if not _within(a, b, window):
            continue
        earlier, later = texts[a.article_id], texts[b.article_id]
        found = _compare(earlier, later)
        if found.jaccard >= _JACCARD:
            evidence = f"Jaccard {found.jaccard:.2f} over {len(earlier) + len(later) - found.shared} shingles"
            links[a.article_id, b.article_id] = _Link("near_copy", round(found.jaccard, 4), evidence)
        elif found.containment >= _CONTAINMENT and found.shared >= max(_LEAST, _PART * len(later)):
            evidence = f"{found.containment:.0%} of {min(len(earlier), len(later))} shingles contained"
            link = _Link("near_copy", round(found.containment, 4), evidence)
            if b.article_id not in partial or link.score > partial[b.article_id][1].score:
                partial[b.article_id] = a.article_id, link
    return links | {(original, copy): link for copy, (original, link) in partial.items()}


def _candidates(ordered: Sequence[Article], texts: Mapping[str, Shingles]) -> Iterator[tuple[Article, Article]]:
    """The pairs (earlier, later) that share a bucket."""
    buckets: dict[int, list[int]] = defaultdict(list)
    for number, article in enumerate(ordered):
        bands = _bands(texts[article.article_id])
        for earlier in sorted(set().union(*(buckets[band] for band in bands))):
            yield ordered[earlier], article
        for band in bands:
            buckets[band].append(number)


def _own_shingles(articles: Iterable[Article]) -> dict[str, Shingles]:
    """The shingles of each text that can be compared, without what its outlet repeats (licences, promotions)."""
    texts = {}
    outlets = defaultdict(list)
    for article in articles:
        shingles = _shingles(article.text)
        if shingles is not None:
            texts[article.article_id] = shingles
            outlets[article.outlet].append(article.article_id)
    for members in outlets.values():
        found, counts = np.unique(np.concatenate([texts[member] for member in members]), return_counts=True)
        repeated = found[counts >= _REPEATED]
        if not len(repeated):
            continue
        for member in members:
            own = np.setdiff1d(texts[member], repeated, assume_unique=True)
            if len(own) > len(texts[member]) / 2:
                texts[member] = own
    return texts


def _declared(ordered: Sequence[Article]) -> _Links:
    """Translations whose original's address is known and in the set."""
    addresses = {article.canonical_url: article.article_id for article in reversed(ordered)}
    links: _Links = {}
    for article in ordered:
        source = article.translation.source_url
        if source is None or article.translation.state not in {"translated", "proxy"}:
            continue
        try:
            original = addresses.get(urls.canonical(source))
        except ValueError:
            continue
        if original is not None and original != article.article_id:
            links[original, article.article_id] = _Link("translation", 1.0, "declared original")
    return links


_Neighbours: TypeAlias = Mapping[str, Sequence[tuple[str, _Link]]]


def _neighbours(links: _Links) -> _Neighbours:
    found: dict[str, list[tuple[str, _Link]]] = defaultdict(list)
    for (original, copy), link in sorted(
        links.items(), key=lambda item: (_KINDS.index(item[1].kind), -item[1].score, item[0])
    ):
        found[original].append((copy, link))
        found[copy].append((original, link))
    return found


def _paths(start: str, neighbours: _Neighbours) -> dict[str, _Path]:
    """Everything that links lead to from `start`, each by the fewest links."""
    paths: dict[str, _Path] = {start: ()}
    for here in (queue := [start]):
        for there, link in neighbours.get(here, ()):
            if there not in paths:
                paths[there] = (*paths[here], link)
                queue.append(there)
    return paths


def _grouping(head: str, member: str, path: _Path) -> Grouping:
    """The weakest link on the way from the head tells the kind, and the score."""
    story = urls.story_id(head)
    if not path:
        return Grouping(article_id=member, story_id=story)
    return Grouping(
        article_id=member,
        copy_of=head,
        copy_kind=max((link.kind for link in path), key=_KINDS.index),
        score=min(link.score for link in path),
        story_id=story,
        evidence=tuple(link.evidence for link in reversed(path)),
    )


@lru_cache(maxsize=1 << 16)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())


def _mix(values: Shingles) -> Shingles:
    """Scatters close values (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _shingles(text: str) -> Shingles | None:
    """The set of shingle hashes, sorted."""
    found = words(text)
    if len(found) < MIN_WORDS:
        return None
    hashes = np.fromiter(map(_word_hash, found), np.uint64, len(found))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, _WIDTH)
    factors = _mix(np.arange(1, _WIDTH + 1, dtype=np.uint64)) | np.uint64(1)
    return np.unique(_mix(windows @ factors))


def _bands(shingles: Shingles) -> tuple[int, ...]:
    """Two MinHash values of 32 bits make a bucket; the stored ones hold for as long as rensa gives the same."""
    offsets = np.array([0, len(shingles)], np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(shingles, offsets, _BANDS * _ROWS, _SEED)
    rows = np.array(matrix.to_rows()[0], np.uint64).reshape(_BANDS, _ROWS)
    numbers = _mix(np.arange(1, _BANDS + 1, dtype=np.uint64))
    return tuple(_mix(((rows[:, 0] << np.uint64(32)) | rows[:, 1]) ^ numbers).view(np.int64).tolist())


def _compare(a: Shingles, b: Shingles) -> Similarity:
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return Similarity(
        jaccard=shared / (len(a) + len(b) - shared), containment=shared / min(len(a), len(b)), shared=shared
    )
