"""Count the feeds of included files, which are too many to be read one by one."""

from collections.abc import Callable, Iterable, Mapping

from newsvane.analysis.queries import Row
from newsvane.cli.console import out, print_words, show_table
from newsvane.plurals import count_noun

WATCH_LIST = "feeds.toml"
"""The file whose feeds a person has chosen one by one."""

_COLUMNS = {
    "file": "included file",
    "feeds": "feeds",
    "sick": "need attention",
    "unpolled": "not polled yet",
    "paused": "paused",
    "newest_at": "last news",
}


def split_by_file(rows: Iterable[Row], find_file: Callable[[str], str]) -> tuple[list[Row], dict[str, list[Row]]]:
    """Return the rows of feeds in feeds.toml, and the others by file. `find_file` returns the file of a feed."""
    by_file: dict[str, list[Row]] = {}
    for row in rows:
        by_file.setdefault(find_file(row["feed_id"]), []).append(row)
    return by_file.pop(WATCH_LIST, []), by_file


def show_counts_by_file(included: Mapping[str, list[Row]]) -> None:
    """Print a line per included file that says how its feeds are; nothing if there is none."""
    if not included:
        return
    out.print()
    show_table([_count(file, included[file]) for file in sorted(included)], _COLUMNS, empty="", needed=3)
    total = count_noun(sum(map(len, included.values())), "feed")
    print_words(f"{total} of included files are only counted; --all lists them, --sick those that need attention.")


def _count(file: str, rows: list[Row]) -> Row:
    return {
        "file": file,
        "feeds": len(rows),
        "sick": sum(bool(row["fix"]) for row in rows),
        "unpolled": sum(row["status"] is None and not row["paused"] for row in rows),
        "paused": sum(bool(row["paused"]) for row in rows),
        "newest_at": max(filter(None, (row.get("newest_at") for row in rows)), default=None),
    }
