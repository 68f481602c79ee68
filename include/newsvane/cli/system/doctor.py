"""`newsvane doctor`: whether all is well, and what to do where it is not."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import typer
from rich.text import Text

from newsvane import __version__, lake, runbook
from newsvane.cli.console import dump, line, out
from newsvane.cli.options import AsJson
from newsvane.cli.queries import ask, statement
from newsvane.errors import ConfigError, LakeBusy, NewsvaneError
from newsvane.lake import CheckResult as Check
from newsvane.records import SICK_AFTER_FAILURES
from newsvane.settings import Settings, get_settings

SCARCE, LOW = 1 * 2**30, 5 * 2**30
"""Bytes free on the disk below which things fail soon, and are worth a word."""
LATE = timedelta(hours=1)
"""An alert should not wait longer."""

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane doctor`")(doctor)


def doctor(
    as_json: AsJson = False,
    mend: Annotated[bool, typer.Option("--mend", help="Count days again whose counts are wrong.")] = False,
) -> None:
    """Look whether all is well; say what to do.

    At settings, watch files, disk; of the lake at its form, files, keys, links and counts; at clock, channels, feeds
    and outbox. Exit code 1 where something failed; a warning is none.
    """
    checks = list(examine())
    if mend and (days := [day for check in checks for day in check.days]):
        from newsvane import pipeline

        pipeline.refresh_trends(days)
        checks = list(examine())
    if as_json:
        dump(checks)
    else:
        for check in checks:
            out.print(Text.assemble((f"{check.state:8}", _STYLES[check.state]), f"{check.name}: {line(check.found)}"))
            if check.remedy:
                out.print(Text(f"        → {line(check.remedy)}"), soft_wrap=True)
                if entry := runbook.find_entry(check.name):
                    out.print(Text(f"          docs/operations/runbook.md#{entry.anchor}"))
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(1)


def examine() -> Iterator[Check]:
    """Every check in turn; one that breaks is itself a failed check."""
    try:
        settings = get_settings()
    except ConfigError as error:
        yield Check(name="settings", state="failed", found=str(error), remedy="correct the variables, then run again")
        return
    elsewhere = "" if settings.is_embedded else f", catalog {settings.catalog_shown}"
    elsewhere += f", store {settings.store}" if settings.store else ""
    home = settings.home.resolve()
    yield Check(name="settings", state="ok", found=f"Newsvane {__version__}, home {home}{elsewhere}")
    yield from _guarded("watch files", lambda: _watch_files(settings))
    yield from _guarded("disk", lambda: _disk(settings))
    lake_checks = list(_lake(settings))
    yield from lake_checks
    if lake_checks[0].name == "lake":  # there is none, or it does not open
        yield from _guarded("channels", lambda: _channels(settings))
        return
    yield from _guarded("clock", _clock)
    yield from _guarded("channels", lambda: _channels(settings))
    yield from _guarded("feeds", _feeds)
    yield from _guarded("outbox", _outbox)


def _guarded(name: str, look: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield look()
    except NewsvaneError as error:
        yield Check(name=name, state="failed", found=str(error), remedy="the line above says what is wrong")


def _lake(settings: Settings) -> Iterator[Check]:
    try:
        if not lake.exists(settings):
            found = f"none yet at {settings.catalog_shown}"
            yield Check(name="lake", state="warning", found=found, remedy="`newsvane run` or `make up` makes one")
            return
        for finding in lake.check_integrity(settings):
            yield finding.model_copy(update={"name": f"lake: {finding.name}"})
    except LakeBusy as error:
        remedy = "start PostgreSQL or the bucket, or correct NEWSVANE_CATALOG, PGPASSWORD, NEWSVANE_STORE and AWS_…"
        yield Check(name="lake", state="failed", found=str(error), remedy="" if settings.is_embedded else remedy)
    except NewsvaneError as error:
        remedy = "restore it from a backup: `newsvane restore`"
        yield Check(name="lake", state="failed", found=str(error), remedy=remedy)


def _watch_files(settings: Settings) -> Check:
    from newsvane.pipeline.config import load_alerts, load_feeds, load_topics

    feeds, topics, told = load_feeds(settings), load_topics(settings), load_alerts(settings)
    found = f"{len(feeds)} feeds, {len(topics)} topics, {len(told.all_rules)} rules, {len(told.channels)} channels"
    if not feeds or not topics:
        return Check(
            name="watch files", state="failed", found=found, remedy=f"add feeds and topics in {settings.watch}"
        )
    return Check(name="watch files", state="ok", found=found)


def _disk(settings: Settings) -> Check:
    place = next(folder for folder in (settings.home, *settings.home.resolve().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    state: Literal["ok", "warning", "failed"] = "failed" if free < SCARCE else "warning" if free < LOW else "ok"
    remedy = "" if state == "ok" else "make room, or set NEWSVANE_KEEP_ARCHIVE_DAYS and NEWSVANE_KEEP_TEXT_DAYS"
    return Check(name="disk", state=state, found=f"{free / 2**30:.1f} GiB free at {place}", remedy=remedy)


def _clock() -> Check:
    now, newest = datetime.now(UTC), ask(statement("newest"))[0]["newest"]
    if newest and newest > now + timedelta(minutes=1):
        found = f"it is {now:%Y-%m-%d %H:%M} UTC here, but the lake has rows of {newest:%Y-%m-%d %H:%M}"
        return Check(name="clock", state="failed", found=found, remedy="set the clock of this machine (NTP)")
    return Check(name="clock", state="ok", found=f"{now:%Y-%m-%d %H:%M} UTC")


def _channels(settings: Settings) -> Check:
    from newsvane import notify
    from newsvane.pipeline.config import load_alerts

    told = load_alerts(settings)
    addresses = notify.resolve_channels(told.channels, os.environ)
    in_airflow = [channel.id for channel in told.channels if notify.is_airflow_connection(channel)]
    silent = [channel.id for channel in told.channels if channel.id not in {*addresses, *in_airflow}]
    if told.all_rules and not addresses and not in_airflow:
        remedy = "set the variables that alerts.toml names; until then nobody is told"
        return Check(name="channels", state="warning", found=f"off: {', '.join(silent) or 'all'}", remedy=remedy)
    groups = {"on": addresses, "on, from Airflow's connections": in_airflow, "off": silent}
    found = "; ".join(f"{state}: {', '.join(ids)}" for state, ids in groups.items() if ids) or "none"
    return Check(name="channels", state="ok", found=found)


def _feeds() -> Check:
    feeds = [row for row in ask(statement("feed_health")) if not row["paused"]]
    sick = [row for row in feeds if row["failures"] >= SICK_AFTER_FAILURES]
    named = ", ".join(f"{row['feed_id']} ({row['reason']})" for row in sick[:5]) + (" …" if len(sick) > 5 else "")
    remedy = "`newsvane feeds check` says what to fix"
    if feeds and all(row["status"] == "failed" for row in feeds):
        return Check(name="feeds", state="failed", found="every feed fails", remedy=f"look at the network; {remedy}")
    if sick:
        found = f"{len(sick)} of {len(feeds)} failed {SICK_AFTER_FAILURES} times or more: {named}"
        return Check(name="feeds", state="warning", found=found, remedy=remedy)
    return Check(
        name="feeds", state="ok", found=f"{len(feeds)} watched, none failed {SICK_AFTER_FAILURES} times in a row"
    )


def _outbox() -> Check:
    box = ask(statement("outbox"))[0]
    waiting = f"{box['pending']} pending, {box['dead']} given up"
    if box["pending"] and datetime.now(UTC) - box["oldest"] > LATE:
        found = f"{waiting}; the oldest waits since {box['oldest']:%Y-%m-%d %H:%M}"
        return Check(
            name="outbox", state="failed", found=found, remedy="`newsvane alerts log --state pending` says why"
        )
    if box["dead"]:
        return Check(
            name="outbox",
            state="warning",
            found=waiting,
            remedy="`newsvane alerts log --state dead` says why, `newsvane alerts resend --dead` sends them anew",
        )
    return Check(name="outbox", state="ok", found=waiting)
