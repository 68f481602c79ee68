"""HTTP caching of feeds: what makes a request conditional, who lies about it, and how long a server wants us to wait.

Some servers answer 304 for ever. So trust is earned, by validators that change when news comes; it is checked, by
reading the whole body once a day, and sooner where a feed is silent for its rhythm; and it is lost by a lie.
"""

import hashlib
import re
from datetime import datetime, timedelta

from newsvane.feeds.jitter import CAP, fraction
from newsvane.http_dates import parse_http_date
from newsvane.records import FeedPoll, Page, ParsedFeed, Validators

LULL = 4
"""Silence of so many mean gaps between items is odd (in a steady rhythm 1 of 55 is as long)."""

LULL_AT_LEAST = timedelta(minutes=45)
"""Shorter silence is not odd: with the next poll of a busy feed it makes an hour."""

ASLEEP = timedelta(days=28)
"""A feed without an item in so much is trusted untried, or it would cost whole bodies until it wakes."""

TRUST_AGAIN = timedelta(days=30)
"""Validators that lied may earn trust again once in so much."""


def validators(last: FeedPoll | None, now: datetime) -> Validators | None:
    """What to send with the next request, so that an unchanged feed costs a 304. None: ask for the whole body.

    The whole body is asked for until news came, once a day at a time of the feed's own, and when there was none for
    LULL of its mean gaps.
    """
    if (
        last is None
        or last.body_hash is None
        or last.validators_lie
        or not (last.validators.etag or last.validators.last_modified)
    ):
        return None
    if last.fresh_at is None and not _is_asleep(last, now):
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
    """The response's validators, and whether they lie.

    They do where a whole body that was asked for had news (`fresh`) and they were the same as before; and from then on
    until, in another month, news comes with other ones.
    """
    before = last.validators if last else Validators()
    kept = before if page.status == 304 else Validators()  # a 304 need not repeat them
    found = Validators(
        etag=page.header("ETag") or kept.etag, last_modified=page.header("Last-Modified") or kept.last_modified
    )
    if last is None or last.body_hash is None:
        return found, False
    if last.validators_lie:
        same_month = last.fresh_at is not None and _month(last.fresh_at) == _month(now)
        return found, same_month or fresh == 0 or found == before
    return found, fresh > 0 and validators(last, now) is None and found == before != Validators()


def asked_to_wait(last: FeedPoll | None, page: Page, parsed: ParsedFeed | None, now: datetime) -> timedelta | None:
    """How long the server asks us to wait, at most CAP: the longer of TTL and max-age (or Expires)."""
    age = _max_age(page)
    asked = [_until(page.header("Expires"), page, now) if age is None else age]
    ttl = parsed.ttl_seconds if parsed else last and last.fresh_seconds
    asked.append(timedelta(seconds=ttl) if ttl else None)
    longest = max((wait for wait in asked if wait and wait > timedelta(0)), default=None)
    return longest and min(longest, CAP)


def _is_asleep(last: FeedPoll, now: datetime) -> bool:
    newest = max(last.items.times, default=0) if last.items else 0
    return newest > 0 and now.timestamp() - newest > ASLEEP.total_seconds()


def _month(moment: datetime) -> int:
    return int(moment.timestamp() / TRUST_AGAIN.total_seconds())


def _max_age(page: Page) -> timedelta | None:
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", page.header("Cache-Control") or "", re.IGNORECASE)
    age = page.header("Age") or "0"
    return timedelta(seconds=int(found[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)) if found else None


def _until(value: str | None, page: Page, now: datetime) -> timedelta | None:
    """Time until an HTTP date, by the server's own clock where it tells it."""
    moment = parse_http_date(value)
    return moment - (parse_http_date(page.header("Date")) or now) if moment else None
