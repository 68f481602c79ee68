"""The pages about alerts on a real lake: messages by rule, channel and state, rules, channels, one of each."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from newsvane import configuration, lake, pipeline
from newsvane.alerts import ArticleRule
from newsvane.records import Delivery, Facts, Grouping, Message
from newsvane.settings import Settings, get_settings
from newsvane_pages import (
    actions,
    alert_channels,
    alert_message,
    alert_rules,
    alerts,
    asgi_app,
    back_test,
    requested_actions,
    rule_activity,
    rule_pages,
    story,
)
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import page_client

NOW = datetime.now(UTC).replace(microsecond=0)
ATTACK = """<script>alert('x')</script>"><img src=x onerror=alert(1)>"""
STORIES = 30
RULES = 45
HIDDEN = "hunter2"

CHANNELS = f"""
[[channel]]
id = "desk"
url = "mailtos://user:{HIDDEN}@mail.example?to=desk@herald.example"

[[channel]]
id = "hook"
url = "${{HOOK_URL}}"
required = false

[[channel]]
id = "chat"
url = "airflow://chat"
"""
QUIET = f'quiet = "{NOW - timedelta(hours=1):%H:%M}-{NOW + timedelta(hours=6):%H:%M}"'


ODD = "a/b?c=1&d#e <b>é"
"""The id of a rule whose every character would mean something in an address."""


def rule_table(rule: str, lines: str) -> str:
    return f'[[rule]]\nid = "{rule}"\ntitle = "Rule {rule}"\n{lines}\n'


TABLES = [
    rule_table("all", 'channels = ["desk", "hook"]\nquery = "outlet"'),
    rule_table("big", 'channels = ["desk"]\nquery = "outlet"'),
    rule_table("night", f'channels = ["desk"]\nquery = "outlet"\n{QUIET}'),
    rule_table("calm", 'channels = ["desk"]\nquery = "antidisestablishmentarian"'),
    '[[feed_rule]]\nid = "feeds"\ntitle = "Feeds"\nchannels = ["chat"]\n',
    rule_table(ODD, "channels = ['hook']\nquery = 'x'"),
    *(rule_table(f"more-{number}", 'channels = ["hook"]\nquery = "x"') for number in range(RULES - 6)),
]
TOML = CHANNELS + "\n".join(TABLES)


def write(key: str, rule: str = "all", channel: str = "desk", **fields: Any) -> Message:
    given: dict[str, Any] = {"subject": f"Subject {key}", "body": f"Body {key}", "created_at": NOW, "kind": "story"}
    return Message.model_validate({"key": key, "rule": rule, "channel": channel} | given | fields)


