"""Which articles of a set carry the text of an earlier one, whole or in part."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import numpy as np

from newsvane.records import Article
from newsvane.stories.links import Link, Links, within
from newsvane.stories.shingles import MIN_WORDS, Shingles, bands_of, compare, shingles_of
from newsvane.texts import text_hash

_JACCARD = 0.7
_CONTAINMENT = 0.8
_LEAST = 20
"""Shared shingles without which containment tells nothing."""
_PART = 0.4
"""An article that takes in an earlier one is its copy only where the earlier makes up this share of it."""
_REPEATED = 5
"""What stands in this many texts of one outlet and is the lesser part of each is the outlet's, not the articles'."""


def copy_links(ordered: Sequence[Article], window: timedelta) -> Links:
    """The links between copies within `window`, among articles ordered from the earliest."""
    links = _same_texts(ordered, window)
    copies = {copy for _, copy in links}
    return links | _near_copies([article for article in ordered if article.article_id not in copies], window)


def _same_texts(ordered: Sequence[Article], window: timedelta) -> Links:
    """Each article linked to the earliest with its text that is itself no such copy."""
    firsts: dict[str, list[Article]] = defaultdict(list)
    links: Links = {}
    for article in ordered:
        key = article.text_hash or text_hash(article.text)
        if not key or article.words < MIN_WORDS:
            continue
        first = next((first for first in firsts[key] if within(first, article, window)), None)
        if first is None:
            firsts[key].append(article)
        else:
            links[first.article_id, article.article_id] = Link("same_text", 1.0, "same text")
    return links


def _near_copies(ordered: Sequence[Article], window: timedelta) -> Links:
    """Every link by Jaccard; by containment the best one that an article has to an earlier.

    So two articles that a third stitches together are not made copies of each other.
    """
    texts = _own_shingles(ordered)
    links: Links = {}
    partial: dict[str, tuple[str, Link]] = {}
    for a, b in _candidates([article for article in ordered if article.article_id in texts], texts):
        if not within(a, b, window):
            continue
        earlier, later = texts[a.article_id], texts[b.article_id]
        found = compare(earlier, later)
        if found.jaccard >= _JACCARD:
            evidence = f"Jaccard {found.jaccard:.2f} over {len(earlier) + len(later) - found.shared} shingles"
            links[a.article_id, b.article_id] = Link("near_copy", round(found.jaccard, 4), evidence)
        elif found.containment >= _CONTAINMENT and found.shared >= max(_LEAST, _PART * len(later)):
            evidence = f"{found.containment:.0%} of {min(len(earlier), len(later))} shingles contained"
            link = Link("near_copy", round(found.containment, 4), evidence)
            if b.article_id not in partial or link.score > partial[b.article_id][1].score:
                partial[b.article_id] = a.article_id, link
    return links | {(original, copy): link for copy, (original, link) in partial.items()}


def _candidates(ordered: Sequence[Article], texts: Mapping[str, Shingles]) -> Iterator[tuple[Article, Article]]:
    """The pairs (earlier, later) that share a bucket."""
    buckets: dict[int, list[int]] = defaultdict(list)
    for number, article in enumerate(ordered):
        bands = bands_of(texts[article.article_id])
        for earlier in sorted(set().union(*(buckets[band] for band in bands))):
            yield ordered[earlier], article
        for band in bands:
            buckets[band].append(number)


def _own_shingles(articles: Iterable[Article]) -> dict[str, Shingles]:
    """The shingles of each text that can be compared, without what its outlet repeats (licences, promotions)."""
    texts = {}
    outlets = defaultdict(list)
    for article in articles:
        shingles = shingles_of(article.text)
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
