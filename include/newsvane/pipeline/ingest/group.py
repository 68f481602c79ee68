"""Copies and stories of a batch, decided together with what of the lake they touch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsvane import lake, stories
from newsvane.alerts import LandedArticle
from newsvane.records import Article, Grouping, Record
from newsvane.settings import Settings


class Grouped(Record):
    """What came of it. `groupings`: of the batch and of what is in the lake. `landed`: what is new, for the alerts."""

    groupings: tuple[Grouping, ...] = ()
    sketches: Mapping[str, stories.Sketch] = {}
    revisions: tuple[stories.Revision, ...] = ()
    landed: tuple[LandedArticle, ...] = ()


def group(connection: lake.Connection, accepted: Sequence[Article], settings: Settings) -> Grouped:
    """Group what a run has read. What is in the lake already and does not differ is left alone."""
    before = lake.find_new_or_changed(connection, accepted)
    batch, stored = [], []
    for article in accepted:
        if article.article_id in before:
            old = before[article.article_id]
            batch.append(article.model_copy(update={"fetched_at": old.fetched_at}) if old else article)
            stored += [old] if old else []
    revised = {article.article_id: article for article in accepted}
    found = regroup(connection, batch, settings, before=stored)
    return found.model_copy(
        update={"revisions": tuple(stories.describe_revision(old, revised[old.article_id]) for old in stored)}
    )


def regroup(
    connection: lake.Connection, batch: Sequence[Article], settings: Settings, *, before: Sequence[Article] = ()
) -> Grouped:
    """Group articles as they will be in the lake, or are there. `before`: as they are there, where they change."""
    sketches = {article.article_id: stories.sketch(article) for article in batch}
    window_days = settings.copy_window_days
    history = lake.load_grouping_context(connection, batch, sketches, window_days=window_days, before=before)
    members = {article.article_id: article for article in (*history.articles, *batch)}
    groupings = stories.keep_story_ids(
        stories.group(members.values(), window_days=window_days, repeated=history.repeated), history.story_ids
    )
    landed = _landed(groupings, members, history.story_ids)
    return Grouped(groupings=tuple(groupings), sketches=sketches, landed=landed)


def _landed(
    groupings: Sequence[Grouping], members: Mapping[str, Article], before: Mapping[str, str]
) -> tuple[LandedArticle, ...]:
    """What is new among these. `before`: the stories of what was there, by article id."""
    stories_of: defaultdict[str, list[Grouping]] = defaultdict(list)
    for grouping in groupings:
        stories_of[grouping.story_id].append(grouping)
    known = set(before.values())
    made: list[LandedArticle] = []
    for story_id, story in stories_of.items():
        new = [each for each in story if each.article_id not in before]
        if not new:
            continue
        old = [each for each in story if each.article_id in before]
        others = sorted((members[each.article_id] for each in old if each.copy_of is None), key=_age)
        of_story = LandedArticle(
            article=members[new[0].article_id],
            grouping=new[0],
            is_new_story=story_id not in known,
            outlets=_outlets(story, members),
            originals=_outlets((each for each in story if each.copy_of is None), members),
            outlets_before=_outlets(old, members),
            originals_before=len({article.outlet for article in others}),
            earlier_originals=tuple(others),
        )
        made += [of_story.model_copy(update={"article": members[g.article_id], "grouping": g}) for g in new]
    return tuple(made)


def _outlets(story: Iterable[Grouping], members: Mapping[str, Article]) -> int:
    return len({members[each.article_id].outlet for each in story})


def _age(article: Article) -> tuple[datetime, str]:
    return stories.published_or_fetched_at(article), article.article_id
