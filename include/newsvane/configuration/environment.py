"""Find mistakes in variables named `NEWSVANE_…`: names that nothing reads, and what does not suit alerts.toml."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from newsvane import notify
from newsvane.alerts import AlertConfig, Channel
from newsvane.configuration.parsing import Configuration
from newsvane.errors import ConfigError, Mistake
from newsvane.fetch import parse_access, variable_of
from newsvane.settings import Settings, variable_name
from newsvane.similar_names import suggest

_OTHER_NAMES = frozenset({"NEWSVANE_STANDALONE"})
"""Variables that Newsvane sets for its own processes."""


def check_environment(
    environ: Mapping[str, str],
    configuration: Configuration,
    settings: Settings,
    others: Collection[Configuration] = (),
) -> list[Mistake]:
    """Return the mistakes in the environment, as far as the channels in `configuration` let us know.

    `others`: further versions of the watch files, whose variables are known, too; see `loading.list_versions`.
    Values that cannot be used as settings are not among them: `settings.read_settings` returns those. Nor are addresses
    that alerts.toml has in full: `check_addresses` returns what is wrong with those.
    """
    mistakes = find_unknown_variables(environ, [configuration, *others])
    try:
        alerts = configuration.alerts
    except ConfigError:
        return mistakes
    where = str(configuration.folder / "alerts.toml")
    mistakes += _find_wrong_access(environ, configuration)
    channels = [channel for channel in alerts.channels if not notify.is_written(channel)]
    return [*mistakes, *_find_wrong_addresses(environ, channels, where), *_find_unknown_channels(settings, alerts)]


def check_addresses(configuration: Configuration) -> list[Mistake]:
    """Return what is wrong with the addresses of channels that alerts.toml has in full; [] if the file has mistakes."""
    try:
        channels = configuration.alerts.channels
    except ConfigError:
        return []
    written = [channel for channel in channels if notify.is_written(channel)]
    return [*_find_wrong_addresses({}, written, str(configuration.folder / "alerts.toml"))]


def find_unknown_variables(environ: Mapping[str, str], versions: Collection[Configuration]) -> list[Mistake]:
    """Return the names that none of these versions of the watch files reads.

    If an alerts.toml or a watch list is broken, which may read any, only likely misspellings.
    """
    settings = [variable_name(field) for field in Settings.model_fields]
    known, is_complete = {*settings, *_OTHER_NAMES}, True
    for version in versions:
        for list_variables in (_list_channel_variables, _list_access_variables):
            try:
                known |= list_variables(version)
            except ConfigError:
                is_complete = False
    mistakes = []
    for name in sorted(name for name in environ if name.startswith("NEWSVANE_") and name not in known):
        if near := get_close_matches(name, settings, n=1, cutoff=0.85):
            mistakes.append(Mistake(name, f"there is no such setting; did you mean {near[0]}?"))
        elif is_complete:
            mistakes.append(Mistake(name, "there is no such setting, and no channel reads it: unset it"))
    return mistakes


def _list_channel_variables(configuration: Configuration) -> set[str]:
    """Return the variables that channels read. Raises ConfigError if alerts.toml is broken."""
    return {name for channel in configuration.alerts.channels for name in re.findall(r"\$\{(\w+)\}", channel.url)}


def _list_access_variables(configuration: Configuration) -> set[str]:
    """Return the variables that hold access data of sources. Raises ConfigError if the watch list is broken."""
    return {variable_of(feed.access) for feed in configuration.feeds if feed.access}


def _find_wrong_access(environ: Mapping[str, str], configuration: Configuration) -> Iterator[Mistake]:
    try:
        names = sorted(_list_access_variables(configuration))
    except ConfigError:
        return
    for name in names:
        try:
            if text := environ.get(name):
                parse_access(text, name)
        except ConfigError as error:
            yield Mistake(name, str(error))


def _find_wrong_addresses(environ: Mapping[str, str], channels: Iterable[Channel], where: str) -> Iterator[Mistake]:
    """Yield the variables that channels lack, and what is wrong with addresses."""
    for channel in channels:
        try:
            mistakes = notify.check_channel(channel, environ)
        except ConfigError as error:
            mistakes = [str(error)]
        yield from (Mistake(where, each) for each in mistakes)


def _find_unknown_channels(settings: Settings, alerts: AlertConfig) -> Iterator[Mistake]:
    known = [channel.id for channel in alerts.channels]
    named = [each.strip() for each in settings.ops_channels.split(",")]
    for name in named:
        if name and name not in {*known, "none"}:
            advice = suggest(name, known) or f"alerts.toml has {', '.join(known) or 'none'}"
            yield Mistake("NEWSVANE_OPS_CHANNELS", f"no [[channel]] has the id {name!r}; {advice}")
