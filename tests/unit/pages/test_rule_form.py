"""A search that becomes an alert rule: its address, its id, its channels, and the limits of its back-test."""

import tomllib
from contextlib import nullcontext
from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import ValidationError

from newsvane import configuration, topics
from newsvane.alerts import AlertConfig, ArticleRule, Channel, DryRunResult
from newsvane.pipeline.alerting import dry_run
from newsvane_pages import back_test
from newsvane_pages.actions import find_title
from newsvane_pages.rule_form import MAX_TITLE_LENGTH, RuleForm, choose_channels, fill_form
from newsvane_pages.search_address import SearchState
from newsvane_pages.search_rule import explain_differences
from tests.support.prose import article

HOSTILE = '</pre>"\\\n[[channel]]\nid = "x"\u202e'
RULE = ArticleRule(id="r", title="R", query="ferry", channels=("mail",))


def test_the_address_keeps_the_search_the_title_and_the_channels() -> None:
    form = RuleForm(q=["one", "two"], language="FA", title="A & B", channel=["mail", "a b"], days="7")
    assert parse_qs(form.address().removeprefix("?")) == {
        "q": ["one", "two"], "language": ["fa"], "title": ["A & B"], "channel": ["mail", "a b"], "days": ["7"],
    }  # fmt: skip
    assert form.address(channel=["desk"]).endswith("&title=A+%26+B&channel=desk&days=7")
    assert RuleForm().address() == "?days=30"
    assert form.search == SearchState(q=["one", "two"], language="fa")


@pytest.mark.parametrize(
    ("form", "title", "rule_id"),
    [
        pytest.param(RuleForm(q=["iran"], title="MEK in Albania"), "MEK in Albania", "mek-in-albania", id="title"),
        pytest.param(RuleForm(q=["x", "drones*"], shown=2), "drones*", "drones", id="no title"),
        pytest.param(RuleForm(q=["x"], title="\u202e«»"), "«»", "search", id="no letters"),
        pytest.param(RuleForm(q=["x"], title="État ایران"), "État ایران", "etat-yrn", id="not in Latin letters"),
        pytest.param(RuleForm(q=["word " * 60]), None, None, id="long"),
    ],
)
def test_the_id_is_made_of_the_title(form: RuleForm, title: str | None, rule_id: str | None) -> None:
    assert title is None or (form.shown_title, form.rule_id) == (title, rule_id)
    assert (len(form.shown_title) <= MAX_TITLE_LENGTH, len(form.rule_id) <= 60) == (True, True)


@pytest.mark.parametrize("age", ["0", "-3", "10000", "1.5", "٣", "000000005" + "9" * 4_400])
def test_an_age_is_a_number_of_days(age: str) -> None:
    with pytest.raises(ValidationError, match="a number of days, from 1 to 9999"):
        RuleForm(max_age=age)


@pytest.mark.parametrize("rule", ["a=" + "[" * 7_000, "[[rule]]\ntitle=1\nx=" + "9" * 5_000, "[[rule]]", "\0", ""])
def test_a_run_with_any_rule_can_be_listed(rule: str) -> None:
    assert find_title({"rule": rule}) == ""
    assert find_title({"rule": RuleForm(q=["ferry"], title="Ships").write(["mail"])}) == "Ships"


def test_a_rule_that_is_changed_has_the_same_form_and_id() -> None:
    form = RuleForm(q=["a OR b"], topic="iran", language="fa", originals=True, title="A & B", channel=["mail"],
                    max_age="3", rule="old", tried=True)  # fmt: skip
    (written,) = tomllib.loads(form.write(form.channel))["rule"]
    again = fill_form(ArticleRule.model_validate(written))
    assert (written["id"], written["max_age_days"], again) == ("old", 3, form)
    assert RuleForm.model_validate({
        name: values if name in {"q", "channel"} else values[0]
        for name, values in parse_qs(form.address().removeprefix("?")).items()
    }) == form  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"query": "a" * 2_001}, id="a query that is too long for the form"),
        pytest.param({"topics": ["iran", "mek"]}, id="two topics"),
        pytest.param({"min_outlets": 3}, id="what the form has no field for"),
    ],
)
def test_a_rule_that_the_form_cannot_have_is_not_changed_there(changes: dict[str, object]) -> None:
    (written,) = tomllib.loads(RuleForm(q=["a"], channel=["mail"], rule="old").write(["mail"]))["rule"]
    assert fill_form(ArticleRule.model_validate(written)) is not None
    assert fill_form(ArticleRule.model_validate(written | changes)) is None


@pytest.mark.parametrize("max_age", ["0", "-1", "12345", "x", "1\n"])
def test_an_age_that_is_no_number_of_days_is_refused(max_age: str) -> None:
    with pytest.raises(ValidationError):
        RuleForm(max_age=max_age)


def test_a_rule_may_be_of_a_topic_alone() -> None:
    (rule,) = tomllib.loads(RuleForm(topic="iran").write(["mail"]))["rule"]
    assert (rule["title"], rule["topics"], "query" in rule) == ("iran", ["iran"], False)


def test_a_hostile_text_stays_in_its_string() -> None:
    form = RuleForm(q=[HOSTILE], title=HOSTILE)
    document = tomllib.loads(form.write([HOSTILE]))
    assert [*document] == ["rule"]
    (rule,) = document["rule"]
    assert (rule["query"], rule["channels"], "\n" in rule["title"]) == (HOSTILE.strip(), [HOSTILE], False)


def test_a_rule_for_which_no_channel_is_chosen_goes_where_the_alerts_go() -> None:
    channels = tuple(Channel(id=name, url="json://desk.example") for name in ("ops", "mail"))
    assert choose_channels(AlertConfig()) == []
    assert choose_channels(AlertConfig(channels=channels)) == ["ops"]
    assert choose_channels(AlertConfig(channels=channels, article_rules=(RULE,))) == ["mail"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        pytest.param(SearchState(q=["a"]), "Each story is one message", id="stories"),
        pytest.param(SearchState(q=["a"]), "more than 1 day old when it lands causes no message", id="age"),
        pytest.param(SearchState(q=["a"], originals=True), "Each original article is a message", id="originals"),
        pytest.param(SearchState(q=["a"]), "the rule may also find more than a search", id="off topic"),
        pytest.param(SearchState(q=["a"], until="2026-01-01"), "A rule has no days", id="days"),
        pytest.param(SearchState(q=["a"], event_place="tirana"), "not ask where the event happened", id="where"),
        pytest.param(SearchState(q=["a", "b"], shown=2), "This one is of: b", id="queries"),
    ],
)
def test_it_is_said_what_a_rule_does_otherwise(wanted: SearchState, said: str) -> None:
    assert said in " ".join(explain_differences(wanted, max_age_days=1))


def test_a_back_test_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def match_for_ever(rule: ArticleRule, watched: Any, **given: Any) -> DryRunResult:
        while True:
            given["find"](rule.query, article("one", "A ferry."))

    monkeypatch.setattr(dry_run, "dry_run", match_for_ever)
    monkeypatch.setattr(back_test, "open_cursor", nullcontext)
    monkeypatch.setattr(back_test, "MAX_SECONDS", 0.05)
    for _ in range(2):
        found = back_test.preview(RULE, configuration.Configuration(folder=topics.__path__[0]), days="7")
        assert (found.result, found.failure.partition(":")[0]) == (None, "This takes more than 0.05 seconds")
