"""`newsvane feeds list` and `check`: how each feed of the watch list is, and what to do about it."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that polls

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane import feeds
from newsvane.cli.console import dump, out, show_table
from newsvane.cli.feeds.editing import watched
from newsvane.cli.options import AsJson
from newsvane.cli.progress import items, progress
from newsvane.cli.queries import Row, ask, statement
from newsvane.cli.system.cycle import one_chunk
from newsvane.feeds.discovery import is_stale
from newsvane.records import Feed
from newsvane.settings import Settings, get_settings

if TYPE_CHECKING:
    from newsvane.pipeline.ingest.feed_poller import PolledFeed

Sick = Annotated[bool, typer.Option("--sick", help="Only those with something to do.")]
FeedIds = Annotated[
    list[str] | None, typer.Argument(metavar="FEED_ID...", help="Ids of feeds; all where none is given.")
]

_MAYBE_A_PAGE = {"not_a_feed", "consent_wall", "login_wall"}
_SILENCE = "nothing new for long: look whether the outlet still fills it"


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("list", epilog="Example: `newsvane feeds list --sick`")(show)
    commands.command(epilog="Example: `newsvane feeds check tehran-times mehr-en`")(check)


def show(sick: Sick = False, as_json: AsJson = False) -> None:
    """List the feeds with their health, those to look after first.

    As the polls left it in the lake; nothing is fetched. What a feed publishes is compared with what is usual for it.
    What a failed poll said is in --json, whole.
    """
    known = {row["feed_id"]: row for row in ask(statement("feed_health"))}
    listed = {feed.feed_id: feed for feed in watched(get_settings())}
    rows = [row for feed_id, row in known.items() if feed_id in listed]
    rows += [_unpolled(feed) for feed_id, feed in listed.items() if feed_id not in known]
    for row in rows:
        row["fix"] = _to_do(row)
    rows.sort(key=lambda row: not row["fix"])
    shown = [row for row in rows if row["fix"] or not sick]
    if as_json:
        dump(shown)
        return
    for row in shown:
        if row.get("reason"):
            row["words"] = f"{row['words'].partition(': ')[0]}: {row['reason']}"
        row["rhythm"] = _rhythm(row.get("per_week"), row.get("interval_seconds"))
    columns = {"feed_id": "feed", "words": "state", "rhythm": "rhythm", "last_new_at": "last new", "fix": "to do"}
    show_table(shown, columns, empty="All are well." if rows else "The watch list is empty.", wide="fix")
    sick_ones = sum(bool(row["fix"]) for row in rows)
    out.print(f"{len(rows):,} feeds, {sick_ones:,} to look after.")


def check(feed_ids: FeedIds = None, as_json: AsJson = False) -> None:
    """Poll feeds now and say what to fix.

    All that are not paused, or those named. Nothing is landed. Exit code 1 where a feed fails.
    """
    settings = one_chunk(get_settings())
    chosen = _chosen(feed_ids or [], watched(settings))
    polled = _poll(chosen, settings)
    polls = [each.state.last_poll for each in polled]
    pages = {poll.feed_id: poll.url for poll in polls if poll.reason in _MAYBE_A_PAGE and poll.url}
    named = _named(pages, settings) if pages else {}
    rows = [_checked(each, named.get(each.state.feed_id)) for each in polled]
    rows.sort(key=lambda row: (row["status"] != "failed", not row["fix"], row["feed_id"]))
    failed = [row for row in rows if row["status"] == "failed"]
    if as_json:
        dump(rows)
    else:
        columns = {"feed_id": "feed", "status": "status", "entries": "entries", "newest": "newest", "fix": "to fix"}
        show_table(rows, columns, empty="The watch list is empty: add feeds to feeds.toml.", wide="fix")
        out.print(f"{len(rows) - len(failed)} well, {len(failed)} failed; nothing was landed.")
    if failed:
        raise typer.Exit(1)


def _chosen(feed_ids: list[str], listed: tuple[Feed, ...]) -> list[Feed]:
    if unknown := sorted({*feed_ids} - {feed.feed_id for feed in listed}):
        raise typer.BadParameter(f"not in feeds.toml: {', '.join(unknown)}")
    return [feed for feed in listed if feed.feed_id in feed_ids or not (feed_ids or feed.paused)]


def _poll(chosen: list[Feed], settings: Settings) -> list["PolledFeed"]:
    """Poll as the pipeline does, as if for the first time."""
    from newsvane import pipeline
    from newsvane.pipeline.ingest.feed_poller import DueFeed, PolledFeed
    from newsvane.pipeline.staging import RunFolder, host_of

    run = RunFolder(settings.staging_path, "poll", f"check-{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    due = [DueFeed(feed=feed) for feed in chosen]
    chunks = run.write_plan(due, host=lambda item: host_of(item.feed.url), chunks=settings.chunks, noun="feeds")
    with progress() as steps, steps.step("Poll feeds", items(chunks)) as on_done:
        for chunk in chunks:
            pipeline.poll(chunk, settings=settings, on_done=on_done)
    return list(run.read("polled", PolledFeed))


def _named(pages: dict[str, str], settings: Settings) -> dict[str, str]:
    from newsvane.pipeline.ops.feed_discovery import find_linked_feeds

    with progress() as steps, steps.step("Look for their feeds"):
        return find_linked_feeds(pages, settings=settings)


def _checked(found: "PolledFeed", named: str | None) -> Row:
    poll, moved_to = found.state.last_poll, found.state.moved_to
    dates = [entry.published_at for entry in found.entries]
    if named:
        fix = f"{poll.reason}: the page names its feed: change url to {named}"
    elif poll.status == "failed":
        fix = f"{poll.reason}: {feeds.REMEDIES.get(poll.reason, poll.detail)}"
    elif moved_to:
        fix = f"has moved: change url to {moved_to}"
    elif not found.entries:
        fix = "no entries: look whether the outlet still fills it"
    elif is_stale(dates, poll.polled_at):
        fix = _SILENCE
    else:
        fix = poll.detail
    return {
        "feed_id": poll.feed_id,
        "status": poll.status,
        "reason": poll.reason,
        "detail": poll.detail,
        "entries": len(found.entries),
        "newest": max(filter(None, dates), default=None),
        "moved_to": named or moved_to,
        "fix": fix,
    }


def _to_do(row: Row) -> str:
    """What to do about a feed, "" where it is well."""
    if row["paused"] or row["status"] is None:
        return ""
    if row["status"] == "failed":
        return str(feeds.REMEDIES.get(row["reason"], "look at its address"))
    if row["words"].startswith("moved for good"):
        return f"change url to {row['moved_to']}"
    return _SILENCE if row["volume"] == "silent" else ""


def _unpolled(feed: Feed) -> Row:
    fields = ("feed_id", "title", "outlet", "url", "paused")
    words = "paused" if feed.paused else "not polled yet"
    return {name: getattr(feed, name) for name in fields} | {"status": None, "words": words}


def _rhythm(per_week: float | None, seconds: int | None) -> str:
    """`34 a week, every 20 minutes`."""
    published = f"{per_week:.0f} a week" if per_week and per_week >= 1 else "less than one a week" if per_week else ""
    polled = (
        ""
        if seconds is None
        else f"every {seconds // 60} minutes"
        if seconds < 7200
        else f"every {seconds // 3600} hours"
    )
    return ", ".join(filter(None, (published, polled)))
