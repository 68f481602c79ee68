"""The forms that label articles: the questions that the page of an article asks, and the answers that were given.

A field `label/ARTICLE/QUESTION/SUBJECT` has the answer to a question, `note/ARTICLE` why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from pydantic import ValidationError
from starlette.exceptions import HTTPException

from newsvane.analysis.copy_words import is_mere_claim
from newsvane.records import MAX_LABELS, Label, LabelQuestion
from newsvane_pages.lake_queries import Row

ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "withdraw": None}
SKIP = "skip"
"""The value of a question that is not answered."""
MAX_BYTES, MAX_FIELDS = 131_072, 3 * MAX_LABELS
"""Limits of a form with labels: each answer may have a note in any script."""
MAX_TOPICS = 20
"""How many topics the page of an article asks about."""


@dataclass(frozen=True)
class Question:
    """A question about an article, and the answers that count, newest first.

    `says`: whether the lake says yes. `own`: whether the user has answered; then the answer can be withdrawn.
    `is_central`: whether the article is about a topic that it matches, or only mentions it; None if that is not known.
    `is_claim`: only the page itself says that it is a translation of the other article.
    """

    article_id: str
    question: LabelQuestion
    subject: str
    says: bool
    answers: Sequence[Row]
    own: bool
    is_central: bool | None = None
    is_claim: bool = False

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"label/{self.article_id}/{self.question}/{self.subject}"

    @property
    def is_disputed(self) -> bool:
        """Return whether people disagree."""
        return any(row["disputed"] for row in self.answers)


def list_questions(article: Row, labels: Sequence[Row], topics: Sequence[str], user: str) -> list[Question]:
    """Return what can be asked about an article: its topics, its original, its language, and whether it is an article.

    `labels`: the answers that count. `topics`: all configured ones; those that the article lacks may have been missed.
    What was answered is asked, too, if the lake does not say it any more.
    """
    asked: dict[tuple[LabelQuestion, str], bool] = {("topic", topic): True for topic in article["topics"]}
    asked |= {("topic", topic): False for topic in topics if topic not in article["topics"]}
    asked = dict([*asked.items()][:MAX_TOPICS])
    if article["copy_of"]:
        asked["link", article["copy_of"]] = not is_mere_claim(article)
    asked |= {("language", article["language"]): True, ("article", ""): True}
    answered = {(row["question"], row["subject"]): False for row in labels}
    questions = []
    for (question, subject), says in (answered | asked).items():
        answers = [row for row in labels if (row["question"], row["subject"]) == (question, subject)]
        own = any(row["labelled_by"] == user for row in answers)
        central = _is_central(article, subject) if question == "topic" and says else None
        claim = question == "link" and subject == article["copy_of"] and not says
        questions.append(Question(article["article_id"], question, subject, says, answers, own, central, claim))
    order = {key: place for place, key in enumerate(asked)}
    return sorted(questions, key=lambda each: order.get((each.question, each.subject), len(order)))


def _is_central(article: Row, topic: str) -> bool | None:
    central = article.get("central_topics")
    return None if central is None else topic in central


def read_answers(fields: Mapping[str, str], *, sampled_topic: str = "") -> list[Label]:
    """Return the answers in a form; none if nothing was answered. `sampled_topic`: of a random sample, or "".

    Raises HTTPException (422) if there are too many, if one cannot be understood, is not about the sample's topic, or
    if there is a reason without an answer, which would be lost.
    """
    found = []
    for name, answer in fields.items():
        kind, _, rest = name.partition("/")
        if kind != "label" or answer == SKIP:
            continue
        article, question, subject = (*rest.split("/", 2), "", "")[:3]
        try:
            label = {"article_id": article, "question": question, "subject": subject, "verdict": ANSWERS[answer],
                     "note": fields.get(f"note/{article}", ""), "sampled": bool(sampled_topic)}  # fmt: skip
            found.append(Label.model_validate(label))
        except KeyError as error:
            raise _refuse(f"an answer is one of {', '.join(ANSWERS)}") from error
        except ValidationError as error:
            raise _refuse(str(error.errors()[0]["msg"])) from error
    if sampled_topic and any((each.question, each.subject) != ("topic", sampled_topic) for each in found):
        raise _refuse("an answer is not about the topic of the sample")
    answered = {f"note/{each.article_id}" for each in found}
    if any(name.startswith("note/") and note.strip() and name not in answered for name, note in fields.items()):
        raise _refuse("a reason is stored with an answer only, and one has none: answer its question, or empty it")
    if len(found) > MAX_LABELS:
        raise _refuse(f"answer at most {MAX_LABELS} questions at once")
    return found


def _refuse(message: str) -> HTTPException:
    return HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"Nothing was stored: {message}. Go back, then try again.")
