"""Turn the answer of a receiver, or its absence, into an error: DeliveryFailed (retry) or DeliveryRefused (never)."""

from datetime import timedelta
from typing import NoReturn

from newsvane.errors import DeliveryFailed, DeliveryRefused
from newsvane.records import Message

_RETRYABLE = {408, 425, 429}
"""Client errors that do not mean that the message is wrong (RFC 9110, RFC 8470, RFC 6585)."""
_UNSURE = {408, 502, 504}
"""Answers from a proxy, or from the receiver after a time-out: the receiver may have accepted the message."""


def raise_for_status(message: Message, status: int, retry_after: timedelta | None = None) -> None:
    """Raise DeliveryFailed or DeliveryRefused for an HTTP status other than 2xx."""
    if status in _RETRYABLE or status >= 500:
        raise_failed(message, f"http_{status}", f"the server answered {status}", retry_after, unsure=status in _UNSURE)
    if not 200 <= status < 300:
        raise_refused(
            message, f"http_{status}", f"the server answered {status}; check the channel's address and credentials"
        )


def raise_for_smtp_codes(message: Message, codes: list[int]) -> None:
    """Raise an error for the codes with which a mail server refused recipients.

    It is DeliveryRefused if all codes are permanent (5xx; RFC 5321, 4.2.1), DeliveryFailed if any is temporary.
    """
    temporary = [code for code in codes if code < 500]
    if temporary:
        raise_failed(message, f"smtp_{temporary[0]}", f"the mail server answered {temporary[0]}")
    if codes:
        raise_refused(
            message, f"smtp_{codes[0]}", f"the mail server answered {codes[0]}; check the recipients and credentials"
        )


def raise_failed(
    message: Message, reason: str, detail: str, retry_after: timedelta | None = None, *, unsure: bool = False
) -> NoReturn:
    """Raise DeliveryFailed: another attempt may succeed. `unsure`: the message may have arrived."""
    text = f"channel {message.channel!r}: {detail}"
    raise DeliveryFailed(text, reason=reason, retry_after=retry_after, unsure=unsure) from None


def raise_refused(message: Message, reason: str, detail: str) -> NoReturn:
    """Raise DeliveryRefused: no other attempt will succeed."""
    raise DeliveryRefused(f"channel {message.channel!r}: {detail}", reason=reason) from None
