"""Find the access data of sources: in the environment, or in an Airflow connection."""

import os
from collections.abc import Callable, Iterable

from newsvane.fetch import AccessBook, AccessName, select_access, variable_of
from newsvane.records import Feed

AccessLookup = Callable[[str], str | None]
"""Returns the access data that an Airflow connection holds, as JSON, by their name; None if there is none."""


def find_access(feeds: Iterable[Feed], lookup: AccessLookup | None = None) -> AccessBook:
    """Return the access data of the sources that name some.

    `lookup`: asked for those that are not in the environment. Only Airflow can read its connections.
    """
    sources = {feed.feed_id: AccessName(feed.url, feed.access) for feed in feeds if feed.access}
    names = {each.name for each in sources.values()}
    found = {name: os.environ.get(variable_of(name)) or (lookup(name) if lookup else None) for name in names}
    return select_access(sources, {name: value for name, value in found.items() if value})
