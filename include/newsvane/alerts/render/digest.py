"""Combine messages into a digest. Pure.

Outlets take turns in a digest, those with the fewest stories first, so each outlet's first story is listed before any
outlet's second one. What is not listed of an outlet is one line with the number, which links to its stories in the UI.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsvane.alerts.fairness import take_turns
from newsvane.alerts.render.sanitize import format_time
from newsvane.alerts.render.templates import Templates
from newsvane.outlet_counts import OutletCounts, describe_outlets
from newsvane.plurals import count_noun
from newsvane.records import Facts, Message
from newsvane.safe_text import clean_line
from newsvane.ui_links import UiPage, ui_link
from newsvane.urls import digest_key

MAX_LISTED = 40
"""The maximum number of alerts that a digest lists."""
MAX_OUTLET_LINES = 10
"""The maximum number of outlets that a digest names with the number of their other alerts."""

_STORY_KINDS = ("story", "update")
"""Kinds of messages that a digest shows with the current numbers of outlets."""


def build_digest(
    title: str,
    messages: Sequence[Message],
    outlets: Mapping[str, OutletCounts],
    *,
    templates: Templates,
    ui_url: str,
    now: datetime,
) -> Message:
    """Return the digest of these messages, all of one rule and channel. All alerts on one story become one item.

    `title`: of the rule. `outlets`: current numbers of outlets, by story id.
    """
    by_age = sorted(messages, key=lambda each: (each.created_at, each.key))
    items = _merge_by_story(sorted(by_age, key=lambda each: each.held == "flood"))
    rest = Counter(each.outlet for each in items)
    named = sorted((each for each in items if each.held != "flood"), key=lambda each: rest[each.outlet])
    listed = take_turns(named, lambda each: each.outlet)[:MAX_LISTED]
    rest.subtract(each.outlet for each in listed)
    lines = [(outlet, number) for outlet, number in rest.most_common() if outlet and number > 1][:MAX_OUTLET_LINES]
    first_at = {each.outlet: each.created_at for each in reversed(by_age)}
    text = templates.render_digest(
        title,
        _count_items(items),
        [_build_facts(each, outlets) for each in listed]
        + [_build_outlet_line(outlet, number, first_at[outlet], ui_url) for outlet, number in lines],
        more=rest.total() - sum(number for _, number in lines),
        ui_link=ui_link(ui_url, UiPage.COVERAGE),
    )
    keys = sorted(message.key for message in messages)
    covered = {*keys, *(key for message in messages for key in message.covers)}
    return Message(
        key=digest_key(keys),
        rule=messages[0].rule,
        channel=messages[0].channel,
        kind="digest",
        covers=tuple(sorted(covered)),
        subject=text.subject,
        body=text.body,
        html=text.html,
        markdown=text.markdown,
        created_at=now,
        facts=Facts(
            headline=clean_line(text.subject, 200),
            stories=tuple(story for each in listed if each.facts for story in each.facts.stories),
        ),
    )


def _merge_by_story(messages: Iterable[Message]) -> Sequence[Message]:
    """Return the first message about each story, and the messages that are not about a story."""
    items: dict[str, Message] = {}
    for message in messages:
        items.setdefault(message.story_id or message.key, message)
    return [*items.values()]


def _count_items(items: Sequence[Message]) -> str:
    are_stories = all(message.story_id for message in items)
    return count_noun(len(items), "story") if are_stories else count_noun(len(items), "alert")


def _build_facts(message: Message, outlets: Mapping[str, OutletCounts]) -> Facts:
    facts = message.facts or Facts(headline=clean_line(message.subject, 200))
    counts = outlets.get(message.story_id) if message.kind in _STORY_KINDS else None
    return facts.model_copy(update={"news": describe_outlets(*counts, " so far")}) if counts else facts


def _build_outlet_line(outlet: str, number: int, since: datetime, ui_url: str) -> Facts:
    return Facts(
        headline=f"{clean_line(outlet, 100)}: {number:,} more stories",
        news=f"since {format_time(since)}",
        ui=ui_link(ui_url, UiPage.COVERAGE, filters={"outlet": outlet}),
        called="Coverage",
    )
