"""Which articles of a set are copies or translations, of what, and which are on one event."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from newsvane import urls
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.copies import copy_links
from newsvane.stories.event_clustering import event_links
from newsvane.stories.links import Link, Links
from newsvane.stories.repeated_sentences import repeated_lines
from newsvane.stories.translations import alternate_links, declared_links, found_links
from newsvane.stories.union_find import Sets

WINDOW_DAYS = 14

_KINDS: tuple[CopyKind, ...] = ("same_address", "same_text", "near_copy", "translation")
"""From most to least alike."""

_Path: TypeAlias = tuple[Link, ...]
"""The links that lead from the head of a group to an article."""
_Places: TypeAlias = Mapping[str, tuple[bool, int]]
"""By article id: whether it declares an original that is in the set, and its number in the order of time."""


def group(
    articles: Iterable[Article],
    *,
    window_days: int = WINDOW_DAYS,
    repeated: Mapping[str, Collection[int]] | None = None,
) -> list[Grouping]:
    """One grouping for each article (by id; of several with one id the last fetched counts), ordered by id.

    The head of a group is its earliest article that is no declared translation of another; none of its translations is
    in its own language. A story holds whole groups, and is named after its earliest head. Articles further apart than
    `window_days` are linked only where one declares the other as its original. `repeated`: the sentences that an
    article's outlet repeats, by its id; learned from the set where not given, which then has to be all that the outlets
    published.
    """
    window = timedelta(days=window_days)
    ordered = sorted(_latest(articles), key=_order)
    if repeated is None:
        repeated = repeated_lines(ordered, window_days=window_days)
    declared = declared_links(ordered)
    links = found_links(ordered, window) | alternate_links(ordered, window) | declared
    links |= copy_links(ordered, window, repeated)
    translations = {copy for _, copy in declared}
    places = {article.article_id: (article.article_id in translations, at) for at, article in enumerate(ordered)}
    stories = Sets(places)
    for pair in (*links, *event_links(ordered, window)):
        stories.join(*pair)
    neighbours = _neighbours(links)
    groupings = []
    for head, members in _groups({article.article_id: article.language for article in ordered}, links, places).items():
        story = urls.story_id(stories.first(head))
        for member, path in _paths(head, neighbours, set(members)).items():
            groupings.append(_grouping(head, member, path, story))
    return sorted(groupings, key=lambda grouping: grouping.article_id)


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


def _groups(languages: Mapping[str, str], links: Links, places: _Places) -> dict[str, list[str]]:
    """The copies and translations of each head.

    Copies go together, then translations by the surest links first, unless that would put a text into one group with an
    original in its own language: one wrong link must not make one text of two.
    """
    groups = Sets(places)
    for pair, link in links.items():
        if link.kind != "translation":
            groups.join(*pair)
    spoken = {head: {languages[head]} for head in groups.all()}
    for pair, _ in _surest(links, "translation"):
        first, second = sorted(map(groups.first, pair), key=places.__getitem__)
        if first != second and languages[first] not in spoken[second] - {"und"}:
            groups.join(first, second)
            spoken[first] |= spoken.pop(second)
    return groups.all()


def _surest(links: Links, *kinds: CopyKind) -> list[tuple[tuple[str, str], Link]]:
    found = [(pair, link) for pair, link in links.items() if link.kind in kinds]
    return sorted(found, key=lambda item: (_KINDS.index(item[1].kind), -item[1].score, item[0]))


_Neighbours: TypeAlias = Mapping[str, Sequence[tuple[str, Link]]]


def _neighbours(links: Links) -> _Neighbours:
    found: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for (original, copy), link in _surest(links, *_KINDS):
        found[original].append((copy, link))
        found[copy].append((original, link))
    return found


def _paths(head: str, neighbours: _Neighbours, members: Collection[str]) -> dict[str, _Path]:
    """How links lead from the head to each member, by the fewest."""
    paths: dict[str, _Path] = {head: ()}
    for here in (queue := [head]):
        for there, link in neighbours.get(here, ()):
            if there in members and there not in paths:
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
