"""Limit the CPU time of a block, as this machine is now: other processes share it, and some machines are slow."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

IDLE_SECONDS = 0.015
"""What `_measure_pace` takes on a machine that does nothing else."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Check that the block takes at most so many seconds of CPU, or in proportion more while the machine is slow.

    Objects that exist already are not searched for garbage meanwhile: with all of Airflow loaded, that may cost more
    than the block.
    """
    gc.freeze()
    began = time.thread_time()
    try:
        yield
    finally:
        took = time.thread_time() - began
        gc.unfreeze()
    if took >= seconds:
        slowness = _measure_pace()
        assert took < seconds * slowness, f"{took:.1f} s; the machine is {slowness:.1f} times as slow as when idle"


def _measure_pace() -> float:
    """Return how many times as long as on an idle machine a fixed piece of work takes, at worst."""
    took = []
    for _ in range(20):
        began = time.thread_time()
        sum(len(str(number)) for number in range(150_000))
        took.append(time.thread_time() - began)
    return max(1.0, max(took) / IDLE_SECONDS)
