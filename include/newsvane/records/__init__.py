"""The records that packages exchange: frozen, validated, JSON in both directions (`model_dump_json`).

Times have a zone and are in UTC. `None` means "not known", never "none". Text is stored as on the page and must be
escaped before it is shown as HTML. Ids are made by `newsvane.urls`.
"""

from newsvane.records.alerts import MAX_DELAY, AlertKind, DelayReason, Delivery, Due, Facts, Message
from newsvane.records.articles import (
    Alternate,
    Article,
    CopyKind,
    Grouping,
    Language,
    PageKind,
    PublishedPrecision,
    PublishedSource,
    Quarantined,
    TopicMention,
    Translation,
    TranslationState,
)
from newsvane.records.base import MAX_CLOCK_SKEW, Record, Utc
from newsvane.records.entries import Entry, EntryKind, Outcome, ParsedFeed
from newsvane.records.feeds import (
    FLOOD_AT_LEAST,
    FLOOD_FACTOR,
    FLOOD_HISTORY_DAYS,
    FLOOD_MIN_DAYS,
    SICK_AFTER,
    SICK_AFTER_FAILURES,
    Feed,
    FeedItems,
    FeedPoll,
    FeedState,
    FeedTrouble,
    OutletKind,
    PollStatus,
    TroubleKind,
    Validators,
)
from newsvane.records.grouping import Revision, Sketch
from newsvane.records.pages import OtherKind, Page, Raw, Skipped, Stage
from newsvane.records.topics import Span, Topic

__all__ = [
    "FLOOD_AT_LEAST",
    "FLOOD_FACTOR",
    "FLOOD_HISTORY_DAYS",
    "FLOOD_MIN_DAYS",
    "MAX_CLOCK_SKEW",
    "MAX_DELAY",
    "SICK_AFTER",
    "SICK_AFTER_FAILURES",
    "AlertKind",
    "Alternate",
    "Article",
    "CopyKind",
    "DelayReason",
    "Delivery",
    "Due",
    "Entry",
    "EntryKind",
    "Facts",
    "Feed",
    "FeedItems",
    "FeedPoll",
    "FeedState",
    "FeedTrouble",
    "Grouping",
    "Language",
    "Message",
    "OtherKind",
    "Outcome",
    "OutletKind",
    "Page",
    "PageKind",
    "ParsedFeed",
    "PollStatus",
    "PublishedPrecision",
    "PublishedSource",
    "Quarantined",
    "Raw",
    "Record",
    "Revision",
    "Sketch",
    "Skipped",
    "Span",
    "Stage",
    "Topic",
    "TopicMention",
    "Translation",
    "TranslationState",
    "TroubleKind",
    "Utc",
    "Validators",
]
