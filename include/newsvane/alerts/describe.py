"""Say in plain words what a rule asks for and how it delivers. Pure.

For people who did not write the rule: the pages show these sentences beside its id, query and channels.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from newsvane.alerts.rules import ArticleRule, BaseRule, FeedRule, NameRule, QuarantineRule, TrendRule
from newsvane.iso_codes import name_country, name_language
from newsvane.plurals import count_noun

NO_TITLES: Mapping[str, str] = MappingProxyType({})

_NEW = {
    "story": "each new story",
    "original": "each original article",
    "every": "each article, copy and translation",
}
_TROUBLES = {"sick": "its polls fail", "silent": "it is silent", "flood": "it lists unusually many entries"}
_DIGESTS = {"hour": "per hour", "day": "per day at {at} {zone}", "week": "per week, on {day} at {at} {zone}"}
_DEFAULT_AGE = ArticleRule.model_fields["max_age_days"].default


def describe_condition(rule: BaseRule, titles: Mapping[str, str] = NO_TITLES) -> str:
    """Return in one sentence, without its full stop, what a rule asks for. `titles`: of topics, by id.

    The query of a rule on articles is only mentioned, because it is shown as it is written.
    """
    match rule:
        case ArticleRule():
            text = _describe_articles(rule, titles)
        case FeedRule():
            text = _describe_feeds(rule)
        case TrendRule():
            numbers = _join(("many" if each == "spike" else "few" for each in rule.when), "or")
            topics = (titles.get(topic, topic) if topic != "*" else "all topics together" for topic in rule.topics)
            text = f"each day with unusually {numbers} articles on {_join(topics, 'or')}"
        case NameRule():
            unseen = f"in {count_noun(rule.unseen_days, 'day')}" if rule.unseen_days else "ever"
            text = f"the first mention of {_join(rule.names, 'or')} {unseen}"
        case QuarantineRule():
            text = f"each run of {rule.at_least} or more articles of which more than {rule.share:.0%} are quarantined"
        case _:
            raise TypeError(f"a {type(rule).__name__} has no description")
    return text[0].upper() + text[1:]


def describe_delivery(rule: BaseRule) -> list[str]:
    """Return in sentences, without their full stops, when the messages of a rule are sent, and to whom further."""
    found = [] if rule.enabled else ["Switched off: it writes no new messages"]
    if rule.digest:
        period = _DIGESTS[rule.digest].format(at=rule.at, zone=rule.zone, day=rule.weekday.capitalize())
        found.append(f"Collected in one message {period}")
    if rule.quiet:
        begin, _, end = rule.quiet.partition("-")
        found.append(f"Asleep from {begin} to {end} {rule.zone}: messages wait for the end")
    found.append(f"At most {count_noun(rule.cap, 'message')} per hour and channel, the rest as one digest")
    if rule.escalate_to:
        outlets = getattr(rule, "escalate_outlets", None)
        when = [f"{outlets} outlets have the story"] if outlets else []
        when += [f"it is not delivered after {count_noun(rule.escalate_hours, 'hour')}"] if rule.escalate_hours else []
        found.append(f"Also to {_join(rule.escalate_to, 'and')} once {_join(when, 'or')}")
    return found


def _describe_articles(rule: ArticleRule, titles: Mapping[str, str]) -> str:
    topics = _join((titles.get(topic, topic) for topic in rule.topics), "and")
    parts = [
        _NEW[rule.new] + (f" on {topics}" if topics else "") + (" that matches the query" if rule.query else ""),
        _list("in ", (name_language(code) or code for code in rule.languages)),
        _list("from ", (name_country(code) or code for code in rule.countries)),
        _list("by outlets of the kind ", rule.kinds),
        f"once {rule.min_outlets} outlets have it" if rule.min_outlets > 1 else "",
        f"once {rule.min_originals} outlets have reported it themselves" if rule.min_originals > 1 else "",
        f"not older than {count_noun(rule.max_age_days, 'day')}" if rule.max_age_days != _DEFAULT_AGE else "",
        f"and again at {_join(map(str, rule.updates), 'and')} outlets" if rule.updates else "",
    ]
    return ", ".join(filter(None, parts))


def _describe_feeds(rule: FeedRule) -> str:
    parts = [
        f"a feed when {_join((_TROUBLES[kind] for kind in rule.when), 'or')}",
        _list("only ", rule.feeds),
        _list("of the kind ", rule.kinds),
        _list("from ", (name_country(code) or code for code in rule.countries)),
        _list("in ", (name_language(code) or code for code in rule.languages)),
        f"for {count_noun(rule.after_hours, 'hour')} or longer" if rule.after_hours else "",
        "and when it has recovered" if rule.recovery else "",
    ]
    return ", ".join(filter(None, parts))


def _list(beginning: str, names: Iterable[str]) -> str:
    """Return the names with the words before them; "" if there are none."""
    found = _join(names, "or")
    return beginning + found if found else ""


def _join(names: Iterable[str], word: str) -> str:
    """Return the names as a person lists them: "a, b and c"."""
    found: Sequence[str] = [*names]
    return f" {word} ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def describe_test_message(channel_id: str) -> str:
    """Return the text of a test message to a channel."""
    return f"This is a test message. Alerts to the channel {channel_id} arrive here."
