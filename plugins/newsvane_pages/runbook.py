"""The runbook as a page: what `newsvane doctor`, the DAGs' docs and the other pages link to, with no net outside."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane import runbook
from newsvane_pages.rendering import page

router = APIRouter()


@router.get("/runbook")
def show(request: Request) -> Response:
    """What to do when something is wrong."""
    return page(request, "runbook.html", tab="runbook", entries=runbook.entries(), intro=runbook.INTRO)
