"""Alerts on feeds: which rule reports which trouble, once at its beginning and end; outages; the text of messages."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from newsvane import alerts
from newsvane.alerts import FeedRule, load_alerts
from newsvane.errors import ConfigError
from newsvane.feeds import parse_watch_list
from newsvane.records import Feed, FeedTrouble, Message

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(hours=7)
WATCH = Path(__file__).parents[3] / "include" / "watch"
REMEDIES = {"http_410": "The feed is gone. Remove it from feeds.toml."}


def feed(feed_id: str = "a", **given: Any) -> Feed:
    return Feed.model_validate(
        {"feed_id": feed_id, "url": f"https://user:secret@{feed_id}.example/rss", "outlet": f"{feed_id}.example"}
        | given
    )


def trouble(feed_id: str = "a", **given: Any) -> FeedTrouble:
    return FeedTrouble.model_validate(
        {"feed_id": feed_id, "kind": "sick", "began_at": BEGAN, "reason": "http_410", "detail": "it answered 410"}
        | given
    )


def rule(**given: Any) -> FeedRule:
    return FeedRule.model_validate({"id": "r", "title": "Feeds", "channels": ("hook",)} | given)


def messages(
    rules: list[FeedRule],
    troubles: list[FeedTrouble],
    feeds: list[Feed],
    *,
    existing: set[str] | None = None,
    **more: Any,
) -> tuple[Message, ...]:
    given: dict[str, Any] = {
        "now": NOW,
        "ui_url": "http://ui.example/",
        "find_remedy": lambda reason, _: REMEDIES.get(reason, ""),
        **more,
    }
    return alerts.build_feed_messages(
        rules, troubles, {each.feed_id: each for each in feeds}, existing_keys=existing or set(), **given
    )


def keys(written: tuple[Message, ...]) -> set[str]:
    """Return the keys that exist once these messages are in the outbox."""
    return {key for message in written for key in (message.key, *message.covers)}


@pytest.mark.parametrize(
    ("given", "of", "is_reported"),
    [
        pytest.param({}, {}, True, id="sick"),
        pytest.param({}, {"kind": "silent"}, True, id="silent"),
        pytest.param({"when": ("sick",)}, {"kind": "silent"}, False, id="silence not asked for"),
        pytest.param({"when": ("silent",)}, {"kind": "silent"}, True, id="silence alone asked for"),
        pytest.param({}, {"kind": "flood"}, True, id="flood"),
        pytest.param({"when": ("sick", "silent")}, {"kind": "flood"}, False, id="floods not asked for"),
        pytest.param({"after_hours": 8}, {}, False, id="too short so far"),
        pytest.param({"after_hours": 7}, {}, True, id="long enough"),
        pytest.param({}, {"ended_at": NOW}, False, id="over before it was reported"),
        pytest.param({}, {"feed_id": "unknown"}, False, id="no longer on the watch list"),
        pytest.param({"feeds": ("a",)}, {}, True, id="by its id"),
        pytest.param({"feeds": ("b",)}, {}, False, id="by another id"),
        pytest.param({"feeds": ("b", "a*")}, {}, True, id="by a pattern"),
        pytest.param({"feeds": ("[b-z]",)}, {}, False, id="by a pattern that does not fit"),
        pytest.param({"kinds": ("exile", "state")}, {}, True, id="kind"),
        pytest.param({"kinds": ("agency",)}, {}, False, id="other kind"),
        pytest.param({"countries": ("al",)}, {}, True, id="country"),
        pytest.param({"countries": ("DE",)}, {}, False, id="other country"),
        pytest.param({"languages": ("sq", "en")}, {}, True, id="language"),
        pytest.param({"languages": ("en",)}, {}, False, id="other language"),
        pytest.param({"feeds": ("a",), "languages": ("en",)}, {}, False, id="all must fit"),
    ],
)
def test_a_rule_reports_the_troubles_that_fit(given: dict[str, Any], of: dict[str, Any], is_reported: bool) -> None:
    watched = [feed(kind="state", country="AL", language="sq")]
    assert [message.feed_id for message in messages([rule(**given)], [trouble(**of)], watched)] == ["a"] * is_reported


@pytest.mark.parametrize("given", [{"languages": ("en",)}, {"countries": ("AL",)}], ids=["language", "country"])
def test_a_feed_without_language_and_country_fits_no_filter(given: dict[str, Any]) -> None:
    assert messages([rule(**given)], [trouble()], [feed()]) == ()


def test_a_paused_feed_is_not_reported() -> None:
    assert messages([rule()], [trouble()], [feed(paused=True)]) == ()


def test_the_beginning_and_the_end_are_reported_once_each() -> None:
    existing: set[str] = set()
    phases = [trouble(), trouble(reason="timeout"), trouble(ended_at=NOW), trouble(ended_at=NOW)]
    written = []
    for phase in phases:
        new = messages([rule()], [phase], [feed()], existing=existing)
        written.append([message.subject for message in new])
        existing |= keys(new)
    assert written == [["Feeds: a is failing"], [], ["Feeds: a has recovered"], []]


def test_pausing_a_feed_is_not_a_recovery() -> None:
    existing = keys(messages([rule()], [trouble()], [feed()]))
    over = [trouble(ended_at=NOW)]
    assert messages([rule()], over, [feed(paused=True)], existing=existing) == ()
    assert messages([rule()], over, [feed()], existing=existing, failures={"a": 3}) == ()
    assert len(messages([rule()], over, [feed()], existing=existing, failures={"a": 0})) == 1


def test_the_next_trouble_of_a_feed_is_reported_as_new() -> None:
    existing = keys(messages([rule()], [trouble()], [feed()]))
    again = trouble(began_at=NOW - timedelta(hours=1))
    assert [m.subject for m in messages([rule()], [trouble(ended_at=NOW), again], [feed()], existing=existing)] == [
        "Feeds: a has recovered",
        "Feeds: a is failing",
    ]


def test_a_recovery_goes_only_to_channels_that_were_alerted_and_only_if_the_rule_wants_it() -> None:
    existing = keys(messages([rule()], [trouble()], [feed()]))
    over = [trouble(ended_at=NOW)]
    assert messages([rule(recovery=False)], over, [feed()], existing=existing) == ()
    assert [m.channel for m in messages([rule(channels=("hook", "mail"))], over, [feed()], existing=existing)] == [
        "hook"
    ]


def test_each_rule_channel_and_trouble_has_its_own_message() -> None:
    rules = [rule(channels=("hook", "mail")), rule(id="other")]
    written = messages(rules, [trouble(), trouble(kind="silent"), trouble()], [feed()])
    assert sorted((message.rule, message.channel, message.subject) for message in written) == [
        (name, channel, f"Feeds: a is {state}")
        for name, channel in (("other", "hook"), ("r", "hook"), ("r", "mail"))
        for state in ("failing", "silent")
    ]
    assert len(keys(written)) == 6


def test_only_listed_keys_are_looked_up() -> None:
    class Asked(set[str]):
        def __contains__(self, key: object) -> bool:
            asked.add(key)
            return super().__contains__(key)

    asked: set[object] = set()
    rules, troubles, feeds = [rule(), rule(id="s", feeds=("a",))], [trouble(), trouble("b", ended_at=NOW)], ["a", "b"]
    known = {each: feed(each) for each in feeds}
    possible = alerts.list_feed_message_keys(rules, troubles, known)
    alerts.build_feed_messages(rules, troubles, known, existing_keys=Asked(possible), now=NOW, ui_url="")
    assert asked and asked <= possible


def outage(number: int, **given: Any) -> tuple[list[FeedTrouble], list[Feed]]:
    names = [f"feed-{n:03}" for n in range(number)]
    return [trouble(name, **given) for name in names], [feed(name, title=f"Feed {name}") for name in names]


@pytest.mark.parametrize(
    ("number", "written"),
    [pytest.param(5, 5, id="a few"), pytest.param(6, 1, id="one more"), pytest.param(500, 1, id="an outage")],
)
def test_many_troubles_at_once_become_one_message(number: int, written: int) -> None:
    troubles, feeds = outage(number)
    found = messages([rule()], troubles, feeds)
    assert len(found) == written
    assert len(keys(found)) == number + (written == 1)
    assert messages([rule()], troubles, feeds, existing=keys(found)) == ()
    assert (
        messages([rule()], [*troubles, trouble("late")], [*feeds, feed("late")], existing=keys(found))[0].feed_id
        == "late"
    )


def test_an_outage_that_spreads_slowly_makes_five_messages_per_hour_and_repeats_nothing() -> None:
    began = [NOW + timedelta(minutes=minutes) for minutes in range(0, 300, 3)]
    troubles = [trouble(f"f{n}", began_at=time) for n, time in enumerate(began)]
    feeds = [feed(each.feed_id) for each in troubles]
    outbox: list[Message] = []
    for landing in (NOW + timedelta(minutes=5 * number) for number in range(80)):
        known = [each for each in troubles if each.began_at <= landing]
        hour = [message for message in outbox if landing - message.created_at < timedelta(hours=1)]
        counts = {("r", "hook"): len(hour)}
        outbox += messages([rule()], known, feeds, existing=keys(tuple(outbox)), recent_counts=counts, now=landing)
        assert len(hour) <= 5
    covered = [key for message in outbox for key in message.covers or (message.key,)]
    assert len(covered) == len(set(covered)) == len(troubles)
    assert len(outbox) < 30


def test_an_outage_message_does_not_depend_on_the_order_of_feeds() -> None:
    troubles, feeds = outage(30)
    one, other = messages([rule()], troubles, feeds), messages([rule()], troubles[::-1], feeds[::-1])
    assert one == other


def test_a_feed_from_an_outage_message_recovers_in_a_message_of_its_own() -> None:
    troubles, feeds = outage(30)
    existing = keys(messages([rule()], troubles, feeds))
    well = troubles[7].model_copy(update={"ended_at": NOW})
    (message,) = messages([rule()], [*troubles[:7], well, *troubles[8:]], feeds, existing=existing)
    assert (message.subject, message.feed_id) == ("Feeds: Feed feed-007 has recovered", "feed-007")
    over = [each.model_copy(update={"ended_at": NOW}) for each in troubles]
    (message,) = messages([rule()], over, feeds, existing=existing | keys((message,)))
    assert message.subject == "Feeds: 29 feeds recovered"


def test_an_outage_message_counts_the_causes_and_lists_the_feeds() -> None:
    troubles, feeds = outage(50)
    dead = [trouble("dead", reason="dns"), trouble("still", kind="silent", reason="", detail="9 days without news")]
    (message,) = messages([rule()], [*troubles, *dead], [*feeds, feed("dead"), feed("still")])
    assert message.subject == "Feeds: 52 feeds in trouble"
    assert message.body.startswith(
        "52 feeds in trouble\n\nCauses\n"
        "- 50 × http_410: The feed is gone. Remove it from feeds.toml.\n- 1 × dns\n- 1 × silent: The feed answers"
    )
    assert "\n- Feed feed-001 (feed-001): failing since 24 Nov 2026, 05:00 UTC (7 hours)\n" in message.body
    assert "\n- and 12 more\n" in message.body
    assert message.body.endswith("\n\nFeeds: http://ui.example/newsvane/feeds")
    assert '<a href="http://ui.example/newsvane/feeds">' in message.html


@pytest.mark.parametrize(
    ("of", "more", "body"),
    [
        pytest.param(
            {},
            {"failures": {"a": 4}},
            "The Courier is failing\n"
            "a.example · feed a · failing since 24 Nov 2026, 05:00 UTC (7 hours)\n"
            "Failure: http_410: it answered 410\n"
            "The last 4 polls failed\n"
            "The feed is gone. Remove it from feeds.toml.\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="sick",
        ),
        pytest.param(
            {"reason": "odd", "detail": ""},
            {},
            "The Courier is failing\n"
            "a.example · feed a · failing since 24 Nov 2026, 05:00 UTC (7 hours)\n"
            "Failure: odd\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="sick for a reason without a remedy",
        ),
        pytest.param(
            {
                "kind": "silent",
                "reason": "silent",
                "detail": "silent for 4 days; usually 12 a day",
                "began_at": NOW - timedelta(days=4),
            },
            {},
            "The Courier is silent\n"
            "a.example · feed a · silent since 20 Nov 2026, 12:00 UTC (4 days)\n"
            "Silent for 4 days; usually 12 a day\n"
            "The feed answers but has nothing new. Open it to see whether the outlet has moved it, ended it or "
            "published nothing.\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="silent",
        ),
        pytest.param(
            {"ended_at": NOW - timedelta(hours=6, minutes=30)},
            {},
            "The Courier has recovered\n"
            "a.example · feed a · failing from 24 Nov 2026, 05:00 UTC to 24 Nov 2026, 05:30 UTC (less than an hour)\n"
            "Last failure: http_410: it answered 410\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="recovered",
        ),
        pytest.param(
            {"kind": "silent", "reason": "silent", "detail": "silent for 4 days", "ended_at": NOW},
            {},
            "The Courier has news again\n"
            "a.example · feed a · silent from 24 Nov 2026, 05:00 UTC to 24 Nov 2026, 12:00 UTC (7 hours)\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="silence over",
        ),
        pytest.param(
            {
                "kind": "flood",
                "reason": "flood",
                "detail": "512 new entries on 24 Nov 2026; usually 3 to 9 a day",
                "began_at": NOW,
            },
            {},
            "The Courier lists unusually many entries\n"
            "a.example · feed a · unusually many entries since 24 Nov 2026, 12:00 UTC (less than an hour)\n"
            "512 new entries on 24 Nov 2026; usually 3 to 9 a day\n"
            "Look at the new entries: the outlet may have changed its addresses, or may want to hide other news. "
            "Alerts name only the first stories of an outlet and count the others. Pause the feed if its entries are "
            "not news.\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="flood",
        ),
        pytest.param(
            {"kind": "flood", "reason": "flood", "detail": "512 new entries", "ended_at": NOW},
            {},
            "The Courier lists as many entries as usual again\n"
            "a.example · feed a · unusually many entries from 24 Nov 2026, 05:00 UTC to 24 Nov 2026, 12:00 UTC "
            "(7 hours)\n"
            "\n"
            "Feed: http://ui.example/newsvane/feeds#a",
            id="flood over",
        ),
    ],
)
def test_a_message_can_be_read_at_a_glance(of: dict[str, Any], more: dict[str, Any], body: str) -> None:
    existing = keys(messages([rule()], [trouble(**of | {"ended_at": None})], [feed()])) if "ended_at" in of else set()
    (message,) = messages([rule()], [trouble(**of)], [feed(title="The Courier")], existing=existing, **more)
    assert message.body == body
    assert message.subject == "Feeds: " + body.partition("\n")[0]
    assert message.created_at == NOW
    assert '<a href="http://ui.example/newsvane/feeds#a">' in message.html
    assert "secret" not in message.model_dump_json()


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attributes).get("href") or ""))


@pytest.mark.parametrize("number", [1, 60], ids=["one feed", "an outage"])
@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param('<script>alert(1)</script><img src=x onerror="x">', id="HTML"),
        pytest.param('"><a href="https://evil.example">', id="HTML that closes an attribute"),
        pytest.param("a \u202etxt.exe\u202c \u2066x\u2069 \u200f b", id="bidi overrides"),
        pytest.param("a\r\nBcc: all@evil.example\r\n\r\nbody\0\x07\x1b[31m", id="controls and mail headers"),
        pytest.param("a \ud800 \udfff b", id="lone surrogates"),
        pytest.param("Long " * 10_000, id="50,000 characters"),
        pytest.param("A\u0301\u0301" * 5_000, id="stacked accents"),
        pytest.param("خبرگزاری ایران", id="right to left"),
        pytest.param("\u2028\u2029", id="only separators"),
    ],
)
def test_hostile_feeds_make_harmless_messages(hostile: str, number: int) -> None:
    troubles, feeds = outage(number, reason=hostile, detail=hostile)
    feeds = [each.model_copy(update={"title": hostile, "outlet": hostile}) for each in feeds]
    (message,) = messages([rule()], troubles, feeds)
    assert 0 < len(message.subject) <= 180
    assert len(message.body) < 12_000 and len(message.html) < 24_000
    for text in (message.subject, message.body.replace("\n", ""), message.html.replace("\n", "")):
        assert re.sub("[\u2068\u2069]", "", text).isprintable()
        assert text.encode("utf-8")
    assert "\n" not in message.subject
    assert not re.search(r"^(Bcc|body)", message.body, re.MULTILINE)
    tags = _Tags(message.html).seen
    assert {tag for tag, _ in tags} <= {"p", "strong", "a", "br", "ul", "li"}
    assert {href.partition("#")[0] for _, href in tags if href} == {"http://ui.example/newsvane/feeds"}


def test_right_to_left_names_are_isolated() -> None:
    (message,) = messages([rule()], [trouble()], [feed(title="خبرگزاری")])
    assert message.body.startswith("\u2068خبرگزاری\u2069 is failing\n")


ARTICLES = """
[[channel]]
id = "hook"
url = "json://${HOST}/x"

