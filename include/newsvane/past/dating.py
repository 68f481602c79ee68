"""Say when an article of the past appeared. It is never dated at the time when it is taken into the lake."""

from datetime import datetime

from newsvane.observation import with_observation
from newsvane.records import Article, PastSource


def date_article(
    article: Article,
    source: PastSource,
    *,
    archived_at: datetime | None,
    taken_at: datetime,
    listed_at: datetime | None = None,
    published_at: datetime | None = None,
) -> Article | None:
    """Return an article of the past as it lands; None if nothing says when it appeared.

    `archived_at`: when an archive captured the page; None if its own server answered. `taken_at`: when we read it.
    `listed_at`: when the list with its address was first used. `published_at`: what the list says; None if its address
    led to a page of another outlet, about which a list states nothing.

    An archive that captured a page has seen it, so its time counts as an observation, and is the latest time at which
    the article can have appeared. The time in a list counts if the page names none.
    """
    known: dict[str, object] = {"source": source, "archived_at": archived_at, "fetched_at": taken_at}
    if article.published_at is None and published_at and published_at <= (archived_at or taken_at):
        known |= {"published_at": published_at, "published_source": "list", "published_precision": "second"}
    elif article.published_at is None and archived_at:
        known |= {"published_at": archived_at, "published_source": "capture"}
    elif article.published_at is None:
        return None
    elif article.published_at > (archived_at or taken_at):
        known |= {"published_at": archived_at or taken_at}
    observed_at = archived_at if archived_at and article.observed_at else None if archived_at else listed_at
    return with_observation(article.model_copy(update=known), observed_at=observed_at, absent_at=None)
