"""Run the checks: all of them for `newsvane doctor`, and those that take no time for the pages."""

from collections.abc import Callable, Iterator
from functools import partial

from newsvane import lake
from newsvane.analysis.queries import OpenLake
from newsvane.errors import ConfigError, NewsvaneError
from newsvane.health import environment, lake_state, unfinished
from newsvane.health.failing_channels import check_delivery
from newsvane.health.polling import check_pipeline
from newsvane.lake import CheckResult as Check
from newsvane.settings import Settings, get_settings


def run_checks() -> Iterator[Check]:
    """Yield the result of each check. A check that raises an error counts as failed."""
    try:
        settings = get_settings()
    except ConfigError as error:
        yield _explain_settings(error)
        return
    own_home = environment.check_home(settings)
    yield environment.check_settings(settings)
    yield own_home
    yield from _run_check("watch files", lambda: environment.check_watch_files(settings))
    yield from _run_check("disk", lambda: environment.check_disk(settings, with_folders=True))
    if settings.semantic:
        yield environment.check_model()
    lake_checks = [] if own_home.state == "failed" else list(lake_state.check_lake(settings))
    yield from lake_checks
    is_open = bool(lake_checks) and lake_checks[0].name != "lake"  # it is not closed to us, is there, and opens
    if is_open:
        yield from _check_content(settings, lake.open_reader)
    channels = list(_run_check("channels", lambda: environment.check_channels(settings)))
    yield from channels
    if all(each.state != "failed" for each in channels):  # what channels lack, links would lack as well
        yield from _run_check("links in messages", lambda: environment.check_links(settings))
    if is_open:
        yield from _check_waiting(settings, lake.open_reader)


def run_quick_checks(open_lake: OpenLake) -> Iterator[Check]:
    """Yield the result of each check that takes no time: without the files and tables of the lake.

    The addresses of channels and the links in messages are left out as well: what they need are variables of other
    processes.
    """
    try:
        settings = get_settings()
    except ConfigError as error:
        yield _explain_settings(error)
        return
    for name, check in {
        "settings": environment.check_settings,
        "home": environment.check_home,
        "watch files": environment.check_watch_files,
        "disk": environment.check_disk,
    }.items():
        yield from _run_check(name, partial(check, settings))
    try:
        missing = lake_state.find_missing(settings, open_lake)
    except NewsvaneError as error:
        missing = lake_state.explain_error(settings, error)
    if missing:
        yield missing
        return
    yield from _check_content(settings, open_lake)
    yield from _check_waiting(settings, open_lake)


def _check_content(settings: Settings, open_lake: OpenLake) -> Iterator[Check]:
    yield from _run_check("search index", lambda: lake_state.check_search_index(settings, open_lake))
    yield from _run_check("pipeline", lambda: check_pipeline(settings, open_lake))
    yield from _run_checks("forgetting", lambda: unfinished.check_forgetting(settings))
    yield from _run_checks("backfill", lambda: unfinished.check_backfills(settings))
    yield from _run_checks("watch folder", lambda: lake_state.check_watched_subject(settings, open_lake))
    yield from _run_check("clock", lambda: lake_state.check_clock(open_lake))


def _check_waiting(settings: Settings, open_lake: OpenLake) -> Iterator[Check]:
    yield from _run_check("feeds", lambda: lake_state.check_feeds(settings, open_lake))
    yield from _run_check("delivery", lambda: check_delivery(settings, open_lake))
    yield from _run_check("outbox", lambda: lake_state.check_outbox(open_lake))


def _explain_settings(error: ConfigError) -> Check:
    return Check(name="settings", state="failed", found=str(error), remedy="correct the variables, then run it again")


def _run_checks(name: str, look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """Yield the results of checks. A check that cannot be made fails, and the others are made."""
    try:
        yield from look()
    except NewsvaneError as error:
        yield Check(
            name=name, state="failed", found=str(error), remedy="mend what it names, then run `newsvane doctor` again"
        )
    except lake.DatabaseError as error:
        yield Check(
            name=name,
            state="failed",
            found=lake.describe_unchecked(error),
            remedy="look at the checks of the lake above",
        )


def _run_check(name: str, look: Callable[[], Check]) -> Iterator[Check]:
    yield from _run_checks(name, lambda: iter((look(),)))
