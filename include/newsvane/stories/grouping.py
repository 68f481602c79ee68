"""Group articles: attach each copy or translation to an original, and each original to a story.

An article is attached to at most one earlier article. So nobody can make one outlet's article the copy of another
one's, or join two stories, by a third text that resembles both: only reports of several outlets make two stories one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from newsvane import urls
from newsvane.observation import chronological_key, is_certainly_before
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.anchors import Anchors
from newsvane.stories.copy_forest import CopyForest
from newsvane.stories.copy_links import find_copy_links
from newsvane.stories.event_profiles import EventProfile, make_profile
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.link_types import CopyLink, CopyLinks
from newsvane.stories.repeated_sentences import find_repeated_sentences
from newsvane.stories.story_joining import StoryJoiner
from newsvane.stories.translation_links import (
    extract_if_comparable,
    find_alternate_links,
    find_anchor_links,
    find_declared_links,
)

WINDOW_DAYS = 14

_KINDS: tuple[CopyKind, ...] = ("same_address", "same_text", "near_copy", "translation")
"""Kinds of links, from most to least alike."""


def group(
    articles: Iterable[Article],
    *,
    window_days: int = WINDOW_DAYS,
    repeated: Mapping[str, Collection[int]] | None = None,
    embeddings: Mapping[str, Sequence[int]] | None = None,
    left_out: Counter[str] | None = None,
) -> list[Grouping]:
    """Return one grouping per article id, ordered by id. The order of `articles` does not matter.

    The original of a group is its earliest article (`newsvane.observation`) that is not a declared translation of
    another one. No translation in a group is in the language of the original. A story contains whole groups and is
    named after its earliest original. Articles more than `window_days` apart are linked only if one declares the other
    as its original. Of several articles with one id, the last one fetched counts.

    `repeated`: by article id, the hashes of the sentences that its outlet repeats. If it is not given, they are learned
    from `articles`, which must then be everything that the outlets published. `embeddings`: by article id, the meaning
    of title and lead as a vector, each number -127 to 127, where it is known; more reports on one event are found with
    it. `left_out`: is increased, by outlet, for each of its articles that was not compared because too many of them
    share a key (`newsvane.stories.candidates`).
    """
    window = timedelta(days=window_days)
    left_out = Counter() if left_out is None else left_out
    ordered = sorted(map(as_first_read, _keep_latest_versions(articles)), key=chronological_key)
    if repeated is None:
        repeated = find_repeated_sentences(ordered, window_days=window_days)
    anchors, profiles = _read(ordered, embeddings or {})
    shown = find_anchor_links(ordered, anchors, window, left_out)
    del anchors
    by_id = {article.article_id: article for article in ordered}
    copied = find_copy_links(ordered, window, repeated, left_out)
    taken = {copy for original, copy in copied if by_id[original].outlet != by_id[copy].outlet}
    declared = {pair: _confirm(pair, link, shown, taken) for pair, link in find_declared_links(ordered).items()}
    links = shown | find_alternate_links(ordered, window) | declared | copied
    forest = _attach_copies(ordered, links, declared)
    joiner = StoryJoiner(ordered, forest, profiles, window, left_out)
    joiner.join()
    unsure = _find_unsure_outlets(by_id, forest)
    return [_make_grouping(article_id, by_id, links, joiner, unsure) for article_id in sorted(by_id)]


def _read(
    ordered: Iterable[Article], embeddings: Mapping[str, Sequence[int]]
) -> tuple[Mapping[str, Anchors | None], Mapping[str, EventProfile | None]]:
    """Return the anchors and the profiles of articles, by id; None if one is too short to compare.

    Both are made in one pass, because a profile needs the anchors, which are remembered for a few articles only.
    """
    anchors: dict[str, Anchors | None] = {}
    profiles: dict[str, EventProfile | None] = {}
    for article in ordered:
        anchors[article.article_id] = extract_if_comparable(article)
        profiles[article.article_id] = make_profile(article, embeddings.get(article.article_id, ()))
    return anchors, profiles


def _keep_latest_versions(articles: Iterable[Article]) -> Iterable[Article]:
    latest: dict[str, Article] = {}
    for article in articles:
        other = latest.get(article.article_id)
        if other is None or (article.fetched_at, article.text_hash) > (other.fetched_at, other.text_hash):
            latest[article.article_id] = article
    return latest.values()


def _confirm(pair: tuple[str, str], link: CopyLink, shown: CopyLinks, taken: Collection[str]) -> CopyLink:
    """Return a declared link, which is no mere claim if the texts show it even without the declaration.

    `taken`: articles with the text of another outlet, from which no declaration may distract.
    """
    is_claim = link.is_claim or pair[1] in taken
    return replace(link, is_claim=is_claim and pair not in shown and pair[::-1] not in shown)


def _attach_copies(ordered: Sequence[Article], links: CopyLinks, declared: Collection[tuple[str, str]]) -> CopyForest:
    """Attach each copy to its declared original, or else to the earlier article that it is most like."""
    at = {article.article_id: index for index, article in enumerate(ordered)}
    forest = CopyForest(ordered)
    for original, copy in sorted(declared, key=lambda pair: (at[pair[0]] > at[pair[1]], at[pair[1]])):
        forest.attach(copy, original, links[original, copy])
    for original, copy in sorted(links, key=lambda pair: (at[pair[1]], _certainty(links[pair]), at[pair[0]])):
        if not forest.repeats_own_text(copy, original, links):
            forest.attach(copy, original, links[original, copy])
    _join_translations(forest, ordered, links)
    forest.detach_claims_in_the_language_of_their_original()
    return forest


def _join_translations(forest: CopyForest, ordered: Sequence[Article], links: CopyLinks) -> None:
    """Join groups of translations that are linked by the articles of several outlets, of which no single one is in all
    links.
    """
    at = {article.article_id: index for index, article in enumerate(ordered)}
    outlets = {article.article_id: article.outlet for article in ordered}
    between: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for pair, link in links.items():
        roots = sorted(map(forest.original, pair), key=at.__getitem__)
        if link.kind == "translation" and not link.is_claim and roots[0] != roots[1]:
            between[roots[0], roots[1]].append(pair)
    for first, second in sorted(between, key=lambda roots: (at[roots[1]], at[roots[0]])):
        pairs = between[first, second]
        involved = [{outlets[each] for each in pair if each not in {first, second}} for pair in pairs]
        if not set.intersection(*involved):
            score = max(links[pair].score for pair in pairs)
            forest.attach(
                second, first, CopyLink("translation", score, f"{len(pairs)} links between their translations")
            )


def _certainty(link: CopyLink) -> tuple[int, float]:
    """Return a sort key: the most alike first."""
    return _KINDS.index(link.kind), -link.score


def _find_unsure_outlets(by_id: Mapping[str, Article], forest: CopyForest) -> Mapping[tuple[str, str], Article]:
    """Return, by original and outlet, the outlet's first copy of it that may have been there before the original.

    What the outlet makes of that text later is no surer a copy. `by_id`: the articles in the order in which they came.
    """
    unsure: dict[tuple[str, str], Article] = {}
    for article in by_id.values():
        original = forest.original(article.article_id)
        if original != article.article_id and not is_certainly_before(by_id[original], article):
            unsure.setdefault((original, article.outlet), article)
    return unsure


def _make_grouping(
    member: str,
    by_id: Mapping[str, Article],
    links: CopyLinks,
    joiner: StoryJoiner,
    unsure: Mapping[tuple[str, str], Article],
) -> Grouping:
    """Make the grouping of an article."""
    story_id = urls.story_id(joiner.stories.find(member))
    path = joiner.forest.path(member)
    if len(path) > 1:
        earlier = unsure.get((path[-1], by_id[member].outlet))
        is_unsure = earlier is not None and chronological_key(earlier) <= chronological_key(by_id[member])
        shown = _links_on(path, links, joiner.forest)
        return _make_copy(by_id[member], by_id[path[-1]], shown, story_id, is_certain=not is_unsure)
    found = joiner.joined.get(member)
    return Grouping(
        article_id=member,
        story_id=story_id,
        similar_to=found.nearest if found else None,
        story_evidence=joiner.describe(member),
    )


def _links_on(path: Sequence[str], links: CopyLinks, forest: CopyForest) -> Sequence[CopyLink]:
    """Return the best link between a copy and its original; without one, those of the path between them."""
    direct = [links[pair] for pair in ((path[-1], path[0]), (path[0], path[-1])) if pair in links]
    return sorted(direct, key=_certainty)[:1] or [forest.parents[each][1] for each in path[:-1]]


def _make_copy(
    article: Article, original: Article, shown: Sequence[CopyLink], story_id: str, *, is_certain: bool
) -> Grouping:
    """Make the grouping of a copy. The weakest link of the path to the original determines its kind and score."""
    return Grouping(
        article_id=article.article_id,
        copy_of=original.article_id,
        copy_kind=max((link.kind for link in shown), key=_KINDS.index),
        score=min(link.score for link in shown),
        story_id=story_id,
        evidence=tuple(link.evidence for link in shown),
        copy_claimed=any(link.is_claim for link in shown),
        copy_order="certain" if is_certain else "uncertain",
    )
