"""Keep the results of the latest checks, so that every page can say that something is wrong without checking it.

Old results are replaced after an answer has been sent: no page waits for a check, except the page *Status*.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Literal

from starlette.background import BackgroundTask

from newsvane.errors import ConfigError
from newsvane.health import Check, run_quick_checks
from newsvane.settings import get_settings
from newsvane_pages.lake_queries import open_present

MAX_AGE = 60
"""Seconds after which checks are run again."""


class LatestChecks:
    """The results of the latest checks of one home."""

    def __init__(self) -> None:
        self._running = Lock()
        self._checks: Sequence[Check] = ()
        self._checked: tuple[Path | None, float] | None = None

    def find(self, *states: Literal["failed", "warning"]) -> Sequence[Check]:
        """Return the latest checks with one of these states; none if there were none yet."""
        home = self._checked[0] if self._checked else None
        return [check for check in self._checks if check.state in states] if home == _home() else ()

    def run(self) -> Sequence[Check]:
        """Run the checks, and return their results."""
        self._checks = [shorten_paths(check, list_folders()) for check in run_quick_checks(open_present)]
        self._checked = (_home(), monotonic())
        return self._checks

    def run_later(self) -> BackgroundTask | None:
        """Return what runs the checks after an answer has been sent; None if the results are not old."""
        is_new = self._checked and self._checked[0] == _home() and monotonic() - self._checked[1] < MAX_AGE
        return None if is_new else BackgroundTask(self._run_alone)

    def _run_alone(self) -> None:
        """Run the checks unless they are running."""
        if self._running.acquire(blocking=False):
            try:
                self.run()
            finally:
                self._running.release()


def list_folders() -> Mapping[str, Path]:
    """Return the folders in use by the variables that name them; none if the settings cannot be used."""
    try:
        settings = get_settings()
    except ConfigError:
        return {}
    return {"$NEWSVANE_WATCH": settings.watch, "$NEWSVANE_HOME": settings.home}


def shorten_paths(check: Check, folders: Mapping[str, Path]) -> Check:
    """Return a check in which paths begin with a variable: what stands before it is of interest to few."""
    found, remedy = check.found, check.remedy
    for name, folder in folders.items():
        whole = re.compile(rf"{re.escape(str(folder))}(?![\w-])")
        found, remedy = (whole.sub(name, text) for text in (found, remedy))
    return check.model_copy(update={"found": found, "remedy": remedy})


def _home() -> Path | None:
    """Return the home in use; None if the settings cannot be used."""
    try:
        return get_settings().home
    except ConfigError:
        return None


LATEST_CHECKS = LatestChecks()
