"""Print the simulated month as Markdown tables."""

from benchmarks.polling_simulation import run

print(run())
