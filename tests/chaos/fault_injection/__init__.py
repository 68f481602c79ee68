"""Inject faults of one machine into a real cycle, and count what was lost or duplicated after recovery.

`python -m tests.chaos.fault_injection` prints the table of `docs/operations/fault-tolerance.md`;
`tests/chaos/test_fault_injection.py` expects only zeros in it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from newsvane.settings import Settings
from tests.support.lake_rows import TABLES, Rows, load_rows
from tests.support.saved_cycle import SavedCycle
from tests.world.compare import received


@dataclass(frozen=True)
class Outcome:
    """What a fault led to.

    `runs`: pipeline runs until all was well again; 0: trying the failed task again was enough. `errors`: anything else
    that was wrong, in words.
    """

    runs: int
    rows_lost: int
    rows_duplicated: int
    alerts_lost: int
    alerts_duplicated: int
    errors: list[str] = field(default_factory=list, compare=False)

    @property
    def is_good(self) -> bool:
        return not (self.rows_lost or self.rows_duplicated or self.alerts_lost or self.alerts_duplicated or self.errors)


@dataclass(frozen=True)
class FaultCase:
    """A fault. `run` puts it into a cycle, recovers as an operator would, and returns what was left of it."""

    title: str
    run: Callable[[SavedCycle, Path], Outcome]


def compare(settings: Settings, inbox: Path, expected: Rows, *, runs: int, errors: list[str] | None = None) -> Outcome:
    """Compare the lake with that of the undisturbed cycle, and the received alerts with the lake's own outbox."""
    found = load_rows(settings)
    lost = {table: expected[table] - found[table] for table in TABLES}
    more = {table: found[table] - expected[table] for table in TABLES}
    sent = Counter((alert["kind"], alert["key"]) for alert in received(inbox))
    planned = {key for key, _, _, state in found["outbox"] if state == "delivered"}
    details = [f"{table}: lost {row}" for table in TABLES for row in lost[table]]
    details += [f"{table}: more {row}" for table in TABLES for row in more[table]]
    return Outcome(
        runs=runs,
        rows_lost=sum(each.total() for each in lost.values()),
        rows_duplicated=sum(each.total() for each in more.values()),
        alerts_lost=len(planned - {key for _, key in sent}),
        alerts_duplicated=sent.total() - len(sent),
        errors=[*(errors or []), *details[:20]],
    )
