"""One story: who was first, how sure that is and why, and who copied or translated whom. And lists of stories."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from newsvane import lake, urls
from newsvane.analysis.arrival_words import describe_past_source
from newsvane.analysis.known_names import require_outlets, require_topics, unknown_id
from newsvane.analysis.queries import OpenLake, Row, fetch_rows, load_query
from newsvane.lake.analyst.index_source import USUAL_DELAY
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.printable import printable, printable_line

DAYS_AROUND = 21
"""Stories further apart are not looked for as steps of one affair."""
MAX_AROUND = 8
BEGINNING_GONE = (
    "The article with which this story began is no longer in it, for instance because it was removed by request. "
    "It may have come first."
)


def load_story(story_id: str, *, as_of: datetime | None = None, open_lake: OpenLake = lake.open_reader) -> Row:
    """Return the facts of a story, by its id, an earlier one, or that of one of its articles. Raises UnknownName.

    It has seven more keys: `who_was_first` in words, `outlets_in_order` (the first article of each outlet that
    does not merely claim to be a translation), `copies`, `resemblances` (why other originals are in it),
    `landed_by_hand` (which of these articles a person landed although they had failed validation), `contradicted` (the
    articles whose claimed dates our polls contradict) and `around` (`load_stories_around`).
    """
    ask = partial(fetch_rows, as_of=as_of, open_lake=open_lake)
    meant = ask(load_query("story_of_id"), {"id": story_id})
    found = next(filter(None, (ask(load_query("story_facts"), each) for each in meant)), None)
    if not found:
        raise unknown_id("story", story_id, hint="`newsvane stories` lists the latest", open_lake=open_lake)
    asked = {"story_id": found[0]["story_id"]}
    outlets = ask(load_query("story_order"), asked)
    copies, resemblances = ask(load_query("story_copies"), asked), ask(load_query("story_resemblances"), asked)
    members = ask(load_query("story_beginning"), asked)
    shown = {row["article_id"] for row in (*outlets, *copies, *resemblances)}
    return found[0] | {
        "who_was_first": " ".join([
            describe_order(outlets),
            *([BEGINNING_GONE] if is_beginning_gone(members, found[0]["story_id"]) else []),
        ]),
        "outlets_in_order": outlets,
        "copies": copies,
        "resemblances": resemblances,
        "landed_by_hand": ask(load_query("landed_by_hand"), {"articles": sorted(shown)}),
        "contradicted": ask(load_query("story_contradicted"), asked),
        "around": load_stories_around(
            found[0]["story_id"], found[0]["first_day"], found[0]["last_day"], as_of=as_of, open_lake=open_lake
        ),
    }


def load_stories_around(
    story_id: str, first: date, last: date, *, as_of: datetime | None = None, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return up to MAX_AROUND stories within DAYS_AROUND of one that name the same people, the earliest first.

    `first`, `last`: the days of the story. `shared`, `shared_ids`: the names that both have, the rarest first.
    `is_before`: whether it began before this story.
    """
    span = timedelta(days=DAYS_AROUND)
    begin, end = (datetime.combine(day, time(), UTC) for day in (first - span, last + span))
    grouped_until = end + USUAL_DELAY
    with open_lake(as_of=as_of) as connection:
        ask = partial(_ask, connection)
        ask("collect_nearby", since=begin, until=end, grouped_until=grouped_until)
        if ask("count_ungrouped")[0]["articles"]:
            ask("group_late", grouped_until=grouped_until)
        rows = ask("stories_around", story_id=story_id, limit=MAX_AROUND)
        outlets, read = _read_reports(ask, [row["story_id"] for row in rows], begin) if rows else ({}, {})
    return [
        row | {"title": report["title"], "outlet": report["outlet"], "outlets": outlets[row["story_id"]]}
        for row in rows
        if (report := read.get(row.pop("first_article")))
    ]


def _ask(connection: lake.Connection, query: str, **parameters: object) -> list[Row]:
    return fetch_rows_of(connection, load_query(query), **parameters)


