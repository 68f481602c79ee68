"""Count the articles and outlets of stories, whatever part of them a page shows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from newsvane import lake
from newsvane.analysis.copy_words import is_mere_claim
from newsvane.outlet_counts import OutletCounts
from newsvane_pages.article_rows import find_readings
from newsvane_pages.lake_queries import Row, fetch_cached_rows


class StoryCounts(NamedTuple):
    """How many articles a story has, and of how many outlets. Mere claims count only if there is nothing else.

    `claims`: how many articles are left out, because they merely claim to be translations. `outlet_of`: the outlet of
    each article, also of those.
    """

    articles: int
    outlets: OutletCounts
    claims: int = 0
    outlet_of: Mapping[str, str] = MappingProxyType({})


def count_stories(cursor: lake.Connection, story_ids: Collection[str]) -> dict[str, StoryCounts]:
    """Return the counts of these stories, by id. An article that is in no group is missing: it is alone."""
    if not story_ids:
        return {}
    members = fetch_cached_rows(cursor, "members_of_stories", stories=[*story_ids])
    names, grouped = [row["article_id"] for row in members], [row["grouped_at"] for row in members]
    outlets = {row["article_id"]: row["outlet"] for row in find_readings(cursor, names, grouped)} if names else {}
    stories: defaultdict[str, list[Row]] = defaultdict(list)
    for row in members:
        if row["article_id"] in outlets:
            stories[row["story_id"]].append(row | {"outlet": outlets[row["article_id"]]})
    return {story_id: _count(own) for story_id, own in stories.items()}


def _count(members: Sequence[Row]) -> StoryCounts:
    reports = [each for each in members if not each["is_claim"]] or members
    outlet_of = {each["article_id"]: each["outlet"] for each in members}
    return StoryCounts(len(reports), count_outlets(reports), len(members) - len(reports), outlet_of)


def leave_out_claims(articles: Sequence[Row]) -> list[Row]:
    """Return the articles that make up a story: all but mere claims, or all if there is nothing else.

    Anybody can claim to translate a report. So a claim adds no article, outlet, date or place to its story.
    """
    return [each for each in articles if not is_mere_claim(each)] or [*articles]


def count_outlets(articles: Collection[Row]) -> OutletCounts:
    """Return how many outlets have these articles, and how many of them have an independent one among these."""
    independent = {article["outlet"] for article in articles if article["copy_of"] is None}
    return OutletCounts(len({article["outlet"] for article in articles}), len(independent))
