"""Files that a command writes at a place of the user's choice."""

from pathlib import Path

from newsvane import storage
from newsvane.settings import get_settings


def prepare_output(path: Path) -> None:
    """Let the file that is written next be for its owner alone if it is in the home.

    Elsewhere the user's umask decides who may read it.
    """
    if path.resolve().is_relative_to(get_settings().home.resolve()):
        storage.restrict_umask()
