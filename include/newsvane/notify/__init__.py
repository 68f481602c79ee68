"""Send one message to one channel, whose address is an Apprise URL, and render alerts as feeds.

Only this package imports Apprise, and only when it is first used. Apprise reports no more than whether a delivery
succeeded. Therefore this package itself talks to webhooks (json, jsons), mail servers and ntfy, after Apprise has
parsed the address: so it can send the key of a message, learn why a server refused it, and know whether a message may
have arrived. No error names an address or quotes a library's message, because either may contain credentials.
"""

from newsvane.notify.alert_feed import latest_time, render_atom, render_json_feed
from newsvane.notify.backoff import MAX_RETRY_AFTER, next_attempt_time
from newsvane.notify.channels import (
    ConnectionLookup,
    enabled_channel_ids,
    is_airflow_connection,
    resolve_channel,
    resolve_channels,
)
from newsvane.notify.sending import (
    DuplicateProtection,
    describe_address,
    duplicate_protection,
    preload,
    send_message,
)

__all__ = [
    "MAX_RETRY_AFTER",
    "ConnectionLookup",
    "DuplicateProtection",
    "describe_address",
    "duplicate_protection",
    "enabled_channel_ids",
    "is_airflow_connection",
    "latest_time",
    "next_attempt_time",
    "preload",
    "render_atom",
    "render_json_feed",
    "resolve_channel",
    "resolve_channels",
    "send_message",
]
