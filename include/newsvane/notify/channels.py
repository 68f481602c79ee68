"""The addresses of channels: from alerts.toml, with what the environment or an Airflow connection adds.

`${NAME}` is filled from the environment. `airflow://ID` stands for the address that Airflow's connection ID holds;
only Airflow can look it up, so its edge passes a `Lookup` in.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping

from newsvane.alerts import Channel
from newsvane.errors import ConfigError

log = logging.getLogger(__name__)

Lookup = Callable[[str], str]
"""Id of an Airflow connection -> the Apprise address that it holds. Raises ConfigError where it holds none."""

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
_AIRFLOW = re.compile(r"airflow://([\w.-]+)/?")


def from_airflow(channel: Channel) -> bool:
    """Whether an Airflow connection holds its address: then Airflow alone can send to it."""
    return channel.url.startswith("airflow://")


def resolve(channel: Channel, environ: Mapping[str, str], lookup: Lookup | None = None) -> str | None:
    """The address of a channel; None: it is off, or Airflow alone knows it and there is no `lookup`.

    Raises ConfigError that names the variable which a required channel lacks, or the connection.
    """
    if from_airflow(channel):
        found = _AIRFLOW.fullmatch(channel.url)
        if not found:
            raise ConfigError(
                f"alert channel {channel.id!r}: write airflow://ID with the id of an Airflow connection, nothing more",
                reason="channel_connection",
            )
        return lookup(found[1]) if lookup else None
    missing = _missing(channel, environ)
    if not missing:
        return _PLACEHOLDER.sub(lambda found: environ[found[1]], channel.url)
    if channel.required:
        raise ConfigError(
            f"alert channel {channel.id!r} needs {', '.join(missing)} in the environment: "
            "set it, or write required = false at the channel in alerts.toml",
            reason="channel_variable",
        )
    log.info("alert channel %r is off: %s is not set", channel.id, ", ".join(missing))
    return None


def resolve_channels(
    channels: Iterable[Channel], environ: Mapping[str, str], lookup: Lookup | None = None
) -> dict[str, str]:
    """Channel id -> address, of those that `resolve` gives one. Raises as `resolve`."""
    found = {channel.id: resolve(channel, environ, lookup) for channel in channels}
    return {channel_id: address for channel_id, address in found.items() if address is not None}


def reachable(channels: Iterable[Channel], environ: Mapping[str, str]) -> frozenset[str]:
    """Ids of the channels to write messages for: all but those that are off."""
    return frozenset(channel.id for channel in channels if channel.required or not _missing(channel, environ))


def _missing(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    return [name for name in _PLACEHOLDER.findall(channel.url) if not environ.get(name)]
