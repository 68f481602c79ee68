"""Run every benchmark and print a table; exit code 1 where one does not give what it should."""

from rich.console import Console
from rich.table import Table

from benchmarks import copies, parsing, reading


def main() -> None:
    table = Table("what", "a CPU-second", "bare", "times as fast", "against")
    for module in (parsing, reading, copies):
        for ratio in module.run():
            table.add_row(ratio.name, f"{ratio.ours:,.0f}", f"{ratio.bare:,.0f}", f"{ratio.times:.2f}", ratio.against)
    Console(width=120).print(table)


main()
