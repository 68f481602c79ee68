"""Dry-run an alert rule on stored articles: what it would have sent and when, and why not more.

Nothing is written and nothing is sent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from newsvane import alerts, configuration, lake, topics
from newsvane.pipeline.alerting.past_articles import as_landed
from newsvane.pipeline.alerting.trend_anomalies import find_trend_anomalies
from newsvane.pipeline.staging import BACKFILL_PREFIX
from newsvane.records import Article, Message
from newsvane.search import Filters, Search
from newsvane.settings import Settings, get_settings

_LONGEST_RUN = timedelta(days=1)
"""An article was read at most so long before it landed."""


class _Landing(NamedTuple):
    """The articles that landed together. `past`: those that a backfill brought, about which no rule was asked."""

    at: datetime
    live: Sequence[alerts.LandedArticle]
    past: Sequence[alerts.LandedArticle]


def dry_run(
    rule: alerts.BaseRule,
    watched: configuration.Configuration | None = None,
    *,
    since: datetime,
    settings: Settings | None = None,
    now: datetime | None = None,
    connection: lake.Connection | None = None,
    find: alerts.SpanFinder = topics.find,
) -> alerts.DryRunResult:
    """Return what a rule would have sent since then. `watched`: the watch folder; by default as it is now.

    `connection`: to the lake, if it is open. `find`: finds what a query matches; it may raise to end the dry run.

    All kinds of rules are supported except those on feeds. Articles from a backfill are only counted, because nobody is
    alerted of them; trends are those that the lake has now, with their days. Stories are grouped as they are in the
    lake today, and a page that its own outlet has listed by now takes no places of others. Failed deliveries are not
    simulated, and neither are the escalations that follow from them.
    """
    settings, now = settings or get_settings(), now or datetime.now(UTC)
    watched = watched or configuration.check(settings)
    simulation = alerts.DryRun(rule, ui_url=settings.ui_url, templates=watched.templates)
    opened: AbstractContextManager[lake.Connection] = (
        nullcontext(connection) if connection else lake.open_shared(settings)
    )
    with opened as open_lake:
        if isinstance(rule, alerts.ArticleRule):
            landings = lake.load_past_landings(open_lake, since=since, topics=rule.topics)
            find = _skip_others(find, _list_matches(open_lake, rule, since, settings, now))
            for landing in _replay_landings(landings, with_originals=_needs_originals(rule)):
                simulation.add_articles(landing.at, landing.live, topics=watched.topics, find=find)
                simulation.count_past(len(landing.past))
        else:
            for written_at, messages in _messages_of(
                open_lake, rule, watched, since, ui_url=settings.ui_url, now=now, find=find
            ):
                simulation.add_messages(written_at, messages)
    return simulation.finish(now)


def _list_matches(
    connection: lake.Connection, rule: alerts.ArticleRule, since: datetime, settings: Settings, now: datetime
) -> frozenset[str] | None:
    """Return the ids of the articles on a topic that the query of a rule finds; None if the index cannot name them."""
    if not rule.query:
        return None
    filters = Filters(languages=tuple(rule.languages), read_after=since - _LONGEST_RUN)
    return Search(connection, topics.compile_query(rule.query), filters, settings=settings, now=now).list_ids()


def _skip_others(find: alerts.SpanFinder, matching: frozenset[str] | None) -> alerts.SpanFinder:
    """Return a finder that looks only into articles that match, and those that the index does not have."""
    if matching is None:
        return find
    return lambda query, article: find(query, article) if article.article_id in matching or not article.topics else ()


def _replay_landings(landings: Iterable[list[lake.PastArticle]], *, with_originals: bool) -> Iterator[_Landing]:
    """Yield each landing with its articles as the rules saw them then.

    `with_originals`: include the originals of the same story that had landed before.
    """
    originals: defaultdict[str, list[Article]] = defaultdict(list)
    articles: dict[str, Article] = {}
    for together in landings:
        articles |= {each.article.article_id: each.article.model_copy(update={"text": ""}) for each in together}
        items = [
            as_landed(
                landing,
                copied=articles.get(landing.grouping.copy_of or ""),
                earlier_originals=tuple(originals[landing.grouping.story_id]) if with_originals else (),
            )
            for landing in together
        ]
        live = [item for item in items if item.article.source is None]
        yield _Landing(together[0].landed_at, live, [item for item in items if item.article.source is not None])
        for landing in together if with_originals else ():
            if landing.grouping.copy_of is None:
                originals[landing.grouping.story_id].append(landing.article)


def _needs_originals(rule: alerts.ArticleRule) -> bool:
    return bool(rule.min_outlets > 1 or rule.min_originals > 1 or rule.updates or rule.escalate_outlets)


def _messages_of(
    connection: lake.Connection,
    rule: alerts.BaseRule,
    watched: configuration.Configuration,
    since: datetime,
    *,
    ui_url: str,
    now: datetime,
    find: alerts.SpanFinder,
) -> Iterator[tuple[datetime, tuple[Message, ...]]]:
    """Yield the messages that a rule on trends, names or the quarantine would have written, with the time."""
    templates = watched.templates
    match rule:
        case alerts.TrendRule():
            anomalies = find_trend_anomalies(connection, now, days=(now.date() - since.date()).days + 1)
            for anomaly in sorted(anomalies, key=lambda anomaly: anomaly.day):
                end_of_day = datetime.combine(anomaly.day, time(), UTC) + timedelta(days=1)
                written_at = min(end_of_day, now)
                yield (
                    written_at,
                    alerts.build_trend_messages(
                        [rule], [anomaly], now=written_at, ui_url=ui_url, topics=watched.topics,
                        templates=templates,
                    ),
                )  # fmt: skip
        case alerts.NameRule():
            yield from _messages_about_names(connection, rule, since, ui_url=ui_url, find=find, templates=templates)
        case alerts.QuarantineRule():
            for refusal in lake.load_quarantine_shares(connection, since=since, except_prefix=BACKFILL_PREFIX):
                yield (
                    refusal.at,
                    alerts.build_quarantine_messages(
                        [rule], quarantined=refusal.refused, validated=refusal.read, reasons=refusal.reasons,
                        now=refusal.at, ui_url=ui_url, templates=templates,
                    ),
                )  # fmt: skip
        case _:
            raise TypeError(f"a {type(rule).__name__} cannot be dry-run")


def _messages_about_names(
    connection: lake.Connection,
    rule: alerts.NameRule,
    since: datetime,
    *,
    ui_url: str,
    find: alerts.SpanFinder,
    templates: alerts.Templates,
) -> Iterator[tuple[datetime, tuple[Message, ...]]]:
    last_mentions = {name: _find_last_mention(connection, name, since) for name in rule.names}
    unseen = timedelta(days=rule.unseen_days)
    landings = lake.load_past_landings(connection, since=since)
    for landed_at, live, past in _replay_landings(landings, with_originals=False):
        found = alerts.find_mentions([rule], live, find)
        seen = {
            (name, rule.unseen_days): (last := last_mentions[name]) is not None
            and (not rule.unseen_days or landed_at - last <= unseen)
            for name in found
        }
        yield (
            landed_at,
            alerts.build_name_messages(
                [rule], found, seen, now=landed_at, ui_url=ui_url, find=find, templates=templates
            ),
        )
        last_mentions |= dict.fromkeys([*found, *alerts.find_mentions([rule], past, find)], landed_at)


def _find_last_mention(connection: lake.Connection, name: str, before: datetime) -> datetime | None:
    condition, values = topics.compile_query(alerts.name_to_query(name)).to_sql()
    return lake.find_last_mention(connection, condition, values, before=before)
