"""Labels: what people say about articles, topics, links and languages."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from newsvane.records.base import Line, Record

LabelQuestion = Literal["topic", "link", "language", "article"]
"""Is it about a topic? Is it a copy or a translation of another article? Is it in a language? Is it an article?"""

MAX_NOTE_LENGTH = 500
"""In characters."""
MAX_LABELS = 50
"""How many answers may be given at once."""


class Label(Record):
    """An answer to a question about an article.

    `subject`: what the question names: a topic, the other article, a language (ISO 639); "" for `article`. `verdict`:
    True is yes, whatever the lake says; None withdraws the person's earlier answer. `sampled`: the article is of a
    random sample, so the answer measures precision.
    """

    article_id: str = Field(min_length=1, max_length=100)
    question: LabelQuestion
    subject: str = Field("", max_length=200)
    verdict: bool | None
    note: Annotated[Line, Field(max_length=MAX_NOTE_LENGTH)] = ""
    sampled: bool = False

    @model_validator(mode="after")
    def _check_subject(self) -> Self:
        if (self.question == "article") == bool(self.subject):
            raise ValueError("topic, link and language need a subject: a topic, an article or a language; article none")
        return self
