"""Plan and land polls of 10,000 feeds, with one day and with thirty days of polls in the lake.

`python -m benchmarks.poll_planning` builds both lakes and prints CPU-seconds (of all threads), wall-clock seconds, and
how much the former grow with the history. A tenth of the feeds is due.
"""

import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from newsvane import lake, pipeline
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Entry, Feed, FeedItems, FeedPoll, FeedState
from newsvane.settings import Settings
from newsvane.urls import entry_id

FEEDS, DAYS, POLLS_PER_DAY, ITEMS = 10_000, (1, 30), 24, 40
"""`POLLS_PER_DAY` and `ITEMS` are per feed. `DAYS`: the two lengths of history to compare."""
BATCH = 1_000
"""The number of polls per landing; one in ten brings an entry."""
ROUNDS = 5


class Spent(NamedTuple):
    """CPU-seconds and wall-clock seconds."""

    cpu: float
    wall: float


def build_lake(settings: Settings, days: int, now: datetime) -> None:
    """Build a lake of `FEEDS` feeds, polled hourly for `days`.

    One poll in ten brought an entry, one in fifty failed.
    """
    write_watch_list(settings)
    lake.migrate(settings)
    with exclusive(settings) as connection:
        connection.execute(_FEEDS, {"feeds": FEEDS})
        for age in reversed(range(days)):
            day_end = now - timedelta(days=age)
            values = {"feeds": FEEDS, "polls": POLLS_PER_DAY, "now": day_end}
            with transaction(connection):
                connection.execute(_POLLS, values)
                connection.execute(_ENTRIES, {"now": day_end})
                connection.execute(_DAYS, {"now": day_end})
        with transaction(connection):
            connection.execute(_STATES, {"now": now})
            connection.execute(_ITEMS, {"held": ITEMS, "now": now})


def write_watch_list(settings: Settings) -> None:
    """Write a `feeds.toml` of `FEEDS` feeds, and no rules."""
    settings.watch.mkdir(parents=True)
    tables = (f'[[feed]]\nid = "feed-{n}"\nurl = "https://host{n % 500}.example/feed/{n}"\n' for n in range(FEEDS))
    (settings.watch / "feeds.toml").write_text("\n".join(tables))
    (settings.watch / "topics.toml").write_text('[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran"\n')
    (settings.watch / "alerts.toml").write_text("")


def make_feed(number: int) -> Feed:
    return Feed(feed_id=f"feed-{number}", url=f"https://host{number % 500}.example/feed/{number}")


