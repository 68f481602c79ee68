"""Rules on articles: conditions, thresholds, updates and escalations; error messages for wrong files."""

from datetime import timedelta
from typing import Any

import pytest

from newsvane import topics
from newsvane.alerts import build_escalations, load_alerts, locate_rule
from newsvane.alerts.evaluate.article_rules import explain_no_match
from newsvane.errors import ConfigError
from newsvane.records import Article
from tests.support.alert_factories import NOW, landed, messages, rule

COPY = {"copy_of": "a", "copy_kind": "near_copy", "is_new_story": False}


def original(name: str, **given: Any) -> Article:
    """Return an article from an earlier batch."""
    return landed(name, **given).article


@pytest.mark.parametrize(
    ("given", "of", "reason"),
    [
        pytest.param({}, {}, "", id="it fits"),
        pytest.param({"countries": ("AL",)}, {"country": "AL"}, "", id="country"),
        pytest.param({"countries": ("AL",)}, {"country": "IR"}, "country", id="another country"),
        pytest.param({"countries": ("AL",)}, {}, "country", id="no country known"),
        pytest.param({"kinds": ("state", "exile")}, {"outlet_kind": "exile"}, "", id="kind of outlet"),
        pytest.param({"kinds": ("state",)}, {}, "kind", id="another kind of outlet"),
        pytest.param({"languages": ("fa",)}, {}, "language", id="another language"),
        pytest.param({}, {"topics": ("mek",)}, "topics", id="another topic"),
        pytest.param({"query": "camel"}, {}, "query", id="not in the text"),
        pytest.param({}, {"published_at": NOW - timedelta(days=8)}, "age", id="old"),
        pytest.param({}, {"published_at": NOW + timedelta(days=400)}, "", id="of a clock that runs ahead"),
        pytest.param({}, COPY, "copy", id="a copy"),
        pytest.param({"new": "original"}, COPY, "copy", id="a copy is no original"),
        pytest.param({"new": "every"}, COPY, "", id="every one"),
        pytest.param({"min_outlets": 3}, {"outlets": 2}, "outlets", id="too few outlets"),
        pytest.param({"min_originals": 2}, {"outlets": 9}, "originals", id="too few originals"),
        pytest.param({"min_outlets": 3}, {"outlets": 3, "outlets_before": 1}, "", id="enough outlets"),
    ],
)
def test_an_article_that_does_not_match_has_a_reason(given: dict[str, Any], of: dict[str, Any], reason: str) -> None:
    item = landed(**of)
    assert explain_no_match(rule(**given), item, topics.find, NOW) == reason
    assert bool(messages([rule(**given)], [item])) == (reason == "")


@pytest.mark.parametrize(
    ("given", "of", "reported"),
    [
        pytest.param({"outlets": 3, "outlets_before": 2, **COPY}, ["a"], ["a"], id="a copy reaches it"),
        pytest.param({"outlets": 4, "outlets_before": 3, **COPY}, ["a"], [], id="reached before, reported before"),
        pytest.param({"outlets": 2, "outlets_before": 1, **COPY}, ["a"], [], id="not reached"),
        pytest.param({"outlets": 3, "outlets_before": 2}, ["a", "c"], ["a"], id="the oldest is shown"),
        pytest.param(
            {"outlets": 4, "outlets_before": 3, "is_new_story": False}, [], ["b"], id="the first that fits, after it"
        ),
        pytest.param({"outlets": 3, "outlets_before": 0}, [], ["b"], id="all at once"),
    ],
)
def test_a_story_is_reported_when_enough_outlets_have_it(
    given: dict[str, Any], of: list[str], reported: list[str]
) -> None:
    item = landed("b", earlier_originals=tuple(original(name) for name in of), **given)
    assert [message.article_id for message in messages([rule(min_outlets=3)], [item])] == reported


def test_min_originals_counts_original_reports_and_not_copies() -> None:
    second = landed(
        "b", outlets=7, originals=2, outlets_before=6, originals_before=1, earlier_originals=(original("a"),)
    )
    (message,) = messages([rule(min_originals=2)], [second])
    assert message.article_id == "a"
    assert "Story, now in 7 outlets, 2 of them independent" in message.body