HTML = f'<p>Hello <a href="https://herald.example/">there</a></p>{ATTACK}</iframe>'
MESSAGES = [
    *(
        write(f"{channel} {number}", channel=channel, story_id=f"s1_{number}", created_at=NOW - timedelta(hours=number))
        for number in range(STORIES)
        for channel in ("desk", "hook")
    ),
    write("hostile", subject=ATTACK, body=ATTACK, html=HTML, markdown=ATTACK, story_id="s1_x", outlet="herald.example"),
    write("same", rule="big", told_by="desk 0", story_id="s1_0"),
    write("asleep", rule="night", held="quiet", due_at=NOW + timedelta(hours=6), story_id="s1_n"),
    write("notice", rule="ops", story_id="s1_notice"),
    write(
        "of-old",
        rule="former",
        channel="pager",
        story_id="s1_old",
        subject="Subject of: old: It sails",
        facts=Facts(headline="It sails"),
    ),
]
HOUR = timedelta(hours=1)
DELIVERIES = [
    *(
        Delivery(key=f"desk {number}", channel="desk", at=NOW - timedelta(days=days), ok=True, attempt=1,
                 address="mailtos://mail.example to desk@herald.example")
        for number in range(STORIES)
        for days in [min(number, 28)]  # still within 30 days if it is midnight meanwhile
    ),
    Delivery(key="hook 0", channel="hook", at=NOW - HOUR, ok=False, attempt=1, reason="timeout", unsure=True,
             detail="channel 'hook': no answer within 20 s"),
    Delivery(key="hook 0", channel="hook", at=NOW, ok=False, attempt=2, reason="http_410",
             detail="channel 'hook': the server answered 410"),
    Delivery(key="of-old", channel="pager", at=NOW, ok=False, attempt=1, reason="http_410", detail="it answered 410"),
]  # fmt: skip
LANDED = prose.article("landed", prose.prose(1), day=None, outlet="outlet.example", fetched_at=NOW)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake"), watch=tmp_path_factory.mktemp("watch")))
    (settings.watch / "alerts.toml").write_text(TOML, "utf-8")
    (settings.watch / "feeds.toml").write_text("", "utf-8")
    (settings.watch / "topics.toml").write_text('[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran"\n', "utf-8")
    configuration.load(settings)
    groupings = (Grouping(article_id=LANDED.article_id, story_id="s1_0"),)
    with lake.writer(settings) as con:
        batch = lake.Batch(run_id="r", now=NOW, articles=(LANDED,), groupings=groupings, messages=tuple(MESSAGES))
        lake.land_articles(con, batch)
        lake.record_deliveries(con, DELIVERIES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSVANE_HOME", str(settings.home))
        patch.setenv("NEWSVANE_WATCH", str(settings.watch))
        yield settings


def open_pages(
    token: str, *latest: requested_actions.RequestedAction, rule_titles: Mapping[str, str] = MappingProxyType({})
) -> TestClient:
    """The pages as a user sees them. `token`: "" if the user may not act. `latest`: further actions.

    `rule_titles`: those that runs were started to give.
    """
    app = FastAPI()
    app.add_exception_handler(HTTPException, asgi_app._show_http_error)
    app.add_exception_handler(RequestValidationError, asgi_app._show_invalid_request)
    for module in (alerts, rule_pages, alert_rules, alert_channels, alert_message):
        app.include_router(module.router)

    def give_forms(request: Request) -> actions.ActionForms:
        outcome = requested_actions.RequestedAction(
            "test_channel", "desk", "", "olga", NOW, "failed", f"no {ATTACK}", "run"
        )
        other = requested_actions.RequestedAction(
            "resend", "hook 0", "", "olga", NOW, "done", "the next delivery sends it", "run"
        )
        outcomes = {"hook 0": other} | {each.target: each for each in latest}
        return actions.ActionForms(request, "b", token, outcomes, {"desk": outcome}, rule_titles=rule_titles)

    app.dependency_overrides[actions._action_forms] = give_forms
    return TestClient(app)


@pytest.fixture(scope="module")
def client(home: Settings) -> TestClient:
    return open_pages("token")


def get(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
    assert HIDDEN not in answer.text
    return " ".join(unescape(answer.text).split())


def count_rows(html: str) -> int:
    return html.count('<a class="title"')


def test_messages_are_paged_and_the_address_has_the_whole_state(client: TestClient) -> None:
    html = get(client, "/alerts")
    assert (count_rows(html), f"1 to {alerts.SUBJECTS} of 34 stories" in html) == (alerts.SUBJECTS, True)
    assert 'rel="next" href="/alerts?page=2"' in html
    second, third = (get(client, f"/alerts?page={number}") for number in (2, 3))
    assert (count_rows(third), 'href="/alerts">Previous' in second) == (34 - 2 * alerts.SUBJECTS, True)
    subjects = [part.split("<")[0] for page in (html, second, third) for part in page.split('dir="auto">Subject ')[1:]]
    assert len(subjects) == len({*subjects}) == 33


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("channel=hook", STORIES, id="channel"),
        pytest.param("rule=big", 1, id="a rule whose message is sent as another"),
        pytest.param("rule=all&channel=hook&state=dead", 1, id="all filters"),
        pytest.param("channel=desk&state=dead", 0, id="another channel gave it up"),
        pytest.param("state=held", 1, id="scheduled"),
        pytest.param("rule=former", 1, id="a rule that is no longer in force"),
        pytest.param("page=99", 0, id="beyond the end"),
    ],
)
def test_messages_are_filtered(client: TestClient, query: str, rows: int) -> None:
    html = get(client, f"/alerts?{query}")
    assert count_rows(html) == min(rows, alerts.SUBJECTS)
    assert ("No message is like this" in html) == (rows == 0)
    assert "Show all" in html


@pytest.mark.usefixtures("home")
def test_rules_are_named_by_their_titles() -> None:
    html = get(open_pages("token", rule_titles={"former": "Removed since"}), "/alerts?rule=all")
    assert '<option value="all" selected>Rule all</option>' in html
    assert '<option value="former">Removed since</option>' in html
    assert 'href="/alerts/rule/all"><bdi>Rule all</bdi></a>' in html
    assert 'title="Rule all"><bdi>all</bdi></a>' in get(open_pages("token"), "/alerts/channels")


