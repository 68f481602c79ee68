"""The page of a story: the articles on one event, which is a copy of which, and how that and the languages are known.

The lake keeps articles in the order in which they were read: a story is asked for within the time in which its own
were, and their texts are found without reading those of a year.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane import lake
from newsvane.settings import get_settings
from newsvane_pages.asking import Row, asking, rows
from newsvane_pages.coverage import titles
from newsvane_pages.rendering import page

router = APIRouter()

ROWS = 100
"""Articles, and alerts, at the most."""
DEEPEST = 3
"""Steps by which a copy of a copy is moved in."""
SOON = timedelta(days=3)
"""An article is grouped so long after it was read; one that was held, or grouped anew, is looked for everywhere."""
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


@router.get("/stories/{story_id}")
def story(request: Request, story_id: str) -> Response:
    """The articles of a story; of one that went up in another, that one's."""
    with asking() as cursor:
        articles = _articles(cursor, story_id)
        if not articles:
            (moved,) = rows(cursor, "moved_story", story_id=story_id)
            articles = _articles(cursor, moved["story_id"])
        if not articles:
            raise HTTPException(404, "There is no story of this name in the lake.")
        found = articles[0]["story_id"]
        names = [article["article_id"] for article in articles]
        alerts = rows(cursor, "story_alerts", story_id=found, articles=names, limit=ROWS)
    first = next((article for article in articles if article["original"]), articles[0])
    return page(
        request,
        "story.html",
        tab="coverage",
        articles=as_tree(articles),
        alerts=alerts,
        first=first,
        titles=titles(),
        address=f"{get_settings().ui_url.rstrip('/')}/newsvane/stories/{found}",
    )


def _articles(cursor: lake.Connection, story_id: str | None) -> list[Row]:
    """The articles of a story, in order of time, each with what it was made from; none where there is no such story."""
    members = {row["article_id"]: row for row in rows(cursor, "members", story_id=story_id)}
    if not members:
        return []
    sources = {row["copy_of"] for row in members.values()} - {None}
    found = {row["article_id"]: row for row in _read(cursor, [*members.keys() | sources], members.values())}
    elsewhere = [*sources - members.keys()]
    stories = (
        {row["article_id"]: row["story_id"] for row in rows(cursor, "grouped", articles=elsewhere)} if elsewhere else {}
    )
    return [
        article | members[name] | _source(found.get(members[name]["copy_of"]), stories)
        for name, article in found.items()
        if name in members
    ][:ROWS]


def _source(source: Row | None, stories: Mapping[str, str]) -> Row:
    """What an article was made from, where that is in the lake. `stories`: of sources in other stories."""
    if source is None:
        return dict.fromkeys(("first_outlet", "first_title", "first_story_id"))
    return {
        "first_outlet": source["outlet"],
        "first_title": source["title"],
        "first_story_id": stories.get(source["article_id"]),
    }


def _read(cursor: lake.Connection, names: Sequence[str], members: Collection[Row]) -> list[Row]:
    """These articles whole, in order of time. `members`: how those of the story are grouped."""
    grouped = [row["grouped_at"] for row in members]
    moments: list[datetime] = []
    for since, until in ((min(grouped) - SOON, max(grouped)), EVER):
        moments = [row["fetched_at"] for row in rows(cursor, "read_at", articles=names, since=since, until=until)]
        if len(moments) == len(names):
            break
    if not moments:
        return []
    return rows(cursor, "story", articles=names, first=min(moments), last=max(moments), limit=2 * ROWS)


def as_tree(articles: Sequence[Row]) -> list[Row]:
    """The articles with what was copied or translated from each below it, each list in the order given; `depth` says.

    A copy whose original is not here, or that leads in a circle, stands at the top.
    """
    copies: defaultdict[str, list[Row]] = defaultdict(list)
    known = {article["article_id"] for article in articles}
    for article in articles:
        if article["copy_of"] in known:
            copies[article["copy_of"]].append(article)
    placed: dict[str, Row] = {}

    def place(article: Row, depth: int) -> None:
        if article["article_id"] not in placed:
            placed[article["article_id"]] = article | {"depth": min(depth, DEEPEST)}
            for copy in copies[article["article_id"]]:
                place(copy, depth + 1)

    for article in sorted(articles, key=lambda each: each["copy_of"] in known):
        place(article, 0)
    return list(placed.values())
