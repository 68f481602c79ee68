"""Match rules on articles with articles that have landed, and explain why a rule does not match. Pure.

A rule matches a story as soon as an original of the story fits the rule and the rule's thresholds are reached,
whichever comes later. Message keys tell whether the outbox already has the message. If it was only counted there,
because the outlet had too many, any other outlet that reports the story calls for it again, even with a copy. So does
a copy of an article that was too old for the rule: an outlet that claims an old date must not silence a story.

Messages count in the places of the outlet that reports, or of the one whose feed led to its page.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from newsvane.alerts.evaluate.message_keys import MessageKeys
from newsvane.alerts.rules import ArticleRule, LandedArticle, RuleMatch, SpanFinder
from newsvane.observation import chronological_key, reported_at
from newsvane.records import Article
from newsvane.urls import message_key


def match_rule(
    rule: ArticleRule, landed: LandedArticle, *, keys: MessageKeys, find: SpanFinder, now: datetime
) -> Iterator[RuleMatch]:
    """Yield the messages that the rule calls for: the first alert, the escalation, and an update of an earlier alert.

    `keys`: those of the messages about these stories and articles; the caller adds the ones that are yielded.
    """
    outlet = landed.listed_by or landed.article.outlet
    subject = landed.grouping.story_id if rule.new == "story" else landed.article.article_id
    phase = landed.version if rule.new != "story" else ""
    first_keys = {channel: message_key(rule.id, subject, channel, phase) for channel in rule.channels}
    if new_keys := keys.choose_open(first_keys, outlet):
        allow_copies = any(map(keys.is_unreported, new_keys.values())) or (
            landed.copied is not None and _is_too_old(rule, landed.copied, now)
        )
        if article := find_representative(rule, landed, find, now, allow_copies=allow_copies):
            yield RuleMatch(rule, landed, article, "story", new_keys, outlet=outlet)
    if rule.new != "story":
        return
    if rule.escalate_outlets and landed.outlets >= rule.escalate_outlets:
        stricter = rule.model_copy(update={"min_outlets": max(rule.min_outlets, rule.escalate_outlets)})
        new_keys = {channel: message_key(rule.id, subject, channel, "escalated") for channel in rule.escalate_to}
        new_keys = keys.choose_open(new_keys, "")
        if new_keys and (article := find_representative(stricter, landed, find, now)):
            yield RuleMatch(rule, landed, article, "escalation", new_keys)
    thread = {channel: key for channel, key in first_keys.items() if keys.is_written(key)}
    for mark in sorted(rule.updates, reverse=True):
        mark_keys = {channel: message_key(rule.id, subject, channel, f"outlets {mark}") for channel in thread}
        is_news = landed.outlets_before < mark or any(map(keys.is_unreported, mark_keys.values()))
        if is_news and mark <= landed.outlets:
            if new_keys := keys.choose_open(mark_keys, outlet):
                article = landed.earlier_originals[0] if landed.earlier_originals else landed.article
                yield RuleMatch(rule, landed, article, "update", new_keys, thread, outlet)
            return


def find_representative(
    rule: ArticleRule, landed: LandedArticle, find: SpanFinder, now: datetime, *, allow_copies: bool = False
) -> Article | None:
    """Return the article that the first alert shows when this one lands; None if no alert is due.

    `allow_copies`: for a story, the article may be a copy.
    """
    if find_unmet_threshold(rule, landed):
        return None
    candidates = _candidates(rule, landed, allow_copies=allow_copies)
    return next((each for each in candidates if not find_failed_condition(rule, each, find, now)), None)


def explain_no_match(rule: ArticleRule, landed: LandedArticle, find: SpanFinder, now: datetime) -> str:
    """Return a reason code for why the rule does not match the article; "" if it does.

    The code is one of those of `find_failed_condition` and `find_unmet_threshold`.
    """
    reasons = [find_failed_condition(rule, each, find, now) for each in _candidates(rule, landed)]
    fits = "" in reasons
    return ("" if fits else reasons[0] if reasons else "copy") or find_unmet_threshold(rule, landed)


def find_unmet_threshold(rule: ArticleRule, landed: LandedArticle) -> str:
    """Return the first requirement on the story that is not met; "" if all are.

    One of `copy` (the article is a copy, but the rule asks for originals), `outlets` and `originals` (too few).
    """
    if rule.new == "original" and landed.grouping.copy_of is not None:
        return "copy"
    if landed.outlets < rule.min_outlets:
        return "outlets"
    return "originals" if landed.originals < rule.min_originals else ""


def find_failed_condition(rule: ArticleRule, article: Article, find: SpanFinder, now: datetime) -> str:
    """Return the first condition on the article itself that fails, the cheapest checked first; "" if none fails.

    One of `topics`, `language`, `country`, `kind`, `age` and `query`.
    """
    if not set(rule.topics) <= set(article.topics):
        return "topics"
    if rule.languages and article.language not in rule.languages:
        return "language"
    if rule.countries and article.country not in rule.countries:
        return "country"
    if rule.kinds and article.outlet_kind not in rule.kinds:
        return "kind"
    if _is_too_old(rule, article, now):
        return "age"
    return "query" if rule.query and not find(rule.query, article) else ""


def _is_too_old(rule: ArticleRule, article: Article, now: datetime) -> bool:
    return now - reported_at(article) > timedelta(days=rule.max_age_days)


def representative_order(landed: LandedArticle) -> tuple[bool, bool, tuple[object, ...]]:
    """Return a sort key for articles that landed together, so that the best representative of a story comes first.

    Originals come before copies, then articles of new stories, then the oldest.
    """
    return (
        landed.grouping.copy_of is not None,
        not landed.is_new_story,
        chronological_key(landed.article),
    )


def _candidates(rule: ArticleRule, landed: LandedArticle, *, allow_copies: bool = False) -> Sequence[Article]:
    """Return the articles that an alert may show.

    For a story these are its originals. Earlier originals only count if this batch has reached a threshold; otherwise
    they were considered when they landed.
    """
    own = [landed.article]
    if rule.new != "story":
        return own
    if landed.grouping.copy_of is not None and not allow_copies:
        own = []
    has_reached_threshold = landed.outlets_before < rule.min_outlets or landed.originals_before < rule.min_originals
    return [*landed.earlier_originals, *own] if has_reached_threshold else own
