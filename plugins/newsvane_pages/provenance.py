"""The provenance page: what is odd about where articles come from, and how far polls confirm what outlets claim."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane_pages.coverage import Code
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import fetch_rows, open_cursor

router = APIRouter()

ROWS = 100
"""The maximum number of findings, and of outlets, on the page."""

KINDS = {
    "contradicted_date": "Contradicted dates",
    "one_sided_claim": "Claims of one side",
    "late_rewrite": "Texts replaced later",
    "mirror": "Outlets that share texts",
}


@router.get("/provenance")
def show_provenance(request: Request, kind: Code = "", outlet: Code = "") -> Response:
    """Show the findings, of one kind or outlet if given, and the outlets whose dates polls contradict."""
    with open_cursor() as cursor:
        totals = fetch_rows(cursor, "provenance_totals")
        findings = fetch_rows(cursor, "provenance_findings", kind=kind or None, outlet=outlet or None, limit=ROWS)
        outlets = fetch_rows(cursor, "provenance_outlets", limit=ROWS)
    return page(
        request,
        "provenance.html",
        tab="provenance",
        totals={row["kind"]: row["findings"] for row in totals},
        findings=findings,
        outlets=outlets,
        kinds=KINDS,
        kind=kind,
        outlet=outlet,
        rows=ROWS,
    )