def test_a_reported_story_is_not_reported_again() -> None:
    (first,) = messages([rule()], [landed("a")])
    assert messages([rule()], [landed("b", is_new_story=False)], existing_keys={first.key}) == ()


@pytest.mark.parametrize(
    ("before", "by_now", "updates"),
    [
        pytest.param(1, 4, [], id="not yet"),
        pytest.param(4, 5, ["Update: 5 outlets so far"], id="reached"),
        pytest.param(5, 6, [], id="once"),
        pytest.param(4, 25, ["Update: 25 outlets so far"], id="two marks at once are one update"),
    ],
)
def test_a_reported_story_is_reported_again_as_it_grows(before: int, by_now: int, updates: list[str]) -> None:
    watched = rule(updates=(5, 20))
    (first,) = messages([watched], [landed("a")])
    item = landed("b", outlets=by_now, outlets_before=before, earlier_originals=(original("a"),), **COPY)
    made = messages([watched], [item], existing_keys={first.key})
    assert [message.body.splitlines()[2].partition(",")[0] for message in made] == updates
    assert all((m.thread, m.story_id, m.kind, m.article_id) == (first.key, "s_1", "update", "a") for m in made)
    assert messages([watched], [item], existing_keys={first.key, *(message.key for message in made)}) == ()


def test_a_story_that_was_never_reported_has_no_updates() -> None:
    item = landed("b", outlets=5, outlets_before=4, earlier_originals=(original("a"),), **COPY)
    assert messages([rule(updates=(5,))], [item]) == ()


def test_a_big_story_is_escalated_to_another_channel_at_once() -> None:
    watched = rule(escalate_to=("pager",), escalate_outlets=3, digest="day")
    small = messages([watched], [landed("a")])
    big = messages([watched], [landed("b", outlets=3, outlets_before=2, earlier_originals=(original("a"),), **COPY)],
                   existing_keys={each.key for each in small})  # fmt: skip
    assert [(m.channel, m.kind) for m in (*small, *big)] == [("hook", "story"), ("pager", "escalation")]
    assert "Escalated: 3 outlets so far" in big[0].body
    both = messages([watched], [landed("a", outlets=3)])
    assert [(m.channel, m.kind) for m in both] == [("hook", "story"), ("pager", "escalation")]


@pytest.mark.parametrize(
    ("waited", "is_dead", "given", "is_escalated"),
    [
        pytest.param(1, False, {}, False, id="not long enough"),
        pytest.param(3, False, {}, True, id="too long"),
        pytest.param(0, True, {}, True, id="given up"),
        pytest.param(3, True, {"kind": "escalation"}, False, id="an escalation is not escalated"),
        pytest.param(3, True, {"rule": "gone"}, False, id="of a rule that is gone"),
    ],
)
def test_an_undelivered_message_is_escalated(
    waited: int, is_dead: bool, given: dict[str, Any], is_escalated: bool
) -> None:
    watched = rule(escalate_to=("pager",), escalate_hours=2)
    (message,) = messages([watched], [landed("a")], now=NOW - timedelta(hours=waited))
    stuck = message.model_copy(update=given)
    made = build_escalations([watched], [(stuck, is_dead)], now=NOW)
    assert [(each.channel, each.subject) for each in made] == [
        ("pager", "Not delivered to hook: A rule: A headline")
    ] * is_escalated
    assert all(each.key != message.key and each.body == message.body for each in made)


