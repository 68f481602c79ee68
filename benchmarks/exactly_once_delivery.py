"""Check that each message arrives exactly once when receivers fail a third of the time and senders are killed.

`STORIES=50 python -m benchmarks.exactly_once_delivery` prints the table of docs/design/benchmarks.md. Times are scaled
down: a channel has 0.7 s for a message instead of 20 s, and is tried again after 0.1 s instead of 30 s.
"""

import os
import signal
import tempfile
from pathlib import Path

from tests.support.flaky_receivers import Told, tell, unwell


def main() -> None:
    stories = int(os.environ.get("STORIES", "50"))
    with tempfile.TemporaryDirectory(prefix="newsvane-delivery-") as home, unwell(Path(home)) as scene:
        told = tell(scene, stories, longest=1_800)
        print(make_table(told, ntfy="Debian's ntfy" if scene.ntfy else "the tests' own ntfy"))


def make_table(told: Told, *, ntfy: str) -> str:
    """Return the result as Markdown."""
    names = {"webhook": "webhook, by key", "mail": "mail, by Message-ID", "ntfy": f"{ntfy}, as shown"}
    rows = [
        f"| {names[each.channel]} | {each.messages:,} | {each.taken:,} | {each.lost:,} | {each.twice:,} |"
        for each in told.counts
    ]
    return "\n".join([
        "| channel | messages | accepted by the server | lost | duplicated |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"{told.attempts:,} attempts in {told.runs} runs, {told.killed} of them killed; {told.seconds:.0f} s.",
    ])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started ends with this process
    main()
