"""What goes into the lake in one landing, and what came of it: counts that tasks and assets carry."""

from collections.abc import Mapping
from datetime import date

from newsvane.records import Article, Entry, Grouping, Message, Outcome, Quarantined, Record, Skipped, Utc
from newsvane.stories import Revision, Sketch


class EntryOutcome(Record):
    """What became of an entry that was read.

    `content_hash`: of the entry as it was read; where the feed has corrected it since, it stays pending.
    `article_id`: the article it led to, also when it was refused. `next_try_at`: for `pending` alone.
    """

    entry_id: str
    content_hash: str
    outcome: Outcome
    article_id: str | None = None
    tries: int = 0
    next_try_at: Utc | None = None


class Batch(Record):
    """All that one run lands, in one transaction.

    `articles`: accepted, with their topics; off-topic ones with `text=""`. `groupings`: of these and of the articles
    of the history whose grouping they change. `sketches`: of the articles, by id.
    `revisions`: what they change of articles that are there.
    `originals`: of the translations among the articles, to be read where they are not known.
    """

    run_id: str
    now: Utc
    articles: tuple[Article, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    sketches: Mapping[str, Sketch] = {}
    revisions: tuple[Revision, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    outcomes: tuple[EntryOutcome, ...] = ()
    originals: tuple[Entry, ...] = ()
    messages: tuple[Message, ...] = ()


class Landing(Record):
    """Rows that a batch changed; all but `unchanged` are 0 when it is landed a second time.

    `off_topic`: of the new and updated articles. `copies`: groupings that came to name an original.
    `moved`: articles that went over to another story.
    `originals_queued`: entries made to be read because a translation names them.
    `days`: of coverage whose counts changed, what `refresh_trends` wants.
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
    """Rows that grouping anew changed.

    `sketches`: written anew. `regrouped`: articles whose grouping changed; of these, `copies`, `originals`: became one;
    `moved`: went over to another story.
    """

    sketches: int = 0
    regrouped: int = 0
    copies: int = 0
    originals: int = 0
    moved: int = 0

    def __add__(self, other: "Regrouping") -> "Regrouping":
        """The sums."""
        return Regrouping(**{name: value + getattr(other, name) for name, value in self})


class PollLanding(Record):
    """Rows that a round of polls added; `pending`: entries to be read now, in all."""

    polls: int = 0
    entries_new: int = 0
    entries_changed: int = 0
    pending: int = 0