def test_a_story_names_the_rules_of_its_alerts_by_their_titles(home: Settings) -> None:
    with page_client(home, story.router) as client:
        sent = get(client, "/stories/s1_0").split("<h2>Alerts sent</h2>")[1]
    assert "<bdi>Rule all</bdi> → hook" in sent
    assert "<bdi>Rule big</bdi>" in sent


def test_totals_follow_the_filters(client: TestClient) -> None:
    assert "Given up: 2" in get(client, "/alerts")
    assert "Given up: 1" in get(client, "/alerts?rule=all")
    assert "Given up: 0" in get(client, "/alerts?channel=desk")


def test_a_filter_that_does_not_exist_is_refused(home: Settings) -> None:
    app = open_pages("")
    answer = app.get("/alerts?rule=formr")
    assert (answer.status_code, "did you mean former?" in answer.text) == (422, True)


def test_rules_say_what_they_ask_for_and_have_sent(client: TestClient) -> None:
    html = get(client, "/alerts/rules")
    assert html.count('<tr id="') == alert_rules.RULES
    assert f"1 to 20 of {RULES} rules" in html
    row = html.split('<tr id="all">')[1].split("</tr>")[0]
    said = (
        "Each new story that matches the query", '<code dir="auto">outlet</code>', "<bdi>hook</bdi>",
        'data-name="7 days">7</td>', 'data-name="30 days">30</td>', ": 30 messages", "1 given up", "30 waiting",
    )  # fmt: skip
    assert [words for words in said if words not in row] == []
    assert "1 scheduled" in html.split('<tr id="night">')[1].split("</tr>")[0]
    assert "Nothing matched when it landed." in html.split('<tr id="calm">')[1].split("</tr>")[0]
    former = html.split("no longer in force:")[1]
    assert ('href="/alerts/rule/former"' in former, 'href="/alerts/rule/ops"' in former) == (True, False)


@pytest.mark.parametrize(
    ("query", "rules"),
    [
        pytest.param("search=ANTIDIS", 1, id="of the query"),
        pytest.param("search=chat", 1, id="of a channel"),
        pytest.param("state=attention", 1, id="attention"),
        pytest.param("state=silent&search=more-1", 11, id="silent"),
        pytest.param("page=3", RULES - 2 * 20, id="the last page"),
        pytest.param("search=%3Cscript%3E", 0, id="hostile"),
    ],
)
def test_rules_are_filtered(client: TestClient, query: str, rules: int) -> None:
    html = get(client, f"/alerts/rules?{query}")
    assert html.count('<tr id="') == rules
    assert ("No rule is like this" in html) == (rules == 0)


def test_a_message_counts_for_every_rule_that_it_names(client: TestClient) -> None:
    html = get(client, "/alerts/rule/big")
    said = ("1 message in 7 days", "1 message in 30 days, about 1 story", "1 of them together with other rules",
            f"{NOW.date()}: 1 message", "the last one")  # fmt: skip
    assert [words for words in said if words not in html] == []
    assert "Nothing was sent" not in html
    row = get(client, "/alerts/rules").split('<tr id="big">')[1].split("</tr>")[0]
    assert '<td class="number" data-name="30 days">1</td>' in row
    assert "1 story, sent to 1 channel, which makes 1 message." in get(client, "/alerts?rule=big&state=delivered")


def test_a_rule_that_is_switched_off_says_so(home: Settings) -> None:
    rule = alerts.find_config().all_rules[3].model_copy(update={"enabled": False})
    assert rule_activity.explain_silence(rule, rule_activity.NOTHING, NOW) == ["It is switched off: enabled = false."]


