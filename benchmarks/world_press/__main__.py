"""Run the benchmark alone."""

import argparse

from benchmarks.world_press.measured_day import run

parser = argparse.ArgumentParser()
parser.add_argument("--entries", type=int, default=20_000)
parser.add_argument("--compare", type=int, default=2_000, help="entries of which everything is read; 0: none")
chosen = parser.parse_args()
print(run(chosen.entries, chosen.compare))
