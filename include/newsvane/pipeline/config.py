"""The user's files, read from the watch folder."""

from collections.abc import Iterable
from pathlib import Path

from newsvane import alerts, feeds, topics
from newsvane.errors import ConfigError
from newsvane.records import Feed
from newsvane.settings import Settings
from newsvane.urls import outlet


def load_feeds(settings: Settings) -> tuple[Feed, ...]:
    """The watch list. Raises ConfigError that names file and line."""
    path = settings.watch / "feeds.toml"
    return feeds.load_feeds(_text(path), path=str(path))


class Outlets:
    """What the watch list says of whoever published a page."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        self._by_id = {feed.feed_id: feed for feed in feeds}
        self._by_outlet = {feed.outlet: feed for feed in reversed(self._by_id.values()) if feed.outlet}

    def of(self, url: str, *, feed_id: str | None = None) -> Feed | None:
        """The feed that speaks for the outlet at `url`: the one that led there (`feed_id`) where it is of that outlet,
        else the outlet's first, else the one that led there; None where nobody who is watched has to do with it.
        """
        led = self._by_id.get(feed_id or "")
        try:
            name = outlet(url)
        except ValueError:
            return led
        return led if led and led.outlet == name else self._by_outlet.get(name, led)


def load_topics(settings: Settings) -> tuple[topics.Topic, ...]:
    """The topics. Raises ConfigError that names file and line."""
    path = settings.watch / "topics.toml"
    return topics.load_topics(_text(path), path=str(path))


def load_alerts(settings: Settings, *, feeds: Iterable[Feed] | None = None) -> alerts.AlertConfig:
    """Channels and rules, of topics that there are, and of `feeds` where given.

    Raises ConfigError that names file and line, of templates too.
    """
    path = settings.watch / "alerts.toml"
    load_templates(settings)
    return alerts.load_alerts(
        _text(path),
        path=str(path),
        topics=[topic.topic_id for topic in load_topics(settings)],
        feeds=None if feeds is None else [feed.feed_id for feed in feeds],
        find=topics.find,
    )


def load_templates(settings: Settings) -> alerts.Templates:
    """The templates of messages, the user's where there are some. Raises ConfigError that names file and line."""
    folder = settings.watch / "templates"
    files = (file for form in ("txt", "html", "md") for file in folder.glob(f"*.{form}") if file.name[0] != ".")
    return alerts.Templates({file.name: _text(file) for file in sorted(files)}, path=str(folder))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read ({error.strerror}): NEWSVANE_WATCH names the folder that holds it", reason="watch"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 at byte {error.start}: save it as UTF-8", reason="watch") from error
