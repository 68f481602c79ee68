"""Which articles of a set are copies or translations, of what, and how that is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np

from newsvane import urls
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.shingles import MIN_WORDS, Shingles, bands_of, compare, shingles_of
from newsvane.texts import text_hash

WINDOW_DAYS = 14

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


@dataclass(frozen=True)
class _Link:
    kind: CopyKind
    score: float
    evidence: str


_Links: TypeAlias = dict[tuple[str, str], _Link]
"""By (original, copy)."""
_Path: TypeAlias = tuple[_Link, ...]
"""The links that lead from the head of a group to an article."""


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
        found = compare(earlier, later)
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
