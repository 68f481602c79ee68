"""Group articles: attach each copy or translation to an original, and each original to a story.

An article is attached to at most one earlier article. So no article joins two others, or their stories: nobody can make
one outlet's article the copy of another one's, or join two stories, by a third text that resembles both.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from newsvane import urls
from newsvane.observation import MAX_CLAIMED_LEAD, absent_until, chronological_key, is_certainly_before, observed_at
from newsvane.records import Article, CopyKind, Grouping
from newsvane.stories.copy_links import find_copy_links
from newsvane.stories.event_clustering import find_similar_reports
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.link_types import CopyLink, CopyLinks
from newsvane.stories.repeated_sentences import find_repeated_sentences
from newsvane.stories.translation_links import find_alternate_links, find_anchor_links, find_declared_links
from newsvane.stories.union_find import DisjointSets

WINDOW_DAYS = 14

_KINDS: tuple[CopyKind, ...] = ("same_address", "same_text", "near_copy", "translation")
"""Kinds of links, from most to least alike."""

_Parents: TypeAlias = dict[str, tuple[str, CopyLink]]
"""By id of a copy or translation: the article that it is attached to, and why."""


def group(
    articles: Iterable[Article],
    *,
    window_days: int = WINDOW_DAYS,
    repeated: Mapping[str, Collection[int]] | None = None,
    left_out: Counter[str] | None = None,
) -> list[Grouping]:
    """Return one grouping per article id, ordered by id. The order of `articles` does not matter.

    The original of a group is its earliest article (`newsvane.observation`) that is not a declared translation of
    another one. No translation in a group is in the language of the original. A story contains whole groups and is
    named after its earliest original. Articles more than `window_days` apart are linked only if one declares the other
    as its original. Of several articles with one id, the last one fetched counts.

    `repeated`: by article id, the hashes of the sentences that its outlet repeats. If it is not given, they are learned
    from `articles`, which must then be everything that the outlets published. `left_out`: is increased, by outlet, for
    each of its articles that was not compared because too many of them share a key (`newsvane.stories.candidates`).
    """
    window = timedelta(days=window_days)
    left_out = Counter() if left_out is None else left_out
    ordered = sorted(map(as_first_read, _keep_latest_versions(articles)), key=chronological_key)
    if repeated is None:
        repeated = find_repeated_sentences(ordered, window_days=window_days)
    shown = find_anchor_links(ordered, window, left_out)
    declared = {pair: _confirm(pair, link, shown) for pair, link in find_declared_links(ordered).items()}
    links = shown | find_alternate_links(ordered, window) | declared
    links |= find_copy_links(ordered, window, repeated, left_out)
    forest = _attach_copies(ordered, links, declared)
    by_id = {article.article_id: article for article in ordered}
    ranks = {article.article_id: (article.article_id in forest.parents, at) for at, article in enumerate(ordered)}
    similar = find_similar_reports(ordered, window, left_out)
    stories = _join_stories(by_id, forest, DisjointSets(ranks), similar)
    return [
        _make_grouping(by_id[article_id], by_id, links, forest, urls.story_id(stories.find(article_id)))
        for article_id in sorted(by_id)
    ]


def _keep_latest_versions(articles: Iterable[Article]) -> Iterable[Article]:
    latest: dict[str, Article] = {}
    for article in articles:
        other = latest.get(article.article_id)
        if other is None or (article.fetched_at, article.text_hash) > (other.fetched_at, other.text_hash):
            latest[article.article_id] = article
    return latest.values()


def _confirm(pair: tuple[str, str], link: CopyLink, shown: CopyLinks) -> CopyLink:
    """Return a declared link, which is no mere claim if the texts show it, too."""
    return replace(link, is_claim=pair not in shown and pair[::-1] not in shown)


class _CopyForest:
    """What each copy is attached to. `parents`: by id of a copy, the article it is attached to, and why."""

    def __init__(self, ordered: Sequence[Article]) -> None:
        self.parents: _Parents = {}
        self._by_id = {article.article_id: article for article in ordered}
        self._languages = {article_id: {article.language} for article_id, article in self._by_id.items()}
        self._members = {article_id: [article] for article_id, article in self._by_id.items()}

    def path(self, article_id: str) -> list[str]:
        """Return the article, what it is attached to, and so on up to the original."""
        path = [article_id]
        while path[-1] in self.parents:
            path.append(self.parents[path[-1]][0])
        return path

    def original(self, article_id: str) -> str:
        """Return the original of the article; itself if it is none's copy."""
        return self.path(article_id)[-1]

    def attach(self, copy: str, original: str, link: CopyLink) -> bool:
        """Attach an original with its copies to another article, if that is possible; return whether it was.

        A translation link may not put a text into one group with an original in its own language: one wrong link must
        not merge two texts. A mere claim of another outlet keeps no article from its original by such a language.
        """
        root = self.original(original)
        if copy in self.parents or root == copy or (link.kind == "translation" and self._shares_language(root, copy)):
            return False
        self.parents[copy] = original, link
        self._members[root] += self._members[copy]
        if not self._is_claim_about_another(copy):
            self._languages[root] |= self._languages[copy]
        return True

    def repeats_own_text(self, copy: str, original: str, links: CopyLinks) -> bool:
        """Return whether an article is like one of another outlet only because its own outlet had that text before, or
        in the same minute.

        A report that is none of its own outlet's copies does not become one through somebody who copied these.
        """
        article, other = self._by_id[copy], self._by_id[original]
        if links[original, copy].kind != "near_copy" or article.outlet == other.outlet:
            return False
        own = [
            each
            for each in self._members[self.original(original)]
            if (each.outlet, each.language) == (article.outlet, article.language)
            and chronological_key(each) < chronological_key(article)
            and absent_until(observed_at(each)) <= observed_at(other)
        ]
        return bool(own) and not any((each.article_id, copy) in links for each in own)

    def detach_claims_in_the_language_of_their_original(self) -> None:
        """Make those that only claim another outlet's article an original again if its original has their language."""
        for copy in [each for each in self.parents if self._is_claim_about_another(each)]:
            if self._shares_language(self.original(copy), copy):
                del self.parents[copy]

    def _shares_language(self, root: str, copy: str) -> bool:
        return self._by_id[root].language in self._languages[copy] - {"und"}

    def _is_claim_about_another(self, copy: str) -> bool:
        original, link = self.parents[copy]
        return link.is_claim and self._by_id[original].outlet != self._by_id[copy].outlet


