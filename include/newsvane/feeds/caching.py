"""HTTP caching of feeds: what makes a request conditional, who lies about it, and how long a server wants us to wait.

Servers are trusted and checked: the whole body is read once a day, and sooner where a feed is silent for its rhythm.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newsvane.feeds.spread import CAP, fraction
from newsvane.records import FeedPoll, Page, ParsedFeed, Validators

LULL = 4
"""Silence of so many mean gaps between items is odd (in a steady rhythm 1 of 55 is as long)."""

LULL_AT_LEAST = timedelta(minutes=45)
"""Shorter silence is not odd: with the next poll of a busy feed it makes an hour."""

TRUST_AGAIN = timedelta(days=30)
"""Validators that lied are tried again once in so much, at a time of the feed's own."""


def validators(last: FeedPoll | None, now: datetime) -> Validators | None:
    """What to send with the next request, so that an unchanged feed costs a 304. None: ask for the whole body.

    Some servers answer 304 for ever. So a feed is asked for the whole body once a day, at a time of its own, and when
    there was none for LULL of its mean gaps.
    """
    if last is None or last.body_hash is None or last.validators_lie or last.validators == Validators():
        return None
    read_at = last.read_at or last.polled_at
    lull = max(LULL * timedelta(seconds=last.interval_seconds or CAP.total_seconds()), LULL_AT_LEAST)
    shift = CAP * fraction(last.feed_id)
    return last.validators if now - read_at < lull and (read_at + shift).date() == (now + shift).date() else None


def is_unchanged(last: FeedPoll | None, page: Page) -> bool:
    """Whether the page is what was read last time (304, or the same bytes), so that parsing it is a waste."""
    return page.status == 304 or (last is not None and body_hash(page) == last.body_hash)


def body_hash(page: Page) -> str:
    """SHA-256 of the body, hexadecimal."""
    return hashlib.sha256(page.body).hexdigest()


def validators_after(last: FeedPoll | None, page: Page, fresh: int, now: datetime) -> tuple[Validators, bool]:
    """The validators for the next request, and whether they lie: the body had news (`fresh`), they were the same."""
    before = last.validators if last else Validators()
    kept = before if page.status == 304 else Validators()  # a 304 need not repeat them
    found = Validators(
        etag=page.header("ETag") or kept.etag, last_modified=page.header("Last-Modified") or kept.last_modified
    )
    if last and last.validators_lie:
        lie = _period(last.feed_id, last.polled_at) == _period(last.feed_id, now)
    else:
        unasked = last is not None and last.body_hash is not None and validators(last, now) is None
        lie = unasked and fresh > 0 and found == before != Validators()
    return (Validators(), True) if lie else (found, False)


def asked_to_wait(last: FeedPoll | None, page: Page, parsed: ParsedFeed | None, now: datetime) -> timedelta | None:
    """How long the server asks us to wait, at most CAP: the longer of TTL and max-age (or Expires)."""
    age = _max_age(page)
    asked = [_until(page.header("Expires"), page, now) if age is None else age]
    asked.append(_seconds(parsed.ttl_seconds) if parsed is not None else _seconds(ttl(last)))
    longest = max((wait for wait in asked if wait and wait > timedelta(0)), default=None)
    return longest and min(longest, CAP)


def ttl(last: FeedPoll | None) -> int | None:
    """What the server asked at the last good poll, in seconds; a Retry-After is over when it has passed."""
    return last.fresh_seconds if last and not last.reason.startswith(("http_", "robots")) else None


def _period(feed_id: str, moment: datetime) -> int:
    return int(moment.timestamp() / TRUST_AGAIN.total_seconds() + fraction(feed_id))


def _seconds(value: int | None) -> timedelta | None:
    return timedelta(seconds=value) if value else None


def _max_age(page: Page) -> timedelta | None:
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", page.header("Cache-Control") or "", re.IGNORECASE)
    age = page.header("Age") or "0"
    return timedelta(seconds=int(found[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)) if found else None


def _until(value: str | None, page: Page, now: datetime) -> timedelta | None:
    """Time until an HTTP date, by the server's own clock where it tells it."""
    moment = _http_date(value)
    return moment - (_http_date(page.header("Date")) or now) if moment else None


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
