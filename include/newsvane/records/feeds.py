"""Feeds of the watch list, what is known of them, and what their polls gave."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from newsvane.records.base import Record, Utc

OutletKind = Literal["state", "exile", "independent", "agency", "broadcaster", "other"]
PollStatus = Literal["ok", "unchanged", "failed"]
TroubleKind = Literal["sick", "silent"]

SICK_AFTER_FAILURES = 3
"""Failed polls in a row that make a feed sick, if they also span some hours (see the lake's `land_troubles`)."""


class Feed(Record):
    """One table of the watch list (`include/watch/feeds.toml`).

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
    their entry ids, so that new items are told from old ones; 0 for an item without a usable link, which is no entry.
    `times`: publication in seconds since 1970, 0 where undated.
    """

    keys: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()

    @property
    def entries(self) -> set[int]:
        """The distinct ids of the items that are entries."""
        return set(self.ids) - {0}


class FeedPoll(Record):
    """One poll of one feed. The latest of a feed is its state: what is not of this poll alone is carried on.

    `feed_url`: the feed's address in the watch list; a state of another address is none. `url`: the address asked.
    `reason`: error code, "" when well; `detail`: in words. `failures`: failed polls in a row up to this one, since
    `failing_since`. `well_at`, `read_at`, `fresh_at`: the last poll that did not fail, that read a whole body, that
    found items not there before.
    `entries_seen`: items in the feed; `entries_fresh`: of these, not there when it was last read; `entries_new`: of
    these, not in the lake before, filled in at landing.
    `validators`: of the last answer; not sent while `validators_lie`: they said "unchanged" of a feed that had changed.
    `body_hash`: SHA-256 of the last body that parsed.
    `fresh_seconds`: how long the server asked us to wait (TTL, max-age, Expires). `interval_seconds`: the feed's own
    rhythm, before jitter and the server's wishes. `stay_seconds`: how long an item stays in the feed, the
    shortest lately seen; None where not known.
    `moved_to`: where permanent redirects lead from `feed_url`, in `moved_polls` polls in a row since `moved_since`;
    None while these count answers that it is gone for good (410).
    `items`: what the feed holds, None where this poll did not read it.
    """

    feed_id: str
    feed_url: str = ""
    url: str = ""
    polled_at: Utc
    status: PollStatus
    http_status: int | None = None
    reason: str = ""
    detail: str = ""
    entries_seen: int = 0
    entries_fresh: int = 0
    entries_new: int = 0
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
    duration_ms: int = 0
    size_bytes: int = 0
    items: FeedItems | None = None


class FeedTrouble(Record):
    """A stretch of time in which a feed was sick (its polls failed) or silent (against its own baseline).

    `reason`, `detail`: the last failure, or the silence in words. `ended_at`: None while it lasts.
    """

    feed_id: str
    kind: TroubleKind
    began_at: Utc
    ended_at: Utc | None = None
    reason: str = ""
    detail: str = ""
