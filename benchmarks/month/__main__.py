"""Print the month as Markdown tables."""

from benchmarks.month import run

print(run())