GOOD = """
[[channel]]
id = "hook"
url = "json://${HOST}/x"

[[rule]]
id = "r"
title = "R"
topics = ["mek"]
channels = ["hook"]
"""
TREND = GOOD + '[[trend_rule]]\nid = "t"\ntitle = "T"\ntopics = ["mek", "*"]\nchannels = ["hook"]\n'
NAME = GOOD + '[[name_rule]]\nid = "n"\ntitle = "N"\nnames = ["Jane Roe"]\nchannels = ["hook"]\n'
QUARANTINE = GOOD + '[[quarantine_rule]]\nid = "q"\ntitle = "Q"\nshare = 0.2\nchannels = ["hook"]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(GOOD.replace('["mek"]', '["meck"]'), "line 9: .*did you mean 'mek'", id="nearly a topic"),
        pytest.param(GOOD.replace('["hook"]', '["hok"]'), "line 10: .*did you mean 'hook'", id="nearly a channel"),
        pytest.param(GOOD + 'new = "article"', "line 11: new: .*'every'", id="no such new"),
        pytest.param(GOOD + 'digest = "month"', "line 11: digest: .*'week'", id="no such digest"),
        pytest.param(GOOD + 'at = "8"', 'line 11: at: .*write "08:00"', id="no time of day"),
        pytest.param(GOOD + 'at = "24:00"', 'line 11: at: .*write "08:00"', id="no such hour"),
        pytest.param(GOOD + 'at = "09:00"', 'line 11: .*digest = "day"', id="a time without a digest"),
        pytest.param(GOOD + 'digest = "day"\nweekday = "friday"', 'line 12: .*"week"', id="a weekday for a day"),
        pytest.param(GOOD + 'digest = "week"\nweekday = "Fri"', "line 12: weekday: .*'friday'", id="no weekday"),
        pytest.param(GOOD + 'quiet = "22-7"', 'line 11: quiet: .*"22:00-07:00"', id="no span of hours"),
        pytest.param(GOOD + 'quiet = "07:00-07:00"', "line 11: quiet: ", id="an empty span of hours"),
        pytest.param(GOOD + 'zone = "Tirana"', "line 11: zone: .*Europe/Tirane", id="no time zone"),
        pytest.param(GOOD + 'zone = "Europe/Tirame"', 'did you mean "Europe/Tirane"', id="a misspelt time zone"),
        pytest.param(GOOD + 'zone = "Amerika/New_Yrok"', 'did you mean "America/New_York"', id="a misspelt continent"),
        pytest.param(
            GOOD + 'zone = "GMT-4"', 'not a time zone; write the zone of a city, such as "Europe/Tirane"', id="hours"
        ),
        pytest.param(GOOD + 'zone = "UTC+01:00"', "write the zone of a city", id="hours and minutes"),
        pytest.param(GOOD + 'zone = "PARIS"', 'did you mean "Europe/Paris"', id="a city in capitals"),
        pytest.param(
            GOOD + 'zone = "Pacific SA Standard Time"', 'did you mean "America/Santiago"', id="as Windows names it"
        ),
        pytest.param(GOOD + 'zone = "Brazil"', "write the zone of a city", id="a country with several"),
        pytest.param(GOOD + 'zone = "America/São Paulo"', 'did you mean "America/Sao_Paulo"', id="accents and a space"),
        pytest.param(GOOD + 'zone = "CLT"', "write the zone of a city", id="an abbreviation"),
        pytest.param(GOOD + 'zone = "../../etc/passwd"', "line 11: zone: .*Europe/Tirane", id="a path for a zone"),
        pytest.param(GOOD + "cap = 0", "line 11: cap: write 1 or more", id="no message at all"),
        pytest.param(GOOD + 'escalate_to = ["hook"]', "line 11: say when", id="escalation without a reason"),
        pytest.param(GOOD + "escalate_outlets = 5", "line 11: say to whom", id="escalation to nobody"),
        pytest.param(GOOD + 'escalate_to = ["x"]\nescalate_hours = 1', "line 11: .*'x'", id="to no channel"),
        pytest.param(GOOD + 'new = "original"\nmin_outlets = 2', 'line 12: .*new = "story"', id="outlets of no story"),
        pytest.param(
            GOOD + "min_outlets = 2\nmin_originals = 3", "line 12: .*leave min_outlets out", id="one too many"
        ),
        pytest.param(GOOD + "min_outlets = 5\nupdates = [5]", "line 12: .*first time", id="an update of nothing"),
        pytest.param(GOOD + "updates = [1]", "line 11: updates: write 2 or more", id="an update at the first"),
        pytest.param(TREND.replace('"*"', '"mk"'), "line 14: .*did you mean 'mek'", id="trend of no topic"),
        pytest.param(TREND + 'when = ["boom"]', "line 16: when: .*'silence'", id="no such anomaly"),
        pytest.param(NAME + "unseen_days = -1", "line 16: unseen_days: ", id="days before today"),
        pytest.param(NAME.replace('["Jane Roe"]', '["  !"]'), "line 14: ", id="a name without a word"),
        pytest.param(QUARANTINE.replace("0.2", "20"), "line 14: share: .*less than 1", id="a share in per cent"),
        pytest.param(QUARANTINE.replace('id = "q"', 'id = "r"'), r"line 12: .*taken by a \[\[rule\]\]", id="taken"),
    ],
)
def test_a_wrong_file_is_reported_with_its_line_and_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_alerts(text, path="a.toml", topics={"mek"}, resolve=topics.resolve_query)


