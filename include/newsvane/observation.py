"""Decide in which order articles came out. An outlet can claim any date, so what our polls saw decides.

An article existed when a poll first saw it (`Article.observed_at`). It did not exist, as far as its outlet showed, when
the poll before did not find it (`Article.absent_at`). Between the two the claimed time of publication counts, but by at
most MAX_CLAIMED_LEAD: whoever forges a date gains no more than that. The lake's view
`ordered_articles` computes `reported_at` and `ordered_at` in the same way.
"""

from datetime import datetime, timedelta

from newsvane.records import Article

MAX_CLAIMED_LEAD = timedelta(hours=1)
"""How long before our first sight of an article its claimed time counts, when it is compared with other articles."""

MAX_LISTING_DELAY = timedelta(hours=1)
"""An honest outlet may list an article this long after publishing it; an earlier claim is contradicted by our polls."""


_A_MINUTE = timedelta(minutes=1)
"""An outlet's feed that lists an article later than others did not have it in the minute before they did."""

_STAND_INS = frozenset({"relative", "updated", "capture"})
"""Where times come from that stand in for a time of publication that a page does not name. A later reading of "3 days
ago" gives another time."""

_CLAIM = ("published_at", "published_source", "published_precision", "published_zone")


def observed_at(article: Article) -> datetime:
    """Return when we first saw the article. Without a poll: the hour of its reading, the same for all read with it."""
    return article.observed_at or article.fetched_at.replace(minute=0, second=0, microsecond=0)


def reported_at(article: Article) -> datetime:
    """Return the claimed time of publication, within the limits of what our polls saw; if unknown, our first sight."""
    if article.published_at is None:
        return article.observed_at or article.fetched_at
    claimed_at = max(article.published_at, article.absent_at or article.published_at)
    return min(claimed_at, article.observed_at or claimed_at)


def ordered_at(article: Article) -> datetime:
    """Return the time that decides which of two articles came first."""
    seen_at = observed_at(article)
    if article.published_at is None:
        return seen_at
    earliest = seen_at - MAX_CLAIMED_LEAD
    return max(min(article.published_at, seen_at), earliest, article.absent_at or earliest)


def chronological_key(article: Article) -> tuple[datetime, bool, datetime, datetime, str]:
    """Return the sort key of an article. Of articles that we saw at the same time, the earliest dated one is first."""
    published = article.published_at
    return (
        ordered_at(article),
        published is None,
        published or article.fetched_at,
        article.fetched_at,
        article.article_id,
    )


def is_certainly_before(a: Article, b: Article) -> bool:
    """Return whether we saw one article before a poll of the other's outlet that did not find the other yet.

    An article that no poll of its outlet listed was seen when it was read, and no earlier. When one of the past was
    there, somebody else's file or archive says, and not our polls.
    """
    return a.source is None and b.absent_at is not None and (a.observed_at or a.fetched_at) <= b.absent_at


def is_date_contradicted(article: Article) -> bool:
    """Return whether the claimed time lies well before a poll that did not find the article."""
    if article.published_at is None or article.absent_at is None:
        return False
    precision = timedelta(days=1) if article.published_precision == "day" else timedelta(0)
    return article.published_at + precision + MAX_LISTING_DELAY < article.absent_at


def absent_until(looked_at: datetime) -> datetime:
    """Return the `absent_at` that a look without the article shows: its minute.

    In which second we asked which outlet must not decide who was first.
    """
    return looked_at.replace(second=0, microsecond=0)


def with_observation(article: Article, *, observed_at: datetime | None, absent_at: datetime | None) -> Article:
    """Return the article with these times, and with what they say about its date."""
    observed = article.model_copy(update={"observed_at": observed_at, "absent_at": absent_at})
    return observed.model_copy(update={"date_contradicted": is_date_contradicted(observed)})


def keep_observation(article: Article, before: Article) -> Article:
    """Return the article with what was observed of it when it was read `before`.

    If no poll had listed it then, because an address of another outlet led to it, a poll since then counts, although
    the article was there when it was read, at the latest. The poll before it, which did not find the article, may have
    been later than that: then the outlet's feed did not have the article before, either.
    """
    observed_at, absent_at = before.observed_at, before.absent_at
    if observed_at is None and article.observed_at:
        observed_at = min(article.observed_at, before.fetched_at)
        absent_at = article.absent_at and min(article.absent_at, absent_until(observed_at) - _A_MINUTE)
    elif observed_at and absent_at is None and article.absent_at and article.absent_at < absent_until(observed_at):
        absent_at = article.absent_at  # a source of another outlet listed it first, and its own one now
    return with_observation(article, observed_at=observed_at, absent_at=absent_at)


def is_announced(article: Article, before: Article) -> bool:
    """Return whether its outlet itself announces an article now that only a list of addresses had dated `before`.

    A feed of the outlet that did not have it in the poll before announces it, and so does a date of its own.
    """
    is_claimed = article.published_at is not None or article.absent_at is not None
    return before.published_source == "list" and article.source is None and is_claimed


def keep_claimed_time(article: Article, before: Article) -> Article:
    """Return the article with the time of publication that its page named when it was read `before`.

    An outlet must not come first by naming an earlier time afterwards. Such a claim is contradicted by its own page, if
    it differs by more than MAX_LISTING_DELAY. Nor does a new date make an article younger, which may have been copied
    since; only one that was wrong, or a mere day, is replaced with a later time. Where we read the same page again, our
    own reading may have improved. What stands in for a time that a page does not name neither grows later nor
    contradicts one. What a list says of an article counts until its outlet announces it.
    """
    if before.published_source == "list" and article.published_at is None:
        return article.model_copy(update={name: getattr(before, name) for name in _CLAIM})
    if before.published_at is None or article.published_at is None or before.raw == article.raw:
        return article
    claim = {name: getattr(before, name) for name in _CLAIM}
    if _STAND_INS & {article.published_source, before.published_source}:
        is_better = before.published_source in _STAND_INS and article.published_at <= before.published_at
        return article if is_better else article.model_copy(update=claim)
    if article.published_at >= before.published_at:
        return article if _may_be_corrected(before, article.published_at) else article.model_copy(update=claim)
    if before.published_at > before.fetched_at:  # a date that had not come yet deceived nobody
        return article
    is_contradicted = article.published_at + MAX_LISTING_DELAY < before.published_at
    return article.model_copy(update={**claim, "date_contradicted": article.date_contradicted or is_contradicted})


def _may_be_corrected(before: Article, later: datetime) -> bool:
    """Return whether the time of publication that an article named may be replaced with a later one."""
    claimed = before.published_at
    if claimed is None or before.date_contradicted or claimed > observed_at(before):
        return True
    return before.published_precision == "day" and later - claimed < timedelta(days=1)


def is_within_window(a: Article, b: Article, window: timedelta) -> bool:
    """Return whether two articles were reported at most `window` apart."""
    return abs(reported_at(a) - reported_at(b)) <= window
