"""The labels page: precision per topic and rule, a random sample to review, the newest labels; and the labels' form."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from random import randrange
from typing import Annotated, NamedTuple

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from newsvane import configuration, lake
from newsvane.analysis.labels import SAMPLED_DAYS, load_labels, load_precision, load_shortages
from newsvane.analysis.precision import describe_shortage
from newsvane.errors import ConfigError
from newsvane.passages import Passage, find_passage
from newsvane.plurals import count_noun
from newsvane.records import MAX_NOTE_LENGTH
from newsvane.settings import get_settings
from newsvane.topics import find
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages import forms
from newsvane_pages.actions import MAX_TARGET_LENGTH, Actions
from newsvane_pages.airflow_api import ACT, start
from newsvane_pages.article_text import Piece, cut, mark
from newsvane_pages.coverage import Code, topic_titles
from newsvane_pages.filter_values import explain_unknown, refuse_wrong
from newsvane_pages.label_forms import MAX_BYTES, MAX_FIELDS, read_answers
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor, open_present, submit_query
from newsvane_pages.search_address import MAX_QUERY

router = APIRouter()

SAMPLE = 20
"""How many articles are reviewed at once: as many as `sampled_articles` can load."""
MAX_SEED = 999_999_999
MAX_SEARCHED = 30_000
"""The maximum number of characters in which the passage that matched is looked for."""
ROWS = 50
"""The maximum number of labels that are listed."""

Seed = Annotated[int, Query(ge=0, le=MAX_SEED)]


class ReviewedArticle(NamedTuple):
    """An article to review, with the passage that matched, or the beginning; None if its text is not stored.

    `title`: with what matched marked. `answers`: what this person said about it before, newest first; what
    others said would sway the answer.
    """

    row: Row
    passage: Passage | None
    title: Sequence[Piece] = ()
    answers: Sequence[Row] = ()


class Review(NamedTuple):
    """A sample to review. `left_over`: how many articles no sample had yet, these included."""

    topic: str
    seed: int
    articles: Sequence[ReviewedArticle]
    left_over: int


@router.get("/labels")
def show_labels(actions: Actions, topic: Code = "", seed: Seed = 1, unanswered: bool = False) -> Response:
    """Show precision and the newest labels; or, of a topic, a sample to review. `seed` decides which.

    `unanswered`: a form was sent without an answer.
    """
    titles = topic_titles()
    with open_cursor() as cursor:
        if topic and topic not in titles:
            (known,) = fetch_rows(cursor, "known_names")
            wrong = explain_unknown("topic", topic, {*titles, *known["topics"]})
            refuse_wrong({"topic": topic}, {"topic": wrong})
        reporting = submit_query(lambda other: load_precision(open_lake=lambda **_: nullcontext(other)))
        review = _load_review(cursor, actions, topic, seed) if topic else None
        report = reporting()
        shortages = load_shortages(report.topics, open_lake=lambda **_: nullcontext(cursor))
    return actions.page(
        "labels.html",
        tab="labels",
        report=report,
        shortages=shortages,
        describe_shortage=describe_shortage,
        labels=None if review else load_labels(limit=ROWS, open_lake=open_present),
        review=review,
        unanswered=unanswered,
        titles=titles,
        another=randrange(MAX_SEED),  # noqa: S311 - no secret
        days=SAMPLED_DAYS,
        rows=ROWS,
        max_note=MAX_NOTE_LENGTH,
    )


@router.post("/labels", dependencies=[Depends(requires_access_dag("POST", DagAccessEntity.RUN, ACT))])
async def add_labels(request: Request, user: GetUserDep) -> Response:
    """Start the run that stores the answers of a form, then show the page with the form.

    The form of an article names it (`article`), and what is marked in it (`q`). The form of a sample names its `topic`
    and `seed`. If nothing was answered, the page says so, and shows the form again.
    """
    fields = await forms.read_form(request, user, max_bytes=MAX_BYTES, max_fields=MAX_FIELDS)
    topic, seed = fields.get("topic", ""), fields.get("seed", "")
    answers = read_answers(fields, sampled_topic=topic)
    target = (topic or (answers[0].article_id if answers else fields.get("article", "")))[:MAX_TARGET_LENGTH]
    if not target:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The form names neither a topic nor an article.")
    if answers:
        conf: dict[str, object] = {"act": "label", "target": target, "reason": "",
                                   "labels": [answer.model_dump() for answer in answers]}  # fmt: skip
        await start(request, ACT, conf, f"Label {target}: {count_noun(len(answers), 'answer')}")
    filters = {} if answers else {"unanswered": "1"}
    if topic:
        filters |= {"topic": topic, "seed": seed if seed.isdecimal() else "1"}
        path = ui_path(UiPage.LABELS, filters=filters, anchor="review")
    else:
        filters |= {"q": fields["q"][:MAX_QUERY]} if fields.get("q") else {}
        path = ui_path(UiPage.ARTICLES, target, filters=filters, anchor="labels")
    return RedirectResponse(f"{request.scope.get('root_path', '')}/{path}", status_code=303)


def _since() -> datetime:
    """Return the time since which articles are sampled."""
    return datetime.now(UTC) - timedelta(days=SAMPLED_DAYS)


def _load_review(cursor: lake.Connection, actions: Actions, topic: str, seed: int) -> Review:
    pending = [article for article, *asked in actions.pending_labels if asked == ["topic", topic]]
    sample = fetch_rows(cursor, "label_sample", topic=topic, seed=seed, since=_since(), pending=pending, limit=SAMPLE)
    articles, times = ([row[name] for row in sample] for name in ("article_id", "fetched_at"))
    rows = fetch_rows(cursor, "sampled_articles", articles=articles, times=times) if sample else []
    given: dict[str, list[Row]] = defaultdict(list)
    for answer in fetch_rows(cursor, "answers_of_sample", articles=articles, topic=topic, user=actions.user):
        given[answer["article_id"]].append(answer)
    query = _find_query(topic)
    shown = [_show(row, query)._replace(answers=given[row["article_id"]]) for row in rows]
    return Review(topic, seed, shown, sample[0]["left_over"] if sample else 0)


def _show(row: Row, query: str) -> ReviewedArticle:
    article = lake.build_article(row | {"text": cut(row["text"] or "", MAX_SEARCHED)})
    spans = find(query, article) if query else ()
    title = [*mark(article.title, [span for span in spans if span.field == "title"])]
    if not row["text"]:
        return ReviewedArticle(row, None, title)
    return ReviewedArticle(row, find_passage(article, [span for span in spans if span.field == "text"]), title)


def _find_query(topic: str) -> str:
    """Return the query of a topic, "" if it is not configured any more."""
    try:
        topics = configuration.find_in_force(get_settings()).topics
    except ConfigError:
        return ""
    return next((each.query for each in topics if each.topic_id == topic), "")
