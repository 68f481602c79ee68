"""Resolve the addresses of channels: from alerts.toml, completed by the environment or an Airflow connection.

`${NAME}` in an address is replaced from the environment. `airflow://ID` stands for the address that Airflow's
connection ID holds. Only Airflow can look that up, so the code that runs in Airflow passes a `ConnectionLookup` in.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping

from newsvane.alerts import Channel
from newsvane.errors import ConfigError

log = logging.getLogger(__name__)

ConnectionLookup = Callable[[str], str]
"""Returns the Apprise address that an Airflow connection holds, by its id. Raises ConfigError if it holds none."""

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
_CONNECTION = re.compile(r"airflow://([\w.-]+)/?")


def is_airflow_connection(channel: Channel) -> bool:
    """Return whether an Airflow connection holds the channel's address, so that only Airflow can send to it."""
    return channel.url.startswith("airflow://")


def is_written(channel: Channel) -> bool:
    """Return whether alerts.toml has the whole address of a channel, or the id of an Airflow connection."""
    return not _PLACEHOLDER.search(channel.url)


def describe_source(channel: Channel) -> tuple[str, str]:
    """Return the scheme of a channel's address and where the address comes from, in words and without secrets.

    The scheme is "" if it is not written in alerts.toml. The environment is not read: another process may send.
    """
    if is_airflow_connection(channel):
        return "", f"address in the Airflow connection {channel.url.removeprefix('airflow://').strip('/')}"
    scheme, separator, _ = channel.url.partition("://")
    names = " and ".join(dict.fromkeys(_PLACEHOLDER.findall(channel.url)))
    variables = f"{'with' if separator else 'address in'} the environment variable{'s' if ' and ' in names else ''}"
    is_written = separator and not _PLACEHOLDER.search(scheme)
    off = ", off while it is unset" if names and not channel.required else ""
    return scheme if is_written else "", f"{variables} {names}{off}" if names else "address in alerts.toml"


def locate_address(channel: Channel) -> str:
    """Return where the address of a channel is, and each variable that has a part of it, in words for an error."""
    _, source = describe_source(channel.model_copy(update={"required": True}))
    return source if source.startswith("address in") else f"address in alerts.toml, {source}"


def resolve_channel(channel: Channel, environ: Mapping[str, str], lookup: ConnectionLookup | None = None) -> str | None:
    """Return the address of a channel.

    None if the channel is off, or if an Airflow connection holds the address and no `lookup` is given. Raises
    ConfigError, which names the variable that a required channel lacks, or the connection.
    """
    if is_airflow_connection(channel):
        connection = _CONNECTION.fullmatch(channel.url)
        if not connection:
            raise ConfigError(
                f"alert channel {channel.id!r}: write airflow://ID with the id of an Airflow connection, nothing more",
                reason="channel_connection",
            )
        return lookup(connection[1]) if lookup else None
    missing = _missing_variables(channel, environ)
    if not missing:
        return _PLACEHOLDER.sub(lambda name: environ[name[1]], channel.url)
    if channel.required:
        raise ConfigError(
            f"alert channel {channel.id!r} needs {', '.join(missing)} in the environment: "
            "set it, or write required = false for this channel in alerts.toml",
            reason="channel_variable",
        )
    log.info("alert channel %r is off: %s is not set", channel.id, ", ".join(missing))
    return None


def resolve_channels(
    channels: Iterable[Channel], environ: Mapping[str, str], lookup: ConnectionLookup | None = None
) -> dict[str, str]:
    """Return the addresses by channel id, without the channels that have none. Raises as `resolve_channel`."""
    addresses = {channel.id: resolve_channel(channel, environ, lookup) for channel in channels}
    return {channel_id: address for channel_id, address in addresses.items() if address is not None}


def enabled_channel_ids(channels: Iterable[Channel], environ: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the channels to write messages for: all but those that are off.

    A required channel whose variable is unset is enabled: its messages wait until the variable is set.
    """
    return frozenset(channel.id for channel in channels if channel.required or not _missing_variables(channel, environ))


def describe_disabled(channels: Iterable[Channel], environ: Mapping[str, str]) -> list[str]:
    """Return a line per channel that is off, with the variable that it lacks."""
    return [
        f"the channel {channel.id} is off here: {' and '.join(missing)} is not set. Airflow has its own environment"
        for channel in channels
        if not channel.required and (missing := _missing_variables(channel, environ))
    ]


def _missing_variables(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    return [name for name in _PLACEHOLDER.findall(channel.url) if not environ.get(name)]
