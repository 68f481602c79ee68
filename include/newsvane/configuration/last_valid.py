"""Keep the last valid version of the watch folder in the home: all its files in one, which is replaced as a whole."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import ValidationError

from newsvane import storage
from newsvane.records import Record
from newsvane.records.base import Utc
from newsvane.settings import Settings

log = logging.getLogger(__name__)


class Version(Record):
    """The contents of a watch folder, by name of the file, and when they became valid."""

    valid_at: Utc
    files: dict[str, bytes]


def keep(settings: Settings, files: Mapping[str, bytes]) -> None:
    """Keep these contents, which are valid, unless they are kept already.

    A failure is only logged, because the caller has what it needs: a full disk, a home of another user, a bucket that
    does not answer.
    """
    try:
        kept = read(settings)
        if kept is None or kept.files != files:
            storage.make_folder(settings.configuration_path)
            version = Version(valid_at=datetime.now(UTC), files=dict(files))
            with storage.open_atomic(_path(settings)) as file:
                file.write(version.model_dump_json())
    except Exception as error:  # each library of a bucket raises errors of its own
        log.warning("the configuration could not be kept in %s: %s", settings.configuration_path, error)


def read(settings: Settings) -> Version | None:
    """Return the version that was kept; None if there is none that can be read."""
    try:
        return Version.model_validate_json(_path(settings).read_bytes())
    except (OSError, ValidationError):
        return None


def _path(settings: Settings) -> storage.StoragePath:
    return settings.configuration_path / "last-valid.json"
