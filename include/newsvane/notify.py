"""Delivers one message to one channel through Apprise. (Signatures; the body is on its way.)"""

from collections.abc import Iterable, Mapping

from newsvane.alerts import Channel
from newsvane.records import Message


def resolve_channels(channels: Iterable[Channel], environ: Mapping[str, str]) -> dict[str, str]:
    """Channel id -> address. Raises ConfigError that names a missing variable."""
    raise NotImplementedError


def deliver(message: Message, url: str, *, timeout: float = 20) -> None:
    """Send it. Raises DeliveryFailed or DeliveryRefused."""
    raise NotImplementedError
