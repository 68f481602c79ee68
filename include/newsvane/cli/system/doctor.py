"""`newsvane doctor`: check that everything works, and say what to do if it does not."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import typer
from rich.text import Text

from newsvane import __version__, configuration, lake, runbook, storage
from newsvane.analysis.queries import fetch_rows
from newsvane.cli.config.in_force import describe_version
from newsvane.cli.console import print_json, print_words
from newsvane.cli.options import AsJson
from newsvane.cli.queries import load_query
from newsvane.cli.system.pipeline_check import check_pipeline
from newsvane.errors import ConfigError, LakeBusy, NewsvaneError
from newsvane.lake import CheckResult as Check
from newsvane.printable import printable_line
from newsvane.records import SICK_AFTER_FAILURES
from newsvane.settings import Settings, get_settings
from newsvane.ui_links import is_loopback

DISK_FULL_BYTES, DISK_LOW_BYTES = 1 * 2**30, 5 * 2**30
"""Below this much free disk space the check fails (full) or warns (low)."""
MAX_ALERT_DELAY = timedelta(hours=1)
"""The check fails if a pending alert has waited longer than this."""

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane doctor`")(doctor)


def doctor(
    as_json: AsJson = False,
    mend: Annotated[bool, typer.Option("--mend", help="Recount the days whose counts are wrong.")] = False,
) -> None:
    """Check that everything works, and say what to do if it does not.

    Checks settings, home, watch files and disk; the schema, files, keys, links and counts of the lake; the search
    index; whether anything polls; clock, channels, links in messages, feeds and outbox. Exit code 1 if a check failed;
    warnings do not count.
    """
    checks = list(run_checks())
    if mend and (days := [day for check in checks for day in check.days]):
        from newsvane import pipeline

        pipeline.refresh_trends(days)
        checks = list(run_checks())
    if as_json:
        print_json(checks)
    else:
        for check in checks:
            state = (f"{check.state:8}", _STYLES[check.state])
            print_words(Text.assemble(state, f"{check.name}: {printable_line(check.found)}"))
            if check.remedy:
                print_words(f"→ {printable_line(check.remedy)}", indent=8)
                if entry := runbook.find_entry(check.name):
                    print_words(f"docs/operations/runbook.md#{entry.anchor}", indent=10)
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(1)


def run_checks() -> Iterator[Check]:
    """Yield the result of each check. A check that raises an error counts as failed."""
    try:
        settings = get_settings()
    except ConfigError as error:
        yield Check(
            name="settings", state="failed", found=str(error), remedy="correct the variables, then run it again"
        )
        return
    location = "" if settings.is_embedded else f", catalog {settings.catalog_shown}"
    location += f", store {settings.store}" if settings.store else ""
    home = settings.home.resolve()
    yield _check_settings(settings, f"Newsvane {__version__}, home {home}, watch folder {settings.watch}{location}")
    own_home = _check_home(settings)
    yield own_home
    yield from _run_check("watch files", lambda: _check_watch_files(settings))
    yield from _run_check("disk", lambda: _check_disk(settings))
    lake_checks = [] if own_home.state == "failed" else list(_check_lake(settings))
    yield from lake_checks
    if not lake_checks or lake_checks[0].name == "lake":  # it is closed to us, or not there, or it does not open
        yield from _run_check("channels", lambda: _check_channels(settings))
        yield from _run_check("links in messages", lambda: _check_links(settings))
        return
    yield from _run_check("search index", lambda: _check_search_index(settings))
    yield from _run_check("pipeline", lambda: check_pipeline(settings))
    yield from _run_check("clock", _check_clock)
    yield from _run_check("channels", lambda: _check_channels(settings))
    yield from _run_check("links in messages", lambda: _check_links(settings))
    yield from _run_check("feeds", _check_feeds)
    yield from _run_check("outbox", _check_outbox)


def _check_settings(settings: Settings, found: str) -> Check:
    """Warn about variables that nothing reads. What the channels lack is another check."""
    in_force = configuration.find_in_force(settings)
    unknown = configuration.find_unknown_variables(os.environ, in_force)
    if unknown:
        found = "; ".join(map(str, unknown))
        return Check(name="settings", state="warning", found=found, remedy="correct or unset the variables")
    return Check(name="settings", state="ok", found=found)


def _run_check(name: str, look: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield look()
    except NewsvaneError as error:
        yield Check(name=name, state="failed", found=str(error), remedy="fix the error shown above")


def _check_lake(settings: Settings) -> Iterator[Check]:
    try:
        if not lake.exists(settings):
            found = f"none yet at {settings.catalog_shown}"
            yield Check(name="lake", state="warning", found=found, remedy="`newsvane run` or `make up` creates one")
            return
        for finding in lake.check_integrity(settings):
            yield finding.model_copy(update={"name": f"lake: {finding.name}"})
    except LakeBusy as error:
        remedy = "start PostgreSQL or the bucket, or correct NEWSVANE_CATALOG, PGPASSWORD, NEWSVANE_STORE and AWS_…"
        yield Check(name="lake", state="failed", found=str(error), remedy="" if settings.is_embedded else remedy)
    except NewsvaneError as error:
        remedy = "restore it from a backup: `newsvane restore`"
        yield Check(name="lake", state="failed", found=str(error), remedy=remedy)


def _check_search_index(settings: Settings) -> Check:
    """Warn about an index that is missing, or so far behind that searches take longer."""
    from newsvane import search

    status, remedy = search.describe_index(settings), "`newsvane search-index update`"
    if status.missing:
        found = f"cannot be used: {status.missing}; searches read all texts"
        return Check(name="search index", state="warning", found=found, remedy=remedy)
    found = f"{status.articles:,} articles, {status.behind or 0:,} behind the lake"
    is_late = (status.behind or 0) > search.MAX_LAG
    state: Literal["ok", "warning"] = "warning" if is_late else "ok"
    return Check(name="search index", state=state, found=found, remedy=remedy if is_late else "")


def _check_watch_files(settings: Settings) -> Check:
    in_force = configuration.find_in_force(settings)
    if in_force.mistakes:
        found, remedy = str(ConfigError(mistakes=in_force.mistakes)), f"{describe_version(settings)} Correct them"
        return Check(name="watch files", state="failed", found=found, remedy=remedy)
    feeds, topics, alerts = in_force.feeds, in_force.topics, in_force.alerts
    found = f"feeds {len(feeds)}, topics {len(topics)}, rules {len(alerts.all_rules)}, channels {len(alerts.channels)}"
    if not feeds or not topics:
        return Check(
            name="watch files", state="failed", found=found, remedy=f"add feeds and topics in {settings.watch}"
        )
    return Check(name="watch files", state="ok", found=found)


def _check_home(settings: Settings) -> Check:
    if closed := storage.find_closed(settings.private_paths):
        remedy = "run Newsvane as the user who owns it, or let this one read and write it (chown, chmod)"
        return Check(name="home", state="failed", found=storage.describe_closed(closed), remedy=remedy)
    exposed = storage.list_exposed(settings.private_paths)
    if not exposed:
        return Check(name="home", state="ok", found="only its owner can access it")
    found = f"other users can access {', '.join(map(str, exposed[:3]))}{' …' if len(exposed) > 3 else ''}"
    remedy = "`newsvane run`, or the next task that writes, takes their access away"
    return Check(name="home", state="warning", found=found, remedy=remedy)


def _check_disk(settings: Settings) -> Check:
    location = storage.find_existing(settings.home)
    free = shutil.disk_usage(location).free
    state: Literal["ok", "warning", "failed"] = (
        "failed" if free < DISK_FULL_BYTES else "warning" if free < DISK_LOW_BYTES else "ok"
    )
    remedy = "" if state == "ok" else "free some space, or set NEWSVANE_KEEP_ARCHIVE_DAYS and NEWSVANE_KEEP_TEXT_DAYS"
    return Check(name="disk", state=state, found=f"{free / 2**30:.1f} GiB free at {location}", remedy=remedy)


def _check_clock() -> Check:
    now, newest = datetime.now(UTC), fetch_rows(load_query("newest_row"))[0]["newest"]
    if newest and newest > now + timedelta(minutes=1):
        found = f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the lake has rows of {newest:%Y-%m-%d %H:%M}"
        return Check(name="clock", state="failed", found=found, remedy="set the clock of this machine (use NTP)")
    return Check(name="clock", state="ok", found=f"{now:%Y-%m-%d %H:%M} UTC")


def _check_channels(settings: Settings) -> Check:
    from newsvane import notify

    alerts = configuration.find_in_force(settings).alerts
    addresses = notify.resolve_channels(alerts.channels, os.environ)
    in_airflow = [channel.id for channel in alerts.channels if notify.is_airflow_connection(channel)]
    off = [channel.id for channel in alerts.channels if channel.id not in {*addresses, *in_airflow}]
    if alerts.all_rules and not addresses and not in_airflow:
        remedy = "set the variables that alerts.toml names; until then nobody gets alerts"
        return Check(name="channels", state="warning", found=f"off: {', '.join(off) or 'all'}", remedy=remedy)
    groups = {"on": addresses, "on, from Airflow's connections": in_airflow, "off": off}
    found = "; ".join(f"{state}: {', '.join(ids)}" for state, ids in groups.items() if ids) or "none"
    return Check(name="channels", state="ok", found=found)


def _check_links(settings: Settings) -> Check:
    """Warn if people elsewhere get links that lead to their own machine."""
    from newsvane import configuration, notify

    leaving: list[str] = []
    if is_loopback(settings.ui_url):
        channels = configuration.find_in_force(settings).alerts.channels
        addresses = notify.resolve_channels(channels, os.environ)
        leaving = [channel_id for channel_id, url in addresses.items() if notify.leaves_machine(url)]
        leaving += [channel.id for channel in channels if notify.is_airflow_connection(channel)]
    if not leaving:
        return Check(name="links in messages", state="ok", found=f"messages link to {settings.ui_url}")
    return Check(
        name="links in messages",
        state="warning",
        found=f"messages to {', '.join(leaving)} link to {settings.ui_url}, which only this machine can open",
        remedy="set NEWSVANE_UI_URL to the address under which readers open Airflow, as in https://news.your-ngo.example",
    )


def _check_feeds() -> Check:
    feeds = [row for row in fetch_rows(load_query("feed_health")) if not row["paused"]]
    sick = [row for row in feeds if row["failures"] >= SICK_AFTER_FAILURES]
    named = ", ".join(f"{row['feed_id']} ({row['reason']})" for row in sick[:5]) + (" …" if len(sick) > 5 else "")
    remedy = "run `newsvane feeds check` to see what to fix"
    if feeds and all(row["status"] == "failed" for row in feeds):
        return Check(name="feeds", state="failed", found="all feeds fail", remedy=f"check the network, then {remedy}")
    if sick:
        found = f"{len(sick)} of {len(feeds)} failed at least {SICK_AFTER_FAILURES} times in a row: {named}"
        return Check(name="feeds", state="warning", found=found, remedy=remedy)
    return Check(
        name="feeds", state="ok", found=f"{len(feeds)} watched, none failed {SICK_AFTER_FAILURES} times in a row"
    )


def _check_outbox() -> Check:
    box = fetch_rows(load_query("outbox_counts"))[0]
    waiting = f"{box['pending']} pending, {box['dead']} given up"
    if box["pending"] and datetime.now(UTC) - box["oldest"] > MAX_ALERT_DELAY:
        found = f"{waiting}; the oldest has been waiting since {box['oldest']:%Y-%m-%d %H:%M}"
        return Check(
            name="outbox", state="failed", found=found, remedy="`newsvane alerts log --state pending` says why"
        )
    if box["dead"]:
        return Check(
            name="outbox",
            state="warning",
            found=waiting,
            remedy="`newsvane alerts log --state dead` says why, `newsvane alerts resend --dead` sends them again",
        )
    return Check(name="outbox", state="ok", found=waiting)
