"""Delivers one message to one channel, an Apprise address (alone imports Apprise, when first used).

Apprise tells only whether a delivery went well. For webhooks (json, jsons), mail and ntfy this package speaks to the
server itself, with Apprise's reading of the address, so as to send the message's key, to learn why a server refused
and whether a message may have arrived. No error here names an address or quotes a library's message: both may hold
credentials.
"""

from newsvane.notify.alert_feed import atom, json_feed, newest
from newsvane.notify.backoff import LONGEST_ASKED, next_try
from newsvane.notify.channels import Lookup, from_airflow, reachable, resolve, resolve_channels
from newsvane.notify.sending import Proof, address, deliver, preload, proof

__all__ = [
    "LONGEST_ASKED",
    "Lookup",
    "Proof",
    "address",
    "atom",
    "deliver",
    "from_airflow",
    "json_feed",
    "newest",
    "next_try",
    "preload",
    "proof",
    "reachable",
    "resolve",
    "resolve_channels",
]
