"""Rules on articles: which articles match, one message per story, safe texts for hostile articles, and loading."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from newsvane import alerts, topics
from newsvane.alerts import LandedArticle, load_alerts
from newsvane.errors import ConfigError
from newsvane.records import CopyKind, Translation
from tests.support.alert_factories import NOW, landed, messages, rule

WATCH = Path(__file__).parents[3] / "include" / "watch"


COPY = {"copy_of": "a", "copy_kind": "near_copy", "is_new_story": False}


@pytest.mark.parametrize(
    ("given", "items", "reported"),
    [
        pytest.param({}, [landed()], ["a"], id="a story"),
        pytest.param({}, [landed(topics=("mek",))], [], id="all topics must match"),
        pytest.param({}, [landed("b", **COPY)], [], id="a copy does not start a story"),
        pytest.param({}, [landed("b", **COPY), landed("a")], ["a"], id="the original is shown, not its copy"),
        pytest.param({}, [landed("a"), landed("b", is_new_story=False)], ["a"], id="a story once"),
        pytest.param(
            {}, [landed("b"), landed("a", published_at=NOW - timedelta(days=1))], ["a"], id="the oldest is shown"
        ),
        pytest.param({}, [landed("a"), landed("b", published_at=None)], ["a"], id="undated ones count as read now"),
        pytest.param({}, [landed("a", topics=("mek",)), landed("b")], ["b"], id="a later article may be what matches"),
        pytest.param({}, [landed("b", is_new_story=False)], ["b"], id="the first match in an old story"),
        pytest.param({}, [landed("a"), landed("b", story_id="s_2")], ["a", "b"], id="two stories"),
        pytest.param({"new": "original"}, [landed("a"), landed("b"), landed("c", **COPY)], ["a", "b"], id="originals"),
        pytest.param({"new": "every"}, [landed("a"), landed("c", **COPY)], ["a", "c"], id="every article"),
        pytest.param({"new": "every"}, [landed("a"), landed("a")], ["a"], id="an article once"),
        pytest.param({"languages": ("fa",)}, [landed("a"), landed("b", language="fa")], ["b"], id="languages"),
        pytest.param({"query": "moved AND title:headline"}, [landed()], ["a"], id="query"),
        pytest.param({"query": "absent"}, [landed()], [], id="query that finds nothing"),
        pytest.param({"topics": (), "query": "moved"}, [landed(topics=())], ["a"], id="query alone"),
        pytest.param(
            {}, [landed(published_at=NOW - timedelta(days=8))], [], id="articles older than a week are ignored"
        ),
        pytest.param(
            {"max_age_days": 30},
            [landed(published_at=NOW - timedelta(days=8))],
            ["a"],
            id="unless the rule allows them",
        ),
        pytest.param({}, [], [], id="nothing landed"),
    ],
)
def test_a_rule_reports_the_articles_that_match(
    given: dict[str, Any], items: list[LandedArticle], reported: list[str]
) -> None:
    assert [message.article_id for message in messages([rule(**given)], items)] == reported


@pytest.mark.parametrize("kind", get_args(CopyKind))
def test_every_kind_of_copy_is_named(kind: str) -> None:
    (message,) = messages([rule(new="every")], [landed("b", copy_of="a", copy_kind=kind, is_new_story=False)])
    assert "opy of an article" in message.body or "Translation of an article" in message.body


def test_one_message_per_rule_story_and_channel_however_articles_are_batched() -> None:
    rules = [rule(), rule(id="other", channels=("hook", "mail"))]
    together = messages(rules, [landed("a"), landed("b", is_new_story=False)])
    apart = [*messages(rules, [landed("a")]), *messages(rules, [landed("b", is_new_story=False)])]
    assert sorted((m.rule, m.channel) for m in together) == [("other", "hook"), ("other", "mail"), ("r", "hook")]
    assert {m.key for m in together} == {m.key for m in apart}
    assert len({m.key for m in together}) == 3


@pytest.mark.parametrize(
    ("rivals", "other", "words"),
    [
        pytest.param(2, False, "The same text is also out as “0” (0.example), “1” (1.example); who", id="two"),
        pytest.param(5, False, "“1” (1.example), “2” (2.example) and 2 more; who was first", id="more than are named"),
        pytest.param(1, True, "The same text, or nearly the same, is also out as “0”", id="a near copy"),
    ],
)
def test_other_headlines_of_a_text_are_named_or_counted(rivals: int, other: bool, words: str) -> None:
    first = landed("a")
    same = first.article.model_copy(update={"text_hash": "t"})
    others = tuple(
        same.model_copy(
            update={"title": str(number), "outlet": f"{number}.example", "text_hash": "o" if other else "t"}
        )
        for number in range(rivals)
    )
    (message,) = messages([rule()], [first.model_copy(update={"article": same, "rivals": others})])
    assert words in message.body


def test_a_message_can_be_read_at_a_glance() -> None:
    (message,) = messages([rule()], [landed(outlets=3, translation=Translation(state="none"))])
    assert message.subject == "A rule: A headline"
    assert message.body == (
        "A headline\n"
        "courier.example · 24 Nov 2026, 11:00 UTC · English\n"
        "New story, 3 outlets so far, 1 of them independent\n"
        "\n"
        "The MEK moved to Albania.\n"
        "Why: topics: The MEK, Albania; found: MEK, Albania\n"
        "\n"
        "Page: https://courier.example/a\n"
        "Story: http://ui.example/newsvane/stories/s_1"
    )
    assert "The <mark>MEK</mark> moved to <mark>Albania</mark>." in message.html
    assert '<a href="https://courier.example/a">A headline</a>' in message.html
    assert (message.story_id, message.article_id, message.created_at) == ("s_1", "a", NOW)


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        pytest.param({}, "· English\n", id="plain"),
        pytest.param({"language": "und"}, "· language unknown\n", id="unknown"),
        pytest.param({"language": "xx"}, "· xx\n", id="no name for it"),
        pytest.param(
            {"language": "es", "translation": Translation(state="translated", source_language="fa")},
            "· Spanish, machine-translated from Persian\n",
            id="translated",
        ),
        pytest.param({"translation": Translation(state="proxy")}, "· English, machine-translated\n", id="by a proxy"),
        pytest.param(
            {"translation": Translation(state="notice_only", notice_language="es")},
            "· English, with a machine-translation notice\n",
            id="notice only",
        ),
        pytest.param({"published_at": None}, "undated, read 24 Nov 2026, 12:00 UTC", id="undated"),
        pytest.param(
            {"published_at": datetime(2026, 11, 20, 9, tzinfo=UTC), "observed_at": NOW, "date_contradicted": True},
            "claims 20 Nov 2026, 09:00 UTC, but first seen 24 Nov 2026, 12:00 UTC",
            id="false date",
        ),
        pytest.param({"is_new_story": False}, "Another original report on a story, 1 outlet so far", id="old story"),
    ],
)
def test_a_message_says_what_the_article_is(given: dict[str, Any], phrase: str) -> None:
    (message,) = messages([rule()], [landed(**given)])
    assert phrase in message.body


def test_a_copy_is_called_one() -> None:
    (message,) = messages([rule(new="every")], [landed("b", copy_of="a", copy_kind="translation", outlets=2)])
    assert "Translation of an article; 2 outlets so far" in message.body


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attributes).get("href") or ""))


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param('<script>alert(1)</script><img src=x onerror="x">', id="HTML"),
        pytest.param('"><a href="https://evil.example">', id="HTML that closes an attribute"),
        pytest.param("MEK \u202etxt.exe\u202c \u2066x\u2069 \u200f Albania", id="bidi overrides"),
        pytest.param("MEK\r\nBcc: all@evil.example\r\n\r\nbody\0\x07\x1b[31m", id="controls and mail headers"),
        pytest.param("MEK \ud800 \udfff Albania", id="lone surrogates"),
        pytest.param("MEK " + "Albania " * 5_000, id="40,000 characters"),
        pytest.param("M" * 10_000, id="one long word"),
        pytest.param("MEK" + "\u0301" * 5_000, id="stacked accents"),
        pytest.param("مجاهدین خلق و ایران", id="right to left"),
        pytest.param("\u2028\u2029", id="only separators"),
        pytest.param("", id="nothing"),
    ],
)
def test_hostile_articles_make_harmless_messages(hostile: str) -> None:
    (message,) = messages([rule()], [landed(title=hostile, text=hostile, outlet=hostile)])
    assert 0 < len(message.subject) <= 180
    assert len(message.body) < 2_000 and len(message.html) < 8_000
    for text in (message.subject, message.body.replace("\n", ""), message.html.replace("\n", "")):
        assert text.isprintable() or re.sub("[\u2068\u2069]", "", text).isprintable()
        assert text.encode("utf-8")
    assert "\n" not in message.subject
    tags = _Tags(message.html).seen
    assert {tag for tag, _ in tags} <= {"p", "strong", "a", "bdi", "br", "blockquote", "mark"}
    assert {href for _, href in tags if href} <= {"https://courier.example/a", "http://ui.example/newsvane/stories/s_1"}


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("https://courier.example/\u202egpj", id="bidi"),
        pytest.param("https://courier.example/a b", id="space"),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str) -> None:
    (message,) = messages([rule()], [landed(url=url)])
    assert "Page:" not in message.body
    assert [href for _, href in _Tags(message.html).seen if href] == ["http://ui.example/newsvane/stories/s_1"]


def test_right_to_left_text_is_isolated() -> None:
    (message,) = messages([rule()], [landed(title="ایران و آلبانی", text="MEK در آلبانی")])
    assert message.body.startswith("\u2068ایران و آلبانی\u2069\n")
    assert message.html.startswith('<p dir="auto">')


def test_the_snippet_shows_the_passage_with_the_most_matches() -> None:
    text = "Albania. " + "Nothing here. " * 60 + "In Tirana the MEK and Albania spoke. " + "Nothing there. " * 60
    (message,) = messages([rule()], [landed(text=text)])
    snippet = message.body.splitlines()[4]
    assert "the MEK and Albania spoke" in snippet
    assert snippet.startswith("… ") and snippet.endswith(" …")
    assert len(snippet) < 340


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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(GOOD.replace('["hook"]', '["hok"]'), "a.toml, line 10: .*'hok'", id="unknown channel"),
        pytest.param(GOOD.replace('["mek"]', '["mk"]'), "a.toml, line 9: .*'mk'", id="unknown topic"),
        pytest.param(GOOD.replace('topics = ["mek"]', "topics = []"), "line 7: .*everything", id="matches everything"),
        pytest.param(GOOD + 'query = "a AND"', "line 11: .*too early", id="bad query"),
        pytest.param(GOOD + 'new = "news"', "line 11: new: .*'story'", id="unknown kind"),
        pytest.param(GOOD + 'chanels = ["x"]', "line 11: unknown key 'chanels'", id="unknown key"),
        pytest.param(GOOD.replace('channels = ["hook"]', ""), "line 6: .*needs 'channels'", id="no channel"),
        pytest.param(GOOD + GOOD, "line 13: the id 'hook' is taken", id="repeated id"),
        pytest.param("[[rules]]", "line 1: 'rules'", id="unknown table"),
        pytest.param("[[rule]", r"a.toml, line 1: not valid TOML: write \[\[\w+\]\]", id="not TOML"),
    ],
)
def test_a_wrong_file_is_reported_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_alerts(text, path="a.toml", topics={"mek"}, resolve=topics.resolve_query)


def test_the_shipped_alerts_load() -> None:
    shipped = topics.load_topics((WATCH / "topics.toml").read_text(), path="topics.toml")
    text = (WATCH / "alerts.toml").read_text()
    ids = {topic.topic_id for topic in shipped}
    config = load_alerts(text, path="alerts.toml", topics=ids, resolve=topics.resolve_query)
    assert [rule.id for rule in config.article_rules] == ["mek-in-albania", "iran-and-albania"]
    assert not any(channel.required for channel in config.channels)


def test_rules_are_restricted_to_the_enabled_channels() -> None:
    rules = [rule(channels=("hook", "mail")), rule(id="b", channels=("mail",))]
    assert [(r.id, r.channels) for r in alerts.restrict_rules(rules, {"hook"})] == [("r", ("hook",))]


def test_a_rule_that_is_switched_off_is_loaded_and_left_out() -> None:
    off = rule(enabled=False)
    assert alerts.restrict_rules([off, rule(id="b")], set(off.channels)) == (rule(id="b"),)
