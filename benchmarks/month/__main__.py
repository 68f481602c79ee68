"""Print the month as Markdown tables."""

import time

from benchmarks.month.clock import Ledger, simulate
from benchmarks.month.rules import MediaCloud, Miniflux, Newsvane, Rules
from benchmarks.month.world import servers

FEEDS, DAYS = 300, 30


def main() -> None:
    world = servers(FEEDS, DAYS)
    rules: list[Rules] = [Newsvane(), Miniflux(), MediaCloud()]
    ledgers = []
    for each in rules:
        started = time.process_time()
        ledgers.append(simulate(each, world, DAYS))
        print(f"{each.name}: {time.process_time() - started:.0f} s")
    print(table(ledgers))


def table(ledgers: list[Ledger]) -> str:
    rows = [
        ("requests", lambda one: f"{one.requests:,}"),
        ("… of these sooner than the server asked", lambda one: f"{one.too_soon:,}"),
        ("whole bodies", lambda one: f"{one.bodies:,}"),
        ("items missed that could be read for an hour", lambda one: f"{len(one.missed):,}"),
        ("items missed that could not", lambda one: f"{one.missed_brief:,}"),
        ("hours until a recovery was noticed, median", lambda one: f"{one.recovery[0]:.1f}"),
        ("… longest", lambda one: f"{one.recovery[1]:.1f}"),
        ("recoveries not noticed by the end", lambda one: f"{one.never:,}"),
    ]
    head = ["", *(one.name for one in ledgers)]
    lines = [head, ["---"] * len(head), *([name, *(show(one) for one in ledgers)] for name, show in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
