"""Write the entries of a round of polls: which of them are new or changed, which are read, and which are left out."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import duckdb

from newsvane import urls
from newsvane.lake.engine.sql import fetch_rows, flatten, has_rows, land_selected, load_incoming, run_query
from newsvane.records import FOREIGN_PAGES_PER_SITE, FOREIGN_WAIT, LIST_PAGE_WAIT, Entry, FeedState

RENAME_WINDOW = timedelta(days=30)
"""How far back to look for an entry of the same feed whose link has changed."""


def land_entries(
    con: duckdb.DuckDBPyConnection, entries: Sequence[Entry], states: Iterable[FeedState], run_id: str, now: datetime
) -> None:
    """Write the entries of a round of polls, with a row in `skipped` for each that is left out. See `land_polls`."""
    load_incoming(con, "entries", (flatten(entry) for entry in entries))
    if not entries:
        run_query(con, "land_no_entries")
        return
    _find_renamed_entries(con, entries, states)
    run_query(con, "select_landed_entries")
    run_query(con, "delay_changed_entries", foreign_wait=FOREIGN_WAIT, list_page_wait=LIST_PAGE_WAIT)
    has_foreign = any(entry.own is False for entry in entries)
    if has_foreign:
        day_ago = now - timedelta(days=1)
        hosts = [row["host"] for row in fetch_rows(con, "list_foreign_hosts", day_ago=day_ago)]
        run_query(
            con,
            "find_entries_beyond_quota",
            hosts=hosts,
            sites=list(map(urls.site, hosts)),
            quota=FOREIGN_PAGES_PER_SITE,
            day_ago=day_ago,
        )
        run_query(con, "leave_out_beyond_quota")
    run_query(con, "land_entries")
    if has_rows(con, "renamed_entries"):
        run_query(con, "move_renamed_entries")
    if has_foreign or any(entry.kind != "article" for entry in entries):
        load_incoming(con, "skipped", ())
        run_query(con, "skip_entries", run_id=run_id, quota=FOREIGN_PAGES_PER_SITE)
        land_selected(con, "skipped")


def _find_renamed_entries(
    con: duckdb.DuckDBPyConnection, entries: Iterable[Entry], states: Iterable[FeedState]
) -> None:
    """Create `renamed_entries`. An entry is not renamed if its feed still lists it under the old link."""
    from newsvane.entries.items import fingerprint  # noqa: PLC0415 - slow to import; the pipeline already has it

    earliest = min(entry.seen_at for entry in entries)
    run_query(con, "find_renamed_entries", since=earliest - RENAME_WINDOW, rename_window=RENAME_WINDOW)
    listed = {state.feed_id: set(state.items.ids) for state in states if state.items}
    still = [
        row["stored_id"]
        for row in fetch_rows(con, "list_renamed_entries")
        if fingerprint(row["stored_id"].encode()) in listed.get(row["feed_id"], ())
    ]
    run_query(con, "drop_still_listed", stored_ids=still)
