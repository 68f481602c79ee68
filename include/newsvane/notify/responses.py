"""What an answer, or its absence, means for a message. Each raises DeliveryFailed or DeliveryRefused, or returns."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NoReturn

from newsvane.errors import DeliveryFailed, DeliveryRefused
from newsvane.records import Message

_MAY_PASS = {408, 425, 429}
"""Client errors that are no verdict on the message (RFC 9110, RFC 8470, RFC 6585)."""
_OF_OTHERS = {408, 502, 504}
"""Answers of whoever stands before the receiver, or after it went on: it may have taken the message all the same."""


def judge(message: Message, status: int, retry_after: timedelta | None = None) -> None:
    """Raise for an HTTP status that is no success."""
    if status in _MAY_PASS or status >= 500:
        fail(message, f"http_{status}", f"it answered {status}", retry_after, unsure=status in _OF_OTHERS)
    if not 200 <= status < 300:
        refuse(message, f"http_{status}", f"it answered {status}; check its address and credentials")


def judge_smtp(message: Message, codes: list[int]) -> None:
    """Raise for what the server refused: for good (5xx) where nothing of it may pass (RFC 5321, 4.2.1)."""
    passing = [code for code in codes if code < 500]
    if passing:
        fail(message, f"smtp_{passing[0]}", f"the mail server answered {passing[0]}")
    if codes:
        refuse(message, f"smtp_{codes[0]}", f"the mail server answered {codes[0]}; check recipients and credentials")


def asked_wait(value: str) -> timedelta | None:
    """Retry-After in seconds or as a date (RFC 9110, 10.2.3)."""
    if value.strip().isdigit():
        return timedelta(seconds=min(int(value), 10**7))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC), timedelta(0))


def fail(
    message: Message, reason: str, detail: str, retry_after: timedelta | None = None, *, unsure: bool = False
) -> NoReturn:
    """Another try may do. `unsure`: the message may have arrived all the same."""
    text = f"channel {message.channel!r}: {detail}; it will be tried again"
    raise DeliveryFailed(text, reason=reason, retry_after=retry_after, unsure=unsure) from None


def refuse(message: Message, reason: str, detail: str) -> NoReturn:
    """No other try will do."""
    raise DeliveryRefused(f"channel {message.channel!r}: {detail}", reason=reason) from None
