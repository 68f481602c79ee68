"""Send one message to one channel, whose address is an Apprise URL, and turn alerts into feeds.

Only this package imports Apprise, and only when it is first used. Apprise only reports whether a delivery succeeded.
For webhooks (json, jsons), mail and ntfy, Apprise parses the address, but this package sends the message itself. That
way it can send the key of a message, find out why a server refused it, and tell whether a message may have arrived. No
error names an address or quotes a library's message, because either may contain credentials.
"""

from newsvane.notify.address_mistakes import check_channel, find_address_mistakes
from newsvane.notify.alert_feed import build_alert_feed
from newsvane.notify.backoff import MAX_RETRY_AFTER, next_attempt_time
from newsvane.notify.channels import (
    ConnectionLookup,
    describe_disabled,
    describe_source,
    enabled_channel_ids,
    is_airflow_connection,
    is_written,
    locate_address,
    resolve_channel,
    resolve_channels,
)
from newsvane.notify.sending import (
    DuplicateProtection,
    describe_address,
    duplicate_protection,
    leaves_machine,
    preload,
    send_message,
)
from newsvane.notify.webhook import build_payload

__all__ = [
    "MAX_RETRY_AFTER",
    "ConnectionLookup",
    "DuplicateProtection",
    "build_alert_feed",
    "build_payload",
    "check_channel",
    "describe_address",
    "describe_disabled",
    "describe_source",
    "duplicate_protection",
    "enabled_channel_ids",
    "find_address_mistakes",
    "is_airflow_connection",
    "is_written",
    "leaves_machine",
    "locate_address",
    "next_attempt_time",
    "preload",
    "resolve_channel",
    "resolve_channels",
    "send_message",
]
