"""The input of a landing (`Batch`), and its results: counts that are passed on with tasks and asset events."""

from collections.abc import Mapping
from datetime import date

from newsvane.records import (
    Article,
    ArticleNames,
    Entry,
    Grouping,
    Message,
    Outcome,
    Quarantined,
    Record,
    Revision,
    Sketch,
    Skipped,
    Utc,
)


class EntryOutcome(Record):
    """The result of reading an entry.

    `content_hash`: of the entry when it was read; if the feed has corrected the entry since then, it stays pending.
    `article_id`: the resulting article, even if it was quarantined. `next_try_at`: only for `pending`. `led_to`: as in
    Entry.
    """

    entry_id: str
    content_hash: str
    outcome: Outcome
    article_id: str | None = None
    tries: int = 0
    next_try_at: Utc | None = None
    led_to: str | None = None


class Batch(Record):
    """Everything that one run writes, in one transaction.

    `articles`: the accepted ones, with their topics; off-topic articles have `text=""`. `groupings`: of these articles,
    and of stored articles whose grouping changes because of them. `sketches`: of the articles, by id.
    `names`: of those on topic, by id.
    `revisions`: what the articles change in their stored rows. `originals`: entries for the originals of the
    translations among the articles, to be read if they are not known yet.
    """

    run_id: str
    now: Utc
    articles: tuple[Article, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    sketches: Mapping[str, Sketch] = {}
    names: Mapping[str, ArticleNames] = {}
    revisions: tuple[Revision, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    outcomes: tuple[EntryOutcome, ...] = ()
    originals: tuple[Entry, ...] = ()
    messages: tuple[Message, ...] = ()


class Landing(Record):
    """Counts of the rows that a batch changed. All except `unchanged` are 0 if the same batch lands a second time.

    `off_topic`: among the new and updated articles. `copies`: articles that became copies of another one. `moved`:
    articles that changed to another story. `originals_queued`: entries added because a translation names them as its
    original. `days`: the days of coverage to count again, for `refresh_trends`.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    off_topic: int = 0
    copies: int = 0
    moved: int = 0
    skipped: int = 0
    quarantined: int = 0
    originals_queued: int = 0
    messages: int = 0
    days: tuple[date, ...] = ()


class Regrouping(Record):
    """Counts of the rows that changed when stored articles were grouped again.

    `sketches`: rewritten ones. `regrouped`: articles whose grouping changed. Among these, `copies` became a copy,
    `originals` became an original, and `moved` changed to another story.
    """

    sketches: int = 0
    regrouped: int = 0
    copies: int = 0
    originals: int = 0
    moved: int = 0

    def __add__(self, other: "Regrouping") -> "Regrouping":
        """Return the sums of both."""
        return Regrouping(**{name: value + getattr(other, name) for name, value in self})


class PollLanding(Record):
    """Counts of the rows that a round of polls added. `pending`: all entries that are to be read now."""

    polls: int = 0
    entries_new: int = 0
    entries_changed: int = 0
    pending: int = 0
