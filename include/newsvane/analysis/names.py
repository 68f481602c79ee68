"""Whom coverage names: most often, more than before, for the first time; and where events happened."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from newsvane import lake
from newsvane.analysis.known_entities import load_lexicon
from newsvane.analysis.queries import OpenLake, Row, fetch_rows, load_query
from newsvane.names import find_by_parts, find_spelled
from newsvane.names.romanize import romanize
from newsvane.names.word_forms import fold_word
from newsvane.records import NameKind
from newsvane.similar_names import MIN_NEARNESS
from newsvane.topics.folding import tokenize


def load_top_names(
    since: date,
    until: date,
    *,
    kind: NameKind | None = None,
    topic: str | None = None,
    limit: int = 20,
    open_lake: OpenLake = lake.open_reader,
) -> list[Row]:
    """Return the entities that most stories of these days name."""
    chosen = {"since": since, "until": until, "kind": kind, "topic": topic, "limit": limit}
    return fetch_rows(load_query("names_top"), chosen, open_lake=open_lake)


def find_names(
    written: str,
    since: date,
    until: date,
    *,
    kind: NameKind | None = None,
    limit: int = 20,
    open_lake: OpenLake = lake.open_reader,
) -> list[Row]:
    """Return the entities of coverage that a part of a name or a spelling in any script may mean, the likeliest first.

    Each has the numbers of these days, as in `load_top_names`; they are 0 if no article of these days names it.
    """
    words = [fold_word(word) for word in tokenize(written)]
    if len(words) > 1:  # a Latin letter is a part of most names
        words = [word for word in words if len(word) > 1 or not word.isascii()]
    if not words:
        return []
    lexicon = load_lexicon()
    exact, latin = find_spelled(written, lexicon), [romanize(word) for word in words]
    spelled = find_by_parts(words, lexicon) | exact
    asked = {"words": words, "latin": latin, "exact": [*exact, "-".join(latin)], "spelled": [*spelled]}
    chosen = {**asked, "since": since, "until": until, "kind": kind, "limit": limit}
    return fetch_rows(load_query("names_found"), chosen, open_lake=open_lake)


def find_similar_names(
    written: str, *, kind: NameKind | None = None, limit: int = 3, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the entities of coverage that a misspelt name was probably meant to be: their ids, kinds and names."""
    words = [romanize(fold_word(word)) for word in tokenize(written)]
    if not words:
        return []
    asked = {"words": words, "nearness": MIN_NEARNESS, "kind": kind, "limit": limit}
    return fetch_rows(load_query("names_similar"), asked, open_lake=open_lake)


def load_rising_names(
    *, kind: NameKind | None = None, limit: int = 20, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the entities that more than twice as many stories of the last 7 days name as usual.

    Usual is the number per week of the 28 days before. If there are more stories in the last 7 days than per week
    before, it is multiplied by the same factor.
    """
    last = _find_last_day(open_lake)
    if last is None:
        return []
    asked = {"last": last, "since": last - timedelta(days=34), "kind": kind, "limit": limit}
    return fetch_rows(load_query("names_rising"), asked, open_lake=open_lake)


def _find_last_day(open_lake: OpenLake) -> date | None:
    """Return the day of the latest article on a topic; None if there is none.

    No article is dated after its reading. So if the last week's readings have an article of that week, none before that
    is later, and they need not be read.
    """
    newest = fetch_rows(load_query("newest_reading"), open_lake=open_lake)[0]["read_at"]
    if newest is None:
        return None
    for since in (newest - timedelta(days=7), datetime.min.replace(tzinfo=UTC)):
        day: date | None = fetch_rows(load_query("names_last_day"), {"since": since}, open_lake=open_lake)[0]["day"]
        if day and day >= since.date():
            return day
    return None


def load_first_mentions(
    since: datetime, *, kind: NameKind | None = None, limit: int = 20, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the entities that were named for the first time since a time, the latest first.

    If there are more than `limit`, each outlet that named some has its turn, so that one page full of names leaves room
    for what others report.
    """
    chosen = {"since": since, "kind": kind, "limit": limit}
    return fetch_rows(load_query("names_first"), chosen, open_lake=open_lake)


def load_event_places(
    since: date, until: date, *, topic: str | None = None, limit: int = 20, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the places in which the events of these days happened, those of the most stories first."""
    chosen = {"since": since, "until": until, "topic": topic, "limit": limit}
    return fetch_rows(load_query("places_of_events"), chosen, open_lake=open_lake)


def build_geojson(places: Iterable[Row]) -> dict[str, object]:
    """Return a FeatureCollection (RFC 7946) with a point per place, for maps."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": {
                "id": row["entity_id"],
                **{key: row[key] for key in ("name", "country", "stories", "articles")},
                "last_day": row["last_day"].isoformat(),
            },
        }
        for row in places
    ]
    return {"type": "FeatureCollection", "features": features}
