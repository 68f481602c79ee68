"""Have Apprise read an address, without a line in a log that shows it."""

import logging
import re
from contextvars import ContextVar
from typing import Any

HTTP_STATUS = re.compile(r"error=(\d{3})\b")
"""In Apprise's lines about a message that a service refused."""
_warnings: ContextVar[list[str] | None] = ContextVar("warnings", default=None)
"""Takes what Apprise says about an address."""


def parse_address(url: str) -> Any:
    """Return Apprise's object for an address, None if the address is not valid."""
    return _load_apprise().Apprise.instantiate(url, suppress_exceptions=True)


def parse_and_collect(url: str) -> tuple[Any, list[str]]:
    """Return what `parse_address` does, and Apprise's warnings, which are not logged. They may contain secrets."""
    collected: list[str] = []
    token = _warnings.set(collected)
    try:
        return parse_address(url), collected
    finally:
        _warnings.reset(token)


def split_address(url: str) -> dict[str, Any]:
    """Return the parts of an address by Apprise's names for them; {} if Apprise cannot split it."""
    return _load_apprise().plugins.url_to_dict(url) or {}


def parse_parts(parts: dict[str, Any]) -> Any:
    """Return Apprise's object for the parts of an address, None if it cannot be made of them."""
    return _load_apprise().Apprise.instantiate(parts, suppress_exceptions=True)


def find_service(name: str) -> Any:
    """Return Apprise's class for the service at the beginning of an address, None if it knows none of this name."""
    return _load_manager()[name] if name in list_services() else None


def list_services() -> list[str]:
    """Return the names with which addresses that Apprise knows begin."""
    return sorted(_load_manager().schemas())


def _load_manager() -> Any:
    return _load_apprise().NotificationManager()


def is_mail(channel: Any) -> bool:
    """Return whether Apprise's object for an address sends mail by SMTP."""
    from apprise.plugins.email import NotifyEmail  # noqa: PLC0415

    return type(channel) is NotifyEmail


def is_ntfy(channel: Any) -> bool:
    """Return whether Apprise's object for an address sends to ntfy."""
    from apprise.plugins.ntfy import NotifyNtfy  # noqa: PLC0415

    return type(channel) is NotifyNtfy


def _load_apprise() -> Any:
    """Return the module. Of its lines, only those with an HTTP status reach a log: others show passwords and tokens."""
    import apprise  # noqa: PLC0415 - takes half a second, which only senders need to spend

    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below that, they log addresses with their tokens
    logging.getLogger("apprise").addFilter(_may_be_logged)  # adding it again changes nothing
    return apprise


def _may_be_logged(record: logging.LogRecord) -> bool:
    message, collected = record.getMessage(), _warnings.get()
    if collected is not None:
        collected.append(message)
    return bool(HTTP_STATUS.search(message)) and ":/" not in message
