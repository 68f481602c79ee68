"""Measure how central a topic is in an article: whether title and lead name it, and how many of the sentences do."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from newsvane.records import TopicMention
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


def measure(topic_id: str, query: Query, article: IndexedArticle) -> TopicMention:
    """Return how central a topic is that the article matches.

    Title and lead must match on their own, without the rest of the text: words that only the rest makes a match do not
    count there.
    """
    text = article.article.text
    begins = _find_sentences(text)
    lead = text[: min(_find_lead_end(begins, len(text)), MAX_LEAD_LENGTH)]
    head = query.spans(IndexedArticle(article.article.model_copy(update={"text": lead})))
    fields = {span.field for span in head}
    naming = {bisect_right(begins, span.start) for span in query.spans(article) if span.field == "text"}
    return TopicMention(
        topic=topic_id,
        in_title="title" in fields,
        in_lead="text" in fields,
        sentences=round(len(naming) / max(len(begins), 1), 3),
    )


def is_central(mention: TopicMention) -> bool:
    """Return whether the article is about the topic rather than only mentioning it."""
    return mention.in_title or mention.in_lead or mention.sentences >= MIN_CENTRAL_SHARE


def _find_sentences(text: str) -> list[int]:
    """Return where each sentence begins. Sentences without a letter or digit belong to the one before."""
    begins = [0]
    for end in (found.end() for found in _SENTENCE_END.finditer(text)):
        if re.search(r"\w", text[begins[-1] : end]) and end < len(text):
            begins.append(end)
    return begins


def _find_lead_end(begins: Sequence[int], length: int) -> int:
    return next((begin for begin in begins if begin >= LEAD_LENGTH), length)
