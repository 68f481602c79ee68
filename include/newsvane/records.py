"""The records that pass between rooms: frozen, validated, JSON both ways (`model_dump_json`).

Times are aware UTC. `None` means "not known", never "none". Text is what the page says, unescaped and
unsafe to show as HTML. Ids come from `newsvane.urls`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import from_json


def _to_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


Utc = Annotated[AwareDatetime, AfterValidator(_to_utc)]

OutletKind = Literal["state", "exile", "independent", "agency", "broadcaster", "other"]
PollStatus = Literal["ok", "unchanged", "failed"]
PublishedSource = Literal["json_ld", "microdata", "meta", "time_element", "feed", "url", "script", "text", "none"]
PublishedPrecision = Literal["second", "minute", "day", "none"]
TranslationState = Literal["translated", "notice_only", "proxy", "possible", "none"]
CopyKind = Literal["same_address", "same_text", "near_copy", "translation"]
Stage = Literal["poll", "parse", "fetch", "read", "validate"]
Outcome = Literal["pending", "article", "skipped", "quarantined"]
EntryKind = Literal["article", "podcast", "advert"]
TroubleKind = Literal["sick", "silent"]
AlertKind = Literal["", "story", "update", "escalation", "digest", "trend", "name", "quarantine", "feed"]
Held = Literal["", "digest", "quiet", "cap"]


class Record(BaseModel):
    """Base: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Feed(Record):
    """One table of the watch list (`include/watch/feeds.toml`).

    `site`: the outlet's page for people. `folder`: where it stands in an OPML outline, outermost first. `opml`: the
    attributes of its outline that mean nothing here, kept so that an export gives them back.
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
    """What makes a conditional GET (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


class FeedItems(Record):
    """What a feed held when it was last read, one element an item in each column; 64-bit signed integers.

    `keys`: fingerprints of the items as written, so that what is known need not be parsed again. `ids`: of their
    entry ids, so that news can be told from noise. `times`: publication, seconds since 1970, 0 where undated.
    """

    keys: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()

    @property
    def entries(self) -> set[int]:
        """The ids of what is an entry, each once: an item without a usable link has the id 0."""
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


class Entry(Record):
    """One item of a feed: an address to read, and what the feed says about it.

    `entry_id` follows the canonical address, so one address is one entry in however many feeds.
    `content_hash` changes when the feed's own data on the item changes (a correction): then it is read again.
    `original_of`: the article that is a translation of this page, where it led here and no feed did (`feed_id` is ""
    until one does).
    `content`: full text or summary as HTML, as the feed gives it. `guid`: the feed's own id of the item, "" where it
    gives none or the same one to several. `kind`: only articles are read.
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
    original_of: str | None = None
    seen_at: Utc
    outcome: Outcome = "pending"
    tries: int = 0
    next_try_at: Utc | None = None


class ParsedFeed(Record):
    """A feed that was read. `problems`: what was wrong with it, in words; it may have entries all the same.

    `entries`: without the items that were said to be known. `items`: all, the known ones included. `sitemaps`: the
    sitemaps of an index, newest first, each to be read as a feed.
    """

    title: str = ""
    language: str | None = None
    ttl_seconds: int | None = None
    entries: tuple[Entry, ...] = ()
    items: FeedItems = FeedItems()
    sitemaps: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Raw(Record):
    """Where a page lies in the archive: WARC file (relative to the archive root), byte offset, SHA-256 of the body."""

    file: str
    offset: int
    digest: str


class Page(Record):
    """A response. `url` was asked for, `final_url` answered. `body` is decompressed, at most the cap in size.

    `moved_to`: where permanent redirects (301, 308) led, counted from `url` to the first other answer; None: nowhere,
    and where `url` holds a password. The others hold none.
    """

    url: str
    final_url: str
    moved_to: str | None = None
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fetched_at: Utc
    raw: Raw | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class Language(Record):
    """`code`: ISO 639-1, 639-3 where there is none, "und" when not known. `confidence`: 0 to 1."""

    code: str
    confidence: float


class Translation(Record):
    """Whether a machine translated the page, and how that is known. `evidence`: one line a sign, for people.

    `source_url`: the original's address, canonical; `source_link`: as the page gives it, absolute and out of proxies,
    to be fetched; the lake does not keep it.
    """

    state: TranslationState = "none"
    notice_language: str | None = None
    source_language: str | None = None
    source_url: str | None = None
    source_link: str | None = None
    evidence: tuple[str, ...] = ()


class Alternate(Record):
    """The same page in another language, as its `hreflang` links say. `language`: as given, lower case."""

    language: str
    url: str


class Article(Record):
    """One article as it was read.

    `text`: paragraphs separated by a blank line, without notices and promotions; "" once dropped because it is off
    topic. `words` and `text_hash` outlive the text. `page_language`: what the page declares. `language`: what most of
    the body is written in; `languages`: all that hold at least a fifth of its words, the most first.
    `published_zone`: as the page writes it ("+02:00", "Z"), None where UTC was assumed. `section`: what the page files
    itself under. `paywalled`, `liveblog`: the page says so. `country`, `outlet_kind`: of the outlet, by the watch list.
    """

    article_id: str
    url: str
    canonical_url: str
    outlet: str
    feed_id: str | None = None
    title: str
    authors: tuple[str, ...] = ()
    published_at: Utc | None = None
    published_source: PublishedSource = "none"
    published_zone: str | None = None
    published_precision: PublishedPrecision = "none"
    updated_at: Utc | None = None
    fetched_at: Utc
    section: str | None = None
    text: str
    text_hash: str = ""
    words: int
    image_url: str | None = None
    alternates: tuple[Alternate, ...] = ()
    paywalled: bool = False
    liveblog: bool = False
    country: str | None = None
    outlet_kind: OutletKind = "other"
    language: str = "und"
    language_confidence: float = 0.0
    languages: tuple[str, ...] = ()
    page_language: str | None = None
    translation: Translation = Translation()
    topics: tuple[str, ...] = ()
    raw: Raw | None = None


class Skipped(Record):
    """What a room left out, and why. `will_retry`: the next cycle tries again."""

    url: str
    stage: Stage
    reason: str
    detail: str = ""
    feed_id: str | None = None
    entry_id: str | None = None
    at: Utc
    will_retry: bool = False


class Quarantined(Record):
    """An article that failed validation, whole, with the expectations it failed; can be replayed."""

    article: Article
    reasons: tuple[str, ...]
    run_id: str
    at: Utc


class Grouping(Record):
    """What an article is a copy of (`copy_of`: article id, None for an original) and the story it belongs to.

    `score`: 0 to 1, the similarity that made the link (1.0 for the same text or a declared original).
    """

    article_id: str
    copy_of: str | None = None
    copy_kind: CopyKind | None = None
    score: float | None = None
    story_id: str
    evidence: tuple[str, ...] = ()


class Topic(Record):
    """One line of `include/watch/topics.toml`: a subject, and the query that finds it."""

    topic_id: str
    title: str
    query: str


class Span(Record):
    """A passage that a query found: characters `start` to `end` (exclusive) of `field` of an article."""

    field: Literal["title", "text", "outlet", "language", "country", "published_at"]
    start: int
    end: int


class Facts(Record):
    """What an alert says, as data: cleaned and cut to a line each, not escaped.

    `time`, `language`, `news` (what is new, how many outlets so far) and `why`: in words. `snippet`: pieces of a
    passage, each with whether it was found. `page`: the article's address, `ui`: of the page in the UI that is `called`
    so; both ASCII.
    """

    headline: str
    outlet: str = ""
    time: str = ""
    language: str = ""
    news: str = ""
    snippet: tuple[tuple[str, bool], ...] = ()
    why: str = ""
    page: str = ""
    ui: str = ""
    called: str = ""


class Message(Record):
    """One alert for one channel, rendered. `key` is its idempotency key: one a rule, story and channel.

    `channel`: the name in `alerts.toml`, never the address with its credentials. An alert tells of a story and the
    article that speaks for it, of a feed, or of many feeds or stories at once. `covers`: the keys of the alerts that it
    tells together; they are told with it. `thread`: the key of the first message on its story to the channel.
    `held`: for a digest, until quiet hours end, or because the rule has told enough in this hour; until `due_at`.
    `facts`: what it says, for digests.
    """

    key: str
    rule: str
    channel: str
    kind: AlertKind = ""
    story_id: str = ""
    article_id: str = ""
    feed_id: str = ""
    covers: tuple[str, ...] = ()
    thread: str = ""
    subject: str
    body: str
    html: str = ""
    markdown: str = ""
    created_at: Utc
    held: Held = ""
    due_at: Utc | None = None
    facts: Annotated[
        Facts | None, BeforeValidator(lambda given: from_json(given) if isinstance(given, str) else given)
    ] = None


class Delivery(Record):
    """One attempt to deliver a message, that began `at`. Without `next_try_at` a failed one was the last.

    `unsure`: it failed, but the message may have arrived. `rest_until`: the channel asked to be left alone until then.
    `address`: where it went, fit to be shown.
    """

    key: str
    channel: str
    at: Utc
    ok: bool
    attempt: int
    reason: str = ""
    detail: str = ""
    next_try_at: Utc | None = None
    unsure: bool = False
    rest_until: Utc | None = None
    address: str = ""


class Due(Record):
    """A message to be sent, and what was tried: `attempts` in all, `tries` `since` it was written or sent anew.

    `unsure_since`: when the first attempt began that may have arrived. `not_before`: when it may be sent.
    """

    message: Message
    attempts: int = 0
    tries: int = 0
    since: Utc
    unsure_since: Utc | None = None
    not_before: Utc | None = None