[[rule]]
id = "r"
title = "R"
query = "a"
channels = ["hook"]
"""
ON_FEEDS = """
[[feed_rule]]
id = "f"
title = "F"
feeds = ["a", "zz-*"]
channels = ["hook"]
"""
GOOD = ARTICLES + ON_FEEDS


def test_one_file_holds_rules_on_articles_and_rules_on_feeds() -> None:
    config = load_alerts(GOOD, path="a.toml", feeds={"a"})
    (on_feeds,) = config.feed_rules
    assert on_feeds == FeedRule(id="f", title="F", feeds=("a", "zz-*"), channels=("hook",))
    assert (on_feeds.when, on_feeds.after_hours, on_feeds.recovery) == (("sick", "silent", "flood"), 0, True)
    assert ([each.id for each in config.article_rules], [each.id for each in config.channels]) == (["r"], ["hook"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(GOOD.replace('["a", "zz-*"]', '["b"]'), "a.toml, line 15: no feed has the id 'b'", id="no feed"),
        pytest.param(GOOD + 'when = ["dead"]', "line 17: when: .*'sick', 'silent' or 'flood'", id="no such trouble"),
        pytest.param(GOOD + "when = []", "line 17: when: write a list of 1 or more", id="never"),
        pytest.param(GOOD + "after_hours = -1", "line 17: after_hours: write 0 or more", id="before it happens"),
        pytest.param(GOOD + "after_hours = nan", "line 17: after_hours: ", id="no number"),
        pytest.param(GOOD + 'kinds = ["blog"]', "line 17: kinds: .*'state'", id="no such kind"),
        pytest.param(GOOD + "recover = false", "line 17: unknown key 'recover'; .*recovery", id="unknown key"),
        pytest.param(GOOD.replace('id = "f"', 'id = "r"'), "line 13: the id 'r' is taken by a ..rule", id="taken"),
        pytest.param(GOOD + ON_FEEDS, "line 19: the id 'f' is taken by the ..feed_rule.. in line 13", id="twice"),
        pytest.param(GOOD.replace('title = "F"', ""), r"line 12: a \[\[feed_rule\]\] needs 'title'", id="no title"),
        pytest.param(
            GOOD.removesuffix('channels = ["hook"]\n'),
            r"line 12: a \[\[feed_rule\]\] needs 'channels'",
            id="no channel",
        ),
        pytest.param(
            GOOD.removesuffix('"hook"]\n') + '"hok"]', r"line 16: no \[\[channel\]\] .*'hok'", id="unknown channel"
        ),
        pytest.param(GOOD + "[[feedrule]]", "line 17: 'feedrule' is not allowed here", id="unknown table"),
        pytest.param("[[feed_rule", "a.toml, line 1: not valid TOML: write two brackets", id="not TOML"),
    ],
)
def test_a_wrong_feed_rule_is_reported_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_alerts(text, path="a.toml", feeds={"a"})


def test_feed_ids_are_not_checked_without_a_watch_list() -> None:
    assert load_alerts(GOOD, path="a.toml").feed_rules


def test_the_shipped_rules_are_on_all_feeds_and_report_each_trouble_once() -> None:
    feeds = parse_watch_list((WATCH / "feeds.toml").read_text(), path="feeds.toml")
    shipped = load_alerts(
        (WATCH / "alerts.toml").read_text(), path="a.toml", feeds={f.feed_id for f in feeds}
    ).feed_rules
    assert [(each.feeds, each.recovery) for each in shipped] == [((), True)] * 2
    assert [(each.when, each.after_hours) for each in shipped] == [(("sick", "silent"), 24), (("flood",), 0)]
