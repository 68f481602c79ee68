"""A month of 300 feeds on a virtual clock: what polling costs and what it misses, under our rules and under others'.

`python -m benchmarks.month` prints the tables of docs/design/benchmarks.md. world: feeds, servers and their troubles;
rules: who polls when, ours being the functions of `newsvane.feeds`; clock: what comes of it.
"""

from benchmarks.month.tables import run

__all__ = ["run"]
