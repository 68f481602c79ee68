"""Try a rule on past articles: what it would have sent, when, and why it sent nothing for the others. Pure."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from newsvane.alerts.evaluate.article_messages import build_article_messages
from newsvane.alerts.evaluate.article_rules import explain_no_match, find_failed_condition
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import ArticleRule, BaseRule, LandedArticle, SpanFinder
from newsvane.alerts.schedule import HOUR, OutboxState, count_by_outlet, flush_due, schedule_messages
from newsvane.observation import reported_at
from newsvane.outlet_counts import OutletCounts
from newsvane.plurals import count_noun
from newsvane.records import Article, Message, Record, Topic, Utc

RECHECK_INTERVAL = timedelta(minutes=15)
"""How long to wait before looking again at messages that are due in quiet hours."""

WHY_NOT = {
    "topics": "not on every topic of the rule",
    "language": "in another language",
    "country": "of another country",
    "kind": "of another kind of outlet",
    "age": "too old",
    "query": "not matched by the query",
    "copy": "copied or translated from another article",
    "outlets": "in a story of too few outlets",
    "originals": "in a story of too few originals",
    "told": "in a story whose message shows another article",
    "past": "brought by a backfill, which alerts nobody",
}
"""The reasons in `why_not` of a result, in words that follow any number of articles. See `explain_reasons`."""
MAX_LEFT_OUT = 20
"""How many articles that match but were left out a result lists."""
_DESPITE_QUERY = frozenset({"age", "copy", "outlets", "originals"})
"""Reasons why an article may be left out although it matches the query and has what the lists ask for."""


def explain_reasons(rule: BaseRule) -> Mapping[str, str]:
    """Return what each reason means for a rule, in words that follow any number of articles, with its limit of age."""
    if not isinstance(rule, ArticleRule):
        return WHY_NOT
    return WHY_NOT | {"age": f"{WHY_NOT['age']} (more than {count_noun(rule.max_age_days, 'day')})"}


class DryRunMessage(Record):
    """A message with the time when it would have been sent."""

    at: Utc
    message: Message


class LeftOut(Record):
    """An article that matches the query of a rule but caused no message. `why`: one of the reasons in WHY_NOT.

    `reported_at`: what counts as its age: the time of publication, as far as it can be believed. `landed_at`: when the
    rule was asked.
    """

    article_id: str
    title: str
    outlet: str
    reported_at: Utc
    landed_at: Utc
    why: str


class DryRunResult(Record):
    """What a rule would have done. `newsvane alerts test --json` prints these fields.

    `sent`: in order of time. `waiting`: messages still scheduled at the end, until their `due_at`. `held`: how many
    messages were scheduled, by reason (digest, quiet, cap, share, flood). `held_outlets`: how many of each outlet, for
    the reasons that are limits per outlet (share, flood). `looked_at`: number of articles. `why_not`: how many of them
    caused no message, by reason: those of `explain_no_match`, `told` if the story was reported otherwise, and `past`.
    `left_out`: the latest MAX_LEFT_OUT of those that match the query.
    """

    sent: tuple[DryRunMessage, ...] = ()
    waiting: tuple[Message, ...] = ()
    held: Mapping[str, int] = {}
    held_outlets: Mapping[str, Mapping[str, int]] = {}
    looked_at: int = 0
    why_not: Mapping[str, int] = {}
    left_out: tuple[LeftOut, ...] = ()


class DryRun:
    """Simulates a rule and an outbox that is flushed every minute. Batches must be added in order of time."""

    def __init__(self, rule: BaseRule, *, ui_url: str, templates: Templates) -> None:
        self._rule, self._ui_url, self._templates = rule, ui_url, templates
        self._keys: set[str] = set()
        self._sent: list[DryRunMessage] = []
        self._waiting: list[Message] = []
        self._outlets: dict[str, OutletCounts] = {}
        self._held: Counter[str] = Counter()
        self._held_outlets = {reason: Counter[str]() for reason in ("share", "flood")}
        self._why_not: Counter[str] = Counter()
        self._left_out: deque[LeftOut] = deque(maxlen=MAX_LEFT_OUT)
        self._looked_at = 0

    def add_articles(
        self, at: datetime, landed: Sequence[LandedArticle], *, topics: Iterable[Topic], find: SpanFinder
    ) -> None:
        """Evaluate the rule on articles that landed together. Raises TypeError if it is not a rule on articles."""
        rule = self._rule
        if not isinstance(rule, ArticleRule):
            raise TypeError(f"{type(rule).__name__} is not a rule on articles")
        messages = build_article_messages(
            [rule], landed, now=at, ui_url=self._ui_url, topics=topics, find=find, existing_keys=self._keys,
            capped_keys=self._outbox(at).capped_keys, templates=self._templates,
        )  # fmt: skip
        causes = {_cause(message, landed) for message in self.add_messages(at, messages)}
        self._looked_at += len(landed)
        for item in landed:
            self._outlets[item.grouping.story_id] = OutletCounts(item.outlets, item.originals)
            if item.article.article_id not in causes:
                why = explain_no_match(rule, item, find, at) or "told"
                self._why_not[why] += 1
                self._keep_left_out(rule, item.article, why, find, at)

    def count_past(self, number: int) -> None:
        """Count articles that a backfill brought: no rule is asked about them."""
        if number:
            self._looked_at += number
            self._why_not["past"] += number

    def _keep_left_out(self, rule: ArticleRule, article: Article, why: str, find: SpanFinder, at: datetime) -> None:
        failed = find_failed_condition(rule, article, find, at) if why in _DESPITE_QUERY else why
        if not failed or (failed == "age" and (not rule.query or find(rule.query, article))):
            self._left_out.append(
                LeftOut(
                    article_id=article.article_id,
                    title=article.title,
                    outlet=article.outlet,
                    reported_at=reported_at(article),
                    landed_at=at,
                    why=why,
                )
            )

    def add_messages(self, at: datetime, messages: Iterable[Message]) -> tuple[Message, ...]:
        """Send or schedule messages that were written together. Return those that are new."""
        self._flush_until(at)
        new = schedule_messages(messages, [self._rule], now=at, outbox=self._outbox(at))
        taken_over = {each.key for each in new if each.key in self._keys}
        self._waiting = [each for each in self._waiting if each.key not in taken_over]
        self._keys |= {each.key for each in new}
        for message in new:
            if message.held:
                self._held[message.held] += 1
                if message.held in self._held_outlets:
                    self._held_outlets[message.held][message.outlet] += 1
                self._waiting.append(message)
            else:
                self._sent.append(DryRunMessage(at=at, message=message))
        return new

    def _outbox(self, now: datetime) -> OutboxState:
        named = [each for each in self._waiting if each.held != "flood"]
        capped = [each for each in named if each.held in {"cap", "share"}]
        recent = takewhile(lambda each: each.at > now - HOUR, reversed(self._sent))
        return OutboxState(
            keys=self._keys,
            capped_keys={each.key for each in capped},
            capped_until={(each.rule, each.channel): each.due_at for each in capped if each.due_at},
            sent_last_hour=count_by_outlet(each.message for each in recent),
            waiting=count_by_outlet(named),
        )

    def finish(self, now: datetime) -> DryRunResult:
        """Flush what is due by `now` and return the result."""
        self._flush_until(now)
        return DryRunResult(
            sent=tuple(self._sent),
            waiting=tuple(self._waiting),
            held=dict(self._held),
            held_outlets={why: dict(counts.most_common()) for why, counts in self._held_outlets.items() if counts},
            looked_at=self._looked_at,
            why_not=dict(self._why_not.most_common()),
            left_out=tuple(self._left_out),
        )

    def _flush_until(self, now: datetime) -> None:
        while due := min((each.due_at for each in self._waiting if each.due_at and each.due_at <= now), default=None):
            flushed = flush_due(
                [each for each in self._waiting if each.due_at and each.due_at <= due],
                [self._rule], now=due, templates=self._templates, ui_url=self._ui_url,
                sent_last_hour=self._outbox(due).sent_last_hour, outlets=self._outlets,
            )  # fmt: skip
            gone = {*flushed.released, *(key for digest in flushed.digests for key in digest.covers)}
            released = [each for each in self._waiting if each.key in flushed.released]
            self._sent += [DryRunMessage(at=due, message=each) for each in (*released, *flushed.digests)]
            self._waiting = [each for each in self._waiting if each.key not in gone]
            if not gone:  # everything that is due waits for the end of quiet hours
                later = due + RECHECK_INTERVAL
                self._waiting = [
                    each.model_copy(update={"due_at": later}) if each.due_at and each.due_at <= due else each
                    for each in self._waiting
                ]


def _cause(message: Message, landed: Iterable[LandedArticle]) -> str:
    """Return the id of the article that caused a message: the one it shows, or one that reached a threshold."""
    of_story = [item.article.article_id for item in landed if item.grouping.story_id == message.story_id]
    return message.article_id if message.article_id in of_story else next(iter(of_story), "")
