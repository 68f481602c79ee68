"""Load articles by id, for the pages of stories and of articles.

The lake stores articles in the order in which they were read. A query for some of them is therefore limited to the time
in which they were read; otherwise it would read the texts of a whole year.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from newsvane import lake
from newsvane.analysis.copy_words import is_mere_claim
from newsvane_pages.lake_queries import Row, fetch_cached_rows, fetch_rows

GROUPED_WITHIN = timedelta(days=3)
"""Most articles are grouped within this time after they were read.

Articles that were quarantined or regrouped are searched for in the whole history.
"""
ALWAYS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
FEW = 16
"""Up to so many articles, `select_names_of_few` is faster than `select_names`."""
ROWS = 200
"""The maximum number of other articles that are loaded with an article."""


class ArticleInStory(NamedTuple):
    """An article with its texts, and what is known of its story.

    `others`: the other articles of the story and the article's original, without texts, at most ROWS. Each row has what
    `story_members` says of it. `size`: articles of the story. `claims`: how many of these only claim to be
    translations; 0 if all do.
    """

    article: Row
    others: Sequence[Row]
    size: int
    claims: int

    @property
    def in_order(self) -> list[Row]:
        """The articles of the story in order of time, this one among them."""
        story = [each for each in self.others if each["story_id"] == self.article["story_id"]]
        return sorted([*story, self.article], key=order_in_time)


def find_times(cursor: lake.Connection, names: Sequence[str], grouped: Collection[datetime]) -> dict[str, datetime]:
    """Return when articles were first read, by id. `grouped`: when they were grouped; none if that is not known."""
    return {row["article_id"]: row["fetched_at"] for row in find_readings(cursor, names, grouped)}


def find_readings(cursor: lake.Connection, names: Sequence[str], grouped: Collection[datetime]) -> list[Row]:
    """Return id, outlet and time of the first reading of articles. `grouped`: as for `find_times`."""
    found: list[Row] = []
    likely = [(min(grouped) - GROUPED_WITHIN, max(grouped))] if grouped else []
    for since, until in (*likely, ALWAYS):
        found = fetch_cached_rows(cursor, "fetch_times", articles=names, since=since, until=until)
        if len(found) == len(names):
            break
    return found


def select_names(cursor: lake.Connection, articles: Collection[Row]) -> None:
    """Fill the temporary table `names_of_articles`, which the queries on names read, for these articles."""
    names, times = [row["article_id"] for row in articles], [row["fetched_at"] for row in articles] or ALWAYS
    query = "select_names_of_few" if len(names) <= FEW else "select_names"
    fetch_rows(cursor, query, articles=names, first=min(times), last=max(times))


def load_rows(cursor: lake.Connection, query: str, times: Mapping[str, datetime], **parameters: object) -> list[Row]:
    """Return the rows of a query on articles. `times`: when they were read, by id."""
    if not times:
        return []
    first, last = min(times.values()), max(times.values())
    return fetch_rows(cursor, query, articles=[*times], first=first, last=last, **parameters)


def load_in_story(cursor: lake.Connection, article_id: str) -> ArticleInStory | None:
    """Return an article with the others of its story; None if the lake has no such article."""
    known = fetch_rows(cursor, "stories_of_articles", articles=[article_id])
    story_id = known[0]["story_id"] if known else ""
    members = (
        {row["article_id"]: row for row in fetch_rows(cursor, "story_members", story_id=story_id)} if known else {}
    )
    names = members.keys() | {article_id, _group(article_id, members)["copy_of"]} - {None}
    times = find_times(cursor, [*names], [row["grouped_at"] for row in members.values()])
    if article_id not in times:
        return None
    rows = load_rows(cursor, "article", {article_id: times.pop(article_id)})
    others = load_rows(cursor, "articles_of_story", times, limit=ROWS)
    if not rows:
        return None
    article, *others = [row | _group(row["article_id"], members) for row in (*rows, *others)]
    claims = sum(map(is_mere_claim, members.values()))
    return ArticleInStory(article, others, len(members), claims if claims < len(members) else 0)


def load_texts(cursor: lake.Connection, names: Sequence[str]) -> dict[str, Row]:
    """Return the texts of some articles and what they copy, by id. Articles that the lake does not have are missing."""
    known = fetch_rows(cursor, "stories_of_articles", articles=list(names))
    times = find_times(cursor, names, [row["grouped_at"] for row in known])
    groups = {row["article_id"]: row for row in known}
    alone = {"copy_of": None, "copy_claimed": False}
    return {
        name: alone | groups.get(name, {}) | row
        for name, time in times.items()
        for row in load_rows(cursor, "article_texts", {name: time})
    }


def order_in_time(row: Row) -> tuple[object, ...]:
    """Return the key by which articles are in order of time, as in the view stories."""
    return row["ordered_at"], row["published_at"] is None, row["published_at"] or row["fetched_at"], row["article_id"]


def _group(article_id: str, members: Mapping[str, Row]) -> Row:
    """Return how an article is grouped. One off topic, or of another story, is not in `members`."""
    nothing = dict.fromkeys(("story_id", "copy_of", "copy_kind", "copy_order", "similar_to", "story_evidence"))
    return members.get(article_id) or nothing | {"original": True, "copy_evidence": [], "copy_claimed": False}
