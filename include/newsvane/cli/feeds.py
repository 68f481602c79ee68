"""`newsvane feeds`: how each feed of the watch list is."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that polls

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from newsvane.cli.asking import Row, ask, statement
from newsvane.cli.console import dump, out, show_table
from newsvane.cli.cycle import one_chunk
from newsvane.cli.options import AsJson
from newsvane.cli.progress import items, progress
from newsvane.settings import get_settings

if TYPE_CHECKING:
    from newsvane.pipeline.polling import Polled

STALE_DAYS = 60
"""A feed whose newest entry is older has probably been given up by its outlet."""

REMEDIES = {
    "http_401": "asks for a log-in: look for a public feed of the outlet",
    "http_403": "refuses us: ask the outlet, or set NEWSVANE_CONTACT so that it can see who asks",
    "http_404": "has moved: look for the feed's new address on the outlet's pages",
    "http_410": "is gone for good: remove it from feeds.toml",
    "http_429": "wants fewer requests: raise NEWSVANE_HOST_DELAY",
    "not_a_feed": "gives no feed: open the address, the outlet may have moved it",
    "robots": "robots.txt forbids it: ask the outlet or remove it",
    "challenge": "is behind a bot check: ask the outlet for another address",
    "blocked_address": "leads into a private network: correct the address",
    "redirect_loop": "redirects in a circle: look for the feed's new address",
    "bad_url": "is no address: correct it in feeds.toml",
    "dns": "the name does not resolve: check the address, then the network",
    "tls": "has a bad certificate: try https and the host's other names",
    "timeout": "answers too slowly: try again later, or raise NEWSVANE_FETCH_TIMEOUT",
    "too_large": "is larger than NEWSVANE_FEED_MAX_BYTES",
    "bomb": "unpacks to more than NEWSVANE_FEED_MAX_BYTES",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The feeds of the watch list.")
    commands.command("list", epilog="Example: `newsvane feeds list --json`")(show)
    commands.command(epilog="Example: `newsvane feeds check`")(check)
    app.add_typer(commands, name="feeds", epilog="Example: `newsvane feeds list`")


def show(as_json: AsJson = False) -> None:
    """List the feeds with their health."""
    rows = ask(statement("feed_health"))
    if as_json:
        dump(rows)
        return
    for row in rows:
        row["state"] = f"{row['status']}, {row['reason']} ×{row['failures']}" if row["reason"] else row["status"]
    columns = {"feed_id": "feed", "state": "state", "last_new_at": "last new", "articles": "articles"}
    show_table(rows, columns, empty="No feed was polled: `newsvane poll`.", wide="state")


def check(as_json: AsJson = False) -> None:
    """Poll every feed now and say what to fix.

    Nothing is landed. Exit code 1 where a feed fails.
    """
    from newsvane import pipeline
    from newsvane.pipeline.polling import Due, Polled
    from newsvane.pipeline.staging import Run, host_of
    from newsvane.pipeline.watch import load_feeds

    settings, now = one_chunk(get_settings()), datetime.now(UTC)
    name = f"check-{now:%Y-%m-%dT%H:%M:%SZ}"
    run = Run(settings.staging_path, "poll", name)
    due = [Due(feed=feed) for feed in load_feeds(settings) if not feed.paused]
    chunks = run.plan(due, host=lambda item: host_of(item.feed.url), chunks=settings.chunks, noun="feeds")
    with progress() as steps, steps.step("Poll feeds", items(chunks)) as on_done:
        for chunk in chunks:
            pipeline.poll(chunk, settings=settings, on_done=on_done)
    rows = sorted((_checked(polled, now) for polled in run.reading("polled", Polled)), key=lambda row: row["feed_id"])
    failed = [row for row in rows if row["status"] == "failed"]
    if as_json:
        dump(rows)
    else:
        columns = {"feed_id": "feed", "status": "status", "entries": "entries", "fix": "to fix"}
        show_table(rows, columns, empty="The watch list is empty: add feeds to feeds.toml.", wide="fix")
        out.print(f"{len(rows) - len(failed)} well, {len(failed)} failed; nothing was landed.")
    if failed:
        raise typer.Exit(1)


def _checked(found: "Polled", now: datetime) -> Row:
    poll = found.poll
    newest = max((entry.published_at for entry in found.entries if entry.published_at), default=None)
    fix = ""
    if poll.status == "failed":
        fix = f"{poll.reason}: {REMEDIES.get(poll.reason, poll.detail)}"
    elif not found.entries:
        fix = "no entries: look whether the outlet still fills it"
    elif newest and (now - newest).days > STALE_DAYS:
        fix = f"nothing new for {(now - newest).days} days: look whether the outlet still fills it"
    elif poll.detail:
        fix = poll.detail
    return {
        "feed_id": poll.feed_id,
        "status": poll.status,
        "reason": poll.reason,
        "detail": poll.detail,
        "entries": len(found.entries),
        "newest": newest,
        "fix": fix,
    }