def _read_reports(
    ask: Callable[..., list[Row]], story_ids: Sequence[str], since: datetime
) -> tuple[Mapping[str, int], Mapping[str, Row]]:
    """Return how many outlets reported each of these stories since a time, and outlet and title of each report by id.

    Nearly all articles are read before they are grouped, so that those read later are only looked through for the rest.
    """
    reports = ask("reports_of_stories", stories=story_ids, since=since)
    articles = {row["article_id"] for row in reports}
    read: dict[str, Row] = {}
    grouped = max((row["grouped_at"] for row in reports), default=since)
    for until in (grouped + USUAL_DELAY, datetime.max.replace(tzinfo=UTC)):
        if articles - read.keys():
            rows = ask("outlets_read", articles=[*articles], since=since, until=until)
            read = {row["article_id"]: row for row in rows}
    pairs = {(row["story_id"], read[row["article_id"]]["outlet"]) for row in reports if row["article_id"] in read}
    return Counter(story_id for story_id, _ in pairs), read


def list_stories(
    first: date,
    last: date,
    *,
    topic: str | None = None,
    outlets: Sequence[str] = (),
    limit: int,
    biggest: bool = False,
    as_of: datetime | None = None,
    open_lake: OpenLake = lake.open_reader,
) -> tuple[list[Row], int]:
    """Return the latest stories of these days, or the biggest ones, and how many there are without the limit.

    These are the stories with an article on the topic and of an outlet in these days that does not merely claim to be a
    translation.

    Raises UnknownName for a topic or an outlet.
    """
    require_topics([topic], open_lake=open_lake)
    require_outlets(outlets, open_lake=open_lake)
    asked = {
        "topic": topic, "outlets": [*outlets], "since": first, "until": last, "limit": limit, "biggest": biggest,
    }  # fmt: skip
    rows = fetch_rows(load_query("story_list"), asked, as_of=as_of, open_lake=open_lake)
    return rows, max((row.pop("found") for row in rows), default=0)


def describe_order(outlets: Sequence[Row]) -> str:
    """Return who was first, how sure that is, and why. `outlets`: the first article of each, in order."""
    first, *others = outlets
    name = printable_line(first["outlet"])
    if not others:
        return f"Only {name} has this story, so there is no order."
    seen_at = first["observed_at"]
    later = [each for each in others if each["certainty"] == "certain"]
    unsure = [each for each in others if each["certainty"] != "certain"]
    if not unsure:
        return (
            f"Certain: {name} had it first among the outlets that we watch. When we had seen its article, at "
            f"{printable(seen_at)}, polls of all others did not yet find theirs."
        )
    words = f"Uncertain: {name} may have been first. We cannot tell whether it was before {_names(unsure)}."
    if later:
        words += f" It was certainly before {_names(later)}."
    why = "; ".join(_explain(first, unsure))
    return f"{words} Why: {why}. The order follows the claimed times, within what our polls saw."


def is_beginning_gone(members: Sequence[Row], story_id: str) -> bool:
    """Return whether the article after which a story is named is not in it any more. `members`: `story_beginning`.

    If a text has changed, the story may be named after a version of it, so nothing is known.
    """
    return not any(row["revised"] or urls.story_id(row["article_id"]) == story_id for row in members)


def _explain(first: Row, unsure: Sequence[Row]) -> list[str]:
    """Return why our polls do not show that these outlets were later than the first one."""
    if source := describe_past_source(first):
        seen_at = printable(first["observed_at"] or first["claimed_at"])
        name = printable_line(first["outlet"])
        return [f"that {name} had its article at {seen_at} is what {source} says, no poll of ours"]
    unpolled = [each for each in unsure if each["absent_at"] is None]
    too_early = [each for each in unsure if each["absent_at"] is not None]
    reasons = []
    if unpolled:
        whom = _names(unpolled) if too_early else "each of these"
        reasons.append(f"our first look at {whom} found its article, which shows that it was there, not since when")
    if too_early:
        whom = _names(too_early) if unpolled else "each of these"
        reasons.append(f"when we last looked at {whom} in vain, we had not yet seen the first article either")
    return reasons


def _names(rows: Sequence[Row]) -> str:
    return ", ".join(printable_line(row["outlet"]) for row in rows)
