"""The quarantine: articles that failed an expectation, and everything else that was skipped, with the reasons."""

import json
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from newsvane import lake
from newsvane.records import Article
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.actions import Actions
from newsvane_pages.coverage import Code
from newsvane_pages.expectation_words import describe_expectations, describe_found, explain_binding
from newsvane_pages.lake_queries import fetch_rows, open_cursor
from newsvane_pages.not_there import SEARCH_INSTEAD, NotThere, find_similar_ids

router = APIRouter()

SKIPPED_DAYS = 7
"""The page shows articles that were skipped in this many days."""
ROWS = 100
"""The maximum number of rows per list."""


@router.get("/quarantine")
def show_quarantine(actions: Actions, stage: Code = "", reason: Code = "") -> Response:
    """Show the quarantine and what was skipped: counts per reason, and the addresses of one `stage` and `reason`."""
    since = datetime.now(UTC) - timedelta(days=SKIPPED_DAYS)
    with open_cursor() as cursor:
        reasons = fetch_rows(cursor, "skipped_reasons", since=since, limit=ROWS)
        items = fetch_rows(cursor, "skipped_items", since=since, stage=stage or None, reason=reason or None, limit=ROWS)
        quarantine = fetch_rows(cursor, "quarantine_list", limit=ROWS)
    return actions.page(
        "quarantine.html",
        tab="quarantine",
        reasons=reasons,
        items=items,
        quarantine=quarantine,
        stage=stage,
        reason=reason,
        expectations=describe_expectations(),
        binding=explain_binding(),
        describe_found=describe_found,
        days=SKIPPED_DAYS,
        rows=ROWS,
    )


@router.get("/quarantine/{article_id}")
def show_quarantined_article(actions: Actions, article_id: str) -> Response:
    """Show one quarantined article: its row, the expectations it failed, and the latest action."""
    with open_cursor() as cursor:
        found = fetch_rows(cursor, "quarantined_article", article_id=article_id)
        if not found:
            raise _miss(cursor, article_id)
    article = Article.model_validate(json.loads(found[0]["article"]))
    return actions.page(
        "quarantined_article.html", tab="quarantine", row=found[0], article=article,
        expectations=describe_expectations(), binding=explain_binding(), describe_found=describe_found,
        facts_found=article.model_dump(),
    )  # fmt: skip


def _miss(cursor: lake.Connection, article_id: str) -> NotThere:
    """Return that no such article has been in quarantine, with links to the quarantine and to the one that landed."""
    links = {ui_path(UiPage.QUARANTINE): "See what is in quarantine"}
    for each in find_similar_ids(cursor, UiPage.ARTICLES, article_id):
        links[ui_path(UiPage.ARTICLES, each)] = f"Read the article {each}, which has landed"
    return NotThere("No article with this id has been in quarantine.", links | SEARCH_INSTEAD)
