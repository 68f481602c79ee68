"""One way, in this process."""

import sys

from benchmarks.polling.ways import main

main(*sys.argv[1:])
