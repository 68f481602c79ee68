"""Print what to do about feeds, below a table that has no room for it."""

from collections.abc import Iterable, Sequence

from newsvane.analysis.queries import Row
from newsvane.cli.console import out, print_words
from newsvane.printable import printable_line


def show_advice(rows: Sequence[Row]) -> None:
    """Print each advice once, with the feeds that it is for: first what is to be done; nothing if there is none."""
    needy = [row for row in rows if row["needs_attention"]]
    _show_list("To do", needy)
    recovering = [row for row in rows if row["fix"] and not row["needs_attention"]]
    _show_list("Nothing to do yet", recovering)
    if needy or recovering:
        out.print()


def _show_list(heading: str, rows: Iterable[Row]) -> None:
    feeds_by_advice: dict[str, list[str]] = {}
    for row in rows:
        feeds_by_advice.setdefault(row["fix"], []).append(row["feed_id"])
    if not feeds_by_advice:
        return
    out.print()
    print_words(heading, style="bold")
    for advice, feed_ids in feeds_by_advice.items():
        print_words(printable_line(f"{', '.join(feed_ids)}: {advice}"), indent=2, first="- ")
