"""Find the copies and stories of a batch of articles, together with the stored articles that they affect."""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsvane import lake, stories
from newsvane.alerts import LandedArticle
from newsvane.observation import (
    absent_until,
    chronological_key,
    is_announced,
    keep_claimed_time,
    keep_observation,
    with_observation,
)
from newsvane.pipeline.ingest.embedding import embed_articles
from newsvane.records import Article, Grouping, Record, Revision, Sketch
from newsvane.settings import Settings

log = logging.getLogger(__name__)

MAX_OUTLETS_NAMED = 5
"""How many outlets with too many similar articles are named in the log."""


class BatchGrouping(Record):
    """The result of grouping a batch, ready to be landed.

    `articles`: all that were accepted, with the times at which they were observed. `groupings`: of the new and changed
    ones, and of stored articles whose group may have changed. `sketches`: by article id.
    `landed`: the articles that are new to the lake, for the alert rules.
    """

    articles: tuple[Article, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    sketches: Mapping[str, Sketch] = {}
    revisions: tuple[Revision, ...] = ()
    landed: tuple[LandedArticle, ...] = ()


class StoredVersions(Record):
    """The stored version of each new or changed article.

    `articles`: None for a new one; an unchanged one is missing. `replaced`: the ids of articles that were until now the
    ids of other pages, which only named these addresses.
    """

    articles: Mapping[str, Article | None]
    replaced: frozenset[str] = frozenset()

    def find_first(self, article_id: str) -> Article | None:
        """Return the stored version of an article, whose first text and times count; None if it has none."""
        return None if article_id in self.replaced else self.articles.get(article_id)


def group_batch(
    connection: lake.Connection,
    accepted: Sequence[Article],
    stored: StoredVersions,
    settings: Settings,
) -> BatchGrouping:
    """Group the articles that a run has read, without those that are already stored and have not changed.

    A changed article keeps the time at which it was first read, and gets a revision. One whose text has been replaced
    with that about another event lands once more, in the story of that text; one that has a text again that it had
    before counts from then. One of the past that only a list had dated arrives when its outlet announces it.
    """
    firsts = ((each, stored.find_first(each.article_id)) for each in accepted)
    arriving = frozenset(each.article_id for each, old in firsts if old and is_announced(each, old))
    observed = {each.article_id: _keep_observation(each, stored.find_first(each.article_id)) for each in accepted}
    changed = [(old, observed[old.article_id]) for old in stored.articles.values() if old]
    batch = [_keep_first_fetch(observed[key], old) for key, old in stored.articles.items()]
    context = _load_context(connection, batch, settings, before=[old for old, _ in changed])
    rewritten = [(old, new) for old, new in changed if stories.is_rewritten(old, new)]
    returned = lake.find_earlier_texts(connection, [new for _, new in rewritten]) if rewritten else {}
    observed |= dict(_observe_rewritten(rewritten, returned, others=(*context.history.articles, *batch)))
    batch = [_keep_first_fetch(observed[key], old) for key, old in stored.articles.items()]
    replaced = [(old, new) for old, new in rewritten if new.article_id not in returned]
    others = [new for old, new in replaced if not stories.report_one_event(old, new)]
    versions = {each.article_id: each.text_hash for each in others} | dict.fromkeys(stored.replaced, "own page")
    earlier = {
        old.article_id: stories.as_first_read(old).text_hash
        for old, _ in replaced
        if old.article_id not in stored.replaced
    }
    gained = frozenset(new.article_id for old, new in changed if set(new.topics) - set(old.topics))
    found = _group(batch, context, settings, versions=versions, earlier=earlier, gained=gained, arriving=arriving)
    revisions = tuple(stories.describe_revision(old, observed[old.article_id]) for old, _ in changed)
    return found.model_copy(update={"articles": tuple(observed.values()), "revisions": revisions})


def _observe_rewritten(
    rewritten: Iterable[tuple[Article, Article]],
    returned: Mapping[str, Mapping[str, datetime | None]],
    *,
    others: Sequence[Article],
) -> Iterator[tuple[str, Article]]:
    """Yield the articles whose text was replaced, by id, with the times at which we saw the new one.

    `returned`: the times of texts that they had before, which count again. No claim counts about a text that
    was taken from `others`.
    """
    for old, new in rewritten:
        if times := returned.get(new.article_id):
            yield new.article_id, _observe_returned(new, times)
        elif stories.has_taken_text(old, new, others):
            yield new.article_id, new.model_copy(update={"observed_at": new.fetched_at, "absent_at": new.fetched_at})


def _observe_returned(new: Article, times: Mapping[str, datetime | None]) -> Article:
    claimed = new.published_at and times["published_at"]
    if claimed and new.published_at and claimed < new.published_at:
        new = new.model_copy(update={"published_at": claimed})
    return with_observation(new, observed_at=times["observed_at"], absent_at=times["absent_at"])


def _keep_first_fetch(article: Article, old: Article | None) -> Article:
    return article.model_copy(update={"fetched_at": old.fetched_at}) if old else article


def _keep_observation(article: Article, old: Article | None) -> Article:
    """Return the article with what was first observed of it, unless its text has been rewritten since then."""
    if old is None:
        return article
    if stories.is_rewritten(old, article):
        return with_observation(article, observed_at=article.fetched_at, absent_at=absent_until(old.fetched_at))
    observed = keep_observation(article, old)
    claimed = observed if is_announced(article, old) else keep_claimed_time(observed, old)
    return stories.keep_first_reading(claimed, old)


def group_with_history(connection: lake.Connection, batch: Sequence[Article], settings: Settings) -> BatchGrouping:
    """Group articles, new or stored, together with the stored articles that may belong to the same group or story."""
    return _group(batch, _load_context(connection, batch, settings), settings)


@dataclass(frozen=True)
class _Context:
    """Everything that grouping a batch needs. `sketches`, `embeddings`: of the batch, by article id."""

    sketches: Mapping[str, Sketch]
    embeddings: Mapping[str, tuple[int, ...]]
    history: lake.GroupingContext


def _load_context(
    connection: lake.Connection, batch: Sequence[Article], settings: Settings, *, before: Sequence[Article] = ()
) -> _Context:
    """Load what is known about the neighbours of a batch. `before`: the stored versions of its changed articles."""
    embeddings = embed_articles(connection, batch, settings)
    sketches = {each.article_id: stories.sketch(each, embeddings.get(each.article_id, ())) for each in batch}
    history = lake.load_grouping_context(
        connection, batch, sketches, window_days=settings.copy_window_days, before=before
    )
    return _Context(sketches, embeddings, history)


def _group(
    batch: Sequence[Article],
    context: _Context,
    settings: Settings,
    *,
    versions: Mapping[str, str] | None = None,
    earlier: Mapping[str, str] | None = None,
    gained: Collection[str] = (),
    arriving: Collection[str] = (),
) -> BatchGrouping:
    """Group a batch with its neighbours.

    `versions`: as in `keep_story_ids`. `earlier`: the hashes of the texts that are being replaced, by article id.
    `gained`: articles with further topics. `arriving`: stored articles that count as new.
    """
    history = context.history
    members = {article.article_id: article for article in (*history.articles, *batch)}
    left_out: Counter[str] = Counter()
    found = stories.group(
        members.values(),
        window_days=settings.copy_window_days,
        repeated=history.repeated,
        embeddings={**history.embeddings, **context.embeddings},
        left_out=left_out,
    )
    for outlet, times in left_out.most_common(MAX_OUTLETS_NAMED):
        log.warning("grouping: %s has many similar articles, which were left out of %d comparisons", outlet, times)
    found = stories.keep_copies(found, history.copies, members, earlier or {})
    versions = versions or {}
    groupings = stories.keep_story_ids(found, history.story_ids, versions)
    known = {key: story for key, story in history.story_ids.items() if key not in versions and key not in arriving}
    landed = tuple(
        each.model_copy(update={"version": versions.get(each.article.article_id, "")})
        for each in _find_new(groupings, members, known, gained)
    )
    return BatchGrouping(groupings=tuple(groupings), sketches=context.sketches, landed=landed)


def _find_new(
    groupings: Sequence[Grouping],
    members: Mapping[str, Article],
    stored_story_ids: Mapping[str, str],
    gained: Collection[str],
) -> tuple[LandedArticle, ...]:
    """Return the articles that are new to the lake, with the facts about their stories that alert rules need.

    `stored_story_ids`: the story of each article that is stored already, by article id. `gained`: stored articles that
    count, too, because they have further topics now.
    """
    groupings_by_story: defaultdict[str, list[Grouping]] = defaultdict(list)
    for grouping in groupings:
        groupings_by_story[grouping.story_id].append(grouping)
    known_stories = set(stored_story_ids.values())
    landed: list[LandedArticle] = []
    for story_id, story in groupings_by_story.items():
        new = [each for each in story if each.article_id not in stored_story_ids or each.article_id in gained]
        if not new:
            continue
        old = [each for each in story if each.article_id in stored_story_ids and each.article_id not in gained]
        others = sorted((members[each.article_id] for each in old if each.copy_of is None), key=chronological_key)
        first = LandedArticle(
            article=members[new[0].article_id],
            grouping=new[0],
            is_new_story=story_id not in known_stories,
            outlets=_count_outlets(story, members),
            originals=_count_outlets([each for each in story if each.copy_of is None], members),
            outlets_before=_count_outlets(old, members),
            originals_before=_count_outlets([each for each in old if each.copy_of is None], members),
            earlier_originals=tuple(others),
        )
        landed += [
            first.model_copy(
                update={
                    "article": members[g.article_id],
                    "grouping": g,
                    "copied": members.get(g.copy_of or ""),
                    "rivals": tuple(_find_rivals(members[g.article_id], new, members)),
                }
            )
            for g in new
        ]
    return tuple(landed)


def _find_rivals(article: Article, groupings: Iterable[Grouping], members: Mapping[str, Article]) -> Iterator[Article]:
    """Yield the copies of an article that may have been first, under other headlines of other outlets."""
    for each in groupings:
        copy = members[each.article_id]
        is_other = copy.outlet != article.outlet and copy.title != article.title
        is_same_text = each.copy_of == article.article_id and each.copy_kind != "translation"
        if is_other and is_same_text and each.copy_order == "uncertain":
            yield copy


def _count_outlets(story: Collection[Grouping], members: Mapping[str, Article]) -> int:
    """Count the outlets of these articles, and those that merely claim to translate one only if there are no others."""
    reports = [each for each in story if not each.is_claim] or story
    return len({members[each.article_id].outlet for each in reports})
