"""The bad days of the embedded engine: a fault put into a cycle, and what was lost or doubled when it had healed.

`python -m tests.chaos.fault_injection` prints the table of `docs/operations/fault-tolerance.md`;
`tests/chaos/test_fault_injection.py` wants noughts in it.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from newsvane import lake
from newsvane.settings import Settings
from tests.support.history import History
from tests.world.compare import received

Rows = dict[str, Counter[tuple[object, ...]]]

TABLES = {
    "articles": "article_id, title, language, published_at, revision, md5(text), translation_state, outlet",
    "article_topics": "article_id, topic",
    "article_groups": "article_id, copy_of, copy_kind, story_id",
    "entries": "entry_id, feed_id, outcome, article_id, content_hash",
    "skipped": "url, stage, reason, will_retry",
    "quarantine": "article_id, reasons, state",
    "outbox": "key, rule, channel, state",
    "trend_daily": "topic, language, outlet, sum(articles), sum(originals), sum(stories), sum(translated)",
}
"""What a lake is compared by: all but when, and by which run. Days are summed, so that midnight changes nothing."""


@dataclass(frozen=True)
class Outcome:
    """What a bad day came to. `runs`: of the pipeline until it had healed; 0: the task that failed, once more."""

    runs: int
    rows_lost: int
    rows_doubled: int
    alerts_lost: int
    alerts_doubled: int
    wrong: list[str] = field(default_factory=list, compare=False)

    @property
    def is_good(self) -> bool:
        return not (self.rows_lost or self.rows_doubled or self.alerts_lost or self.alerts_doubled or self.wrong)


@dataclass(frozen=True)
class Day:
    """A bad day: `happens` puts the fault in, heals it as ops would, and says what was left of it."""

    title: str
    happens: Callable[[History, Path], Outcome]


def rows(settings: Settings) -> Rows:
    """What the lake holds, but for times."""
    with closing(lake.connect(settings=settings)) as connection:
        return {
            table: Counter(
                map(_hashable, connection.execute(f"SELECT {columns} FROM {table} {_grouped(table)}").fetchall())
            )
            for table, columns in TABLES.items()
        }


def outcome(settings: Settings, inbox: Path, expected: Rows, *, runs: int, wrong: list[str] | None = None) -> Outcome:
    """The lake against that of the undisturbed cycle, and who was told what against its own outbox."""
    found = rows(settings)
    lost = {table: expected[table] - found[table] for table in TABLES}
    more = {table: found[table] - expected[table] for table in TABLES}
    told = Counter((alert["kind"], alert["key"]) for alert in received(inbox))
    planned = {key for key, _, _, state in found["outbox"] if state == "delivered"}
    details = [f"{table}: lost {row}" for table in TABLES for row in lost[table]]
    details += [f"{table}: more {row}" for table in TABLES for row in more[table]]
    return Outcome(
        runs=runs,
        rows_lost=sum(each.total() for each in lost.values()),
        rows_doubled=sum(each.total() for each in more.values()),
        alerts_lost=len(planned - {key for _, key in told}),
        alerts_doubled=told.total() - len(told),
        wrong=[*(wrong or []), *details[:20]],
    )


def _grouped(table: str) -> str:
    return "GROUP BY topic, language, outlet" if table == "trend_daily" else ""


def _hashable(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)
