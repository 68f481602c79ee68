"""`python -m tests.bad_days`: go through the bad days and print what they came to; 1 where something was lost."""

import sys
import tempfile
from pathlib import Path

from tests.bad_days import rows
from tests.bad_days.days import DAYS
from tests.bad_days.page import HEADING, line
from tests.history import undisturbed


def main() -> int:
    """Print the table, each row when it is known."""
    good = True
    print(HEADING)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with undisturbed(home / "scene", home / "saved") as history:
            history.rows = rows(history.scene.settings)
            for number, day in enumerate(DAYS):
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
