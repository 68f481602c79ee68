"""Compare reports with each other, and remember the results.

What a copy shows about an event is what its source reported; an original whose headline is uncertain is compared under
each of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

from newsvane.observation import is_within_window
from newsvane.records import Article
from newsvane.stories.common_traits import name_common_traits
from newsvane.stories.copy_forest import CopyForest
from newsvane.stories.event_evidence import (
    Similarities,
    compare_if_related,
    days_between,
    describe,
    score_event,
)
from newsvane.stories.event_keys import make_event_keys
from newsvane.stories.event_profiles import EventProfile
from newsvane.stories.story_scores import MIN_PAIR_SCORE, Resemblance

_RENEWING_WORDS = 0.65
"""The time of another outlet's copy counts only for reports that are so similar by `Similarities.words`: with less in
common, a report may be about what followed."""


class ReportComparisons:
    """Compares reports by their ids. `keys`: by id, the keys under which a report is looked up.

    `rivals`: by id of an original, the copies under another headline that may have been before it. `profiles`: by id.
    `window`: reports further apart are not compared.
    """

    def __init__(
        self,
        ordered: Sequence[Article],
        forest: CopyForest,
        profiles: Mapping[str, EventProfile | None],
        window: timedelta,
    ) -> None:
        self._by_id = {article.article_id: article for article in ordered}
        self._forest, self._window = forest, window
        self._profiles = profiles
        self.keys = {article_id: make_event_keys(profile) for article_id, profile in profiles.items()}
        self.rivals = forest.find_rivals()
        self._evidence = {article_id: self._find_evidence(article_id) for article_id in self._by_id}
        self._compared: dict[tuple[str, str], Resemblance | None] = {}
        """By the ids of two reports. Their order matters: of a copy that comes second, the time counts."""
        self._under_each_headline: dict[tuple[str, str], Resemblance | None] = {}
        """By ids, in both orders."""

    def _find_evidence(self, article_id: str) -> EventProfile | None:
        """Return what an article shows about the event.

        If it is the copy of another outlet's article, that is what the other one reported, at that time: nobody leads
        reports into a story by copying one of its texts under a headline, or at a time, of their own. A translation,
        and a copy that may have been first, have their own words.
        """
        source = self._forest.source(article_id)
        own, copied = self._profiles[article_id], self._profiles[source]
        if own is None or copied is None or self._by_id[article_id].outlet == self._by_id[source].outlet:
            return own
        has_own_words = own.language != copied.language or article_id in self.rivals[source]
        return replace(own, reported_at=copied.reported_at) if has_own_words else copied

    def is_report(self, article_id: str) -> bool:
        """Return whether an article is long enough to be compared, and shows more than an article that it copies."""
        source = self._forest.source(article_id)
        is_copy = self._by_id[article_id].outlet != self._by_id[source].outlet
        evidence = self._evidence[article_id]
        return evidence is not None and not (is_copy and evidence is self._profiles[source])

    def compare(self, article_id: str, other_id: str) -> Resemblance | None:
        """Return how an article resembles another one; None if the two cannot be compared."""
        pair = (article_id, other_id)
        if pair not in self._compared:
            found = self._find_similarities(article_id, other_id)
            self._compared[pair] = Resemblance(score_event(found), article_id, other_id, found) if found else None
        return self._compared[pair]

    def compare_under_each_headline(self, article_id: str, other_id: str) -> Resemblance | None:
        """Return how two articles resemble each other; None if that is too little to make their stories one."""
        if (article_id, other_id) not in self._under_each_headline:
            found = self.compare(article_id, other_id)
            versions = product((article_id, *self.rivals[article_id]), (other_id, *self.rivals[other_id]))
            compared = [self.compare(*each) for each in versions] if found else []
            score = min((each.score if each else float("-inf") for each in compared), default=float("-inf"))
            one = replace(found, score=score) if found and score >= MIN_PAIR_SCORE else None
            self._under_each_headline[article_id, other_id] = one
            self._under_each_headline[other_id, article_id] = one and replace(one, report=other_id, nearest=article_id)
        return self._under_each_headline[article_id, other_id]

    def describe(self, found: Resemblance) -> tuple[str, ...]:
        """Return why a report resembles another one, a line per kind of evidence."""
        one, other = self._evidence[found.report], self._evidence[found.nearest]
        read = self._article_of(found.report, one), self._article_of(found.nearest, other)
        traits = name_common_traits(*read, one, other) if one and other else {}
        merged = f"two stories became one because {found.pairs} pairs of their reports are similar"
        return (*describe(found.similarities, traits), *((merged,) if found.pairs else ()))

    def _article_of(self, report: str, profile: EventProfile | None) -> Article:
        """Return the article that a profile was made of: a report, or what it is copied from."""
        source = self._forest.source(report)
        return self._by_id[source if profile is self._profiles[source] else report]

    def _find_similarities(self, article_id: str, other_id: str) -> Similarities | None:
        one, other = self._evidence[article_id], self._evidence[other_id]
        if one is None or other is None or article_id == other_id:
            return None
        if not is_within_window(self._by_id[article_id], self._by_id[other_id], self._window):
            return None
        found = compare_if_related(one, other)
        copy = self._profiles[other_id]
        if found is not None and copy is not None and found.words >= _RENEWING_WORDS:
            return replace(found, days=min(found.days, days_between(one, copy)))
        return found
