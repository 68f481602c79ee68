"""Write one message per story and channel, whichever rules match it. Pure.

Several rules may match one story, at once or one after the other. The message that is sent first names all of them; the
others are recorded as told by it, so that each rule still has its key. `merge_rules` is called after scheduling, when
it is known which message leaves first.

A channel that was told about a story hears of it again only by what asks for that: `updates`, escalations, and rules
with `min_outlets` or `min_originals`. A message that still waits is replaced by one of another rule that leaves
earlier.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import ArticleRule, BaseRule
from newsvane.records import Message, WrittenMessage
from newsvane.urls import message_key

_RANKS = {"escalation": 0, "update": 1, "story": 2}
"""Of messages that leave at the same time, the one that the others join. Other kinds are never merged."""

_Subject = tuple[str, str, str]


def merge_rules(
    scheduled: Sequence[Message],
    rules: Iterable[BaseRule],
    *,
    earlier: Iterable[WrittenMessage],
    templates: Templates,
) -> tuple[Message, ...]:
    """Return the messages to write, of which only one per story and channel is to be sent.

    `scheduled`: result of `schedule_messages`. `rules`: all rules, in the order of alerts.toml. `earlier`: the messages
    about these stories in the outbox.
    """
    return _Merger(rules, earlier, templates).merge(scheduled)


class _Merger:
    def __init__(self, rules: Iterable[BaseRule], earlier: Iterable[WrittenMessage], templates: Templates) -> None:
        self._rules = {rule.id: rule for rule in rules if isinstance(rule, ArticleRule)}
        self._order = {rule_id: place for place, rule_id in enumerate(self._rules)}
        self._earlier = tuple(earlier)
        self._templates = templates

    def merge(self, scheduled: Sequence[Message]) -> tuple[Message, ...]:
        groups = self._group_by_story(scheduled)
        written: list[Message] = []
        for messages in groups.values():
            written += self._merge_group(messages)
        return tuple(written)

    def _group_by_story(self, scheduled: Sequence[Message]) -> Mapping[_Subject, Sequence[Message]]:
        """Group the messages that say the same to a channel.

        A rule with `new = "original"` or `"every"` has a message per article. It says the same as that on the story
        that shows this article.
        """
        groups: defaultdict[_Subject, list[Message]] = defaultdict(list)
        for message in scheduled:
            if self._is_about_story(message):
                groups[message.channel, message.story_id, self._is_escalation(message)].append(message)
        shown = {
            (channel, self._choose_lead(messages).article_id): (channel, story, escalated)
            for (channel, story, escalated), messages in groups.items()
            if not escalated
        }
        for message in scheduled:
            if self._is_about_article(message):
                article = message.channel, message.article_id
                groups[shown.get(article, (*article, "article"))].append(message)
            elif not self._is_about_story(message):
                groups["", message.key, ""].append(message)
        return groups

    def _is_about_story(self, message: Message) -> bool:
        return self._is_mergeable(message) and self._rules[message.rule].new == "story"

    def _is_about_article(self, message: Message) -> bool:
        return self._is_mergeable(message) and self._rules[message.rule].new != "story"

    def _is_mergeable(self, message: Message) -> bool:
        if message.rule not in self._rules or message.kind not in _RANKS:
            return False
        return message.kind != "escalation" or bool(self._is_escalation(message))

    @staticmethod
    def _is_escalation(message: Message) -> str:
        """Return a name for the escalation of a story; "" for anything else, such as that of an undelivered message."""
        key = message_key(message.rule, message.story_id, message.channel, "escalated")
        return "escalated" if message.key == key else ""

    def _merge_group(self, messages: Sequence[Message]) -> list[Message]:
        if not self._is_mergeable(messages[0]):
            return [*messages]
        lead = self._choose_lead(messages)
        others = [each for each in messages if each is not lead and each.held != "flood"]
        if lead.held == "flood":  # each of them is only a number in a digest
            return [*messages]
        told, waiting = self._find_earlier(lead, messages)
        if told and not self._asks_to_hear_again(messages):
            return [_told_by(told[0].sent_as, each) for each in (lead, *others)]
        first = min(waiting, key=lambda each: each.due_at or lead.created_at) if waiting else None
        if first and first.due_at and _leaves_at(lead) >= first.due_at:
            return [_told_by(first.sent_as, each) for each in (lead, *others)]
        covers = {*lead.covers, *(each.key for each in others), *(each.key for each in waiting)} - {lead.key}
        threads = (*(each.thread for each in (lead, *others)), told[0].sent_as if told else "")
        merged = self._name_rules(lead, others, waiting).model_copy(
            update={"covers": tuple(sorted(covers)), "thread": next(filter(None, threads), "")}
        )
        return [merged, *(_told_by(lead.key, each) for each in others)]

    def _choose_lead(self, messages: Sequence[Message]) -> Message:
        """Return the message that leaves first; of several, an escalation, then an update, then the first rule's."""
        return min(
            messages,
            key=lambda each: (each.held == "flood", _leaves_at(each), _RANKS[each.kind], self._order[each.rule]),
        )

    def _find_earlier(
        self, lead: Message, messages: Sequence[Message]
    ) -> tuple[Sequence[WrittenMessage], Sequence[WrittenMessage]]:
        """Return what this channel was told about the story before, and what waits to be told.

        The earlier messages on an article are not looked at: an article whose text was replaced is news again.
        """
        if not self._is_about_story(lead) or self._is_escalation(lead):
            return (), ()
        own = {each.key for each in messages}
        found = [
            each
            for each in self._earlier
            if (each.channel, each.story_id) == (lead.channel, lead.story_id)
            and own.isdisjoint((each.key, each.sent_as))
        ]
        told = [each for each in found if each.state in {"pending", "delivered"}]
        return told, [each for each in found if each.state == "held"]

    def _asks_to_hear_again(self, messages: Iterable[Message]) -> bool:
        """Return whether one of the messages is due although the channel knows the story."""
        return any(
            each.kind != "story" or max(self._rules[each.rule].min_outlets, self._rules[each.rule].min_originals) > 1
            for each in messages
        )

    def _name_rules(self, lead: Message, others: Sequence[Message], waiting: Sequence[WrittenMessage]) -> Message:
        """Return the lead with the names of all rules of which it is the message."""
        replaced = {lead.key, *(each.sent_as for each in waiting)}
        joined = {each.rule for each in self._earlier if each.sent_as in replaced}
        rules = [id for id in self._order if id in {lead.rule, *joined, *(each.rule for each in others)}]
        if len(rules) == 1 or lead.facts is None:
            return lead
        facts = lead.facts.model_copy(
            update={
                "rules": tuple(self._rules[id].title for id in rules),
                "stories": tuple(each.model_copy(update={"rules": tuple(rules)}) for each in lead.facts.stories),
            }
        )
        text = self._templates.render_alert(self._rules[lead.rule].title, facts)
        return lead.model_copy(
            update={
                "facts": facts,
                "subject": text.subject,
                "body": text.body,
                "html": text.html,
                "markdown": text.markdown,
            }
        )


def _told_by(key: str, message: Message) -> Message:
    return message.model_copy(update={"told_by": key, "held": "", "due_at": None})


def _leaves_at(message: Message) -> datetime:
    return message.due_at or message.created_at
