"""Express filters as SQL on `coverage`, for scans and for what only the lake knows."""

from collections.abc import Sequence
from datetime import datetime

from newsvane.search_index import Filters

Condition = tuple[str, Sequence[object]]
"""SQL over `coverage` with the column `country`, and the values for its placeholders."""


def build_condition(filters: Filters) -> Condition:
    """Return the condition that the filters stand for."""
    days = {
        "day >= ?::DATE": filters.since,
        "day <= ?::DATE": filters.until,
        "fetched_at >= ?::TIMESTAMPTZ": filters.read_after,
    }
    lower = {"outlet": filters.outlets, "language": filters.languages, "country": filters.countries}
    given: dict[str, object] = {
        "list_has_any(topics, ?)": list(filters.topics),
        **{f"list_contains(?, lower({name}))": [each.lower() for each in values] for name, values in lower.items()},
        "list_contains(?, kind)": list(filters.kinds),
        **{sql: value and value.isoformat() for sql, value in days.items()},
    }
    chosen = {sql: value for sql, value in given.items() if value}
    return " AND ".join([*chosen, *(["original"] if filters.originals else []), "true"]), list(chosen.values())


def find_scanned_days(filters: Filters, now: datetime) -> int | None:
    """Return how many days a scan has to go back at most; None: without limit."""
    return max(1, (now.date() - filters.since).days + 1) if filters.since else None


def join_conditions(*conditions: Condition) -> Condition:
    """Return the condition that all of some conditions hold."""
    return " AND ".join(f"({sql})" for sql, _ in conditions), [value for _, values in conditions for value in values]
