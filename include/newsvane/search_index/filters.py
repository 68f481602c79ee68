"""What articles must be, beside what the query asks for."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Filters:
    """Conditions on articles; empty or None: none.

    Of several topics, outlets, languages, countries or kinds one is enough. `originals`: no copies. `since`, `until`:
    first and last day, UTC. `read_after`: the earliest time at which an article was first read.
    """

    topics: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    originals: bool = False
    since: date | None = None
    until: date | None = None
    read_after: datetime | None = None
