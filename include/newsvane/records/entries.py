"""Feeds that were read, and their entries."""

from datetime import date, timedelta
from typing import Literal

from newsvane.records.base import Line, Record, Utc
from newsvane.records.feeds import FeedItems, OutletKind

EntryKind = Literal["article", "podcast", "advert"]
Outcome = Literal["pending", "article", "skipped", "quarantined"]

FOREIGN_PAGES_PER_SITE = 100
"""How many pages of one site (see `urls.site`) a source of another outlet may have read per day, and to how many more
its addresses may redirect. With a request every two seconds, they keep a server busy for three minutes. An outlet with
more on a topic per day is worth a source of its own, which has no such limit."""

FOREIGN_WAIT = timedelta(days=1)
"""A page is read again no sooner because a source of another outlet changes what it says of it."""

LIST_PAGE_WAIT = timedelta(hours=6)
"""A page is read again no sooner because a list page of its outlet changes what it says of it."""


class Entry(Record):
    """One item of a feed: an address to read, and what the feed says about it.

    `entry_id`: made from the canonical address, so an address is one entry, however many feeds list it.
    `guid`: the feed's own id of the item; "" if the item has none or shares it with others.
    `kind`: only articles are read.
    `content`: full text or summary as HTML, as the feed gives it.
    `content_hash`: changes when the feed corrects the item; the article is then read again.
    `own`: whether the feed belongs to the outlet of the address; None if that is not known. Another outlet's feed may
    name an address, but its own feed decides what the entry says.
    `observed_at`: the end of the poll that first found it, the same for all entries of a run; set when it lands.
    `absent_at`: the poll of its own outlet's feed before that, which did not find it; None if there was none.
    `original_of`: id of the translated article whose page led to this entry, if no feed did. Such an entry has the
    `feed_id` "" until a feed lists it.
    `outcome`, `tries`, `next_try_at`: the result of the attempts to read it so far.
    `led_to`: the site of another outlet to which the address redirected when it was last requested; None if to none.
    """

    entry_id: str
    feed_id: str
    url: str
    canonical_url: str
    guid: str = ""
    kind: EntryKind = "article"
    title: str = ""
    authors: tuple[str, ...] = ()
    published_at: Utc | None = None
    updated_at: Utc | None = None
    content: str = ""
    language: str | None = None
    image_url: str | None = None
    source_url: str | None = None
    content_hash: str = ""
    own: bool | None = None
    original_of: str | None = None
    seen_at: Utc
    observed_at: Utc | None = None
    absent_at: Utc | None = None
    outcome: Outcome = "pending"
    tries: int = 0
    next_try_at: Utc | None = None
    led_to: str | None = None


class RedirectCount(Record):
    """To how many pages of a site of another outlet the addresses of a source have redirected within a day."""

    feed_id: str
    site: str
    pages: int


class UnreadCount(Record):
    """How many entries of an outlet a source listed for one day that are not read, because they match no topic.

    `own`: whether the source belongs to the outlet. `country`, `kind`: of the outlet, as far as known.
    """

    day: date
    outlet: str
    feed_id: str
    own: bool
    language: str | None = None
    country: str | None = None
    kind: OutletKind = "other"
    entries: int = 1


class ParsedFeed(Record):
    """The contents of a feed.

    `ttl_seconds`: how long the feed stays valid, according to itself.
    `entries`: the entries that were not known before. `items`: all items, including the known ones.
    `sitemaps`: for an index of sitemaps their addresses, newest first; each can be read like a feed.
    `problems`: faults of the feed, one line each, for people. A feed with faults may still have entries.
    """

    title: str = ""
    language: str | None = None
    ttl_seconds: int | None = None
    entries: tuple[Entry, ...] = ()
    items: FeedItems = FeedItems()
    sitemaps: tuple[str, ...] = ()
    problems: tuple[Line, ...] = ()
