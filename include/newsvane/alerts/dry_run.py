"""A rule rehearsed on what has landed: what would have been sent, when, and why not more. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from newsvane.alerts.evaluate.article_rules import why_not
from newsvane.alerts.evaluate.messages import messages
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import Find, Landed, Manner, Rule
from newsvane.alerts.schedule import HOUR, hold, settle
from newsvane.records import Message, Record, Topic, Utc


class Leaving(Record):
    """A message, and when it would have left."""

    at: Utc
    message: Message


class Trial(Record):
    """What would have come of a rule. `sent`: in order. `waiting`: held still, until their `due_at`.

    `held`: how many alerts were held, by why: digest, quiet, cap. `looked_at`: articles. `why_not`: how many of these
    it did not tell of, by why: topics, language, country, kind, age, query, copy, outlets, originals (thresholds that
    were not met), told (the story was).
    """

    sent: tuple[Leaving, ...] = ()
    waiting: tuple[Message, ...] = ()
    held: Mapping[str, int] = {}
    looked_at: int = 0
    why_not: Mapping[str, int] = {}


class Rehearsal:
    """Is given what landed, in order, and holds and settles as an outbox would that is looked at every minute."""

    def __init__(self, rule: Manner, *, ui_url: str, templates: Templates) -> None:
        self._rule, self._ui_url, self._templates = rule, ui_url, templates
        self._told: set[str] = set()
        self._sent: list[Leaving] = []
        self._waiting: list[Message] = []
        self._outlets: dict[str, int] = {}
        self._held: Counter[str] = Counter()
        self._why_not: Counter[str] = Counter()
        self._looked_at = 0

    def land(self, moment: datetime, landed: Sequence[Landed], *, topics: Iterable[Topic], find: Find) -> None:
        """Articles that landed together, for a rule on articles."""
        rule = self._rule
        if not isinstance(rule, Rule):
            raise TypeError(f"{type(rule).__name__} is no rule on articles")
        made = messages(
            [rule], landed, now=moment, ui_url=self._ui_url, topics=topics, find=find, told=self._told,
            templates=self._templates,
        )  # fmt: skip
        spoke = {_cause(message, landed) for message in made}
        self._looked_at += len(landed)
        for item in landed:
            self._outlets[item.grouping.story_id] = item.outlets
            if item.article.article_id not in spoke:
                self._why_not[why_not(rule, item, find, moment) or "told"] += 1
        self.put(moment, made)

    def put(self, moment: datetime, made: Iterable[Message]) -> None:
        """Messages that were written together."""
        self._settle_until(moment)
        fresh = [message for message in made if message.key not in self._told]
        self._told |= {message.key for message in fresh}
        capped = {
            (each.rule, each.channel): each.due_at for each in self._waiting if each.held == "cap" and each.due_at
        }
        for message in hold(fresh, [self._rule], now=moment, written=self._written(moment), held=capped):
            if message.held:
                self._held[message.held] += 1
                self._waiting.append(message)
            else:
                self._sent.append(Leaving(at=moment, message=message))

    def end(self, now: datetime) -> Trial:
        """What came of it by `now`."""
        self._settle_until(now)
        return Trial(
            sent=tuple(self._sent),
            waiting=tuple(self._waiting),
            held=dict(self._held),
            looked_at=self._looked_at,
            why_not=dict(self._why_not.most_common()),
        )

    def _settle_until(self, now: datetime) -> None:
        while due := min((each.due_at for each in self._waiting if each.due_at and each.due_at <= now), default=None):
            settled = settle(
                [each for each in self._waiting if each.due_at and each.due_at <= due],
                [self._rule], now=due, templates=self._templates, ui_url=self._ui_url,
                written=self._written(due), outlets=self._outlets,
            )  # fmt: skip
            gone = {*settled.released, *(key for digest in settled.digests for key in digest.covers)}
            leaving = [each for each in self._waiting if each.key in settled.released]
            self._sent += [Leaving(at=due, message=each) for each in (*leaving, *settled.digests)]
            self._waiting = [each for each in self._waiting if each.key not in gone]
            if not gone:  # quiet hours hold what is due: look again later
                later = due + timedelta(minutes=15)
                self._waiting = [
                    each.model_copy(update={"due_at": later}) if each.due_at and each.due_at <= due else each
                    for each in self._waiting
                ]

    def _written(self, moment: datetime) -> Mapping[tuple[str, str], int]:
        left: defaultdict[tuple[str, str], int] = defaultdict(int)
        for leaving in reversed(self._sent):
            if leaving.at <= moment - HOUR:
                break
            left[leaving.message.rule, leaving.message.channel] += 1
        return left


def _cause(message: Message, landed: Iterable[Landed]) -> str:
    """The article that brought a message about: the one it tells of, or one of its story that reached a threshold."""
    of_story = [item.article.article_id for item in landed if item.grouping.story_id == message.story_id]
    return message.article_id if message.article_id in of_story else next(iter(of_story), "")
