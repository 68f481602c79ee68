"""Poll the hostile servers and print the result of each as an operator would see it."""

import asyncio
import tempfile
from pathlib import Path

from tests.hostile.outcome import Outcome, poll
from tests.hostile.table import ROWS


def table(outcome: Outcome) -> str:
    """Return one line per server: its name, the outcome of the poll, the wait until the next one, and the message."""
    lines = []
    for row in ROWS:
        first = outcome.polls[row.feed_id][0]
        wait = (first.next_poll_at - first.polled_at).total_seconds() / 60
        state = first.reason or f"{first.status}, {first.entries_seen}"
        lines.append(f"{row.name:<36} {state:<20} {wait:>5.0f} min  {first.duration_ms:>6} ms  {first.detail}")
    return "\n".join(lines)


def summary(outcome: Outcome) -> str:
    """Return the time and memory that the poller took."""
    report = outcome.report
    seconds = ", ".join(f"{one['seconds']:.1f} s and {one['landing']:.1f} s to land" for one in report["rounds"])
    return (
        f"{len(ROWS)} feeds; rounds of {seconds}; {report['peak'] / 1e6:.0f} MB at most, "
        f"{report['rounds'][0]['at_rest'] / 1e6:.0f} MB of it before the first poll"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(poll(ROWS, Path(folder)))
    print(table(outcome))
    print(summary(outcome))


if __name__ == "__main__":
    main()
