"""`newsvane feeds pause`, `resume` and `poll`: control feeds without changing feeds.toml."""

from typing import Annotated

import typer

from newsvane import lake
from newsvane.analysis.known_names import require_known
from newsvane.analysis.queries import fetch_rows
from newsvane.cli.actions import Reason, run_action
from newsvane.cli.console import print_hint
from newsvane.cli.feeds.watch_file import find_feeds_in_force
from newsvane.cli.options import AsJson
from newsvane.cli.outcomes import exit_if_failed, find_named_poll_problems
from newsvane.cli.progress import show_progress
from newsvane.cli.queries import load_query
from newsvane.cli.system.cycle import Cycle, as_single_chunk, show_summary, wake_for_entries
from newsvane.settings import Settings, get_settings

FeedId = Annotated[str, typer.Argument(metavar="FEED_ID", help="Id of a feed in the watch list.")]
FeedIds = Annotated[list[str], typer.Argument(metavar="FEED_ID...", help="Ids of feeds in the watch list.")]


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command(epilog="Example: `newsvane feeds pause tehran-times --reason 'they asked us to wait'`")(pause)
    commands.command(epilog="Example: `newsvane feeds resume tehran-times`")(resume)
    commands.command(epilog="Example: `newsvane feeds poll tehran-times mehr-en`")(poll)


def pause(feed_id: FeedId, reason: Reason = "", as_json: AsJson = False) -> None:
    """Stop polling a feed until it is resumed.

    The pause is stored in the lake, with who paused the feed and why; feeds.toml does not change. A reason can be added
    later. Exit code 1 if the feed is already paused, with a reason or without a new one.
    """
    _require_watched([feed_id], get_settings())
    run_action("pause_feed", feed_id, reason=reason, as_json=as_json)
    if not reason.strip():
        print_hint(f"Nobody will know why: `newsvane feeds pause {feed_id} --reason WORDS` adds a reason.")


def resume(feed_id: FeedId, reason: Reason = "", as_json: AsJson = False) -> None:
    """Resume a feed that was paused with `newsvane feeds pause` or in the UI.

    A feed that feeds.toml pauses must be resumed there. Exit code 1 if the feed was not paused by hand.
    """
    _require_watched([feed_id], get_settings())
    run_action("resume_feed", feed_id, reason=reason, as_json=as_json)


def poll(feed_ids: FeedIds, as_json: AsJson = False) -> None:
    """Poll feeds now, due, paused or not, and land their entries.

    `newsvane feeds check` polls without landing; `newsvane poll` polls the feeds that are due. A running Airflow
    is told to read the pages. Exit code 1 if a feed could not be polled.
    """
    settings = as_single_chunk(get_settings())
    _require_watched(feed_ids, settings)
    _say_which_are_paused(feed_ids, settings)
    with show_progress() as steps:
        cycle = Cycle(steps, settings)
        cycle.poll(only=feed_ids)
    show_summary(cycle.summary, as_json=as_json)
    wake_for_entries(cycle.summary, as_json=as_json)
    exit_if_failed(find_named_poll_problems(cycle.summary))


def _require_watched(feed_ids: list[str], settings: Settings) -> None:
    require_known("feed", feed_ids, [feed.feed_id for feed in find_feeds_in_force(settings)])


def _say_which_are_paused(feed_ids: list[str], settings: Settings) -> None:
    """Say which of these feeds are polled although they are paused, by whom and why. They stay paused."""
    paused = {feed.feed_id: "paused in feeds.toml" for feed in find_feeds_in_force(settings) if feed.paused}
    if lake.exists(settings):
        paused |= {row["feed_id"]: row["words"] for row in fetch_rows(load_query("feed_health")) if row["paused"]}
    for feed_id in feed_ids:
        if feed_id in paused:
            print_hint(
                f"{feed_id} is {paused[feed_id]}. It is polled this once, because you named it, and stays paused."
            )
