"""Check a demo after its first cycle: the lake equals the ground truth, and a second cycle changes nothing."""

from collections import Counter

from rich.console import Console

from newsvane.standalone import Standalone
from tests.demo import show, traces
from tests.demo.cycle import next_cycle
from tests.support.private_files import list_exposed
from tests.support.scene import Scene
from tests.world.compare import differences, received


def check(airflow: Standalone, surroundings: Scene, console: Console, *, real_pages: bool = False) -> list[str]:
    """Run a second cycle, and return one line per mistake. `real_pages`: there is no ground truth to compare with."""
    settings = surroundings.settings
    wrong = (
        show.unaccounted(settings)
        if real_pages
        else differences(settings, surroundings.began, with_neighbour=surroundings.neighbour)
    )
    wrong += traces.lost(airflow, surroundings)
    wrong += [
        f"other users can access {exposed}" for exposed in list_exposed(airflow.home) + list_exposed(settings.home)
    ]
    before, received_before = show.counts(settings), surroundings.inbox.read_bytes()
    times = Counter((alert["kind"], alert["key"]) for alert in received(surroundings.inbox))
    wrong += [f"{key} came by {kind} {count} times" for (kind, key), count in times.items() if count > 1]
    console.print("Second cycle, nothing is new:")
    next_cycle(airflow, console)
    after = show.counts(settings)
    grown = {
        name: (before[name], rows) for name, rows in after.items() if rows != before[name] and name != "feed_polls"
    }
    wrong += [f"second cycle: {name} went from {old} rows to {new}" for name, (old, new) in grown.items()]
    if surroundings.inbox.read_bytes() != received_before:
        wrong.append("second cycle: alerts were sent again")
    return wrong