def test_a_rule_made_just_now_says_so(home: Settings) -> None:
    rule = alerts.find_config().all_rules[3]
    silence = [
        rule_activity.explain_silence(rule, rule_activity.NOTHING, NOW, made_at=NOW - 2 * HOUR, landed_at=landed_at)
        for landed_at in (None, NOW - 3 * HOUR, NOW - HOUR)
    ]
    assert ["nothing has landed since" in each[0] for each in silence] == [True, True, False]
    assert silence[2][0] == "It was made or changed 2 h ago. It reports only what has landed since."
    old = rule_activity.explain_silence(
        rule, rule_activity.NOTHING, NOW, made_at=NOW - timedelta(days=40), landed_at=NOW - HOUR
    )
    assert not old[0].startswith("It was made")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        pytest.param(
            "night", ["It is asleep until", "1 message waits for the end of quiet hours.", "is due 20"], id="asleep"
        ),
        pytest.param("calm", ["Nothing matched when it landed."], id="no match"),
        pytest.param("feeds", ["No feed was in such trouble."], id="feeds"),
    ],
)
def test_a_rule_says_why_it_has_sent_nothing(client: TestClient, rule: str, why: list[str]) -> None:
    html = get(client, f"/alerts/rule/{rule}")
    assert "Nothing was sent in the last 30 days" in html
    assert [words for words in why if words not in html] == []


def test_a_rule_shows_its_messages_and_days(client: TestClient) -> None:
    html = get(client, "/alerts/rule/all")
    assert f"{NOW.date()}: 1 message" in html
    assert (count_rows(html), "All 31 rows" in html) == (alert_rules.SUBJECTS, True)
    assert "Nothing was sent" not in html
    assert '<a href="/alerts/message/desk%200">' in html
    assert "no longer in force" in get(client, "/alerts/rule/former")
    assert "Notices to operators" in get(client, "/alerts/rule/ops")
    for name in ("none", "hook 0"):
        assert "There is no rule" in client.get(f"/alerts/rule/{name}").text


@pytest.mark.usefixtures("home")
def test_a_removed_rule_keeps_the_title_that_its_messages_and_runs_say() -> None:
    html = get(open_pages("token"), "/alerts/rule/former")
    assert "<h1><bdi>Subject of: old</bdi></h1>" in html
    assert "<li>rule <code>former</code></li>" in html
    html = get(open_pages("token", rule_titles={"former": "Changed since"}), "/alerts/rule/former")
    assert "<h1><bdi>Changed since</bdi></h1>" in html


@pytest.mark.parametrize(
    ("name", "similar"),
    [
        pytest.param("nihgt", ["night"], id="in force"),
        pytest.param("formr", ["former"], id="with messages only"),
        pytest.param(quote(ODD[:-1], safe=""), [ODD], id="hostile"),
        pytest.param("%3Cscript%3E", [], id="none"),
    ],
)
def test_a_misspelt_rule_is_answered_with_those_that_are_meant(
    client: TestClient, name: str, similar: list[str]
) -> None:
    html = get(client, f"/alerts/rule/{name}", status=404)
    links = re.findall(r'<li><a href="(/alerts/rule/[^"]*)"><bdi>', html)
    assert links == [f"/alerts/rule/{quote(each, safe='')}" for each in similar]
    assert (f"Did you mean {' or '.join(similar)}?" in html) == bool(similar)
    assert '<a href="/alerts/rules"><bdi>All rules' in html


def test_a_rule_of_any_id_has_a_page(client: TestClient) -> None:
    raw = client.get("/alerts/rules").text
    address = quote(ODD)
    assert f'href="/alerts/rule/{address}"' in raw
    assert f"<h1><bdi>Rule {ODD}</bdi></h1>" in get(client, f"/alerts/rule/{address}")


def test_a_preview_says_what_would_have_been_sent(client: TestClient) -> None:
    assert "in the past 30 days" not in get(client, "/alerts/rule/calm")
    html = get(client, "/alerts/rule/calm?preview=30")
    assert "No message in the past 30 days" in html
    assert "Of 1 article that landed then, on topic or not: 1 not matched by the query." in html
    assert 'value="7" selected' in get(client, "/alerts/rule/calm?preview=7")
    assert client.get("/alerts/rule/calm?preview=365").status_code == 422
    assert "newsvane alerts test feeds" in get(client, "/alerts/rule/feeds?preview=30")


