"""Find the copies and stories of a batch of articles, together with the stored articles that they affect."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsvane import lake, stories
from newsvane.alerts import LandedArticle
from newsvane.records import Article, Grouping, Record
from newsvane.settings import Settings


class BatchGrouping(Record):
    """The result of grouping a batch, ready to be landed.

    `groupings`: of the batch and of the stored articles whose group may have changed. `sketches`: by article id.
    `landed`: the articles that are new to the lake, for the alert rules.
    """

    groupings: tuple[Grouping, ...] = ()
    sketches: Mapping[str, stories.Sketch] = {}
    revisions: tuple[stories.Revision, ...] = ()
    landed: tuple[LandedArticle, ...] = ()


def group_batch(connection: lake.Connection, accepted: Sequence[Article], settings: Settings) -> BatchGrouping:
    """Group the articles that a run has read, without those that are already stored and have not changed.

    A changed article keeps the time at which it was first read, and gets a revision.
    """
    stored_versions = lake.find_new_or_changed(
        connection, accepted
    )  # None for a new article; an unchanged one is missing
    batch, changed = [], []
    for article in accepted:
        if article.article_id in stored_versions:
            old = stored_versions[article.article_id]
            batch.append(article.model_copy(update={"fetched_at": old.fetched_at}) if old else article)
            changed += [old] if old else []
    accepted_by_id = {article.article_id: article for article in accepted}
    found = group_with_history(connection, batch, settings, before=changed)
    revisions = tuple(stories.describe_revision(old, accepted_by_id[old.article_id]) for old in changed)
    return found.model_copy(update={"revisions": revisions})


def group_with_history(
    connection: lake.Connection, batch: Sequence[Article], settings: Settings, *, before: Sequence[Article] = ()
) -> BatchGrouping:
    """Group articles, new or stored, together with the stored articles that may belong to the same group or story.

    `before`: the stored versions of the articles in the batch that have changed.
    """
    sketches = {article.article_id: stories.sketch(article) for article in batch}
    window_days = settings.copy_window_days
    history = lake.load_grouping_context(connection, batch, sketches, window_days=window_days, before=before)
    members = {article.article_id: article for article in (*history.articles, *batch)}
    groupings = stories.keep_story_ids(
        stories.group(members.values(), window_days=window_days, repeated=history.repeated), history.story_ids
    )
    landed = _find_new(groupings, members, history.story_ids)
    return BatchGrouping(groupings=tuple(groupings), sketches=sketches, landed=landed)


def _find_new(
    groupings: Sequence[Grouping], members: Mapping[str, Article], stored_story_ids: Mapping[str, str]
) -> tuple[LandedArticle, ...]:
    """Return the articles that are new to the lake, with the facts about their stories that alert rules need.

    `stored_story_ids`: the story of each article that is stored already, by article id.
    """
    groupings_by_story: defaultdict[str, list[Grouping]] = defaultdict(list)
    for grouping in groupings:
        groupings_by_story[grouping.story_id].append(grouping)
    known_stories = set(stored_story_ids.values())
    landed: list[LandedArticle] = []
    for story_id, story in groupings_by_story.items():
        new = [each for each in story if each.article_id not in stored_story_ids]
        if not new:
            continue
        old = [each for each in story if each.article_id in stored_story_ids]
        others = sorted((members[each.article_id] for each in old if each.copy_of is None), key=_age)
        first = LandedArticle(
            article=members[new[0].article_id],
            grouping=new[0],
            is_new_story=story_id not in known_stories,
            outlets=_count_outlets(story, members),
            originals=_count_outlets((each for each in story if each.copy_of is None), members),
            outlets_before=_count_outlets(old, members),
            originals_before=len({article.outlet for article in others}),
            earlier_originals=tuple(others),
        )
        landed += [first.model_copy(update={"article": members[g.article_id], "grouping": g}) for g in new]
    return tuple(landed)


def _count_outlets(story: Iterable[Grouping], members: Mapping[str, Article]) -> int:
    return len({members[each.article_id].outlet for each in story})


def _age(article: Article) -> tuple[datetime, str]:
    """Return a sort key: the older article first."""
    return stories.published_or_fetched_at(article), article.article_id
