"""Group articles: join links into copies and translations of an original, and into stories."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from newsvane import urls
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.copy_links import find_copy_links
from newsvane.stories.event_clustering import find_event_links
from newsvane.stories.link_types import CopyLink, CopyLinks
from newsvane.stories.repeated_sentences import find_repeated_sentences
from newsvane.stories.translation_links import find_alternate_links, find_anchor_links, find_declared_links
from newsvane.stories.union_find import DisjointSets

WINDOW_DAYS = 14

_KINDS: tuple[CopyKind, ...] = ("same_address", "same_text", "near_copy", "translation")
"""Kinds of links, from most to least alike."""

_Path: TypeAlias = tuple[CopyLink, ...]
"""The links that lead from the original of a group to an article."""
_Ranks: TypeAlias = Mapping[str, tuple[bool, int]]
"""By article id: whether the article declares an original that is in the set, and its chronological position."""
_Neighbours: TypeAlias = Mapping[str, Sequence[tuple[str, CopyLink]]]
"""By article id: the articles it is linked to, the most certain link first."""


def group(
    articles: Iterable[Article],
    *,
    window_days: int = WINDOW_DAYS,
    repeated: Mapping[str, Collection[int]] | None = None,
) -> list[Grouping]:
    """Return one grouping per article id, ordered by id. The order of `articles` does not matter.

    The original of a group is its earliest article that is not a declared translation of another one. No translation in
    a group is in the language of the original. A story contains whole groups and is named after its earliest original.
    Articles more than `window_days` apart are linked only if one declares the other as its original. Of several
    articles with one id, the last one fetched counts.

    `repeated`: by article id, the hashes of the sentences that its outlet repeats. If it is not given, they are learned
    from `articles`, which must then be everything that the outlets published.
    """
    window = timedelta(days=window_days)
    ordered = sorted(_keep_latest_versions(articles), key=_chronological_key)
    if repeated is None:
        repeated = find_repeated_sentences(ordered, window_days=window_days)
    declared = find_declared_links(ordered)
    links = find_anchor_links(ordered, window) | find_alternate_links(ordered, window) | declared
    links |= find_copy_links(ordered, window, repeated)
    declared_copies = {copy for _, copy in declared}
    ranks = {article.article_id: (article.article_id in declared_copies, at) for at, article in enumerate(ordered)}
    stories = DisjointSets(ranks)
    for pair in (*links, *find_event_links(ordered, window)):
        stories.join(*pair)
    neighbours = _find_neighbours(links)
    languages = {article.article_id: article.language for article in ordered}
    groupings = []
    for original, members in _join_copies(languages, links, ranks).items():
        story_id = urls.story_id(stories.find(original))
        for member, path in _find_paths(original, neighbours, set(members)).items():
            groupings.append(_make_grouping(original, member, path, story_id))
    return sorted(groupings, key=lambda grouping: grouping.article_id)


def _keep_latest_versions(articles: Iterable[Article]) -> Iterable[Article]:
    latest: dict[str, Article] = {}
    for article in articles:
        other = latest.get(article.article_id)
        if other is None or (article.fetched_at, article.text_hash) > (other.fetched_at, other.text_hash):
            latest[article.article_id] = article
    return latest.values()


def _chronological_key(article: Article) -> tuple[bool, datetime, datetime, str]:
    """Return the sort key of an article: dated articles come first."""
    published = article.published_at
    return published is None, published or article.fetched_at, article.fetched_at, article.article_id


def _join_copies(languages: Mapping[str, str], links: CopyLinks, ranks: _Ranks) -> dict[str, list[str]]:
    """Return the articles of each group, by its original.

    Copies are joined first, then translations, the most certain links first. A translation link is skipped if it would
    put a text into one group with an original in its own language: one wrong link must not merge two texts.
    """
    groups = DisjointSets(ranks)
    for pair, link in links.items():
        if link.kind != "translation":
            groups.join(*pair)
    languages_by_original = {original: {languages[original]} for original in groups.members_by_representative()}
    for pair, _ in _sort_by_certainty(links, "translation"):
        first, second = sorted(map(groups.find, pair), key=ranks.__getitem__)
        if first != second and languages[first] not in languages_by_original[second] - {"und"}:
            groups.join(first, second)
            languages_by_original[first] |= languages_by_original.pop(second)
    return groups.members_by_representative()


def _sort_by_certainty(links: CopyLinks, *kinds: CopyKind) -> list[tuple[tuple[str, str], CopyLink]]:
    found = [(pair, link) for pair, link in links.items() if link.kind in kinds]
    return sorted(found, key=lambda item: (_KINDS.index(item[1].kind), -item[1].score, item[0]))


def _find_neighbours(links: CopyLinks) -> _Neighbours:
    found: dict[str, list[tuple[str, CopyLink]]] = defaultdict(list)
    for (original, copy), link in _sort_by_certainty(links, *_KINDS):
        found[original].append((copy, link))
        found[copy].append((original, link))
    return found


def _find_paths(original: str, neighbours: _Neighbours, members: Collection[str]) -> dict[str, _Path]:
    """Return the shortest path of links from the original to each member (breadth-first)."""
    paths: dict[str, _Path] = {original: ()}
    for here in (queue := [original]):
        for there, link in neighbours.get(here, ()):
            if there in members and there not in paths:
                paths[there] = (*paths[here], link)
                queue.append(there)
    return paths


def _make_grouping(original: str, member: str, path: _Path, story_id: str) -> Grouping:
    """Make the grouping of a member. The weakest link of the path determines its kind and score."""
    if not path:
        return Grouping(article_id=member, story_id=story_id)
    return Grouping(
        article_id=member,
        copy_of=original,
        copy_kind=max((link.kind for link in path), key=_KINDS.index),
        score=min(link.score for link in path),
        story_id=story_id,
        evidence=tuple(link.evidence for link in reversed(path)),
    )
