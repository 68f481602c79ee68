"""Print what to do about feeds, below a table that has no room for it."""

from collections.abc import Iterable

from newsvane.analysis.queries import Row
from newsvane.cli.console import out, print_words
from newsvane.printable import printable_line


def show_advice(rows: Iterable[Row]) -> None:
    """Print each advice once, with the feeds that it is for; nothing if there is none."""
    feeds_by_advice: dict[str, list[str]] = {}
    for row in rows:
        if row["fix"]:
            feeds_by_advice.setdefault(row["fix"], []).append(row["feed_id"])
    if not feeds_by_advice:
        return
    out.print()
    print_words("To do", style="bold")
    for advice, feed_ids in feeds_by_advice.items():
        print_words(printable_line(f"{', '.join(feed_ids)}: {advice}"), indent=2, first="- ")
    out.print()