def test_a_preview_says_since_when_there_is_the_rule(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "What would have been sent before that was not sent."
    assert said not in get(client, "/alerts/rule/calm?preview=30")
    made = configuration.PageRule(rule_id="calm", text="", made_by="anna", made_at=NOW - HOUR)
    monkeypatch.setattr(alert_rules, "_list_made", lambda: {"calm": made})
    html = get(client, "/alerts/rule/calm?preview=30")
    assert said in html
    assert "It reports only what has landed since." in html


def test_a_preview_lists_what_was_sent_and_what_was_too_old_with_outlet_and_date(
    client: TestClient, home: Settings
) -> None:
    said = "The word lighthouse is in this text."
    new, old = (
        prose.article(name, said, day=None, outlet="herald.example", title=f"A {name} lighthouse", fetched_at=NOW)
        .model_copy(update={"published_at": NOW - timedelta(days=days), "published_precision": "second"})
        for name, days in (("new", 1), ("old", 7.5))
    )  # fmt: skip
    groupings = tuple(Grouping(article_id=each.article_id, story_id=f"s1_{each.title}") for each in (new, old))
    with lake.writer(home) as con:
        lake.land_articles(con, lake.Batch(run_id="p", now=NOW, articles=(new, old), groupings=groupings))
    try:
        rule = ArticleRule(id="light", title="Light", query="lighthouse", channels=("desk", "hook"))
        tried = back_test.preview(rule, configuration.find_in_force(home), days="7")
        assert [(each.outlet, each.published_at) for each in tried.messages] == [("herald.example", new.published_at)]
        assert tried.result and [(each.title, each.why) for each in tried.result.left_out] == [
            ("A old lighthouse", "age")
        ]
        html = get(client, "/alerts/rules/new?q=lighthouse&channel=desk&channel=hook")
        words = (
            "1 story, 2 messages in the past 30 days",
            "<bdi>herald.example</bdi>",
            "too old: 7 d 12 h when it landed",
            "1 too old (more than 7 days)",
            "<summary>The message</summary>",
            "https://herald.example/new",
        )
        assert [each for each in words if each not in html] == []
    finally:
        with lake.writer(home) as con:
            for table in ("articles", "article_groups"):
                con.execute(f"DELETE FROM {table} WHERE article_id <> $kept", {"kept": LANDED.article_id})


def test_a_preview_leads_to_the_page_of_an_article_on_no_topic(client: TestClient, home: Settings) -> None:
    """A rule without a topic reports what it finds in a title, and there is no page of a story without a topic."""
    found = prose.article("harbour", "", day=None, title="The lighthouse closes", topics=(), fetched_at=NOW)
    grouping = Grouping(article_id=found.article_id, story_id="s1_lighthouse")
    with lake.writer(home) as con:
        lake.land_articles(con, lake.Batch(run_id="p", now=NOW, articles=(found,), groupings=(grouping,)))
    try:
        html = get(client, "/alerts/rules/new?q=lighthouse&channel=desk")
        assert f'href="/articles/{found.article_id}"' in html
        assert "on no topic: found by its title" in html
        assert 'href="/stories/s1_lighthouse"' not in html
    finally:
        with lake.writer(home) as con:
            for table in ("articles", "article_groups"):
                con.execute(f"DELETE FROM {table} WHERE article_id = $gone", {"gone": found.article_id})


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        pytest.param("", 200, 'name="q" value=""', id="an empty form"),
        pytest.param("?tried=1&title=x&channel=desk", 422, "no query and no topic", id="nothing to match"),
        pytest.param("?tried=1&q=ferry", 422, "No channel is ticked", id="no channel"),
        pytest.param("?q=ferry&max_age=3", 200, "max_age_days = 3", id="an age"),
        pytest.param("?topic=iran", 200, 'topics = ["iran"]', id="a topic alone"),
        pytest.param("?q=ferry&rule=all&tried=1&channel=desk", 422, "No rule 'all' was made", id="not ours"),
        pytest.param("?q=ferry&title=Calm&channel=desk", 422, '<a href="/alerts/rule/calm"><bdi>', id="a title twice"),
        pytest.param("?q=(ferry&channel=desk", 422, "Query, character 1", id="a query"),
    ],
)
def test_the_form_of_a_rule_says_what_is_missing(client: TestClient, query: str, status: int, said: str) -> None:
    html = get(client, f"/alerts/rules/new{query}", status=status)
    assert said in html
    assert ("checked>" in html) == (status == 200 or "desk" in query)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param("?tried=1&channel=desk", 'name="q"', id="nothing to match"),
        pytest.param("?q=(ferry&channel=desk", 'name="q"', id="a query"),
        pytest.param("?q=ferry&title=Calm&channel=desk", 'name="title"', id="a title twice"),
        pytest.param("?q=ferry&tried=1", 'role="group"', id="no channel"),
    ],
)
def test_the_field_with_the_mistake_is_marked_and_the_mistake_is_a_sentence(
    client: TestClient, query: str, field: str
) -> None:
    html = get(client, f"/alerts/rules/new{query}", status=422)
    (marked,) = re.findall(r'<[^>]* aria-invalid="true" aria-describedby="mistake"', html)
    assert field in marked
    (mistake,) = re.findall(r'id="mistake" dir="auto">([^<]*)', html)
    assert (mistake[0].isupper(), mistake.strip()[-1] in ".:?") == (True, True)


