"""Run the benchmarks named, or all, and print tables; exit code 1 where one does not give what it should."""

import sys

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import (
    alerts,
    analysts,
    copies,
    history,
    month,
    parsing,
    polling,
    readers,
    reading,
    searching,
    stories,
    topics,
)

BENCHMARKS = {
    "parsing": parsing,
    "reading": reading,
    "topics": topics,
    "alerts": alerts,
    "copies": copies,
    "history": history,
    "stories": stories,
    "polling": polling,
    "month": month,
    "analysts": analysts,
    "readers": readers,
    "searching": searching,
}


def main(names: list[str]) -> None:
    """Run these: ratios come in one table, what a benchmark wrote itself after it."""
    if unknown := set(names) - set(BENCHMARKS):
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}: there are {', '.join(BENCHMARKS)}")
    table = Table("what", "a CPU-second", "bare", "times as fast", "against", box=box.MARKDOWN)
    pages = []
    for name in names or BENCHMARKS:
        found = BENCHMARKS[name].run()
        for ratio in [] if isinstance(found, str) else found:
            table.add_row(ratio.name, f"{ratio.ours:,.0f}", f"{ratio.bare:,.0f}", f"{ratio.times:.2f}", ratio.against)
        pages += [found] if isinstance(found, str) else []
    if table.rows:
        Console(width=120).print(table)
    print("\n\n".join(pages))


main(sys.argv[1:])
