"""Run the named benchmarks, or all of them, and print tables: `python -m benchmarks [NAME …]`.

The exit code is 1 if a benchmark does not give the result it should.
"""

import sys

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import (
    alert_rules,
    analyst_queries,
    backfill,
    concurrent_readers,
    copy_detection,
    feed_parsing,
    first_contact,
    forgetting,
    history_lookup,
    page_reading,
    polling,
    polling_simulation,
    searching,
    story_linking,
    topic_matching,
    world_press,
)

BENCHMARKS = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        feed_parsing,
        page_reading,
        topic_matching,
        alert_rules,
        copy_detection,
        history_lookup,
        story_linking,
        polling,
        polling_simulation,
        analyst_queries,
        concurrent_readers,
        searching,
        first_contact,
        world_press,
        backfill,
        forgetting,
    )
}


def main(names: list[str]) -> None:
    """Run these benchmarks: print all ratios in one table, then the reports that benchmarks return themselves."""
    if unknown := set(names) - set(BENCHMARKS):
        sys.exit(f"unknown benchmark: {', '.join(sorted(unknown))}; known are {', '.join(BENCHMARKS)}")
    table = Table("what", "per CPU-second", "bare library", "times as fast", "compared with", box=box.MARKDOWN)
    reports = []
    for name in names or BENCHMARKS:
        result = BENCHMARKS[name].run()
        if isinstance(result, str):
            reports.append(result)
            continue
        for ratio in result:
            table.add_row(ratio.name, f"{ratio.ours:,.0f}", f"{ratio.bare:,.0f}", f"{ratio.times:.2f}", ratio.against)
    if table.rows:
        Console(width=120).print(table)
    print("\n\n".join(reports))


main(sys.argv[1:])