def make_states(at: datetime) -> Iterator[FeedState]:
    for number in range(0, FEEDS, FEEDS // BATCH):
        read = number % 100 == 0
        numbers = tuple(range(number, number + ITEMS))
        yield FeedState(
            last_poll=FeedPoll(
                feed_id=f"feed-{number}",
                feed_url=make_feed(number).url,
                url=make_feed(number).url,
                polled_at=at,
                status="ok" if read else "unchanged",
                entries_fresh=int(read),
            ),
            next_poll_at=at + timedelta(hours=1),
            items=FeedItems(keys=numbers, ids=numbers, times=numbers) if read else None,
        )


def make_entries(at: datetime) -> Iterator[Entry]:
    for number in range(0, FEEDS, 100):
        url = f"https://host{number % 500}.example/{at.timestamp()}/{number}"
        yield Entry(
            entry_id=entry_id(url),
            feed_id=f"feed-{number}",
            url=url,
            canonical_url=url,
            guid=url,
            title=f"What happened at {at} in {number}",
            published_at=at,
            content_hash="1",
            seen_at=at,
        )


def measure_steps(settings: Settings, now: datetime) -> dict[str, Spent]:
    """Return the cost of each step."""
    watched, moments = [make_feed(number) for number in range(FEEDS)], iter(range(1, 1_000))

    def land() -> None:
        at = now + timedelta(minutes=5 * next(moments))
        states, entries = make_states(at), make_entries(at)
        with lake.writer(settings) as connection:
            lake.land_polls(connection, feeds=watched, states=states, entries=entries, run_id=f"{at}", now=at)

    with contextlib.closing(lake.connect(settings=settings)) as connection:
        due = [f"feed-{number}" for number in range(BATCH)]
        steps: dict[str, Callable[[], object]] = {
            "states of all feeds": lambda: lake.load_feed_states(connection),
            f"items of {BATCH:,} feeds": lambda: lake.load_feed_items(connection, due),
            "view feed_health": lambda: connection.execute("FROM feed_health").fetchall(),
        }
        found = {name: _measure(step) for name, step in steps.items()}
    found["pipeline.plan_polls"] = _measure(lambda: pipeline.plan_polls("bench", settings=settings))
    found[f"land {BATCH:,} polls"] = _measure(land)
    return found


def _measure(step: Callable[[], object]) -> Spent:
    """Return the medians of `ROUNDS` calls."""
    found = []
    for _ in range(ROUNDS):
        before = time.process_time(), time.perf_counter()
        step()
        found.append((time.process_time() - before[0], time.perf_counter() - before[1]))
    return Spent(*(statistics.median(each) for each in zip(*found, strict=True)))


def _size(settings: Settings) -> int:
    return sum(file.stat().st_size for file in settings.data_path.rglob("*") if file.is_file())


def main() -> None:
    now = datetime.now(UTC)
    found: dict[int, dict[str, Spent]] = {}
    sizes: dict[int, str] = {}
    for days in DAYS:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(home=Path(folder) / "var", watch=Path(folder) / "watch")
            build_lake(settings, days, now)
            before = _size(settings)
            found[days] = measure_steps(settings, now)
            sizes[days] = f"{before / 1e6:.0f} MB, {(_size(settings) - before) / ROUNDS / 1e6:.2f} MB more per landing"
    heads = (f"{days} days: {clock}" for days in DAYS for clock in ("CPU", "wall"))
    table = Table(f"{FEEDS:,} feeds, polled hourly", *heads, "ratio of CPU")
    short, long = (found[days] for days in DAYS)
    for name in short:
        spent = (f"{seconds:.3f}" for days in DAYS for seconds in found[days][name])
        table.add_row(name, *spent, f"{long[name].cpu / short[name].cpu:.2f}")
    console = Console(width=120)
    console.print(table)
    console.print(*(f"{days} days: {size}" for days, size in sizes.items()), sep="\n")


_FEEDS = """
INSERT INTO feeds BY NAME
SELECT
    'feed-' || n AS feed_id, 'https://host' || n % 500 || '.example/feed/' || n AS url, '' AS title,
    'host' || n % 500 || '.example' AS outlet, 'other' AS kind, false AS paused, true AS watched
FROM range($feeds) AS numbers(n)
"""

_POLLS = """
INSERT INTO feed_polls BY NAME
SELECT
    'feed-' || n AS feed_id, 'https://host' || n % 500 || '.example/feed/' || n AS feed_url, feed_url AS url,
    $now - to_minutes((60 * hour + n % 60)::INTEGER) AS polled_at,
    CASE WHEN hash(n, polled_at) % 50 = 0 THEN 'failed' WHEN hash(n, polled_at) % 10 = 1 THEN 'ok' ELSE 'unchanged' END
        AS status,
    if(status = 'failed', 'timeout', '') AS reason, if(status = 'failed', 'no answer for 30 seconds', '') AS detail,
    (status = 'ok')::INTEGER AS entries_fresh, (status = 'ok')::INTEGER AS entries_new, 40 AS entries_seen,
    md5(feed_id) AS etag, sha256(feed_id) AS body_hash, (status = 'failed')::INTEGER AS failures,
    3600 AS interval_seconds, polled_at + INTERVAL 54 MINUTES AS next_poll_at, 120 AS duration_ms, 40000 AS size_bytes,
    false AS validators_lie, 'run' AS run_id
FROM range($feeds) AS numbers(n), range($polls) AS hours(hour)
ORDER BY polled_at
"""

_ENTRIES = """
INSERT INTO entries BY NAME
SELECT
    'e1_' || left(sha256(feed_id || polled_at), 20) AS entry_id, feed_id,
    'https://host.example/' || md5(entry_id) AS url, url AS canonical_url, url AS guid,
    'A headline of usual length on what happened on ' || polled_at || ' and what came of it' AS title,
    polled_at AS published_at, repeat('<p>words of the summary</p>', 8) || entry_id AS content, '1' AS content_hash,
    polled_at AS seen_at, 'article' AS outcome
FROM feed_polls
WHERE polled_at > $now - INTERVAL 1 DAY AND polled_at <= $now AND entries_new > 0
ORDER BY seen_at
"""

_DAYS = """
MERGE INTO feed_daily USING (
    SELECT
        feed_id, (polled_at AT TIME ZONE 'UTC')::DATE AS day, count(*) AS polls,
        count(*) FILTER (status = 'failed') AS failed, sum(entries_fresh) AS fresh, sum(entries_new) AS new,
        sum(duration_ms) AS duration_ms
    FROM feed_polls
    WHERE polled_at > $now - INTERVAL 1 DAY AND polled_at <= $now
    GROUP BY ALL
) AS more ON feed_daily.feed_id = more.feed_id AND feed_daily.day = more.day
WHEN MATCHED THEN UPDATE SET polls = feed_daily.polls + more.polls, fresh = feed_daily.fresh + more.fresh
WHEN NOT MATCHED THEN INSERT BY NAME
"""

_STATES = """
INSERT INTO feed_states BY NAME
SELECT
    *, polled_at AS well_at, polled_at AS read_at, polled_at AS fresh_at, polled_at AS new_at, 0 AS moved_polls
FROM feed_polls
WHERE polled_at > $now - INTERVAL 1 DAY
QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY polled_at DESC) = 1
"""

_ITEMS = """
INSERT INTO feed_items BY NAME
SELECT
    'feed-' || n AS feed_id, $now AS read_at, list(1000000 * n + item) AS keys, keys AS ids,
    list(1700000000 + item) AS times
FROM range(10000) AS numbers(n), range($held) AS items(item)
GROUP BY n
"""

if __name__ == "__main__":
    main()
