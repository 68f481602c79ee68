"""Simulate a month of polling 300 feeds: costs and missed items, compared with other feed readers.

`python -m benchmarks.polling_simulation` prints the tables of docs/design/benchmarks.md. `simulated_feeds`: feeds,
servers and their outages. `pollers`: when to poll, as Newsvane does it (the functions of `newsvane.feeds`) and as
Miniflux and Media Cloud do. `simulation`: the virtual clock, and the record of what was requested and missed.
"""

from benchmarks.polling_simulation.report import run

__all__ = ["run"]
