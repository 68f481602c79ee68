"""Check that each message arrives exactly once when receivers fail a third of the time and senders are killed.

`STORIES=50 python -m benchmarks.exactly_once_delivery` prints the table of docs/design/benchmarks.md. Times are scaled
down: a channel has 0.7 s for a message instead of 20 s, and is tried again after 0.1 s instead of 30 s.
"""

import os
import signal
import tempfile
from pathlib import Path

from tests.support.flaky_receivers import DeliveryResult, deliver_with_crashes, flaky_receivers


def main() -> None:
    stories = int(os.environ.get("STORIES", "50"))
    with tempfile.TemporaryDirectory(prefix="newsvane-delivery-") as home, flaky_receivers(Path(home)) as scene:
        result = deliver_with_crashes(scene, stories, timeout=1_800)
        print(make_table(result, ntfy="Debian's ntfy" if scene.ntfy else "the tests' own ntfy"))


def make_table(result: DeliveryResult, *, ntfy: str) -> str:
    """Return the result as Markdown."""
    names = {"webhook": "webhook, by key", "mail": "mail, by Message-ID", "ntfy": f"{ntfy}, as shown"}
    rows = [
        f"| {names[each.channel]} | {each.messages:,} | {each.taken:,} | {each.lost:,} | {each.duplicated:,} |"
        for each in result.counts
    ]
    return "\n".join([
        "| channel | messages | accepted by the server | lost | duplicated |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"{result.attempts:,} attempts in {result.runs} runs, {result.killed} of them killed; {result.seconds:.0f} s.",
    ])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started ends with this process
    main()
