"""Feeds of the watch list, their states, and the results of their polls."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from newsvane.records.base import Line, Record, Utc

OutletKind = Literal["state", "exile", "independent", "agency", "broadcaster", "other"]
SourceKind = Literal["feed", "sitemap", "page", "telegram", "query", "aggregator"]
ReadMode = Literal["all", "matching"]
PollStatus = Literal["ok", "unchanged", "failed"]
TroubleKind = Literal["sick", "silent", "flood"]

SICK_AFTER_FAILURES = 3
"""A feed is sick after this many failed polls in a row, if they also span SICK_AFTER."""

SICK_AFTER = timedelta(hours=6)
"""The minimum time between the first and the last failed poll of a sick feed."""

FLOOD_FACTOR = 5
"""A feed floods on a day with more than this many times as many new entries as on nine of ten usual days."""

FLOOD_AT_LEAST = 100
"""Fewer new entries in a day are never a flood."""

FLOOD_HISTORY_DAYS = 28
"""The number of days with which a day is compared."""

FLOOD_MIN_DAYS = 7
"""A feed is not compared with its past if it was read on fewer of these days."""


class Feed(Record):
    """One source on the watch list (`include/watch/feeds.toml`): a feed, or a page or service that lists articles.

    `source_kind`: how its list is read. `kind`: what the outlet is. `outlet`: "" for a source that lists the articles
    of others (a query, an aggregator).
    `read`: which of its entries are read: all, or those whose title or description match a topic.
    `links`, `titles`, `dates`: CSS selectors of a list page; "" finds them automatically. `topic`, `terms`: what a
    query asks for: the names in the topic with this id, or these words and phrases instead. `access`: name of the
    access data, which are never in a file. `needs_contact`: it is polled only if NEWSVANE_CONTACT is set.
    `site`: the outlet's page for people. `folder`: its folders in an OPML file, outermost first. `opml`: attributes of
    its OPML outline that have no field here, kept so that an export writes them back.
    """

    feed_id: str
    url: str
    title: str = ""
    outlet: str = ""
    language: str | None = None
    country: str | None = None
    kind: OutletKind = "other"
    source_kind: SourceKind = "feed"
    read: ReadMode = "all"
    links: str = ""
    titles: str = ""
    dates: str = ""
    topic: str = ""
    terms: tuple[str, ...] = ()
    access: str = ""
    needs_contact: bool = False
    paused: bool = False
    site: str | None = None
    folder: tuple[str, ...] = ()
    opml: Mapping[str, str] = Field(default_factory=dict)


class Validators(Record):
    """The response headers that make the next request conditional (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


class FeedItems(Record):
    """The items of a feed when it was last read: three columns with one element per item, 64-bit signed integers.

    `keys`: fingerprints of the items as written, so that known items need not be parsed again. `ids`: fingerprints of
    their entry ids, to distinguish new items from old ones; 0 for an item without a usable link, which is no entry.
    `times`: publication in seconds since 1970; 0 if there is no date. A list of minute files also keeps here what it
    read before: see `newsvane.feeds.minute_files`.
    """

    keys: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()

    @property
    def entries(self) -> set[int]:
        """The distinct ids of the items that are entries."""
        return set(self.ids) - {0}


class FeedPoll(Record):
    """What happened in one poll of one feed.

    `feed_url`: address of the feed in the watch list at that time. `url`: the requested address, which is another one
    if the feed has moved permanently.
    `status`: "unchanged" means that nothing had to be parsed. `reason`: code of the failure, "" if there was none.
    `detail`: the failure, or faults of the feed, in words.
    `entries_seen`: entries in the feed. `entries_fresh`: how many of them were not there when the feed was last read.
    `entries_new`: how many of them were not in the lake; counted when the poll lands.
    `size_bytes`: of the decompressed body.
    """

    feed_id: str
    feed_url: str = ""
    url: str = ""
    polled_at: Utc
    status: PollStatus
    http_status: int | None = None
    reason: str = ""
    detail: Line = ""
    entries_seen: int = 0
    entries_fresh: int = 0
    entries_new: int = 0
    duration_ms: int = 0
    size_bytes: int = 0


class FeedState(Record):
    """The state of a feed after its latest poll. It determines when and how to poll the feed next.

    `last_poll`: the latest poll. Its `feed_url` is the address in the watch list to which the state belongs.
    `validators`: of the latest answer. `validators_lie`: they said "unchanged" although the feed had changed, so they
    are not sent. `body_hash`: SHA-256 of the last body that was parsed.
    `failures`: failed polls in a row up to the latest one, since `failing_since`.
    `well_at`: the last poll that did not fail. `read_at`: the last poll that got a whole body. `fresh_at`: the last
    poll that found items which were not there before.
    `fresh_seconds`: how long the server asks us to wait (TTL, max-age, Expires). `interval_seconds`: mean time between
    items as far as known, without jitter and the server's wishes. `stay_seconds`: how long an item stays in the feed,
    the shortest time observed lately; None where unknown.
    `moved_to`: where permanent redirects from the watch list's address led, in the latest `moved_polls` polls in a row,
    since `moved_since`. It is None while these polls answered 410 (gone for good).
    `items`: the items when the feed was last read; None where unknown or not loaded.

    The JSON form is one flat object with the fields of `last_poll` beside the others, like a row of `feed_states`.
    Files of older versions, which had a single record with all these fields, can therefore be read.
    """

    last_poll: FeedPoll
    validators: Validators = Validators()
    validators_lie: bool = False
    body_hash: str | None = None
    failures: int = 0
    failing_since: Utc | None = None
    well_at: Utc | None = None
    read_at: Utc | None = None
    fresh_at: Utc | None = None
    fresh_seconds: int | None = None
    interval_seconds: int | None = None
    stay_seconds: int | None = None
    moved_to: str | None = None
    moved_since: Utc | None = None
    moved_polls: int = 0
    next_poll_at: Utc
    items: FeedItems | None = None

    @property
    def feed_id(self) -> str:
        """The id of the feed."""
        return self.last_poll.feed_id

    @model_validator(mode="before")
    @classmethod
    def _nest_poll(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "last_poll" in data:
            return data
        poll = {name: data[name] for name in FeedPoll.model_fields if name in data}
        return {"last_poll": poll} | {name: value for name, value in data.items() if name not in poll}

    @model_serializer(mode="wrap")
    def _flatten_poll(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = serialize(self)
        poll: dict[str, Any] = data.pop("last_poll", {})
        return poll | data


class FeedTrouble(Record):
    """A period in which a feed was sick (its polls failed), silent, or flooded us (compared with its usual volume).

    `reason`, `detail`: the last failure, or the silence or flood in words. `ended_at`: None while it lasts.
    """

    feed_id: str
    kind: TroubleKind
    began_at: Utc
    ended_at: Utc | None = None
    reason: str = ""
    detail: Line = ""
