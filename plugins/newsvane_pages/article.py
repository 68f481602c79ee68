"""The article page: the text, how we know what we know of it, its copies and changes; and two texts side by side."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from newsvane import lake
from newsvane.analysis import articles
from newsvane.analysis import queries as analysis
from newsvane.analysis.copy_words import describe_copy
from newsvane.analysis.known_names import expand_query
from newsvane.errors import QueryError
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.records import MAX_NOTE_LENGTH, Span
from newsvane.settings import get_settings
from newsvane.tombstones import Tombstones
from newsvane.topics import compile_query
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.actions import Actions
from newsvane_pages.article_comparison import Comparison, compare, find_claimant, name_side, put_beside
from newsvane_pages.article_rows import ArticleInStory, load_in_story, load_texts
from newsvane_pages.article_text import cut, lay_out, mark
from newsvane_pages.coverage import topic_titles
from newsvane_pages.headlines import translate_headlines
from newsvane_pages.html_rendering import page
from newsvane_pages.label_forms import list_questions
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor, open_present, submit_query
from newsvane_pages.not_there import MAX_NAME, SEARCH_INSTEAD, NotThere, report_unknown_id
from newsvane_pages.search_address import MAX_QUERY
from newsvane_pages.story import describe_order, needs_seconds
from newsvane_pages.story_counts import count_outlets, leave_out_claims

router = APIRouter()

MAX_SEARCHED = 300_000
"""The maximum number of characters in which a query is looked for, about 50,000 words: they take half a second."""
MAX_LABELS = 200
"""The maximum number of labels that are shown with an article."""
MAX_NAMES = 50
"""The maximum number of names that are shown with an article."""
FIRST = "first"
"""Stands in an address for what an article said first."""

RELATIONS = ("original", "copy", "sibling")
"""What another article can be to this one: what it is made from, what is made from it, or made from the same one."""
NOT_HERE = "There is no article with this id in the lake. Is the address complete? Perhaps it has been removed."


class Related(NamedTuple):
    """An article with the same text, or a translation of it. `relation`: one of RELATIONS; `words`: what it is."""

    relation: str
    words: str
    row: Row


@router.get("/articles/{article_id}")
def show_article(
    request: Request,
    actions: Actions,
    article_id: str,
    *,
    q: Annotated[str, Query(max_length=MAX_QUERY)] = "",
    whole: bool = False,
    unanswered: bool = False,
) -> Response:
    """Show an article.

    `q`: a query whose matches are marked. `whole`: all of a very long text. `unanswered`: its form of labels was sent
    without an answer.
    """
    _refuse_unprintable(article_id)
    labelling = submit_query(
        lambda cursor: fetch_rows(cursor, "labels_of_article", article=article_id, limit=MAX_LABELS)
    )
    with open_cursor() as cursor:
        found = load_in_story(cursor, article_id)
        if found is None:
            return _refer(request, cursor, article_id)
        article = found.article
        by_hand = fetch_rows_of(cursor, analysis.load_query("landed_by_hand"), articles=[article_id])
        names = fetch_rows(
            cursor, "names_of_article", article=article_id, read_at=article["fetched_at"], limit=MAX_NAMES
        )
    labels = labelling()
    spans, mistake = _find_matches(article, q)
    titled, written = ([span for span in spans if span.field == field] for field in ("title", "text"))
    text = lay_out(article["text"] or "", written, whole=whole)
    order, related = leave_out_claims(found.in_order), list_related(found)
    titles = topic_titles()
    return actions.page(
        "article.html",
        unanswered=unanswered,
        tab="coverage",
        article=article,
        window=get_settings().copy_window_days,
        title=[*mark(article["title"], titled)],
        text=text,
        q=q.strip(),
        matches=len(spans),
        marked=len(titled) + text.matches,
        mistake=mistake,
        is_searched_in_part=len(article["text"] or "") > MAX_SEARCHED,
        by_hand=by_hand[0] if by_hand else None,
        names=names,
        related=related,
        reports={row["article_id"]: row["title"] for row in found.others},
        revisions=_load_revisions(article),
        story=found,
        reported=found.size - found.claims,
        claims=found.claims,
        order=describe_order(order),
        counts=count_outlets(order),
        headlines=translate_headlines(request, [article, *(each.row for each in related)]),
        seconds=needs_seconds([article]),
        titles=titles,
        questions=list_questions(article, labels, [*titles], actions.user),
        max_note=MAX_NOTE_LENGTH,
    )


@router.get("/articles/{article_id}/compare/{other}")
def compare_articles(request: Request, article_id: str, other: str) -> Response:
    """Show an article beside another one, or beside what it said first, with the words marked that differ."""
    names = {article_id} if other == FIRST else {article_id, other}
    _refuse_unprintable(*names)
    with open_cursor() as cursor:
        rows = load_texts(cursor, [*names])
        missing = names - rows.keys()
        for name in missing:
            _refuse_forgotten(cursor, name)
        if missing:
            said = f"There is no article with the id “{min(missing)[:MAX_NAME]}” in the lake."
            raise report_unknown_id(cursor, UiPage.ARTICLES, min(missing), said)
    this = rows[article_id]
    is_revision = other == FIRST
    left, right = (_load_first_version(this), this) if is_revision else (this, rows[other])
    return page(
        request,
        "compare_articles.html",
        tab="coverage",
        left=left,
        right=right,
        is_revision=is_revision,
        story_id=right.get("story_id") or left.get("story_id"),
        are_linked=is_shown_translation(left, right),
        sides=("first", "now") if is_revision else (name_side(left, right), name_side(right, left)),
        claimant=find_claimant(left, right),
        comparison=_compare(left, right, are_linked=is_revision or is_shown_translation(left, right)),
        titles=_compare_titles(left, right),
    )


def list_related(found: ArticleInStory) -> list[Related]:
    """Return the original of an article, its copies and translations, and the other ones of its original."""
    related = [Related(*_relate(row, found.article), row) for row in found.others]
    return [each for name in RELATIONS for each in related if each.relation == name]


def _relate(row: Row, article: Row) -> tuple[str, str]:
    """Return what another article is to this one, and that in words; "" if only their story is the same."""
    if row["article_id"] == article["copy_of"]:
        return "original", "what it claims to translate" if article["original"] else "the original"
    if not row["copy_of"] or row["copy_of"] not in {article["article_id"], article["copy_of"]}:
        return "", ""
    is_from_this = row["copy_of"] == article["article_id"]
    if row["original"]:
        whom = "this" if is_from_this else "the same article"
        return "copy" if is_from_this else "sibling", f"{describe_copy(row).relation} {whom}"
    source = "this" if is_from_this else "what this claims to translate" if article["original"] else "the same original"
    return "copy" if is_from_this else "sibling", f"{describe_copy(row).badge}, made from {source}"


def is_shown_translation(left: Row, right: Row) -> bool:
    """Return whether two articles are linked by more than a claim: one is made from the other, or both from a third."""
    if left["copy_claimed"] or right["copy_claimed"]:
        return False
    sources = {row["copy_of"] or row["article_id"] for row in (left, right)}
    return len(sources) == 1


def _compare(left: Row, right: Row, *, are_linked: bool) -> Comparison | None:
    """Return two texts side by side; None if one of them is not stored any more."""
    if not left["text"] or not right["text"]:
        return None
    if left["language"] == right["language"]:
        return compare(left["text"], right["text"])
    return put_beside(left["text"], right["text"], in_pairs=are_linked)


def _compare_titles(left: Row, right: Row) -> Comparison | None:
    """Return the headlines with what differs marked; None if they are in two languages, or one of them is missing."""
    if left["language"] != right["language"] or not (left["title"] and right["title"]):
        return None
    return compare(left["title"], right["title"])


def _refuse_unprintable(*names: str) -> None:
    """Raise NotThere if one of the ids has a character that no id has. The lake takes no NUL."""
    if not all(name.isascii() and name.isprintable() for name in names):
        raise NotThere(NOT_HERE, SEARCH_INSTEAD)


def _refuse_forgotten(cursor: lake.Connection, article_id: str) -> None:
    """Raise HTTPException (410) if the article was removed by request."""
    if found := Tombstones(lake.load_tombstones(cursor)).find_article(article_id):
        day = f"{found.forgotten_at.day} {found.forgotten_at:%B %Y}"
        raise HTTPException(410, f"This article was removed on {day} by request. It is not stored any more.")


def _refer(request: Request, cursor: lake.Connection, article_id: str) -> Response:
    """Redirect an id that no article has to the quarantine or a story. Raises NotThere if neither has it."""
    where = UiPage.STORIES if article_id.startswith("s1_") else None
    if fetch_rows(cursor, "quarantined_article", article_id=article_id):
        where = UiPage.QUARANTINE
    if where is None:
        _refuse_forgotten(cursor, article_id)
        raise report_unknown_id(cursor, UiPage.ARTICLES, article_id, NOT_HERE)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{ui_path(where, article_id)}", status_code=307)


def _find_matches(article: Row, written: str) -> tuple[Sequence[Span], str]:
    """Return the places that a query finds in an article, and what is wrong with the query."""
    if not written.strip():
        return (), ""
    try:
        searched = lake.build_article(article | {"text": cut(article["text"] or "", MAX_SEARCHED)})
        return compile_query(expand_query(written)).matches(searched), ""
    except QueryError as error:
        return (), str(error)


def _load_revisions(article: Row) -> list[Row]:
    """Return what changed each time when the article was read again, oldest first."""
    if article["revision"] == 1:
        return []
    query, asked = analysis.load_query("article_revisions"), {"id": article["article_id"]}
    return analysis.fetch_rows(query, asked, open_lake=open_present)


def _load_first_version(row: Row) -> Row:
    """Return an article as it was first read. Raises HTTPException (404) if that is not known any more."""
    revisions = _load_revisions(row)
    first = articles.load_first_version(row, revisions) if revisions else None
    if first is None:
        why = "the snapshot of that time has expired" if revisions else "the article has not changed"
        raise HTTPException(404, f"There is no earlier version of this article in the lake: {why}.")
    return row | {"revised_at": None, "revision": 1} | first
