"""Say what is wrong with the address of a channel. Of an address, only recipients of mail are shown."""

import re
from collections.abc import Mapping

from newsvane.alerts import Channel
from newsvane.notify.apprise_address import is_mail, parse_and_collect
from newsvane.notify.channels import locate_address, resolve_channel
from newsvane.notify.mail_recipients import find_recipient_mistakes
from newsvane.notify.unreadable_address import explain_unreadable

_LEFT_OUT = re.compile(r"(?:Dropped|Ignored) invalid ([^(:'%]+)")
"""A warning of Apprise about a target, up to the target itself, which may be as good as a password."""


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
    if channel is None:
        return [explain_unreadable(url)]
    if is_mail(channel):
        return find_recipient_mistakes(channel, url)
    kinds = dict.fromkeys(found[1].strip() for each in warnings if (found := _LEFT_OUT.match(each)))
    return [
        f"one of its targets ({kind}) is not valid, so nothing goes there: see {channel.setup_url}" for kind in kinds
    ]
