"""Checks of the lake: that it is whole and up to date, and what its rows say of the clock, feeds and messages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal

from newsvane import configuration, feeds, lake, search
from newsvane.analysis.queries import OpenLake, Row, fetch_rows
from newsvane.errors import ConfigError, LakeBusy, LakeError, NewsvaneError
from newsvane.health.queries import load_query
from newsvane.lake import CheckResult as Check
from newsvane.records import SICK_AFTER_FAILURES
from newsvane.settings import Settings
from newsvane.watch_folder import read_record

MAX_ALERT_DELAY = timedelta(hours=1)
"""The check fails if a pending alert has waited longer than this."""
USUAL_ALERT_DELAY = timedelta(minutes=15)
"""The check warns if one has waited longer than this: `newsvane_alert` runs every ten minutes."""

_FEEDS_NAMED = 5


def find_missing(settings: Settings, open_lake: OpenLake) -> Check | None:
    """Return a warning if there is no lake yet, or nothing in it because a first run was interrupted.

    Raises LakeBusy if its server does not answer, and LakeError if its catalog is lost.
    """
    if lake.exists(settings):
        if not lake.is_unfinished(settings, open_lake):
            return None
        found = f"begun and not finished at {settings.catalog_shown}, as by a full disk; nothing is in it yet"
    elif lost := lake.describe_lost_catalog(settings):
        raise LakeError(lost)
    else:
        found = f"none yet at {settings.catalog_shown}"
    return Check(name="lake", state="warning", found=found, remedy="`newsvane run` or `make up` creates it", problem="")


def check_lake(settings: Settings) -> Iterator[Check]:
    """Yield whether there is a lake, and the result of each check of its files and tables."""
    try:
        if missing := find_missing(settings, lake.open_reader):
            yield missing
            return
        for finding in lake.check_integrity(settings):
            yield finding.model_copy(update={"name": f"lake: {finding.name}"})
    except NewsvaneError as error:
        yield explain_error(settings, error)


def explain_error(settings: Settings, error: NewsvaneError) -> Check:
    """Return what is wrong with a lake that does not open, and what to do."""
    remedy = "restore it from a backup: `newsvane restore`"
    if isinstance(error, LakeBusy):
        remedy = "start PostgreSQL or the bucket, or correct NEWSVANE_CATALOG, PGPASSWORD, NEWSVANE_STORE and AWS_…"
        remedy = "" if settings.is_embedded else remedy
    return Check(name="lake", state="failed", found=str(error), remedy=remedy)


def check_search_index(settings: Settings, open_lake: OpenLake) -> Check:
    """Warn about an index that is missing, or so far behind that searches take longer."""
    remedy = "`newsvane search-index update`"
    with open_lake() as connection:
        status = search.describe_index(settings, connection)
    if status.missing:
        found = f"cannot be used: {status.missing}; searches read all texts"
        return Check(name="search index", state="warning", found=found, remedy=remedy)
    found = f"{status.articles:,} articles on topic, {status.behind or 0:,} behind the lake"
    is_late = (status.behind or 0) > search.MAX_LAG
    state: Literal["ok", "warning"] = "warning" if is_late else "ok"
    return Check(name="search index", state=state, found=found, remedy=remedy if is_late else "")


def check_clock(open_lake: OpenLake) -> Check:
    """Fail if the lake has rows of the future."""
    now, newest = datetime.now(UTC), fetch_rows(load_query("newest_row"), open_lake=open_lake)[0]["newest"]
    if newest and newest > now + timedelta(minutes=1):
        found = f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the lake has rows of {newest:%Y-%m-%d %H:%M}"
        return Check(name="clock", state="failed", found=found, remedy="set the clock of this machine (use NTP)")
    return Check(name="clock", state="ok", found=f"{now:%Y-%m-%d %H:%M} UTC")


def check_feeds(settings: Settings, open_lake: OpenLake) -> Check:
    """Fail if all feeds or nearly all fail; warn of those that failed several times in a row, or will fail forever."""
    in_force = configuration.list_watched(settings)
    polled = fetch_rows(load_query("watched_feeds"), {"watched": in_force}, open_lake=open_lake)
    watched = len(polled if in_force is None else in_force)
    active = [row for row in polled if not row["paused"]]
    sick = [row for row in active if row["failures"] >= SICK_AFTER_FAILURES]
    wrong = [row for row in active if row["status"] == "failed" and feeds.is_lasting(row["reason"])]
    remedy = "run `newsvane feeds check` to see what to fix"
    failing = sum(row["status"] == "failed" for row in active)
    if feeds.is_nearly_all(failing, len(active)):
        found = "all feeds fail" if failing == len(active) else f"{failing:,} of {len(active):,} feeds fail"
        remedy = f"check the network, then {remedy}"
        return Check(name="feeds", state="failed", found=found, remedy=remedy, problem="all feeds")
    if sick:
        found = f"{len(sick)} of {len(active)} failed at least {SICK_AFTER_FAILURES} times in a row: {_name(sick)}"
        return Check(name="feeds", state="warning", found=found, remedy=remedy)
    if wrong:
        found = f"{len(wrong)} of {len(active)} fail for a reason that does not pass: {_name(wrong)}"
        return Check(name="feeds", state="warning", found=found, remedy=_list_remedies(wrong[:_FEEDS_NAMED]))
    if not polled:
        return Check(name="feeds", state="ok", found=f"{_count_watched(settings)} watched, none was polled yet")
    paused = f" ({len(polled) - len(active)} paused)" if len(polled) > len(active) else ""
    found = f"{watched} watched{paused}, none failed {SICK_AFTER_FAILURES} times in a row"
    if failing:
        found += f"; {failing} failed at the last poll and will be tried again"
    return Check(name="feeds", state="ok", found=found)


def _count_watched(settings: Settings) -> int:
    """Return how many feeds the next run watches; 0 if a mistake in the watch files keeps it from running."""
    with suppress(ConfigError):
        return len(configuration.find_in_force(settings).feeds)
    return 0


def _name(rows: Sequence[Row]) -> str:
    more = " …" if len(rows) > _FEEDS_NAMED else ""
    return ", ".join(f"{row['feed_id']} ({row['reason']})" for row in rows[:_FEEDS_NAMED]) + more


def _list_remedies(rows: Sequence[Row]) -> str:
    """Return what to do about each of these feeds; feeds with the same remedy are named together."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        named[feeds.find_remedy(row["reason"], row["detail"] or "")].append(row["feed_id"])
    if len(named) == 1:
        return next(iter(named))
    return " ".join(f"{', '.join(ids)}: {remedy}" for remedy, ids in named.items())


