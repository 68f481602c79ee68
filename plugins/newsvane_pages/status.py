"""The status page: whether everything works and what to do if not, when each step was last done, and what waits."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane import configuration, lake, runbook
from newsvane.errors import NewsvaneError
from newsvane.health import Step, find_steps
from newsvane.settings import get_settings
from newsvane_pages.feeds import count_feeds
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import submit_query
from newsvane_pages.latest_checks import LATEST_CHECKS

router = APIRouter()

STEPS: Mapping[str, tuple[str, str | None]] = {
    "article": ("The newest article was published", ""),
    "poll": ("A feed was polled", "feeds"),
    "read": ("An article was read", None),
    "land": ("Articles landed in the lake", ""),
    "publish": ("The copy of the lake for other tools was written", None),
    "alert": ("An alert was delivered", "alerts"),
}
"""What a step does, and the page that shows more, if there is one. `article`: backfilled ones do not count."""
WAITING: Mapping[str, tuple[str, str, str]] = {
    "entries_pending": ("entry to be read", "entries to be read", "feeds?state=waiting&order=waiting"),
    "quarantine_held": ("article in quarantine", "articles in quarantine", "quarantine"),
    "alerts_pending": ("message to be sent", "messages to be sent", "alerts?state=pending"),
    "alerts_dead": ("message given up", "messages given up", "alerts?state=dead"),
    "feeds_overdue": ("feed overdue", "feeds overdue", "feeds"),
    "feeds_failing": ("feed failed three times in a row", "feeds failed three times in a row", "feeds?state=failing"),
    "failing": ("feed failed at its last poll", "feeds failed at their last poll", "feeds?state=failing"),
}
"""What may wait, by the name of its metric or column: one, several, and the page that shows them."""
PAGES: Mapping[str, tuple[str, str]] = {
    "feeds": ("Feeds", "feeds"),
    "delivery": ("Channels", "alerts/channels"),
    "outbox": ("Alerts", "alerts"),
}
"""The pages that show more of what a check found: name and path, by the name of the check."""
STATES = ("failed", "warning", "ok")


@router.get("/status")
def show_status(request: Request) -> Response:
    """Show the results of the checks, those that failed first; the latest runs; and what waits."""
    timing, counting = submit_query(_find_steps), submit_query(_count_waiting)
    checks = LATEST_CHECKS.run(request)
    steps, waiting = _load_work(timing, counting)
    return page(
        request,
        "status.html",
        tab="status",
        checks={state: [check for check in checks if check.state == state] for state in STATES},
        entries={check.runbook_name: runbook.find_entry(check.runbook_name) for check in checks},
        steps=steps,
        waiting=waiting,
        step_names=STEPS,
        waiting_names=WAITING,
        pages=PAGES,
    )


def _find_steps(cursor: lake.Connection) -> Sequence[Step]:
    return find_steps(get_settings(), lambda **_: nullcontext(cursor))


def _count_waiting(cursor: lake.Connection) -> Mapping[str, int]:
    metrics = lake.load_metrics(cursor, now=datetime.now(UTC))
    found = {**metrics, **count_feeds(cursor, configuration.list_watched(get_settings()))}
    return {name: int(found[name]) for name in WAITING}


def _load_work(
    timing: Callable[[], Sequence[Step]], counting: Callable[[], Mapping[str, int]]
) -> tuple[Sequence[Step], Mapping[str, int]]:
    """Return the latest runs and how much waits; nothing if the lake does not answer, which is a check of its own."""
    try:
        return timing(), counting()
    except NewsvaneError:
        return (), {}
