"""`newsvane feeds list` and `check`: show the health of each feed, and what to do about problems."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that polls

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane import configuration, feeds
from newsvane.analysis.known_names import require_known
from newsvane.analysis.queries import Row, fetch_rows
from newsvane.cli.config.in_force import warn_of_mistakes
from newsvane.cli.console import name_some, out, print_json, print_words, show_table
from newsvane.cli.feeds.advice import show_advice
from newsvane.cli.feeds.file_counts import show_counts_by_file, split_by_file
from newsvane.cli.feeds.watch_file import find_feeds_in_force
from newsvane.cli.options import AsJson
from newsvane.cli.outcomes import exit_if_failed
from newsvane.cli.progress import count_items, show_progress
from newsvane.cli.queries import load_query
from newsvane.cli.run_names import make_run_name
from newsvane.cli.system.cycle import as_single_chunk
from newsvane.errors import NoLake
from newsvane.feeds.discovery import is_stale
from newsvane.home_folder import is_marked
from newsvane.plurals import count_noun
from newsvane.records import Feed
from newsvane.settings import Settings, get_settings
from newsvane.watch_folder import write_record

if TYPE_CHECKING:
    from newsvane.pipeline.ingest.feed_poller import PolledFeed

Sick = Annotated[bool, typer.Option("--sick", help="Only feeds that need attention.")]
Everything = Annotated[bool, typer.Option("--all", help="List the feeds of included files, too.")]
FeedIds = Annotated[list[str] | None, typer.Argument(metavar="FEED_ID...", help="Ids of feeds; by default all feeds.")]

_MAYBE_A_PAGE = {"not_a_feed", "consent_wall", "login_wall"}
_SILENCE = "no news for a long time: check whether the outlet still updates it"


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("list", epilog="Example: `newsvane feeds list --sick`")(list_feeds)
    commands.command(epilog="Example: `newsvane feeds check tehran-times mehr-en`")(check)


def list_feeds(sick: Sick = False, everything: Everything = False, as_json: AsJson = False) -> None:
    """List the feeds with their health. Feeds that need attention come first.

    Shows the results of past polls in the lake; nothing is fetched. The number of articles that a feed publishes is
    compared with its usual number. --json has the full message of a failed poll. On a terminal the feeds of included
    files are counted by file; --all and --sick list them. A pipe gets all of them.
    """
    settings = get_settings()
    listed = {feed.feed_id: feed for feed in find_feeds_in_force(settings)}
    warn_of_mistakes(settings)
    rows = _list_rows(listed, settings)
    sick_ones = [row for row in rows if row["fix"]]
    shown = sick_ones if sick else rows
    if as_json:
        print_json(shown)
        return
    included: dict[str, list[Row]] = {}
    if out.is_terminal and not (sick or everything):
        shown, included = split_by_file(shown, configuration.find_in_force(settings).find_file)
    _show_feeds(shown, has_feeds=bool(rows))
    show_counts_by_file(included)
    need = "needs" if len(sick_ones) == 1 else "need"
    print_words(f"{count_noun(len(rows), 'feed')}, {len(sick_ones):,} {need} attention.")


def _list_rows(listed: Mapping[str, Feed], settings: Settings) -> list[Row]:
    """Return the health of each feed on the watch list; those that need attention come first."""
    known = {row["feed_id"]: row for row in _fetch_health()}
    rows = [row for feed_id, row in known.items() if feed_id in listed]
    rows += [_unpolled_row(feed) for feed_id, feed in listed.items() if feed_id not in known]
    for row in rows:
        row["fix"] = _suggest_fix(row)
        if listed[row["feed_id"]].needs_contact and not settings.contact:
            row["words"] = "waits for NEWSVANE_CONTACT"
    return sorted(rows, key=lambda row: not row["fix"])


def _show_feeds(rows: list[Row], *, has_feeds: bool) -> None:
    for row in rows:
        if row.get("reason") and not row["paused"]:
            row["words"] = f"{row['words'].partition(': ')[0]}: {row['reason']}"
        row["rhythm"] = _format_frequency(row.get("per_week"), row.get("interval_seconds"))
    columns = {"feed_id": "feed", "words": "state", "newest_at": "last news", "rhythm": "frequency"}
    empty = "All feeds are healthy." if has_feeds else "The watch list is empty."
    if out.is_terminal:
        show_table(rows, columns, empty=empty, needed=2)
        show_advice(rows)
    else:  # in a pipe each feed is one line, which may be long
        show_table(rows, columns | {"fix": "to do"}, empty=empty)


def check(feed_ids: FeedIds = None, as_json: AsJson = False) -> None:
    """Poll feeds now and say what to fix.

    Polls all feeds that are not paused, or only the given ones. Nothing is landed. Exit code 1 if a feed fails.
    """
    settings = as_single_chunk(get_settings())
    warn_of_mistakes(settings)
    chosen = _choose_feeds(feed_ids or [], find_feeds_in_force(settings))
    polled = _poll(chosen, settings)
    polls = [each.state.last_poll for each in polled]
    pages = {poll.feed_id: poll.url for poll in polls if poll.reason in _MAYBE_A_PAGE and poll.url}
    named = _find_named_feeds(pages, settings) if pages else {}
    rows = [_check_row(each, named.get(each.state.feed_id)) for each in polled]
    rows.sort(key=lambda row: (row["status"] != "failed", not row["fix"], row["feed_id"]))
    failed = [row for row in rows if row["status"] == "failed"]
    if as_json:
        print_json(rows)
    else:
        columns = {"feed_id": "feed", "status": "status", "fix": "to fix", "entries": "entries", "newest": "newest"}
        show_table(rows, columns, empty="The watch list is empty: add feeds to feeds.toml.", wide="fix", needed=2)
        print_words(f"{len(rows) - len(failed)} ok, {len(failed)} failed; nothing was landed.")
    exit_if_failed(_find_problems([row["feed_id"] for row in failed], len(rows)))


def _find_problems(failed: list[str], polled: int) -> list[str]:
    """Return which feeds failed, and that it may be our network if nearly all did."""
    problems = [f"{count_noun(len(failed), 'feed')} failed: {name_some(failed)}"] if failed else []
    if polled > 1 and feeds.is_nearly_all(len(failed), polled):
        which = "every feed" if len(failed) == polled else "nearly every feed"
        problems.append(f"{which} fails: look for the fault in your network first (name server, proxy, firewall)")
    return problems


def _fetch_health() -> list[Row]:
    """Return the health of all feeds; none before the first run, when there is no lake."""
    try:
        return fetch_rows(load_query("feed_health"))
    except NoLake:
        return []


def _choose_feeds(feed_ids: list[str], listed: tuple[Feed, ...]) -> list[Feed]:
    require_known("feed", feed_ids, [feed.feed_id for feed in listed])
    return [feed for feed in listed if feed.feed_id in feed_ids or not (feed_ids or feed.paused)]


def _poll(chosen: list[Feed], settings: Settings) -> list["PolledFeed"]:
    """Poll the feeds as the pipeline does, each as if it had never been polled before."""
    from newsvane import pipeline
    from newsvane.pipeline.ingest.feed_poller import DueFeed, PolledFeed
    from newsvane.pipeline.ingest.queries import choose_queries
    from newsvane.pipeline.staging import RunFolder, site_of

    topics = configuration.check(settings).topics if any(feed.source_kind == "query" for feed in chosen) else ()
    due = [DueFeed(feed=feed, queries=choose_queries(feed, topics)) for feed in chosen]
    with _open_home(settings) as staged:
        run = RunFolder(staged.staging_path, "poll", make_run_name("check"))
        chunks = run.write_plan(due, site=lambda item: site_of(item.feed.url), chunks=settings.chunks, noun="feeds")
        with show_progress() as steps, steps.step("Poll feeds", count_items(chunks)) as on_done:
            for chunk in chunks:
                pipeline.poll(chunk, settings=staged, on_done=on_done)
        return list(run.read("polled", PolledFeed))


@contextmanager
def _open_home(settings: Settings) -> Iterator[Settings]:
    """Yield the settings; if the home was never used, with a temporary one, because a check makes no home."""
    if is_marked(settings.home):
        yield settings
        return
    with TemporaryDirectory() as folder:
        write_record(Path(folder), settings.watch)
        yield settings.model_copy(update={"home": Path(folder)})


def _find_named_feeds(pages: dict[str, str], settings: Settings) -> dict[str, str]:
    from newsvane.pipeline.ops.feed_discovery import find_linked_feeds

    with show_progress() as steps, steps.step("Look for their feeds"):
        return find_linked_feeds(pages, settings=settings)


def _check_row(found: "PolledFeed", named: str | None) -> Row:
    poll, moved_to = found.state.last_poll, found.state.moved_to
    dates = [entry.published_at for entry in found.entries]
    if named:
        fix = f"{poll.reason}: the page links to its feed: change url to {named}"
    elif poll.status == "failed":
        fix = f"{poll.reason}: {feeds.find_remedy(poll.reason, poll.detail) or poll.detail}"
    elif moved_to:
        fix = f"has moved: change url to {moved_to}"
    elif not found.entries:
        fix = "no entries: check whether the outlet still updates it"
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


def _suggest_fix(row: Row) -> str:
    """Return what to do about a feed, or "" if it is healthy."""
    if row["paused"] or row["status"] is None:
        return ""
    if row["status"] == "failed":
        return feeds.find_remedy(row["reason"], row["detail"]) or row["detail"] or "check its URL"
    if row["words"].startswith("moved for good"):
        return f"change url to {row['moved_to']}"
    return _SILENCE if row["volume"] == "silent" else ""


def _unpolled_row(feed: Feed) -> Row:
    fields = ("feed_id", "title", "outlet", "url", "paused")
    words = "paused" if feed.paused else "not polled yet"
    return {name: getattr(feed, name) for name in fields} | {"status": None, "words": words}


def _format_frequency(per_week: float | None, seconds: int | None) -> str:
    """Format how often a feed publishes and is polled: `34 per week, every 20 minutes`."""
    published = (
        f"{per_week:.0f} per week" if per_week and per_week >= 1 else "less than one per week" if per_week else ""
    )
    polled = (
        ""
        if seconds is None
        else f"every {seconds // 60} minutes"
        if seconds < 7200
        else f"every {seconds // 3600} hours"
    )
    return ", ".join(filter(None, (published, polled)))
