"""The runbook page, to which `newsvane doctor`, the docs of the DAGs and the other pages link. It works offline."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane import runbook
from newsvane_pages.html_rendering import page

router = APIRouter()

PAGES = {
    "Status": "status", "Coverage": "", "Search": "search", "Feeds": "feeds", "Quarantine": "quarantine",
    "Alerts": "alerts", "Rules": "alerts/rules", "Channels": "alerts/channels", "Quality": "quality/",
    "Actions": "actions", "Provenance": "provenance",
}  # fmt: skip
"""The paths of the pages that entries name."""


@router.get("/runbook")
def show(request: Request) -> Response:
    """Show what to do when something is wrong."""
    return page(
        request, "runbook.html", tab="runbook", entries=runbook.load_entries(), intro=runbook.INTRO, pages=PAGES
    )
