"""Cache the results of the latest checks, so that every page can say what is wrong without running them.

Old results are replaced after an answer has been sent: no page waits for a check, except the page *Status*.
"""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Literal

from fastapi import Request
from starlette.background import BackgroundTask

from newsvane.errors import ConfigError
from newsvane.health import Check, run_quick_checks
from newsvane.settings import get_settings
from newsvane_pages.lake_queries import open_present
from newsvane_pages.paused_dags import check_dags

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

    def run(self, request: Request) -> Sequence[Check]:
        """Run the checks, and return their results. Call it from a worker thread."""
        self._checks = [*check_dags(request), *run_quick_checks(open_present)]
        self._checked = (_home(), monotonic())
        return self._checks

    def run_later(self, request: Request) -> BackgroundTask | None:
        """Return what runs the checks after an answer has been sent; None if the results are not old."""
        is_new = self._checked and self._checked[0] == _home() and monotonic() - self._checked[1] < MAX_AGE
        return None if is_new else BackgroundTask(self._run_alone, request)

    def _run_alone(self, request: Request) -> None:
        """Run the checks unless they are running."""
        if self._running.acquire(blocking=False):
            try:
                self.run(request)
            finally:
                self._running.release()


def _home() -> Path | None:
    """Return the home in use; None if the settings cannot be used."""
    try:
        return get_settings().home
    except ConfigError:
        return None


LATEST_CHECKS = LatestChecks()
