"""Say what is wrong with the address of a channel. Of an address, only what cannot be a secret is shown."""

import re
from collections.abc import Mapping
from typing import Any

from newsvane.alerts import Channel
from newsvane.notify.address_text import has_raw_at, has_unescaped_password
from newsvane.notify.apprise_address import is_mail, is_ntfy, parse_and_collect
from newsvane.notify.channels import locate_address, resolve_channel
from newsvane.notify.mail_recipients import find_recipient_mistakes
from newsvane.notify.unreadable_address import SERVER_NOT_FOUND, explain_unreadable

_LEFT_OUT = re.compile(
    r"(?:(?:Dropp|Ignor)(?:ed|ing) (?:invalid|illegally formed) |A specified (?=ntfy topic ))(.*)", re.DOTALL
)
"""A warning of Apprise about a target, which may be as good as a password."""
_KIND = re.compile(r"([^(:'%]+) \(")
"""What kind of target it is, up to the target itself."""


def check_channel(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the address of a channel, with the id of the channel and where the address is.

    [] also if the channel is off, or only Airflow knows its address. Raises ConfigError as `resolve_channel`.
    """
    address = resolve_channel(channel, environ)
    place = f"channel {channel.id!r} ({locate_address(channel)})"
    return [f"{place}: {mistake}" for mistake in find_address_mistakes(address)] if address else []


def find_address_mistakes(url: str) -> list[str]:
    """Return what is wrong with an address, [] if messages can be sent to it.

    A target that Apprise leaves out is a mistake although the others get the messages.
    """
    channel, warnings = parse_and_collect(url)
    if channel is not None and is_mail(channel) and has_unescaped_password(url):
        return [SERVER_NOT_FOUND]
    if hindrance := find_hindrance(channel, url):
        return [hindrance]
    if is_mail(channel):
        return find_recipient_mistakes(channel, url)
    left_out = [found[1] for each in warnings if (found := _LEFT_OUT.match(each))]
    kinds = dict.fromkeys(f" ({found[1]})" if (found := _KIND.match(each)) else "" for each in left_out)
    return [f"one of its targets{kind} is not valid, so nothing goes there: see {channel.setup_url}" for kind in kinds]


def find_hindrance(channel: Any, url: str) -> str:
    """Return why nothing can be sent to an address that Apprise reads as `channel` (None: not at all), otherwise ""."""
    if channel is None:
        return explain_unreadable(url)
    if is_mail(channel):
        if has_raw_at(url):
            return SERVER_NOT_FOUND
        if not channel.smtp_host:
            return "the address has no valid server: write the server's name after the @, or add smtp=SERVER"
        return "" if channel.targets else find_recipient_mistakes(channel, url)[0]
    if is_ntfy(channel) and not channel.topics:
        return "there is no valid topic: write ntfys://SERVER/TOPIC, or ntfy://TOPIC for ntfy.sh"
    return ""
