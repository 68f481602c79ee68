"""Go through the bad days, or those with such a word, and print what they came to.

Usage: `python -m tests.chaos.fault_injection [WORD …]`.

The exit code is 1 where something was lost or doubled.
"""

import sys
import tempfile
from pathlib import Path

from tests.chaos.fault_injection import rows
from tests.chaos.fault_injection.days import DAYS
from tests.chaos.fault_injection.page import HEADING, line
from tests.support.history import undisturbed


def main() -> int:
    """Print the table, each row when it is known."""
    good = True
    chosen = [day for day in DAYS if not sys.argv[1:] or any(word in day.title for word in sys.argv[1:])]
    print(HEADING)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with undisturbed(home / "scene", home / "saved") as history:
            history.rows = rows(history.scene.settings)
            for number, day in enumerate(chosen):
                place = home / str(number)
                place.mkdir()
                came = day.happens(history, place)
                print(line(day, came), flush=True)
                for words in came.wrong:
                    print(f"  {words}", file=sys.stderr)
                good = good and came.is_good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
