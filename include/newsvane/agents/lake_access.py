"""Open the lake for one call of an agent, with limits on time and memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Timer

from newsvane import lake
from newsvane.agents.calls import ended_with_call, require_caller
from newsvane.agents.limits import MAX_MEMORY, MAX_SECONDS
from newsvane.analysis.queries import OpenLake
from newsvane.errors import LakeBusy, OutdatedLake


@contextmanager
def limited_lake() -> Iterator[OpenLake]:
    """Open the lake, and yield what the functions of `newsvane.analysis` open it with: each time the same connection.

    Raises LakeBusy if a call takes longer than `MAX_SECONDS` or its caller is gone, and the errors of
    `lake.open_reader`.
    """
    with lake.open_reader() as connection:
        connection.execute(f"SET memory_limit = '{MAX_MEMORY}'")
        deadline = time.monotonic() + MAX_SECONDS
        watchdog = Timer(MAX_SECONDS, connection.interrupt)
        watchdog.start()

        @contextmanager
        def open_again(*, as_of: datetime | None = None) -> Iterator[lake.Connection]:
            if as_of:
                raise ValueError("agents read the lake as it is now")
            if time.monotonic() > deadline:
                raise _too_slow()
            require_caller()
            yield connection

        try:
            with ended_with_call(connection.interrupt):
                yield open_again
        except lake.Interrupted as error:
            raise _too_slow() from error
        except lake.DatabaseError as error:
            if lake.is_outdated(error):
                raise OutdatedLake("an older version of Newsvane wrote this lake; its next run upgrades it") from error
            raise
        finally:
            watchdog.cancel()


def _too_slow() -> LakeBusy:
    return LakeBusy(
        f"the answer took longer than {MAX_SECONDS} seconds and was stopped: ask for fewer days, for a topic, or for "
        "rarer words",
        reason="slow",
    )
