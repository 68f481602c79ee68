"""The pages of names: whom coverage names most, more than before or for the first time; and one of them."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from newsvane import lake, trends
from newsvane.analysis import names
from newsvane.analysis.known_entities import NOUNS, find_named
from newsvane.analysis.one_name import NameProfile, load_name_profile
from newsvane.errors import UnknownName
from newsvane.passages import Passage, find_passage, find_spellings
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.bar_charts import MakeAddress, draw_bars
from newsvane_pages.headlines import translate_headlines
from newsvane_pages.html_rendering import page, write_sentence
from newsvane_pages.lake_queries import Row, ask_cached, open_cursor, open_present
from newsvane_pages.not_there import NotThere, link_names
from newsvane_pages.outlet import PERIODS, find_first_day
from newsvane_pages.place_map import draw_maps

router = APIRouter()

Days = Annotated[Literal["28", "182", "730"], Query()]
Kind = Literal["", "person", "org", "place"]
Listing = Literal["top", "rising", "new"]
LISTINGS: Mapping[str, str] = {"top": "Most named", "rising": "Rising", "new": "Newly named"}
KINDS: Mapping[str, str] = {"": "All", "person": "People", "org": "Organisations", "place": "Places"}
LISTED = 50
MAX_NAME = 200
"""Characters of a name in an address."""
INSTEAD = {ui_path(UiPage.NAMES): "Look through the names of coverage", ui_path(UiPage.SEARCH): "Search for its words"}


class NamesState(NamedTuple):
    """Which names are listed, as in the address. `find`: a part of them, or a spelling; "" for all."""

    by: str = "top"
    kind: str = ""
    days: str = "28"
    find: str = ""

    def address(self, **changes: str) -> str:
        """Return the query part of the address, with some changes."""
        changed = self._replace(**changes)._asdict()
        given = {name: value for name, value in changed.items() if value != NamesState._field_defaults[name]}
        return f"?{urlencode(given)}" if given else ""


class ShownStory(NamedTuple):
    """A story that names somebody, the first article that does, and the passage with the name."""

    story: Row
    article: Row
    passage: Passage


@router.get("/names")
def list_names(
    request: Request,
    by: Listing = "top",
    kind: Kind = "",
    days: Days = "28",
    find: Annotated[str, Query(max_length=MAX_NAME)] = "",
) -> Response:
    """List names. `by`: the order; `kind`: "" for all. `days`: of how many days, but what rises does so in a week.

    `find`: a part of the names that are listed, or a spelling in any script; then `by` has no effect.
    """
    first, find = find_first_day(days, datetime.now(UTC)), find.strip()
    wanted = NamesState("top" if find else by, kind, days, find)
    rows = _load_names(wanted, first)
    similar = names.find_similar_names(find, kind=kind or None, open_lake=open_present) if find and not rows else []
    return page(
        request,
        "names.html",
        tab="names",
        wanted=wanted,
        listings=LISTINGS,
        kinds=KINDS,
        periods=PERIODS,
        nouns=NOUNS,
        first=first,
        rows=rows,
        similar=similar,
        most=LISTED,
        max_name=MAX_NAME,
    )


def _load_names(wanted: NamesState, first: date) -> list[Row]:
    asked: dict[str, Any] = {"kind": wanted.kind or None, "limit": LISTED, "open_lake": open_present}
    today = datetime.now(UTC).date()
    if wanted.find:
        return names.find_names(wanted.find, first, today, **asked)
    if wanted.by == "rising":
        return names.load_rising_names(**asked)
    if wanted.by == "new":
        return names.load_first_mentions(datetime.combine(first, time(), UTC), **asked)
    return names.load_top_names(first, today, **asked)


@router.get("/names/{entity_id}")
def show_name(request: Request, entity_id: str, days: Days = "28") -> Response:
    """Show a person, an organisation or a place, by its id or a spelling. `days`: of how many days."""
    now, grain = datetime.now(UTC), PERIODS[days][1]
    first = find_first_day(days, now)
    try:
        named = find_named(entity_id[:MAX_NAME], open_lake=open_present)
        with open_cursor() as cursor:
            found = ask_cached(cursor, _load_profile, named, first=first, grain=grain)
    except UnknownName as error:
        raise NotThere(write_sentence(str(error)), link_names(UiPage.NAMES, error.similar) | INSTEAD) from error
    entity = found.entity
    query = f"{entity['kind']}:{entity['entity_id']}"
    series = trends.compute_trends(found.counts, now=now, since=first, grain=grain)
    stories, happened = _load_stories(found)
    places = _place(found)
    return page(
        request,
        "name.html",
        tab="names",
        entity=entity,
        found=found,
        noun=NOUNS[entity["kind"]],
        query=query,
        days=days,
        periods=PERIODS,
        grain=grain,
        first=first,
        chart=draw_bars(*series, address=_link_bars(request, query))[0] if series else None,
        stories=stories,
        happened=happened,
        places=places,
        maps=draw_maps(places),
        headlines=translate_headlines(request, [each.article for each in (*stories, *happened)]),
    )


def _load_profile(cursor: lake.Connection, entity_id: str, *, first: date, grain: trends.Grain) -> NameProfile:
    history = trends.history_start(first, grain)
    return load_name_profile(
        entity_id, since=first, history=history, grain=grain, open_lake=lambda **_: nullcontext(cursor)
    )


def _link_bars(request: Request, query: str) -> MakeAddress:
    """Return a function that links a bar to the search for the articles of its days."""
    root = request.scope.get("root_path", "")
    return lambda since, until: f"{root}/search?{urlencode({'q': query, 'since': since, 'until': until})}#articles"


def _place(found: NameProfile) -> list[Row]:
    """Return a place as a map shows it, with the number of articles whose event happened there; none for others."""
    entity = found.entity
    if entity["latitude"] is None or entity["longitude"] is None:
        return []
    return [entity | {"articles": found.happened[0]["all_articles"] if found.happened else 0}]


def _load_stories(found: NameProfile) -> tuple[Sequence[ShownStory], Sequence[ShownStory]]:
    """Return the stories that name an entity, and those whose event happened there, with passages."""
    read_at = {row["article_id"]: row["fetched_at"] for row in (*found.stories, *found.happened)}
    with open_cursor() as cursor:
        articles = {row["article_id"]: row for row in lake.load_candidates(cursor, read_at, columns=lake.FOUND_COLUMNS)}
    shown = [
        [_show(row, articles[row["article_id"]]) for row in rows if row["article_id"] in articles]
        for rows in (found.stories, found.happened)
    ]
    return shown[0], shown[1]


def _show(story: Row, row: Row) -> ShownStory:
    article = lake.build_article(row)
    spans = [span for span in find_spellings(article, story["written"]) if span.field == "text"]
    return ShownStory(story, row, find_passage(article, spans))