def _attach_copies(ordered: Sequence[Article], links: CopyLinks, declared: Collection[tuple[str, str]]) -> _CopyForest:
    """Attach each copy to its declared original, or else to the earlier article that it is most like."""
    at = {article.article_id: index for index, article in enumerate(ordered)}
    forest = _CopyForest(ordered)
    for original, copy in sorted(declared, key=lambda pair: (at[pair[0]] > at[pair[1]], at[pair[1]])):
        forest.attach(copy, original, links[original, copy])
    for original, copy in sorted(links, key=lambda pair: (at[pair[1]], _certainty(links[pair]), at[pair[0]])):
        if not forest.repeats_own_text(copy, original, links):
            forest.attach(copy, original, links[original, copy])
    _join_translations(forest, ordered, links)
    forest.detach_claims_in_the_language_of_their_original()
    return forest


def _join_translations(forest: _CopyForest, ordered: Sequence[Article], links: CopyLinks) -> None:
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


def _join_stories(
    by_id: Mapping[str, Article], forest: _CopyForest, stories: DisjointSets, similar: Mapping[str, Sequence[Article]]
) -> DisjointSets:
    """Put each copy into the story of its original, and each original into the story that it resembles most.

    If it is uncertain under which headline a text came first, it must resemble the story under each of them: otherwise
    an outlet could lead the reports of others into a story of its own by copying them under that story's headline.
    `by_id`: all articles, earliest first.
    """
    for copy, (original, _) in forest.parents.items():
        stories.join(original, copy)
    rivals = _find_rivals(by_id, forest)
    for article_id in by_id:
        if article_id in forest.parents:
            continue
        for first in _find_similar_stories(article_id, by_id, forest, stories, similar):
            others = (_find_similar_stories(each, by_id, forest, stories, similar) for each in rivals[article_id])
            if all(first in each for each in others):
                stories.join(first, article_id)
                break
    return stories


def _find_rivals(by_id: Mapping[str, Article], forest: _CopyForest) -> Mapping[str, Sequence[str]]:
    """Return, by id of an original, the copies of other outlets, under other headlines, that may have been first.

    That are those that we saw within the time in which mere claims decide about the order.
    """
    rivals: dict[str, list[str]] = defaultdict(list)
    for copy in forest.parents:
        original, other = by_id[forest.original(copy)], by_id[copy]
        if (
            original.language == other.language
            and original.outlet != other.outlet
            and original.title != other.title
            and not is_certainly_before(original, other)
            and observed_at(other) - observed_at(original) < MAX_CLAIMED_LEAD
        ):
            rivals[original.article_id].append(copy)
    return rivals


def _find_similar_stories(
    article_id: str,
    by_id: Mapping[str, Article],
    forest: _CopyForest,
    stories: DisjointSets,
    similar: Mapping[str, Sequence[Article]],
) -> list[str]:
    """Return the first articles of the stories that an article resembles enough to be in them, the most similar first.

    It must resemble an article of the outlet that began the story, or articles of several of its outlets: a single
    other outlet must not lead reports into a story that they do not resemble. A copy stands for its original.
    """
    resembling: dict[str, set[str]] = defaultdict(set)
    for earlier in similar.get(article_id, ()):
        source = _find_source(earlier.article_id, forest.parents)
        resembling[stories.find(source)].add(by_id[source].outlet)
    return [first for first, outlets in resembling.items() if by_id[first].outlet in outlets or len(outlets) > 1]


def _certainty(link: CopyLink) -> tuple[int, float]:
    """Return a sort key: the most alike first."""
    return _KINDS.index(link.kind), -link.score


def _find_source(article_id: str, parents: _Parents) -> str:
    """Return the article whose text this one carries as a whole, by what the texts show; itself if there is none."""
    while article_id in parents and not (parents[article_id][1].is_partial or parents[article_id][1].is_claim):
        article_id = parents[article_id][0]
    return article_id


def _make_grouping(
    article: Article, by_id: Mapping[str, Article], links: CopyLinks, forest: _CopyForest, story_id: str
) -> Grouping:
    """Make the grouping of an article. The weakest link of the path to the original determines its kind and score."""
    member = article.article_id
    path = forest.path(member)
    if len(path) == 1:
        return Grouping(article_id=member, story_id=story_id)
    direct = [links[pair] for pair in ((path[-1], member), (member, path[-1])) if pair in links]
    found = sorted(direct, key=_certainty)[:1] or [forest.parents[each][1] for each in path[:-1]]
    return Grouping(
        article_id=member,
        copy_of=path[-1],
        copy_kind=max((link.kind for link in found), key=_KINDS.index),
        score=min(link.score for link in found),
        story_id=story_id,
        evidence=tuple(link.evidence for link in found),
        copy_claimed=any(link.is_claim for link in found),
        copy_order="certain" if is_certainly_before(by_id[path[-1]], article) else "uncertain",
    )
