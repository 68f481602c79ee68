"""The page of an outlet: what it writes on each topic and when, whom it copies, its sources, its newest articles."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane import configuration, lake, trends
from newsvane.analysis.known_names import require_outlets
from newsvane.dates import first_of_days
from newsvane.errors import ConfigError
from newsvane.outlets import KnownOutlets
from newsvane.records import OutletFacts
from newsvane.settings import get_settings
from newsvane.tombstones import Tombstones
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.bar_charts import BarChart, MakeAddress, draw_bars, draw_counts
from newsvane_pages.coverage import Filters, topic_titles
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, ask_cached, fetch_cached_rows, fetch_rows, open_cursor, submit_query
from newsvane_pages.not_there import report_unknown_name

router = APIRouter()

PERIODS: Mapping[str, tuple[str, trends.Grain]] = {
    "28": ("28 days", "day"), "182": ("half a year", "week"), "730": ("two years", "month")
}  # fmt: skip
"""The periods that can be shown: their names, and what a bar of the chart stands for."""

ARTICLES = 20
OTHERS = 200
"""How many of the outlets that it copies, or that copy it, are named at most; the first dozen are shown at once."""
SOURCES = 20
COLUMNS = (
    "article_id, story_id, title, url, language, published_at, observed_at, fetched_at, date_contradicted, "
    "translation_state, original, copy_of, copy_kind, copy_claimed, copy_evidence, topics"
)
"""What is shown of an article."""
INSTEAD = {ui_path(UiPage.SOURCES): "Look through the outlets that are read"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def find_first_day(days: str, now: datetime) -> date:
    """Return the first day of one of PERIODS. The first bar begins there, so all numbers count the same."""
    return trends.period_start(first_of_days(now.date(), int(days)), PERIODS[days][1])


@router.get("/outlets/{outlet:path}")
def show_outlet(
    request: Request, outlet: str, days: Annotated[Literal["28", "182", "730"], Query()] = "28"
) -> Response:
    """Show an outlet. `days`: of how many days."""
    now, grain = datetime.now(UTC), PERIODS[days][1]
    first = find_first_day(days, now)
    since = datetime.combine(first, time(), UTC)
    counting = submit_query(
        lambda cursor: ask_cached(
            cursor,
            lake.load_daily_counts,
            since=trends.history_start(first, grain),
            topic=None,
            grain=grain,
            outlets=[outlet],
        )
    )
    copying = submit_query(
        lambda cursor: fetch_cached_rows(cursor, "outlet_copies", outlet=outlet, since=first, limit=OTHERS)
    )
    describing = submit_query(lambda cursor: fetch_cached_rows(cursor, "outlet_facts", outlet=outlet))
    listing = submit_query(lambda cursor: fetch_cached_rows(cursor, "outlet_sources", outlet=outlet, limit=SOURCES))
    with open_cursor() as cursor:
        totals = fetch_cached_rows(cursor, "outlet_totals", outlet=outlet, since=first)
        written = ask_cached(cursor, _load_written, outlet, since)
        (stored,), sources = describing(), listing()
        facts = find_known_outlets().find(outlet)
        if not stored["articles"]:
            stored |= fetch_rows(cursor, "uncounted_outlet", outlet=outlet, since=since)[0]
        is_known = facts or sources or stored["articles"] or written.claims["articles"]
        is_known = is_known or fetch_rows(cursor, "outlet_is_read", outlet=outlet)  # long ago, and not counted yet
        tombstone = Tombstones(ask_cached(cursor, lake.load_tombstones)).find_outlet(outlet)
    counts, copies = counting(), copying()
    removed = tombstone and f"This outlet was removed on {tombstone.forgotten_at:%Y-%m-%d} by request."
    if removed and not sources:
        raise HTTPException(410, f"{removed} Nothing of it is kept.")
    if not is_known:
        raise report_unknown_name(UiPage.OUTLETS, "outlet", outlet, require_outlets, INSTEAD)
    counted = {row["topic"] for row in totals}
    series = trends.compute_trends(
        (count for count in counts if count.topic in counted), now=now, since=first, grain=grain
    )
    root = request.scope.get("root_path", "")
    return page(
        request,
        "outlet.html",
        tab="coverage",
        outlet=outlet,
        removed=removed,
        request_id=tombstone.act_id if tombstone else "",
        facts=_complete(facts or OutletFacts(), stored),
        days=days,
        periods=PERIODS,
        grain=grain,
        first=first,
        titles=topic_titles(),
        totals=totals,
        drawn={each.topic: draw_bars(each, address=_link_bars(root, outlet, each.topic))[0] for each in series},
        rhythms=draw_rhythms(written.rhythm),
        sources=sources,
        copied=[row for row in copies if row["from_others"]],
        copiers=[row for row in copies if not row["from_others"]],
        most_others=OTHERS,
        claims=written.claims,
        articles=written.newest,
    )


def _link_bars(root: str, outlet: str, topic: str) -> MakeAddress:
    """Return a function that links a bar of a topic to the page with the outlet's stories of its days."""
    return lambda since, until: f"{root}/{Filters(topic, outlet=outlet, since=str(since), until=str(until)).address()}"


class Written(NamedTuple):
    """What an outlet wrote in a period: its newest articles on topic, the rows of the queries `outlet_claims` and
    `outlet_rhythm`.
    """

    newest: Sequence[Row]
    claims: Row
    rhythm: Sequence[Row]


def _load_written(cursor: lake.Connection, outlet: str, since: datetime) -> Written:
    fetch_rows(cursor, "select_outlet_articles", outlet=outlet, since=since)
    (claims,) = fetch_rows(cursor, "outlet_claims", since=since, limit=ARTICLES)
    rhythm = fetch_rows(cursor, "outlet_rhythm")
    if not claims["matching"]:
        return Written((), claims, rhythm)
    read_since, newest_since = claims["read_since"], claims["newest_since"]
    newest = fetch_rows(
        cursor, "outlet_newest", outlet=outlet, since=newest_since, read_since=read_since, limit=ARTICLES
    )
    read_at = {row["article_id"]: row["fetched_at"] for row in newest}
    rows = {row["article_id"]: row for row in lake.load_candidates(cursor, read_at, columns=COLUMNS)}
    return Written([rows[name] for name in read_at if name in rows], claims, rhythm)


def draw_rhythms(rows: Sequence[Row]) -> dict[str, BarChart]:
    """Return charts of when articles came up, by title: by the hour, and by the day of the week. None without any."""
    counted = Counter({(row["unit"], row["place"]): row["articles"] for row in rows})
    if not counted:
        return {}
    hours = [(f"{hour:02}", counted["hour", hour]) for hour in range(24)]
    weekdays = [(name, counted["weekday", number]) for number, name in enumerate(WEEKDAYS, 1)]
    return {"By hour, UTC": draw_counts(hours), "By weekday": draw_counts(weekdays)}


def _complete(facts: OutletFacts, stored: Row) -> OutletFacts:
    """Return the facts with what the lake knows of the outlet where outlets.toml says nothing. Sources know best."""
    missing = {
        name: known
        for name in ("country", "kind", "language")
        if getattr(facts, name) in (None, "other") and (known := stored.get(f"listed_{name}") or stored[name])
    }
    return facts.model_copy(update=missing)


def find_known_outlets() -> KnownOutlets:
    """Return what is known of outlets, from the watch folder or shipped."""
    try:
        return configuration.find_in_force(get_settings()).outlets
    except ConfigError:
        return KnownOutlets()
