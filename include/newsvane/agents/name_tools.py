"""Whom agents may ask about: the people, organisations and places that coverage names. As in `tools`, docstrings are
for agents.
"""

from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal

from pydantic import Field

from newsvane.agents.answers import Answer, fit, fit_facts
from newsvane.agents.lake_access import limited_lake
from newsvane.agents.limits import MAX_ANSWER_BYTES
from newsvane.agents.tools import Limit, Name, Since, Topic, Until, find_period
from newsvane.analysis import names, one_name
from newsvane.errors import QueryError
from newsvane.records import NameKind

Kind = Annotated[NameKind | None, Field(description="Only people, organisations or places. Default: all.")]


def list_names(
    which: Annotated[
        Literal["top", "rising", "first"],
        Field(description="Named by most stories; by more than twice as many as usual; or named for the first time."),
    ] = "top",
    *,
    kind: Kind = None,
    topic: Topic = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
) -> Answer:
    """List the people, organisations and places that coverage names, in whatever script, each by one id.

    `top` counts the stories of some days (default: 7) and may be limited to a topic; `first` takes since; `rising`
    compares the last 7 days with the 28 before and takes no days.
    """
    if which != "top" and (topic or until or (which == "rising" and since)):
        raise QueryError(f"{which} takes neither topic nor these days: leave them out, or ask for top", reason="period")
    first, last = find_period(since, until, days=7)
    with limited_lake() as open_lake:
        if which == "top":
            rows = names.load_top_names(first, last, kind=kind, topic=topic, limit=limit, open_lake=open_lake)
        elif which == "rising":
            rows = names.load_rising_names(kind=kind, limit=limit, open_lake=open_lake)
        else:
            begin = datetime.combine(first, time(), UTC)
            rows = names.load_first_mentions(begin, kind=kind, limit=limit, open_lake=open_lake)
    return {"names": fit(rows)}


def get_name(
    name: Annotated[Name, Field(min_length=1, description="An id (edi-rama), or any spelling in any script.")],
) -> Answer:
    """Show one person, organisation or place: its spellings, how often it is named, where first, and beside whom.

    search_articles finds the articles with person:ID, org:ID or place:ID.
    """
    with limited_lake() as open_lake:
        found = one_name.load_entity(name, open_lake=open_lake)
        beside = one_name.load_names_together(found["entity_id"], limit=20, open_lake=open_lake)
    return fit_facts(found) | {"named_together_with": fit(beside, MAX_ANSWER_BYTES // 2)}


NAMING: tuple[Any, ...] = (list_names, get_name)
"""The tools of this module."""
