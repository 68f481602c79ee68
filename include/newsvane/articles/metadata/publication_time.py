"""Find when an article was published and updated: from which source, how precisely, and in which time zone.

A time without a zone is UTC, unless another source gives the same time with a zone.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.relative_times import relative_times
from newsvane.articles.metadata.time_sources import (
    PublicationTime,
    shown_times,
    stated_times,
    times_at_headline,
    update_times,
)
from newsvane.dates import EARLIEST, MAX_AHEAD
from newsvane.records import Entry

UNSET_BEFORE = datetime(1970, 1, 2, tzinfo=UTC)
"""An earlier time is a clock or a field that was never set (the Unix epoch)."""
FETCH_TOLERANCE = timedelta(minutes=2)
"""A time this close to the fetch may be the time when the page was rendered."""
MIN_BEFORE_FETCH = timedelta(hours=1)
"""Another source's time must be this much earlier to be preferred to a time close to the fetch."""
MAX_UTC_OFFSET = timedelta(hours=14)


def find_publication_time(page: PageElements, entry: Entry | None, now: datetime) -> PublicationTime | None:
    """Return the plausible time of the most trusted source. The feed counts as one.

    If there is none, return the day on which most of the page's other dates agree, which readers see or scripts hold;
    then a time such as "3 hours ago"; last, the time of the last change, which the publication at least does not
    follow. `now`: when the page was fetched or captured.
    """
    found = [time for time in stated_times(page, entry) if UNSET_BEFORE < time.at <= now + MAX_AHEAD]
    found = [time for time in found if time.at >= EARLIEST] or found
    if not found:
        found = [time for time in shown_times(page, now) if EARLIEST <= time.at <= now + MAX_AHEAD]
        days = Counter(time.local.date() for time in found)
        found.sort(key=lambda time: -days[time.local.date()])
    if not found:
        found = [time for time in relative_times(page, now) if time.at >= EARLIEST]
    if not found:
        changed = (time for time in _find_updates(page, now) if EARLIEST <= time.at <= now + MAX_AHEAD)
        return next((time._replace(source="updated") for time in changed), None)
    best = next((time for time in found if not _is_time_of_fetch(time, found, now)), found[0])
    return _refine(_prefer_before_update(best, page, found, now), found)


def find_update_time(
    page: PageElements, entry: Entry | None, published_at: datetime | None, now: datetime
) -> datetime | None:
    """Return the first time of an update that is plausible and not before the publication; the feed is asked last."""
    times = [time.at for time in _find_updates(page, now)]
    times += [entry.updated_at] if entry and entry.updated_at else []
    return next((at for at in times if max(EARLIEST, published_at or EARLIEST) <= at <= now + MAX_AHEAD), None)


def _find_updates(page: PageElements, now: datetime) -> list[PublicationTime]:
    """Return the times of updates that the page states for machines, or else those that it shows at its headline."""
    return [*update_times(page)] or [*times_at_headline(page, now, updates=True)]


def _is_time_of_fetch(time: PublicationTime, found: Sequence[PublicationTime], now: datetime) -> bool:
    """Return whether the time is close to the fetch although another source gives a clearly earlier time."""
    is_close = abs(time.at - now) <= FETCH_TOLERANCE
    return is_close and any(other.at <= now - MIN_BEFORE_FETCH for other in found if other.source != "url")


def _prefer_before_update(
    time: PublicationTime, page: PageElements, found: Sequence[PublicationTime], now: datetime
) -> PublicationTime:
    """Return an earlier time if structured data gives the time of an update as that of publication.

    The earlier time is one in meta tags. It is the day shown at the headline if the structured data name the same day
    twice, or a publication after the update: some systems write there when the site was last built. If they name the
    same second twice, the page may never have changed since, so the day shown must be marked as that of publication.
    """
    updates = {update.at for update in update_times(page) if update.source == "json_ld"}
    if time.source not in {"json_ld", "microdata"} or not updates or time.at < min(updates):
        return time
    if time.at in updates:
        earlier = (each for each in found if each.source == "meta" and each.at < time.at)
        if in_meta := next((each for each in earlier if each.local < time.local), None):
            return in_meta
    may_be_unchanged = time.precision != "day" and time.at in updates
    shown = next(times_at_headline(page, now, marked=may_be_unchanged), time)
    minimum = timedelta(days=2 if may_be_unchanged else 1)
    return shown if EARLIEST <= shown.at < time.at - minimum else time


def _refine(best: PublicationTime, found: Sequence[PublicationTime]) -> PublicationTime:
    """Complete `best` with the time of day or the zone from another source that agrees with it."""
    local = best.local
    if best.precision == "day":
        timed = (each for each in found if each.precision != "day")
        return next((each for each in timed if each.local.date() == local.date()), best)
    if best.zone is None:
        for each in found:
            if each.zone and abs(each.local - local) < timedelta(minutes=1):
                return each._replace(source=best.source)
            # The feed's time is in UTC. It is the same time if the difference can be the offset of a time zone.
            apart = abs(each.at - best.at)
            is_offset = apart <= MAX_UTC_OFFSET and apart % timedelta(minutes=15) < timedelta(seconds=1)
            if each.source == "feed" and is_offset:
                return each
    return best
