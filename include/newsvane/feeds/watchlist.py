"""The watch list (`include/watch/feeds.toml`) as records."""

import re

from newsvane import urls
from newsvane.records import Feed
from newsvane.watch import WatchFile

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def load_feeds(text: str, *, path: str) -> tuple[Feed, ...]:
    """Read a watch list: TOML, one `[[feed]]` a feed, keys id, url, title, outlet, language, country, kind, paused.

    `path` is for the messages. An outlet that is not given is the registered domain of the address.
    Raises ConfigError with file and line on broken TOML, unknown keys, wrong values, repeated ids or addresses.
    """
    file = WatchFile(text, path=path, kinds=("feed",))
    feeds = file.records("feed", Feed, {"id": "feed_id"})
    seen: dict[str, str] = {}
    for index, feed in enumerate(feeds):
        if not _ID.fullmatch(feed.feed_id):
            known = "up to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit"
            raise file.error("feed", index, "id", f"id: {known}")
        try:
            urls.outlet(feed.url)
        except ValueError as error:
            raise file.error("feed", index, "url", f"url: {error}") from error
        first = seen.setdefault(_same(feed.url), feed.feed_id)
        if first != feed.feed_id:
            raise file.error("feed", index, "url", f"repeats the url of the feed {first!r}")
    return tuple(feed if feed.outlet else feed.model_copy(update={"outlet": urls.outlet(feed.url)}) for feed in feeds)


def _same(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
