"""Run the fault cases, or those whose title has one of these words, and print the table.

Usage: `python -m tests.chaos.fault_injection [WORD …]`.

The exit code is 1 if anything was lost or duplicated.
"""

import sys
import tempfile
from pathlib import Path

from tests.chaos.fault_injection.cases import CASES
from tests.chaos.fault_injection.report import HEADING, render_row
from tests.support.saved_cycle import saved_cycle


def main() -> int:
    """Print each row of the table as soon as it is known."""
    good = True
    chosen = [case for case in CASES if not sys.argv[1:] or any(word in case.title for word in sys.argv[1:])]
    print(HEADING)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with saved_cycle(home / "scene", home / "saved") as saved:
            for number, case in enumerate(chosen):
                own = home / str(number)
                own.mkdir()
                outcome = case.run(saved, own)
                print(render_row(case, outcome), flush=True)
                for error in outcome.errors:
                    print(f"  {error}", file=sys.stderr)
                good = good and outcome.is_good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
