"""Which articles of a set carry the text of an earlier one, whole or in part."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from newsvane.records import Article
from newsvane.stories.links import Link, Links, within
from newsvane.stories.shingles import MIN_WORDS, bands_of, shingles_of
from newsvane.stories.similarity import Text, copied, prepare
from newsvane.texts import text_hash


def copy_links(ordered: Sequence[Article], window: timedelta, repeated: Mapping[str, Collection[int]]) -> Links:
    """The links between copies within `window`, among articles ordered from the earliest.

    `repeated`: by article id, the sentences that its outlet repeats.
    """
    links = _same_addresses(ordered) | _same_texts(ordered, window)
    copies = {copy for _, copy in links}
    return links | _near_copies([article for article in ordered if article.article_id not in copies], window, repeated)


def _same_addresses(ordered: Sequence[Article]) -> Links:
    """Each article linked to the earliest with its address: in a file one article may stand twice, under two ids."""
    firsts: dict[str, str] = {}
    links: Links = {}
    for article in ordered:
        first = firsts.setdefault(article.canonical_url, article.article_id)
        if first != article.article_id:
            links[first, article.article_id] = Link("same_address", 1.0, "same address")
    return links


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


def _near_copies(ordered: Sequence[Article], window: timedelta, repeated: Mapping[str, Collection[int]]) -> Links:
    """Every link by Jaccard; by containment the best one that an article has to an earlier.

    So two articles that a third stitches together are not made copies of each other.
    """
    texts: dict[str, Text | None] = {}
    links: Links = {}
    partial: dict[str, tuple[str, Link]] = {}
    for pair in _candidates(ordered):
        if not within(*pair, window):
            continue
        for article in pair:
            if article.article_id not in texts:
                texts[article.article_id] = prepare(article, repeated.get(article.article_id, ()))
        original, copy = (article.article_id for article in pair)
        earlier, later = texts[original], texts[copy]
        link = earlier and later and copied(earlier, later)
        if link and link.evidence.startswith("Jaccard"):
            links[original, copy] = link
        elif link and (copy not in partial or link.score > partial[copy][1].score):
            partial[copy] = original, link
    return links | {(original, copy): link for copy, (original, link) in partial.items()}


def _candidates(ordered: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """The pairs (earlier, later) that share a bucket."""
    buckets: dict[int, list[int]] = defaultdict(list)
    for number, article in enumerate(ordered):
        shingles = shingles_of(article.text)
        bands = bands_of(shingles) if shingles is not None else ()
        for earlier in sorted(set().union(*(buckets[band] for band in bands))):
            yield ordered[earlier], article
        for band in bands:
            buckets[band].append(number)