def test_the_form_of_a_rule_shows_all_conditions_of_the_search(client: TestClient) -> None:
    html = get(client, "/alerts/rules/new?q=ferry&language=en&country=AL&outlet=a.example&kind=state&originals=1")
    said = (
        '<option value="en" selected>', '<option value="AL" selected>', 'list="outlets" value="a.example"',
        "<option selected>state</option>", 'name="originals" value="1" checked', '<details class="folded" open>',
        "more than 7 days old when it lands",
    )  # fmt: skip
    assert [each for each in said if each not in html] == []
    form = html.split('id="try"')[1].split("</form>")[0]
    assert re.findall(r'type="hidden" name="(language|country|outlet|kind|originals)"', form) == []
    assert 'data-completions="/search"' in html
    assert '<details class="folded">' in get(client, "/alerts/rules/new?q=ferry")


def test_after_a_trial_the_keyboard_begins_at_the_rule_and_its_button(client: TestClient) -> None:
    html = get(client, "/alerts/rules/new?q=ferry&tried=1&channel=desk")
    assert 'action="/alerts/rules/new#tried"' in html
    tried = html.index('<section id="tried" tabindex="-1"')
    assert tried < html.index("Add this rule") < html.index("No message in the past")


def test_notices_to_operators_are_named_among_the_rules(client: TestClient) -> None:
    assert 'have no rule. The filters of messages call them <a href="/alerts/rule/ops">' in get(client, "/alerts/rules")


def test_a_mail_is_shown_at_its_height(client: TestClient) -> None:
    (height,) = re.findall(r'<iframe class="mail" height="(\d+)"', get(client, "/alerts/message/hostile"))
    assert 80 < int(height) < 900
    heights = [alert_message._estimate_height("x" * 80 + "\n" * number) for number in (1, 5)]
    assert (
        heights[0]
        == heights[1]
        < alert_message._estimate_height("x" * 900)
        < alert_message._estimate_height("y\n" * 999)
    )


def test_what_is_wrong_with_an_age_is_said_in_words(client: TestClient) -> None:
    html = get(client, "/alerts/rules/new?q=ferry&max_age=-3", status=422)
    assert "“max_age” is “-3”, but it should be a number of days, from 1 to 9999." in html
    assert "pattern" not in html


def test_a_rule_that_is_being_added_has_its_title_and_nothing_alarming() -> None:
    asked = {"kind": "add_rule", "target": "ferries", "reason": "", "by": "olga", "at": NOW, "run": "run"}
    pending = requested_actions.RequestedAction(**asked, state="queued", words="", title="Ferries")
    html = get(open_pages("token", pending), "/alerts/rule/ferries")
    assert ("<h1><bdi>Ferries</bdi></h1>" in html, "This rule is being added" in html) == (True, True)
    assert "not in force" not in html
    failed = requested_actions.RequestedAction(**asked, state="failed", words="no")
    assert "not in force" in get(open_pages("token", failed), "/alerts/rule/ferries")


def test_channels_say_how_they_are(client: TestClient) -> None:
    html = get(client, "/alerts/channels")
    desk, hook, chat, pager = (html.split(f'<li id="{name}">')[1].split('<ul class="channels">')[0:2] for name in
                               ("desk", "hook", "chat", "pager"))  # fmt: skip
    assert "mail</span>" in desk[0]
    assert "mailtos://mail.example to desk@herald.example" in desk[0]
    assert "31 waiting" not in desk[0]
    assert "address in the environment variable HOOK_URL, off while it is unset" in hook[0]
    assert "29 waiting" in hook[0]
    assert "the server answered 410" in hook[1]
    said = " ".join(re.sub("<[^>]*>", "", hook[1]).split())
    assert f"Failing since {NOW - HOUR:%Y-%m-%d %H:%M} UTC (2 attempts), last attempt" in said
    assert f"waiting, since {NOW - timedelta(hours=STORIES - 1):%Y-%m-%d %H:%M}" in re.sub("<[^>]*>", "", hook[0])
    assert "address in the Airflow connection chat" in chat[0]
    assert "Nothing was delivered yet" in chat[1]
    assert "no longer in alerts.toml" in pager[0].replace("<code>", "").replace("</code>", "")
    assert html.count('value="test_channel"') == 3
    assert "Failed to send the test message" in html
    assert get(client, "/alerts/channels?search=de").count('value="test_channel"') == 1


