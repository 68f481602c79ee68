"""A rule on what has landed: what would have been sent, when, and why not more. Writes nothing, sends nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from newsvane import alerts, lake, topics
from newsvane.pipeline.alerting.schedule import turns
from newsvane.pipeline.config import load_templates, load_topics
from newsvane.records import Article, Message
from newsvane.settings import Settings, get_settings


def rehearse(
    rule: alerts.BaseRule, *, since: datetime, settings: Settings | None = None, now: datetime | None = None
) -> alerts.DryRunResult:
    """What the rule, of any kind but those on feeds, would have sent from `since` on, by the watch folder as it is now.

    Stories are grouped as the lake groups them today. What a channel does not take, and so escalations of that, it does
    not know.
    """
    settings, now = settings or get_settings(), now or datetime.now(UTC)
    dry_run = alerts.DryRun(rule, ui_url=settings.ui_url, templates=load_templates(settings))
    with lake.closing(lake.connect(settings=settings)) as connection:
        if isinstance(rule, alerts.ArticleRule):
            watched = load_topics(settings)
            landings = lake.load_past_landings(connection, since=since, topics=rule.topics)
            for moment, landed in _landed(landings, looks_back=_looks_back(rule)):
                dry_run.add_articles(moment, landed, topics=watched, find=topics.find)
        else:
            for moment, messages in _written(connection, rule, since, settings=settings, now=now):
                dry_run.add_messages(moment, messages)
    return dry_run.finish(now)


def _landed(
    landings: Iterable[list[lake.PastArticle]], *, looks_back: bool
) -> Iterator[tuple[datetime, list[alerts.LandedArticle]]]:
    """What landed together, and when; with the earlier originals of their stories where `looks_back`."""
    originals: defaultdict[str, list[Article]] = defaultdict(list)
    for together in landings:
        items = [
            alerts.LandedArticle(
                earlier_originals=tuple(originals[landing.grouping.story_id]) if looks_back else (),
                **{name: getattr(landing, name) for name in _SHARED},
            )
            for landing in together
        ]
        yield together[0].landed_at, items
        for landing in together if looks_back else ():
            if landing.grouping.copy_of is None:
                originals[landing.grouping.story_id].append(landing.article)


_SHARED = alerts.LandedArticle.model_fields.keys() - {"earlier_originals"}


def _looks_back(rule: alerts.ArticleRule) -> bool:
    return bool(rule.min_outlets > 1 or rule.min_originals > 1 or rule.updates or rule.escalate_outlets)


def _written(
    connection: lake.Connection, rule: alerts.BaseRule, since: datetime, *, settings: Settings, now: datetime
) -> Iterator[tuple[datetime, tuple[Message, ...]]]:
    """What a rule on trends, names or refusals would have written, and when."""
    templates, ui_url = load_templates(settings), settings.ui_url
    match rule:
        case alerts.TrendRule():
            found = turns(connection, now, days=(now.date() - since.date()).days + 1)
            for turn in sorted(found, key=lambda turn: turn.day):
                over = datetime.combine(turn.day, time(), UTC) + timedelta(days=1)
                moment = min(over, now)
                yield (
                    moment,
                    alerts.build_trend_messages(
                        [rule], [turn], now=moment, ui_url=ui_url, topics=load_topics(settings), templates=templates
                    ),
                )
        case alerts.NameRule():
            yield from _names(connection, rule, since, settings=settings)
        case alerts.QuarantineRule():
            for refusal in lake.load_quarantine_shares(connection, since=since):
                yield (
                    refusal.at,
                    alerts.build_quarantine_messages(
                        [rule], quarantined=refusal.refused, validated=refusal.read, reasons=refusal.reasons,
                        now=refusal.at, ui_url=ui_url, templates=templates,
                    ),
                )  # fmt: skip
        case _:
            raise TypeError(f"{type(rule).__name__} cannot be rehearsed")


def _names(
    connection: lake.Connection, rule: alerts.NameRule, since: datetime, *, settings: Settings
) -> Iterator[tuple[datetime, tuple[Message, ...]]]:
    templates = load_templates(settings)
    last = {name: _last_mention(connection, name, since) for name in rule.names}
    within = timedelta(days=rule.unseen_days)
    for moment, landed in _landed(lake.load_past_landings(connection, since=since), looks_back=False):
        found = alerts.find_mentions([rule], landed, topics.find)
        seen = {
            (name, rule.unseen_days): (before := last[name]) is not None
            and (not rule.unseen_days or moment - before <= within)
            for name in found
        }
        yield (
            moment,
            alerts.build_name_messages(
                [rule], found, seen, now=moment, ui_url=settings.ui_url, find=topics.find, templates=templates
            ),
        )
        last |= dict.fromkeys(found, moment)


def _last_mention(connection: lake.Connection, name: str, before: datetime) -> datetime | None:
    condition, values = topics.compile_query(alerts.name_to_query(name)).to_sql()
    return lake.find_last_mention(connection, condition, values, before=before)
