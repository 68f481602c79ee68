"""What is added to the user's `feeds.toml`: at its end, the rest as it was to the byte."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from newsvane import feeds
from newsvane.errors import ConfigError
from newsvane.records import Feed
from newsvane.settings import Settings


def watch_list(settings: Settings) -> Path:
    """The file of the watch list, behind whatever links lead to it."""
    return (settings.watch / "feeds.toml").resolve()


def watched(settings: Settings) -> tuple[Feed, ...]:
    """The watch list; none where there is no file yet. Raises ConfigError."""
    from newsvane.pipeline.config import load_feeds  # noqa: PLC0415 - the pipeline takes a second to import

    return load_feeds(settings) if watch_list(settings).exists() else ()


def append(settings: Settings, added: Iterable[Feed]) -> None:
    """Write tables to the end of the watch list, all of them or, where the file would not load any more, nothing.

    Raises ConfigError.
    """
    path = watch_list(settings)
    try:
        before = path.read_bytes() if path.exists() else b""
        text = feeds.dump_feeds(added)
        gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
        after = before + (gap + text.encode()).replace(b"\n", b"\r\n" if b"\r\n" in before else b"\n")
        feeds.parse_watch_list(after.decode(), path=str(path))
        _replace(path, after)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}", reason="watch") from error


def _replace(path: Path, content: bytes) -> None:
    """Readers see the old file or the new one, never a part."""
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