def test_a_message_is_shown_as_it_was_written(client: TestClient) -> None:
    raw = client.get("/alerts/message/hostile").text
    assert raw.count("</iframe>") == 1
    assert ' sandbox title="' in raw
    html = get(client, "/alerts/message/hostile")
    assert ('<base target="_blank">' + HTML) in html
    assert '"title": "<script>' in html
    assert "No attempt to deliver it was made yet." in html


def test_a_message_that_was_given_up_says_why_and_can_be_sent_again(client: TestClient) -> None:
    html = get(client, "/alerts/message/hook%200")
    assert html.index("the server answered 410") < html.index("no answer within 20 s")
    said = (
        "2 attempts", "It may have arrived all the same", "the receiver may get it twice", 'name="act" value="resend"',
        "The message was sent again",
    )  # fmt: skip
    assert [words for words in said if words not in html] == []
    assert "cannot be sent again" in get(client, "/alerts/message/of-old")


def test_a_message_that_waits_for_its_next_attempt_can_be_sent_now(client: TestClient, home: Settings) -> None:
    tried = Delivery(key="hook 2", channel="hook", at=NOW - HOUR, ok=False, attempt=1, reason="timeout", unsure=True,
                     next_try_at=NOW + HOUR)  # fmt: skip
    try:
        with lake.writer(home) as con:
            lake.record_deliveries(con, [tried])
        html = get(client, "/alerts/message/hook%202")
        assert ('value="resend"' in html, "Send now</button>" in html) == (True, True)
        assert "the receiver may get it twice" in html
        assert get(client, "/alerts?state=pending").count("Send now</button>") == 1
    finally:
        with lake.writer(home) as con:
            con.execute("UPDATE outbox SET attempts = 0, next_try_at = NULL WHERE key = 'hook 2'")
            con.execute("DELETE FROM deliveries WHERE key = 'hook 2'")


@pytest.mark.parametrize("key", ["hook 1", "asleep", "same", "of-old"])
def test_what_waits_or_has_no_channel_is_not_sent_again(client: TestClient, key: str) -> None:
    assert 'value="resend"' not in get(client, f"/alerts/message/{key}")


def test_a_delivered_message_is_sent_again_with_a_reason(client: TestClient) -> None:
    html = get(client, "/alerts/message/desk 0")
    button = html.split('name="act" value="resend"')[1].split("</form>")[0]
    assert ('name="reason"' in button, " required pattern=" in button) == (True, True)
    assert 'newsvane alerts resend desk 0 --reason "…"' in html


def counted(client: TestClient) -> tuple[list[str], list[str]]:
    """Return what the page of a rule counts: messages of the last week and month, and those of each day."""
    html = get(client, "/alerts/rule/all")
    return re.findall(r"(\d+) messages? in \d+ days", html), re.findall(r"<title>([^<]*)</title>", html)


def test_a_message_says_who_had_it_sent_again_and_leads_to_the_copy(client: TestClient, home: Settings) -> None:
    request = lake.ActionRequest(act_id="again", kind="resend", target="desk 5", reason=f"lost {ATTACK}",
                                 done_by="olga", asked_at=NOW)  # fmt: skip
    words = pipeline.perform_action(request, settings=home).words
    copy = words.split()[-1]
    try:
        assert f'<a href="/alerts/message/{copy}">sent again</a>: waiting' in get(client, "/alerts/message/desk 5")
        assert f"by <bdi>olga</bdi>: <bdi>lost {ATTACK[:5]}" in unescape(client.get("/alerts/message/desk 5").text)
        assert '<a href="/alerts/message/desk%205">first sent</a>: delivered' in get(client, f"/alerts/message/{copy}")
        desk = get(client, "/alerts/channels?search=desk").split("waiting</a>, since ")[1]
        assert f"{NOW:%Y-%m-%d %H:%M}" in desk.split("</li>")[0], "not since the message was first written"
        before = counted(client)
        with lake.writer(home) as con:
            lake.record_deliveries(con, [Delivery(key=copy, channel="desk", at=NOW, ok=True, attempt=1)])
        assert counted(client) == before, "what was sent again counts once"
    finally:
        with lake.writer(home) as con:
            con.execute("DELETE FROM outbox WHERE key = $key", {"key": copy})


