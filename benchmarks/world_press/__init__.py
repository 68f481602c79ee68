"""Measure what it costs to watch the world's press, of which one article in twenty is on topic.

`python -m benchmarks.world_press [--entries 20000] [--compare 2000]`: a day of 3,000 outlets on 127.0.0.1, published in
six rounds. 500 outlets have a feed, and an aggregator lists the articles of all. First only what matches a topic is
read, then, for a part of the day, everything. Each round is a whole cycle without Airflow; the CPU time is that of this
process, without the outlets. The benchmark fails unless exactly the articles on topic are in the lake.
"""

from benchmarks.world_press.measured_day import run

__all__ = ["run"]
