"""`newsvane feeds pause`, `resume` and `poll`: what is done to feeds by hand, without touching feeds.toml."""

from typing import Annotated

import typer

from newsvane.cli.actions import Reason, act
from newsvane.cli.feeds.editing import watched
from newsvane.cli.options import AsJson
from newsvane.cli.progress import progress
from newsvane.cli.system.cycle import Cycle, one_chunk, show_summary
from newsvane.settings import Settings, get_settings

FeedId = Annotated[str, typer.Argument(metavar="FEED_ID", help="Id of a feed of the watch list.")]
FeedIds = Annotated[list[str], typer.Argument(metavar="FEED_ID...", help="Ids of feeds of the watch list.")]


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command(epilog="Example: `newsvane feeds pause tehran-times --reason 'they asked us to wait'`")(pause)
    commands.command(epilog="Example: `newsvane feeds resume tehran-times`")(resume)
    commands.command(epilog="Example: `newsvane feeds poll tehran-times mehr-en`")(poll)


def pause(feed_id: FeedId, reason: Reason = "", as_json: AsJson = False) -> None:
    """Poll a feed no more until it is resumed.

    Kept in the lake with who and why, beside what feeds.toml says. Exit code 1 where it is paused already.
    """
    _require([feed_id], get_settings())
    act("pause_feed", feed_id, reason=reason, as_json=as_json)


def resume(feed_id: FeedId, reason: Reason = "", as_json: AsJson = False) -> None:
    """Poll a feed again that was paused by hand.

    What feeds.toml pauses is resumed there. Exit code 1 where the feed is not paused by hand.
    """
    _require([feed_id], get_settings())
    act("resume_feed", feed_id, reason=reason, as_json=as_json)


def poll(feed_ids: FeedIds, as_json: AsJson = False) -> None:
    """Poll feeds now, due or not, and land what they bring.

    `newsvane feeds check` polls without landing; `newsvane poll` polls what is due.
    """
    settings = one_chunk(get_settings())
    _require(feed_ids, settings)
    with progress() as steps:
        cycle = Cycle(steps, settings)
        cycle.poll(only=feed_ids)
    show_summary(cycle.summary, as_json=as_json)


def _require(feed_ids: list[str], settings: Settings) -> None:
    listed = {feed.feed_id for feed in watched(settings)}
    if unknown := set(feed_ids) - listed:
        raise typer.BadParameter(f"not on the watch list: {', '.join(sorted(unknown))}")