def test_the_list_offers_to_send_again_what_the_message_does(client: TestClient) -> None:
    assert get(client, "/alerts?state=dead").count('value="resend"') == 1
    assert 'value="resend"' not in get(client, "/alerts/rule/former")


def test_a_message_that_is_sent_as_another_leads_to_it(client: TestClient) -> None:
    html = get(client, "/alerts/message/same")
    assert 'another message says the same, <a href="/alerts/message/desk%200">Subject desk 0</a> (delivered)' in html
    assert '<a href="/alerts/message/same">' in get(client, "/alerts/message/desk%200")


def test_a_viewer_has_no_buttons(home: Settings) -> None:
    viewer = open_pages("")
    for path in ("/alerts", "/alerts/channels", "/alerts/message/hook%200", "/alerts/rule/all"):
        assert 'method="post"' not in get(viewer, path)


def test_an_unknown_message_is_a_page(client: TestClient) -> None:
    assert "no message with this key" in client.get("/alerts/message/none").text
    assert client.get("/alerts/message/none").status_code == 404


def test_while_the_file_is_broken_the_pages_show_what_is_in_force(home: Settings, client: TestClient) -> None:
    path = home.watch / "alerts.toml"
    path.write_text(TOML.replace("query =", "qeury =", 1), "utf-8")
    try:
        for page in ("/alerts", "/alerts/rules", "/alerts/rule/all", "/alerts/channels"):
            html = get(client, page)
            assert "Below is what is in force until it is corrected: the version of 20" in html
            assert "did you mean 'query'?" in html
            assert "would match everything" not in html
            assert "The watch files have 1 mistake." in html
        assert f"of {RULES} rules" in get(client, "/alerts/rules")
    finally:
        path.write_text(TOML, "utf-8")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("/alerts", "No message has been written yet.", id="messages"),
        pytest.param("/alerts/rules", "never", id="rules"),
        pytest.param("/alerts/rule/calm?preview=30", "No message in the past 30 days", id="a rule"),
        pytest.param("/alerts/channels", "Nothing was delivered yet", id="channels"),
    ],
)
def test_an_empty_lake_says_so(
    home: Settings, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, words: str
) -> None:
    empty = create_lake(home.model_copy(update={"home": tmp_path}))
    monkeypatch.setenv("NEWSVANE_HOME", str(empty.home))
    get_settings.cache_clear()
    assert words in get(client, path)


def test_how_many_messages_on_how_many_stories_went_to_how_many_channels(client: TestClient) -> None:
    """Stories are counted once, messages per channel; one that another message says is not sent by itself."""
    assert "34 stories, to 3 channels, which makes 64 messages." in get(client, "/alerts")
    assert "30 stories, sent to 1 channel, which makes 30 messages." in get(
        client, "/alerts?state=delivered&channel=desk"
    )


def test_test_messages_are_listed_apart_with_their_text(home: Settings, client: TestClient) -> None:
    request = lake.ActionRequest(act_id="t1", kind="test_channel", target="desk", done_by=ATTACK, asked_at=NOW)
    result = {"done_at": NOW, "state": "done", "words": f"sent to {ATTACK}"}
    with lake.writer(home) as con:
        lake.record_action(con, lake.ActionResult.model_validate(request.model_dump() | result))
    page = get(client, "/alerts")
    assert "<h2>Test messages</h2>" in page
    assert "This is a test message. Alerts to the channel desk arrive here." in page
    assert ATTACK not in client.get("/alerts").text
    for other in ("?rule=all", "?state=dead", "?page=2", "?channel=hook"):
        assert "Test messages" not in get(client, f"/alerts{other}")


def test_a_rule_of_the_file_says_how_to_switch_it_off(client: TestClient) -> None:
    assert "To switch it off, write <code>enabled = false</code>" in get(client, "/alerts/rule/all")


def test_a_field_for_a_reason_says_to_which_button_it_belongs(client: TestClient) -> None:
    assert 'placeholder="Send it again: they did not get it, because …"' in get(client, "/alerts/message/desk 0")


def test_the_page_says_how_a_feed_reader_logs_in(client: TestClient) -> None:
    html = get(client, "/alerts")
    assert "jwt_expiration_time" in html
    assert '<a class="outside plain" href="/alerts.atom" target="_blank"' in html
