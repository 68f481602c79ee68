"""Which articles of a set are copies or translations, of what, and which are on one event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from newsvane import urls
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.copies import copy_links
from newsvane.stories.events import event_links
from newsvane.stories.links import Link, Links
from newsvane.stories.translations import alternate_links, declared_links, found_links

WINDOW_DAYS = 14

_KINDS: tuple[CopyKind, ...] = ("same_text", "near_copy", "translation")
"""From most to least alike."""


_Path: TypeAlias = tuple[Link, ...]
"""The links that lead from the head of a group to an article."""


def group(articles: Iterable[Article], *, window_days: int = WINDOW_DAYS) -> list[Grouping]:
    """One grouping for each article (by id; of several with one id the last fetched counts), ordered by id.

    The head of a group is its earliest article that is no declared translation of another; none of its translations is
    in its own language. A story holds whole groups, and is named after its earliest head. Articles further apart than
    `window_days` are linked only where one declares the other.
    """
    window = timedelta(days=window_days)
    ordered = sorted(_latest(articles), key=_order)
    declared = declared_links(ordered)
    links = found_links(ordered, window) | alternate_links(ordered) | declared | copy_links(ordered, window)
    neighbours = _neighbours(links)
    translations = {copy for _, copy in declared}
    place = {article.article_id: (article.article_id in translations, at) for at, article in enumerate(ordered)}
    languages = {article.article_id: article.language for article in ordered}
    groupings = []
    for members in _stories([article.article_id for article in ordered], [*links, *event_links(ordered, window)]):
        waiting = dict.fromkeys(sorted(members, key=place.__getitem__))
        story = urls.story_id(next(iter(waiting)))
        while waiting:
            head = next(iter(waiting))
            for member, path in _paths(head, neighbours, waiting, languages).items():
                del waiting[member]
                groupings.append(_grouping(head, member, path, story))
    return sorted(groupings, key=lambda grouping: grouping.article_id)


def _stories(articles: Sequence[str], links: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    """The articles that links lead to from one another (union-find)."""
    roots = {article: article for article in articles}

    def root(article: str) -> str:
        while roots[article] != article:
            roots[article] = article = roots[roots[article]]
        return article

    for one, other in links:
        roots[root(one)] = root(other)
    stories: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        stories[root(article)].append(article)
    return stories.values()


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


_Neighbours: TypeAlias = Mapping[str, Sequence[tuple[str, Link]]]


def _neighbours(links: Links) -> _Neighbours:
    found: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for (original, copy), link in sorted(
        links.items(), key=lambda item: (_KINDS.index(item[1].kind), -item[1].score, item[0])
    ):
        found[original].append((copy, link))
        found[copy].append((original, link))
    return found


def _paths(
    head: str, neighbours: _Neighbours, waiting: Mapping[str, object], languages: Mapping[str, str]
) -> dict[str, _Path]:
    """All of `waiting` that links lead to from the head, each by the fewest links; no translation into its language."""
    paths: dict[str, _Path] = {head: ()}
    for here in (queue := [head]):
        for there, link in neighbours.get(here, ()):
            back = link.kind == "translation" and languages[there] == languages[head] != "und"
            if there in waiting and there not in paths and not back:
                paths[there] = (*paths[here], link)
                queue.append(there)
    return paths


def _grouping(head: str, member: str, path: _Path, story: str) -> Grouping:
    """The weakest link on the way from the head tells the kind, and the score."""
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
