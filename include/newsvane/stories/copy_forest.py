"""What each copy or translation is attached to, and whether an article may be attached to another one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from newsvane.observation import (
    MAX_CLAIMED_LEAD,
    absent_until,
    chronological_key,
    is_certainly_before,
    observed_at,
)
from newsvane.records import Article
from newsvane.stories.link_types import CopyLink, CopyLinks

Parents: TypeAlias = dict[str, tuple[str, CopyLink]]
"""By id of a copy or translation: the article that it is attached to, and why."""


class CopyForest:
    """What each copy is attached to. `parents`: by id of a copy, the article it is attached to, and why."""

    def __init__(self, ordered: Sequence[Article]) -> None:
        self.parents: Parents = {}
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

    def source(self, article_id: str) -> str:
        """Return the article whose text this one carries as a whole, by what the texts show; itself if none."""
        while article_id in self.parents:
            earlier, link = self.parents[article_id]
            if link.is_partial or link.is_claim:
                break
            article_id = earlier
        return article_id

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

    def find_rivals(self) -> Mapping[str, Sequence[str]]:
        """Return, by id of an original, the copies of other outlets, under other headlines, that may have been first.

        These are the copies that we saw within the time in which mere claims decide about the order. If it is uncertain
        under which headline a text came first, it must resemble a story under each of them: otherwise an outlet could
        lead the reports of others into a story of its own by copying them under that story's headline.
        """
        rivals: dict[str, list[str]] = defaultdict(list)
        for copy in self.parents:
            original, other = self._by_id[self.original(copy)], self._by_id[copy]
            if (
                original.language == other.language
                and original.outlet != other.outlet
                and original.title != other.title
                and not is_certainly_before(original, other)
                and observed_at(other) - observed_at(original) < MAX_CLAIMED_LEAD
            ):
                rivals[original.article_id].append(copy)
        return rivals

    def _shares_language(self, root: str, copy: str) -> bool:
        return self._by_id[root].language in self._languages[copy] - {"und"}

    def _is_claim_about_another(self, copy: str) -> bool:
        original, link = self.parents[copy]
        return link.is_claim and self._by_id[original].outlet != self._by_id[copy].outlet