def test_rules_of_every_kind_load() -> None:
    for text, kind in ((TREND, "trend_rules"), (NAME, "name_rules"), (QUARANTINE, "quarantine_rules")):
        config = load_alerts(text, path="a.toml", topics={"mek"}, resolve=topics.resolve_query)
        assert len(getattr(config, kind)) == 1 and len(config.all_rules) == 2
    assert config.restrict_to({"mail"}).all_rules == ()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        pytest.param(GOOD.replace("topics =", "topic ="), "line 9: unknown key 'topic'", id="a misspelt condition"),
        pytest.param(GOOD.replace("topics =", "keywords ="), "line 9: unknown key 'keywords'", id="no such condition"),
        pytest.param(GOOD.replace('"hook"\nurl', '"hook"\nulr'), "line 4: unknown key 'ulr'", id="a channel's url"),
        pytest.param(GOOD.replace('id = "hook"', 'idd = "hook"'), "line 3: unknown key 'idd'", id="a channel's id"),
        pytest.param(GOOD.replace("[[channel]]", "[[chanel]]"), "line 2: 'chanel' is not allowed", id="a table"),
        pytest.param(
            GOOD + 'digset = "week"\nweekday = "friday"', "line 11: unknown key 'digset'", id="a misspelt digest"
        ),
        pytest.param(GOOD + 'nwe = "original"\nmin_outlets = 0', "line 11: unknown key 'nwe'", id="two causes"),
    ],
)
def test_what_follows_from_another_mistake_is_not_reported(text: str, cause: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_alerts(text, path="a.toml", topics={"mek"}, resolve=topics.resolve_query)
    first, *others = error.value.mistakes
    assert f"line {first.line}: {first.message}".startswith(cause)
    assert all("min_outlets" in each.message for each in others)


def test_a_mistake_that_follows_from_no_other_is_reported_beside_it() -> None:
    text = GOOD.replace("title", "titel").replace('topics = ["mek"]\n', "")
    with pytest.raises(ConfigError) as error:
        load_alerts(text, path="a.toml", topics={"mek"}, resolve=topics.resolve_query)
    assert ["titel" in error.value.mistakes[-1].message, len(error.value.mistakes)] == [True, 2]


@pytest.mark.parametrize(
    ("rule_id", "line"),
    [
        pytest.param("ferries", 7, id="an article rule, not a channel with its id"),
        pytest.param("sick", 14, id="a rule on feeds"),
        pytest.param("hidden", 0, id="only in a text"),
        pytest.param("unknown", 0, id="none"),
    ],
)
def test_the_line_of_a_rule_is_found(rule_id: str, line: int) -> None:
    text = (
        '[[channel]]\nid = "ferries"\nurl = "x"\n\n[[rule]]\n# our own\nid = "ferries"\ntitle = """\n[[rule]]\n'
        'id = "hidden"\n"""\n\n[[feed_rule]]\nid = "sick"\n'
    )
    assert locate_rule(text, rule_id) == line
    assert locate_rule(f"{text}broken", rule_id) == 0
