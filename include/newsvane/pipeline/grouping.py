"""Copies and stories of a batch, decided together with what of the lake they touch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from newsvane import lake, stories
from newsvane.alerts import Landed
from newsvane.records import Article, Grouping, Record
from newsvane.settings import Settings


class Grouped(Record):
    """What came of it. `groupings`: of the batch and of what is in the lake. `landed`: what is new, for the alerts."""

    groupings: tuple[Grouping, ...] = ()
    sketches: Mapping[str, stories.Sketch] = {}
    revisions: tuple[stories.Revision, ...] = ()
    landed: tuple[Landed, ...] = ()


def group(connection: lake.Connection, accepted: Sequence[Article], settings: Settings) -> Grouped:
    """Group what a run has read. What is in the lake already and does not differ is left alone."""
    before = lake.offered(connection, accepted)
    batch, stored = [], []
    for article in accepted:
        if article.article_id in before:
            old = before[article.article_id]
            batch.append(article.model_copy(update={"fetched_at": old.fetched_at}) if old else article)
            stored += [old] if old else []
    revised = {article.article_id: article for article in accepted}
    found = regroup(connection, batch, settings, before=stored)
    return found.model_copy(
        update={"revisions": tuple(stories.revision(old, revised[old.article_id]) for old in stored)}
    )


def regroup(
    connection: lake.Connection, batch: Sequence[Article], settings: Settings, *, before: Sequence[Article] = ()
) -> Grouped:
    """Group articles as they will be in the lake, or are there. `before`: as they are there, where they change."""
    sketches = {article.article_id: stories.sketch(article) for article in batch}
    window_days = settings.copy_window_days
    history = lake.history(connection, batch, sketches, window_days=window_days, before=before)
    members = {article.article_id: article for article in (*history.articles, *batch)}
    groupings = stories.keep_stories(
        stories.group(members.values(), window_days=window_days, repeated=history.repeated), history.story_ids
    )
    known, outlets = set(history.story_ids.values()), defaultdict[str, set[str]](set)
    for grouping in groupings:
        outlets[grouping.story_id].add(members[grouping.article_id].outlet)
    landed = (
        Landed(
            article=members[grouping.article_id],
            grouping=grouping,
            is_new_story=grouping.story_id not in known,
            outlets=len(outlets[grouping.story_id]),
        )
        for grouping in groupings
        if grouping.article_id not in history.story_ids
    )
    return Grouped(groupings=tuple(groupings), sketches=sketches, landed=tuple(landed))
