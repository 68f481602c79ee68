"""Measure how central a topic is in an article: whether title and lead name it, and how many of the sentences do."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property

from newsvane.records import Span, TopicMention
from newsvane.topics.ast import IndexedArticle
from newsvane.topics.query import Query

LEAD_LENGTH = 250
"""The lead is the first sentences of the text, until they have this many characters: what a news story is about."""
MAX_LEAD_LENGTH = 500
"""A longer lead is cut, for texts without full stops."""
MIN_CENTRAL_SHARE = 0.25
"""The share of sentences from which on an article is about a topic that neither its title nor its lead names."""

_SENTENCE_END = re.compile(r"(?<!\b[^\W\d_])[.!?…؟۔]+[\"'»”’)\]]*\s+|[。！？]+|\n+")
"""Not after a single letter, as in "U.S. " and "J. Smith"."""


class CentralityMeter:
    """Measures how central topics are in one article."""

    def __init__(self, article: IndexedArticle) -> None:
        self._article = article

    def measure(self, topic_id: str, query: Query, spans: Collection[Span]) -> TopicMention:
        """Return how central a topic is that the article matches. `spans`: what its query finds in the article.

        Title and lead must match on their own, without the rest of the text: words that only the rest makes a match do
        not count there.
        """
        lead_length = len(self._head.article.text)
        in_head = any(span.field == "title" or (span.field == "text" and span.start < lead_length) for span in spans)
        if in_head and self._head is not self._article:
            named = {span.field for span in query.spans(self._head)}
        else:
            named = {span.field for span in spans} if in_head else set()
        naming = {bisect_right(self._sentences, span.start) for span in spans if span.field == "text"}
        return TopicMention(
            topic=topic_id,
            in_title="title" in named,
            in_lead="text" in named,
            sentences=round(len(naming) / len(self._sentences), 3),
        )

    @cached_property
    def _sentences(self) -> Sequence[int]:
        """Where each sentence begins. What has no letter or digit belongs to the sentence before it."""
        text = self._article.article.text
        begins = [0]
        for end in (found.end() for found in _SENTENCE_END.finditer(text)):
            if end < len(text) and re.search(r"\w", text[begins[-1] : end]):
                begins.append(end)
        return begins

    @cached_property
    def _head(self) -> IndexedArticle:
        """The title and the lead alone."""
        article = self._article.article
        end = next((begin for begin in self._sentences if begin >= LEAD_LENGTH), len(article.text))
        lead = article.text[: min(end, MAX_LEAD_LENGTH)]
        return self._article if lead == article.text else IndexedArticle(article.model_copy(update={"text": lead}))


def is_central(mention: TopicMention) -> bool:
    """Return whether the article is about the topic rather than only mentioning it."""
    return mention.in_title or mention.in_lead or mention.sentences >= MIN_CENTRAL_SHARE
