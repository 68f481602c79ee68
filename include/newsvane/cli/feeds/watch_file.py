"""Append feeds to the user's `feeds.toml` and leave the rest of the file unchanged, byte for byte."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newsvane import configuration, feeds
from newsvane.errors import ConfigError
from newsvane.records import Feed
from newsvane.settings import Settings


def watch_list_path(settings: Settings) -> Path:
    """Return the path of the watch list, with symbolic links resolved."""
    return (settings.watch / "feeds.toml").resolve()


def load_watch_list(settings: Settings) -> tuple[Feed, ...]:
    """Return the watch list, empty if the file does not exist yet. Raises ConfigError."""
    configuration.require_own_folder(settings)
    is_missing = settings.watch.is_dir() and not watch_list_path(settings).exists()
    return () if is_missing else configuration.check(settings).feeds


def find_feeds_in_force(settings: Settings) -> tuple[Feed, ...]:
    """Return the feeds that runs poll: while a watch file has a mistake, those of the last valid version.

    Raises ConfigError if there is none.
    """
    configuration.require_own_folder(settings)
    found = configuration.find_in_force(settings)
    return load_watch_list(settings) if found.mistakes and found.valid_at is None else found.feeds


def list_watch_files(settings: Settings) -> list[Path]:
    """Return the files of the watch list, with symbolic links resolved: feeds.toml, and those that it includes."""
    return [(settings.watch / name).resolve() for name in configuration.list_watch_lists(settings)]


def append_feeds(settings: Settings, added: Iterable[Feed]) -> None:
    """Append feeds to the watch list.

    Raises ConfigError and writes nothing if the resulting file would not load.
    """
    path = watch_list_path(settings)
    try:
        before = path.read_bytes() if path.exists() else b""
        text = feeds.dump_feeds(added)
        gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
        after = before + (gap + text.encode()).replace(b"\n", b"\r\n" if b"\r\n" in before else b"\n")
        feeds.parse_watch_list(after.decode(), path=str(path))
        replace_file(path, after)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}", reason="watch") from error


def replace_file(path: Path, content: bytes) -> None:
    """Replace the file atomically: readers see either the old or the new one."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".feeds-", suffix=".toml")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
