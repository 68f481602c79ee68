"""The provenance page: what is odd about where articles come from, and how far polls confirm what outlets claim."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane import lake
from newsvane_pages.coverage import Code
from newsvane_pages.filter_values import explain_unknown, refuse_wrong
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, ask_cached, fetch_cached_rows, fetch_rows, open_cursor, submit_query

router = APIRouter()

ROWS = 100
"""The maximum number of findings, and of outlets, on the page."""
TEXTS = 10
"""The maximum number of shared texts that a mirror lists."""
CLAIM_WORDS = {
    "canonical": "canonical address",
    "translation": "calls itself",
    "language_version": "in another language",
}
"""What is in the words of a finding about a kind of claim only."""


@dataclass(frozen=True)
class Kind:
    """A kind of finding, in words. `meaning`: what it is, with its thresholds."""

    one: str
    many: str
    meaning: str


KINDS: Mapping[str, Kind] = {
    "contradicted_date": Kind(
        "Contradicted date",
        "Contradicted dates",
        "The outlet claims a time more than an hour before one of our polls that did not find the article, or before "
        "the time that its page named first",
    ),
    "one_sided_claim": Kind(
        "One-sided claim",
        "One-sided claims",
        "A page, as it is now, claims something about an article of another outlet; neither that outlet nor the texts "
        "confirm it. A page that makes several such claims counts once; the view provenance_anomalies counts each "
        "claim. Pages that have changed what they claim are listed below the findings",
    ),
    "late_rewrite": Kind(
        "Late rewrite",
        "Late rewrites",
        "More than a day after we first read the text, another one that is less than 40 % alike replaced it. Earlier "
        "changes, which are common, are on the page of the article only",
    ),
    "mirror": Kind(
        "Mirror",
        "Mirrors",
        "Two outlets share at least 5 texts of 50 words or more, and at least half of the texts of the smaller one, as "
        "of the last maintenance, once a day. A copy is certain if our polls show that the original came first",
    ),
}
SIDES = {"by": KINDS.keys() - {"mirror"}, "about": {"one_sided_claim"}, "mirror": {"mirror"}}
"""The lists on the page of an outlet, each with the kinds that it can have: findings by and about it, and mirrors."""


CLAIM_LISTS = ("", "one_sided_claim")
"""The kinds of findings below which the pages are listed that have changed their claims."""


@router.get("/provenance")
def show_provenance(request: Request, kind: Code = "", outlet: Code = "") -> Response:
    """Show the findings and how far dates could be checked, of one kind or outlet if given."""
    if kind and kind not in KINDS:
        raise HTTPException(404, f"There are no findings of this kind. The kinds are {', '.join(KINDS)}.")
    only = outlet or None
    checking = submit_query(lambda cursor: fetch_cached_rows(cursor, "provenance_outlets", outlet=only))
    comparing: Callable[[], list[Row]] = list
    if kind in CLAIM_LISTS:
        comparing = submit_query(lambda cursor: fetch_cached_rows(cursor, "changed_claims", outlet=only, limit=ROWS))
    with open_cursor() as cursor:
        totals, findings = ask_cached(cursor, _load_findings, kind=kind or None, outlet=only)
        checked = checking()
        outlets = [row for row in checked if row["contradicted"]]
        if outlet and not totals and not outlets:
            (known,) = fetch_rows(cursor, "known_names")
            refuse_wrong({"outlet": outlet}, {"outlet": explain_unknown("outlet", outlet, known["outlets"])})
        shared = _load_shared_texts(cursor, [each for each in findings if each["kind"] == "mirror"])
        claimed = _load_claimed(cursor, [each for each in findings if each["kind"] == "one_sided_claim"])
    return page(
        request,
        "provenance.html",
        tab="provenance",
        totals={name: totals[name]["findings"] if name in totals else 0 for name in KINDS},
        lists=[
            (side, number, _join_claims(some))
            for side, number, some in (_split_by_side(findings, totals, kind) if outlet else [("", None, findings)])
        ],
        shared=shared,
        claimed=claimed,
        changed=comparing(),
        dates={name: sum(row[name] for row in checked) for name in ("dated", "checked", "contradicted")},
        outlets=outlets[:ROWS],
        kinds=KINDS,
        kind=kind,
        outlet=outlet,
        limit=ROWS if len(findings) == ROWS else None,
        address=lambda **filters: _address({"kind": kind, "outlet": outlet} | filters),
        mentioned=_split_at_other_outlet,
    )


def _split_by_side(
    findings: Sequence[Row], totals: Mapping[str, Row], kind: str
) -> list[tuple[str, int | None, list[Row]]]:
    """Return the lists of the page of one outlet: name, number of findings, and those that are shown."""
    lists: list[tuple[str, int | None, list[Row]]] = []
    for side, possible in SIDES.items():
        chosen = possible & {kind} if kind else possible
        if chosen:
            number = sum(_count(totals[name], side) for name in chosen if name in totals)
            if number or side != "mirror":
                lists.append((side, number, [each for each in findings if each["side"] == side]))
    return lists


def _join_claims(findings: Sequence[Row]) -> list[Row]:
    """Return one finding per page that claims something, with all that it claims in `claims`, each sentence once."""
    joined: dict[tuple[object, ...], Row] = {}
    for place, each in enumerate(findings):
        key = (each["kind"], each["article_id"]) if each["kind"] == "one_sided_claim" else (place,)
        claims = joined.setdefault(key, each | {"claims": []})["claims"]
        if each["words"] not in {claim["words"] for claim in claims}:
            claims.append(each)
    return [*joined.values()]


def _count(total: Row, side: str) -> int:
    number: int = total["about"] if side == "about" else total["findings"] - total["about"]
    return number


def _load_findings(
    cursor: lake.Connection, *, kind: str | None, outlet: str | None
) -> tuple[dict[str, Row], list[Row]]:
    """Return how many findings there are, by kind, and the latest ones."""
    fetch_rows(cursor, "select_anomalies", outlet=outlet)
    totals = {row["kind"]: row for row in fetch_rows(cursor, "provenance_totals", outlet=outlet)}
    return totals, fetch_rows(cursor, "provenance_findings", kind=kind, outlet=outlet, limit=ROWS)


def _load_shared_texts(cursor: lake.Connection, mirrors: Collection[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return the latest texts that the outlets of each mirror share, by both outlets."""
    texts: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    if mirrors:
        names = {"outlets": [row["outlet"] for row in mirrors], "others": [row["other_outlet"] for row in mirrors]}
        for row in fetch_rows(cursor, "shared_texts", **names, limit=TEXTS):
            texts[row["outlet"], row["other_outlet"]].append(row)
    return texts


def _load_claimed(cursor: lake.Connection, findings: Collection[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return the articles that pages claim something about, by the id of the page and the words of the finding."""
    claimed: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    rows = (
        fetch_rows(cursor, "claimed_articles", articles=[each["article_id"] for each in findings]) if findings else []
    )
    for page_id, other, words in {(each["article_id"], each["other_outlet"], each["words"]) for each in findings}:
        claimed[page_id, words] += [
            row for row in rows
            if (row["article_id"], row["about_outlet"]) == (page_id, other) and CLAIM_WORDS[row["kind"]] in words
        ]  # fmt: skip
    return claimed


def _address(filters: Mapping[str, Any]) -> str:
    chosen = {name: value for name, value in filters.items() if value}
    return f"/provenance?{urlencode(chosen)}" if chosen else "/provenance"


def _split_at_other_outlet(finding: Row) -> tuple[str, str, str]:
    """Split the words of a finding at the name of the other outlet, which becomes a link."""
    before, name, after = finding["words"].partition(finding["other_outlet"] or "\0")
    return before, name, after
