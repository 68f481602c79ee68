"""Load the user's files from the watch folder (setting `NEWSVANE_WATCH`).

Each function raises ConfigError, naming file and line, when a file is missing or cannot be used.
"""

from collections.abc import Iterable
from pathlib import Path

from newsvane import alerts, feeds, topics
from newsvane.errors import ConfigError
from newsvane.records import Article, Feed
from newsvane.settings import Settings


def load_feeds(settings: Settings) -> tuple[Feed, ...]:
    """Load the watch list, `feeds.toml`."""
    path = settings.watch / "feeds.toml"
    return feeds.parse_watch_list(_read_text(path), path=str(path))


def load_topics(settings: Settings) -> tuple[topics.Topic, ...]:
    """Load the topics, `topics.toml`."""
    path = settings.watch / "topics.toml"
    return topics.load_topics(_read_text(path), path=str(path))


def load_alerts(settings: Settings, *, feeds: Iterable[Feed] | None = None) -> alerts.AlertConfig:
    """Load channels and rules, `alerts.toml`, and check that its topics exist and its templates can be rendered.

    With `feeds`, also check that the feeds named by the rules exist.
    """
    path = settings.watch / "alerts.toml"
    load_templates(settings)
    topic_ids = [topic.topic_id for topic in load_topics(settings)]

    def find(query: str, article: Article) -> tuple[topics.Span, ...]:
        topics.check_topics(query, topic_ids)
        return topics.find(query, article)

    return alerts.load_alerts(
        _read_text(path),
        path=str(path),
        topics=topic_ids,
        feeds=None if feeds is None else [feed.feed_id for feed in feeds],
        find=find,
    )


def load_templates(settings: Settings) -> alerts.Templates:
    """Load the user's message templates, `templates/*.{txt,html,md}`. Shipped templates are used for missing files."""
    folder = settings.watch / "templates"
    files = (file for form in ("txt", "html", "md") for file in folder.glob(f"*.{form}") if file.name[0] != ".")
    return alerts.Templates({file.name: _read_text(file) for file in sorted(files)}, path=str(folder))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read ({error.strerror}): NEWSVANE_WATCH must name the folder that contains it",
            reason="watch",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 at byte {error.start}: save it as UTF-8", reason="watch") from error
