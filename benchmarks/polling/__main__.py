"""Run one measured step in this process."""

import sys

from benchmarks.polling.measured_steps import main

main(*sys.argv[1:])
