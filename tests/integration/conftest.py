"""What all integration tests share."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def one_thread_per_connection() -> Iterator[None]:
    """Let DuckDB answer the small queries of tests in one thread, for a fifth of their CPU time.

    The tests of crashes and with a running Airflow use as many as there are processors, as in production.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSVANE_LAKE_THREADS", os.environ.get("NEWSVANE_LAKE_THREADS", "1"))
        yield
