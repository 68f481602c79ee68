"""Put each original into the story of the event that it reports, if the evidence shows that it reports one.

Articles are taken in the order in which they came first. An original joins at most one story: the one whose reports it
resembles most. It must resemble the outlet that began the story, or two others as well: a single other outlet neither
leads reports into a story that they do not resemble, nor keeps them out of one that they do.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from newsvane.observation import MAX_CLAIMED_LEAD, is_certainly_before, is_within_window, observed_at
from newsvane.records import Article
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.copy_forest import CopyForest
from newsvane.stories.event_evidence import (
    MIN_SCORE,
    OWN_REPORT,
    Similarities,
    compare_reports,
    days_between,
    may_report_one_event,
    score_event,
)
from newsvane.stories.event_keys import make_event_keys
from newsvane.stories.event_profiles import EventProfile, make_profile
from newsvane.stories.union_find import DisjointSets

_ALONE = 0.5
"""By how much the score must be higher if only the outlet that began the story counts."""
_RENEWING_WORDS = 0.65
"""The time of another outlet's copy counts only for reports whose words are so similar: with less in common, a report
may be about what followed."""
_MAX_STORIES = 6
"""With how many stories an article is compared: those with the candidates that it resembles most."""
_MAX_OUTLETS, _MAX_REPORTS = 12, 3
"""How many outlets of a story, and how many reports of each (its first and its latest), an article is compared with."""


@dataclass(frozen=True)
class Resemblance:
    """How an article resembles a story. `nearest`: the id of the report that it resembles most, and how."""

    score: float
    nearest: str
    similarities: Similarities


class StoryJoiner:
    """Joins articles to stories. `joined`: by article id, why an original is in the story of earlier ones.

    `stories`: the sets to join; `forest`: what is a copy of what, already decided. `window`: articles further apart are
    not compared. `left_out`: see `group`.
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
        self._by_id = {article.article_id: article for article in ordered}
        self.forest, self._window = forest, window
        ranks = {article.article_id: (article.article_id in forest.parents, at) for at, article in enumerate(ordered)}
        self.stories = DisjointSets(ranks)
        self._profiles: Mapping[str, EventProfile | None] = {
            each.article_id: make_profile(each, embeddings.get(each.article_id, ())) for each in ordered
        }
        self._rivals = _find_rivals(self._by_id, forest)
        self._evidence = {article_id: self._find_evidence(article_id) for article_id in self._by_id}
        self._keys = {article_id: make_event_keys(profile) for article_id, profile in self._profiles.items()}
        self._index: CandidateIndex[str, None] = CandidateIndex(left_out)
        self._reports: dict[str, dict[str, list[str]]] = defaultdict(dict)

    def _find_evidence(self, article_id: str) -> EventProfile | None:
        """Return what an article shows about the event, if later reports are compared with it.

        If it is the copy of another outlet's article, that is what the other one reported, at that time: nobody leads
        reports into a story by copying one of its texts under a headline, or at a time, of their own. A translation,
        and a copy that may have been first, have their own words.
        """
        source = self.forest.source(article_id)
        own, copied = self._profiles[article_id], self._profiles[source]
        if own is None or copied is None or self._by_id[article_id].outlet == self._by_id[source].outlet:
            return own
        has_own_words = own.language != copied.language or article_id in self._rivals[source]
        return replace(own, reported_at=copied.reported_at) if has_own_words else copied

    def join(self) -> None:
        """Put each copy into the story of its original, and each original into the story that it resembles most."""
        for copy, (original, _) in self.forest.parents.items():
            self.stories.join(original, copy)
        for article_id in self._by_id:
            if article_id not in self.forest.parents:
                self._join_original(article_id)
            self._add(article_id)

    def _join_original(self, article_id: str) -> None:
        for story, found in self._find_similar_stories(article_id):
            if all(self._resemble(each, story) for each in self._rivals[article_id]):
                self.joined[article_id] = found
                self.stories.join(story, article_id)
                return

    def _find_similar_stories(self, article_id: str) -> list[tuple[str, Resemblance]]:
        """Return the stories that an article resembles enough to be in them, the most similar first."""
        nearest: dict[str, float] = {}
        for earlier, _ in self._index.find(self._keys[article_id]):
            story = self.stories.find(self.forest.source(earlier.article_id))
            if story == article_id:  # an earlier copy or translation of this article
                continue
            compared = self._compare(article_id, earlier.article_id)
            score = score_event(compared) if compared else float("-inf")
            nearest[story] = max(nearest.get(story, score), score)
        stories = sorted(nearest, key=lambda story: (-nearest[story], story))[:_MAX_STORIES]
        found_stories = [(story, found) for story in stories if (found := self._resemble(article_id, story))]
        return sorted(found_stories, key=lambda each: (-each[1].score, each[0]))

    def _resemble(self, article_id: str, story: str) -> Resemblance | None:
        """Return how an article resembles a story; None if not enough.

        The outlet that began the story counts most. Of the others, the second best counts, so that none decides alone.
        Of the article's own outlet, more is required.
        """
        own_outlet = self._by_id[article_id].outlet
        best: dict[str, Resemblance] = {}
        for outlet, reports in self._reports[story].items():
            compared = [
                Resemblance(score_event(found) - OWN_REPORT * (outlet == own_outlet), report, found)
                for report in reports
                if (found := self._compare(article_id, report))
            ]
            if compared:
                best[outlet] = max(compared, key=lambda each: (each.score, each.nearest))
        first = best.pop(self._by_id[story].outlet, None)
        if first is None:
            return None
        score = weigh_outlets(first.score, sorted((each.score for each in best.values()), reverse=True))
        nearest = max((first, *best.values()), key=lambda each: (each.score, each.nearest))
        return Resemblance(score, nearest.nearest, nearest.similarities) if score >= MIN_SCORE else None

    def _compare(self, article_id: str, other_id: str) -> Similarities | None:
        one, other = self._profiles[article_id], self._evidence[other_id]
        if one is None or other is None or article_id == other_id:
            return None
        if not is_within_window(self._by_id[article_id], self._by_id[other_id], self._window):
            return None
        if not may_report_one_event(one, other):
            return None
        found = compare_reports(one, other)
        copy = self._profiles[other_id]
        if copy is not None and found.words >= _RENEWING_WORDS:
            return replace(found, days=min(found.days, days_between(one, copy)))
        return found

    def _add(self, article_id: str) -> None:
        """Make an article a candidate for later ones, and a report of its story. A copy stands for its original.

        What shows no more than the article that it copies is no further report: it would crowd out others.
        """
        if self._profiles[article_id] is None:
            return
        article, source = self._by_id[article_id], self._by_id[self.forest.source(article_id)]
        self._index.add(article, self._keys[article_id], None)
        if article.outlet != source.outlet and self._evidence[article_id] is self._profiles[source.article_id]:
            return
        reports = self._reports[self.stories.find(article_id)]
        if source.outlet in reports or len(reports) < _MAX_OUTLETS:
            of_outlet = reports.setdefault(source.outlet, [])
            of_outlet.append(article_id)
            del of_outlet[1 : 1 - _MAX_REPORTS]


def weigh_outlets(first: float, others: Sequence[float]) -> float:
    """Return the score of an article and a story. `first`: its score with the outlet that began the story.

    `others`: its scores with the other outlets, highest first. A single one can only confirm the first outlet; two can
    outweigh it. None of them lowers the score, so no outlet can keep a report out of a story by joining it.
    """
    confirmed = [min(first, (first + others[0]) / 2)] if others else []
    outweighed = [(first + others[1]) / 2] if len(others) > 1 else []
    return max([first - _ALONE, *confirmed, *outweighed])


def _find_rivals(by_id: Mapping[str, Article], forest: CopyForest) -> Mapping[str, Sequence[str]]:
    """Return, by id of an original, the copies of other outlets, under other headlines, that may have been first.

    That are those that we saw within the time in which mere claims decide about the order. If it is uncertain under
    which headline a text came first, it must resemble a story under each of them: otherwise an outlet could lead the
    reports of others into a story of its own by copying them under that story's headline.
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