def check_watched_subject(settings: Settings, open_lake: OpenLake) -> Iterator[Check]:
    """Warn if a home that was never used with a watch folder, as after a restore, would watch another list of feeds."""
    rows = fetch_rows(load_query("watched_feeds"), {"watched": None}, open_lake=open_lake)
    known = {row["feed_id"] for row in rows}
    if not known or read_record(settings.home) is not None:
        return
    left = known & {feed.feed_id for feed in configuration.find_in_force(settings).feeds}
    if len(left) < len(known) / 2:
        found = f"the lake has {len(known):,} feeds, of which {settings.watch.absolute()} watches {len(left):,}"
        remedy = "set NEWSVANE_WATCH to the folder of this lake before the next `newsvane run`, which remembers it"
        yield Check(name="watch folder", state="warning", found=found, remedy=remedy)


def check_outbox(open_lake: OpenLake) -> Check:
    """Fail if an alert has waited for too long; warn if some were given up."""
    box = fetch_rows(load_query("outbox_counts"), open_lake=open_lake)[0]
    waiting = f"{box['pending']} pending, {box['dead']} given up"
    delay = datetime.now(UTC) - box["oldest"] if box["pending"] else timedelta()
    if delay > USUAL_ALERT_DELAY:
        found = f"{waiting}; the oldest has been waiting since {box['oldest']:%Y-%m-%d %H:%M}"
        remedy = "`newsvane alerts log --state pending` says why; look whether `newsvane_alert` is paused in Airflow"
        state: Literal["failed", "warning"] = "failed" if delay > MAX_ALERT_DELAY else "warning"
        return Check(name="outbox", state=state, found=found, remedy=remedy)
    if box["dead"]:
        return Check(
            name="outbox",
            state="warning",
            found=waiting,
            remedy="`newsvane alerts log --state dead` says why, `newsvane alerts resend --dead` sends them again",
        )
    return Check(name="outbox", state="ok", found=waiting)
