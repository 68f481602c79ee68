"""Which articles of a set are copies or translations, of what, and how that is known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from newsvane import urls
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.copies import copy_links
from newsvane.stories.lines import repeated_lines
from newsvane.stories.links import Link, Links

WINDOW_DAYS = 14

_KINDS: tuple[CopyKind, ...] = ("same_address", "same_text", "near_copy", "translation")
"""From most to least alike."""


_Path: TypeAlias = tuple[Link, ...]
"""The links that lead from the head of a group to an article."""


def group(
    articles: Iterable[Article],
    *,
    window_days: int = WINDOW_DAYS,
    repeated: Mapping[str, Collection[int]] | None = None,
) -> list[Grouping]:
    """One grouping for each article (by id; of several with one id the last fetched counts), ordered by id.

    The head of a group is its earliest article that is no declared translation of another. Articles further apart
    than `window_days` are linked only where one declares the other as its original. `repeated`: the
    sentences that an article's outlet repeats, by its id; learned from the set where not given, which then has to be
    all that the outlets published.
    """
    ordered = sorted(_latest(articles), key=_order)
    position = {article.article_id: number for number, article in enumerate(ordered)}
    declared = _declared(ordered)
    if repeated is None:
        repeated = repeated_lines(ordered, window_days=window_days)
    links = declared | copy_links(ordered, timedelta(days=window_days), repeated)
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


def _declared(ordered: Sequence[Article]) -> Links:
    """Translations whose original's address is known and in the set."""
    addresses = {article.canonical_url: article.article_id for article in reversed(ordered)}
    links: Links = {}
    for article in ordered:
        source = article.translation.source_url
        if source is None or article.translation.state not in {"translated", "proxy"}:
            continue
        try:
            original = addresses.get(urls.canonical(source))
        except ValueError:
            continue
        if original is not None and original != article.article_id:
            links[original, article.article_id] = Link("translation", 1.0, "declared original")
    return links


_Neighbours: TypeAlias = Mapping[str, Sequence[tuple[str, Link]]]


def _neighbours(links: Links) -> _Neighbours:
    found: dict[str, list[tuple[str, Link]]] = defaultdict(list)
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
