"""Put each original into the story of the event that it reports, if the evidence shows that it reports one.

Articles are taken in the order in which they came first. An original joins at most one story: the one whose reports it
resembles most. It must resemble the outlet that began the story, or two others as well: a single other outlet neither
leads reports into a story that they do not resemble, nor keeps them out of one that they do. When an article comes that
resembles reports of two stories, they become one story if enough of their reports resemble each other.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice, product
from typing import TypeAlias

from newsvane.records import Article
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.copy_forest import CopyForest
from newsvane.stories.event_evidence import MIN_SCORE
from newsvane.stories.report_comparisons import ReportComparisons
from newsvane.stories.story_scores import (
    MIN_PAIR_SCORE,
    Pairs,
    Resemblance,
    weigh_outlets,
    weigh_own_report,
    weigh_pairs,
)
from newsvane.stories.union_find import DisjointSets

_MAX_CANDIDATES, _MAX_CANDIDATES_PER_OUTLET = 30, 2
"""How many earlier articles, and how many of one outlet, an article is compared with to find the stories that it may be
in. On each set of `evaluation/event_reports` as many pairs are joined as without a limit, even with five candidates."""
_MAX_STORIES = 6
"""With how many stories an article is compared: those with the candidates that it resembles most."""
_MAX_OUTLETS, _MAX_REPORTS = 12, 3
"""How many outlets of a story, and how many reports of each (its first and its latest), an article is compared with."""
_MIN_SIMILAR_OUTLETS = 2
"""How many other outlets of its story a report must resemble to make it one with another story."""

_ByOutlet: TypeAlias = Mapping[str, Resemblance]
"""By outlet of a story, the report that an article resembles most."""


class StoryJoiner:
    """Joins articles to stories. `joined`: by article id, why an original is in the story of earlier ones.

    `ordered`: the articles in the order in which they came first. `forest`: what is a copy of what, already decided.
    `window`: articles further apart are not compared. `embeddings`, `left_out`: see `group`. `stories`: the sets of
    articles; a story is identified by its first original.
    """

    def __init__(
        self,
        ordered: Sequence[Article],
        forest: CopyForest,
        embeddings: Mapping[str, Sequence[int]],
        window: timedelta,
        left_out: Counter[str],
    ) -> None:
        self.joined: dict[str, Resemblance] = {}
        self.forest = forest
        self._by_id = {article.article_id: article for article in ordered}
        self._at = {article.article_id: at for at, article in enumerate(ordered)}
        self.stories = DisjointSets({each: (each in forest.parents, at) for each, at in self._at.items()})
        self._comparisons = ReportComparisons(ordered, forest, embeddings, window)
        self._index: CandidateIndex[str, None] = CandidateIndex(left_out)
        self._reports: dict[str, dict[str, list[str]]] = defaultdict(dict)
        """The ids of the reports in each story that later articles are compared with, by story and outlet."""

    def join(self) -> None:
        """Put each copy into the story of its original, and each original into the story that it resembles most."""
        for copy, (original, _) in self.forest.parents.items():
            self.stories.join(original, copy)
        for article_id in self._by_id:
            resembled = {} if article_id in self.forest.parents else self._compare_with_stories(article_id)
            self._join_story(article_id, resembled)
            self._add(article_id)
            self._merge_stories(article_id, resembled)

    def describe(self, article_id: str) -> tuple[str, ...]:
        """Return why an original is in the story of earlier ones, a line per kind of evidence; empty if it is not."""
        found = self.joined.get(article_id)
        return self._comparisons.describe(found) if found else ()

    def _compare_with_stories(self, article_id: str) -> Mapping[str, _ByOutlet]:
        """Return how an original resembles the stories of the candidates that it resembles most, by story."""
        nearest: dict[str, float] = {}
        for earlier in self._find_candidates(article_id):
            story = self.stories.find(self.forest.source(earlier.article_id))
            if story == article_id:  # an earlier copy or translation of this article
                continue
            compared = self._comparisons.compare(article_id, earlier.article_id)
            score = compared.score if compared else float("-inf")
            nearest[story] = max(nearest.get(story, score), score)
        stories = sorted(nearest, key=lambda story: (-nearest[story], story))[:_MAX_STORIES]
        return {story: self._compare_with_story(article_id, story) for story in stories}

    def _find_candidates(self, article_id: str) -> Sequence[Article]:
        keys = self._comparisons.keys[article_id]
        return self._index.find_best(keys, limit=_MAX_CANDIDATES, per_outlet=_MAX_CANDIDATES_PER_OUTLET)

    def _compare_with_story(self, article_id: str, story: str) -> _ByOutlet:
        best: dict[str, Resemblance] = {}
        for outlet, reports in self._reports[story].items():
            compared = [found for each in reports if (found := self._comparisons.compare(article_id, each))]
            if compared:
                best[outlet] = max(compared, key=lambda each: (each.score, each.nearest))
        return best

    def _join_story(self, article_id: str, resembled: Mapping[str, _ByOutlet]) -> None:
        """Put an article into the story that it resembles most, if it resembles one enough."""
        found = {story: self._weigh_reports(article_id, story, by_outlet) for story, by_outlet in resembled.items()}
        enough = {story: each for story, each in found.items() if each and each.score >= MIN_SCORE}
        for story in sorted(enough, key=lambda story: (-enough[story].score, story)):
            if self._rivals_resemble(article_id, story):
                self.joined[article_id] = enough[story]
                self.stories.join(story, article_id)
                root = self.stories.find(article_id)
                self._reports[root] = self._reports.pop(story)
                return

    def _rivals_resemble(self, article_id: str, story: str) -> bool:
        """Return whether each copy that may have been before an article resembles the story enough, too."""
        for rival in self._comparisons.rivals[article_id]:
            found = self._weigh_reports(rival, story, self._compare_with_story(rival, story))
            if found is None or found.score < MIN_SCORE:
                return False
        return True

    def _weigh_reports(self, article_id: str, story: str, by_outlet: _ByOutlet) -> Resemblance | None:
        """Return how an article resembles a story; None if not at all.

        The outlet that began the story counts most. Of the others, the second best counts, so that none decides alone.
        """
        first = by_outlet.get(self._by_id[story].outlet)
        if first is None:
            return None
        others = [each.score for each in by_outlet.values() if each is not first]
        score = weigh_outlets(first.score, sorted(others, reverse=True))
        own_outlet = self._by_id[article_id].outlet
        if own_outlet in self._reports[story]:
            own = by_outlet.get(own_outlet)
            score = weigh_own_report(score, own.score if own else float("-inf"))
        return replace(max(by_outlet.values(), key=lambda each: (each.score, each.nearest)), score=score)

    def _merge_stories(self, article_id: str, resembled: Mapping[str, _ByOutlet]) -> None:
        """Make one story of that of an article and others that it resembles, if enough of their reports do so, too."""
        story = self.stories.find(article_id)
        similar = {
            self.stories.find(other)
            for other, by_outlet in resembled.items()
            if any(each.score >= MIN_PAIR_SCORE for each in by_outlet.values())
        }
        others = sorted(similar - {story})
        while others:
            pairs = {other: self._compare_stories(story, other) for other in others}
            outlets = self._reports[story].keys()
            scores = {other: weigh_pairs(pairs[other], outlets, self._reports[other].keys()) for other in others}
            nearest = max(others, key=lambda other: (scores[other], other))
            if scores[nearest] < MIN_SCORE:
                return
            others.remove(nearest)
            story = self._merge(story, nearest, pairs[nearest])

    def _compare_stories(self, story: str, other: str) -> Pairs:
        """Return the most similar reports of each two outlets of two stories."""
        ours, theirs = self._list_typical_reports(story), self._list_typical_reports(other)
        pairs: dict[tuple[str, str], Resemblance] = {}
        for (one, reports), (two, others) in product(ours.items(), theirs.items()):
            compared = [self._comparisons.compare_under_each_headline(*each) for each in product(reports, others)]
            if found := [each for each in compared if each]:
                pairs[one, two] = max(found, key=lambda each: (each.score, each.report, each.nearest))
        return pairs

    def _list_typical_reports(self, story: str) -> Mapping[str, Sequence[str]]:
        """Return, by outlet, its own reports in a story that resemble those of other outlets in it.

        A report that a page about two events has led into the story must not bring others of its event along. Nor do
        copies count here that other outlets have made: one that copies reports under headlines of another event must
        not make stories one in the name of those whom it copies.
        """
        by_outlet = {
            outlet: own
            for outlet, reports in self._reports[story].items()
            if (own := [each for each in reports if self._by_id[each].outlet == outlet])
        }
        return {
            outlet: [each for each in reports if self._is_typical(each, outlet, by_outlet)]
            for outlet, reports in by_outlet.items()
        }

    def _is_typical(self, report: str, outlet: str, by_outlet: Mapping[str, Sequence[str]]) -> bool:
        """Return whether a report of a story resembles reports of enough other outlets in it."""
        required = min(_MIN_SIMILAR_OUTLETS, len(by_outlet) - 1)
        similar = (
            other
            for other, reports in by_outlet.items()
            if other != outlet and any(self._comparisons.compare_under_each_headline(report, each) for each in reports)
        )
        return len(list(islice(similar, required))) == required

    def _merge(self, story: str, other: str, pairs: Pairs) -> str:
        """Make two stories one, and return the earlier one, whose id it has. `pairs`: from `_compare_stories`.

        The evidence is shown with the first report of the later story.
        """
        first, later = sorted((story, other), key=self._at.__getitem__)
        of_later = [
            pair if later == story else replace(pair, report=pair.nearest, nearest=pair.report)
            for pair in pairs.values()
        ]
        nearest = max(of_later, key=lambda pair: (pair.report == later, pair.score, pair.report, pair.nearest))
        self.joined[later] = replace(nearest, pairs=len(pairs))
        self.stories.join(first, later)
        kept = self._reports[first]
        for outlet, reports in self._reports.pop(later).items():
            if outlet in kept or len(kept) < _MAX_OUTLETS:
                kept[outlet] = sorted((*kept.get(outlet, ()), *reports), key=self._at.__getitem__)
                del kept[outlet][1 : 1 - _MAX_REPORTS]
        return first

    def _add(self, article_id: str) -> None:
        """Make an article a candidate for later ones, and a report of its story. A copy stands for its original.

        What shows no more than the article that it copies is no further report: it would crowd out others.
        """
        keys = self._comparisons.keys[article_id]
        self._index.add(self._by_id[article_id], keys, None)
        if not self._comparisons.is_report(article_id):
            return
        outlet = self._by_id[self.forest.source(article_id)].outlet
        reports = self._reports[self.stories.find(article_id)]
        if outlet in reports or len(reports) < _MAX_OUTLETS:
            of_outlet = reports.setdefault(outlet, [])
            of_outlet.append(article_id)
            del of_outlet[1 : 1 - _MAX_REPORTS]
