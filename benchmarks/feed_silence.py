"""Measure how often the view `feed_volume` calls an active feed silent, and how soon it notices a dead one.

`python -m benchmarks.feed_silence` simulates a year of feeds with different rhythms and prints the rates per rhythm.
Days are whole UTC days.
"""

import contextlib
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from newsvane import lake
from newsvane.settings import Settings

HISTORY, YEAR = 35, 365
DIES_AFTER = 120
"""The day on which a feed stops, to measure how soon that is noticed."""
NOTICE_DAYS = 40
"""The number of days within which that must be noticed."""

Counts = NDArray[np.int64]


def simulate_rhythms(feeds: int, days: int, seed: int = 1) -> Mapping[str, Counts]:
    """Return the fresh items per day of feeds of many kinds, by kind: arrays of (feeds, days)."""
    rng = np.random.default_rng(seed)
    shape, weekdays = (feeds, days), (np.arange(days) % 7 < 5).astype(float)

    def bursts(mean: float, size: float) -> Counts:
        return rng.poisson(rng.gamma(size, mean / size, shape))

    def weekly(jitter: int) -> Counts:
        counts = np.zeros(shape, np.int64)
        for feed, start in enumerate(rng.integers(7, size=feeds)):
            on = start + 7 * np.arange(days // 7) + rng.integers(-jitter, jitter + 1, days // 7)
            counts[feed, on[(on >= 0) & (on < days)]] = 1 + rng.poisson(3)
        return counts

    return {
        "12 a day": rng.poisson(12, shape),
        "3 a day": rng.poisson(3, shape),
        "1 a day": rng.poisson(1, shape),
        "2 a week": rng.poisson(0.3, shape),
        "12 a weekday": rng.poisson(12 * weekdays, shape),
        "3 a weekday": rng.poisson(3 * weekdays, shape),
        "1 a weekday": rng.poisson(weekdays, shape),
        "20 a weekday, 3 at weekends": rng.poisson(3 + 17 * weekdays, shape),
        "bursts, 12 a day (negative binomial, 1)": bursts(12, 1),
        "bursts, 5 a day (negative binomial, 0.5)": bursts(5, 0.5),
        "bursts, 2 a day (negative binomial, 0.5)": bursts(2, 0.5),
        "weekly, always that day": weekly(0),
        "weekly, a day early or late": weekly(1),
    }


def judge_silence(counts: Counts) -> NDArray[np.str_]:
    """Return the state of each feed according to the view, at the start of each day with `HISTORY` days before it."""
    feeds, days = counts.shape
    with contextlib.closing(duckdb.connect()) as con:
        con.execute("SET TimeZone = 'UTC'")
        table = {"feed": np.repeat(np.arange(feeds), days), "day": np.tile(np.arange(days), feeds)}
        con.register("counted", table | {"fresh": counts.ravel()})
        con.execute(_TABLES, {"history": HISTORY, "days": days})
        con.execute(_STATES)
        con.execute(_load_view())
        rows = con.execute("SELECT feed_id, volume FROM feed_volume").fetchall()
    verdicts = np.full((feeds, days - HISTORY), "", dtype="<U6")
    for feed_id, volume in rows:
        feed, day = map(int, feed_id.split("-"))
        verdicts[feed, day - HISTORY] = volume
    return verdicts


@cache
def _load_view() -> str:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        lake.migrate(settings)
        with contextlib.closing(lake.connect(settings=settings)) as con:
            found = con.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'feed_volume'").fetchone()
    assert found
    return str(found[0])


def count_false_silences(counts: Counts) -> float:
    """Return how many false silences begin per feed and year."""
    silent = judge_silence(counts) == "silent"
    beginnings = silent[:, 1:] & ~silent[:, :-1]
    return float(beginnings.sum() / counts.shape[0] * YEAR / silent.shape[1])


def measure_delays(counts: Counts) -> NDArray[np.float64]:
    """Return the days from each feed's last active day until its silence is noticed; infinite if it never is."""
    died = counts[:, : HISTORY + DIES_AFTER + NOTICE_DAYS].copy()
    died[:, HISTORY + DIES_AFTER :] = 0
    silent = judge_silence(died[:, DIES_AFTER:])[:, 1:] == "silent"
    return np.where(silent.any(axis=1), silent.argmax(axis=1) + 1.0, np.inf)


def main() -> None:
    table = Table("items per feed", "false silences per year", "days until a true one is noticed", "never noticed")
    for name, counts in simulate_rhythms(200, HISTORY + YEAR).items():
        delays = measure_delays(counts)
        table.add_row(
            name, f"{count_false_silences(counts):.2f}", f"{np.median(delays):g}", f"{np.isinf(delays).mean():.0%}"
        )
    Console(width=120).print(table)


_TABLES = """
CREATE TABLE feed_daily AS
SELECT
    c.feed || '-' || today.day AS feed_id, DATE '2026-01-01' + c.day::INTEGER AS day, 24 AS polls, 0 AS failed,
    c.fresh::INTEGER AS fresh, 0 AS new, 0::BIGINT AS duration_ms
FROM counted AS c JOIN range($history, $days) AS today(day) ON c.day BETWEEN today.day - $history AND today.day - 1
"""

_STATES = """
CREATE TABLE feed_states AS
SELECT DISTINCT
    feed_id, (DATE '2026-01-01' + split_part(feed_id, '-', 2)::INTEGER)::TIMESTAMPTZ AS polled_at, polled_at AS well_at,
    polled_at - INTERVAL 3 DAYS AS fresh_at
FROM feed_daily
"""

if __name__ == "__main__":
    main()
