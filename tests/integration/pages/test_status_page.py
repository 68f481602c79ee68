"""The page *Status*, and the banner that every other page has while something is wrong."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any, Literal

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.health import Check
from newsvane.installations import Installation, record_installation
from newsvane.records import Delivery, Feed, FeedPoll, FeedState, Message
from newsvane.settings import Settings, get_settings
from newsvane_pages import airflow_api, html_rendering, latest_checks, runbook, status
from newsvane_pages.latest_checks import LatestChecks
from tests.support import prose
from tests.support.empty_lake import create_lake

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
BANNER = "What, and what to do"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a home without a lake, which is the one in use. Nothing was checked yet."""
    monkeypatch.setenv("NEWSVANE_HOME", str(tmp_path))
    checks = LatestChecks()
    for module in (html_rendering, status):
        monkeypatch.setattr(module, "LATEST_CHECKS", checks)
    return get_settings()


@pytest.fixture
def paused() -> list[str]:
    """The ids of the DAGs that are paused in Airflow."""
    return []


@pytest.fixture
def client(settings: Settings, paused: list[str]) -> TestClient:
    app, airflow = FastAPI(), FastAPI()
    for module in (status, runbook):
        app.include_router(module.router)

    @airflow.get("/api/v2/dags")
    def list_dags(request: Request) -> dict[str, Any]:
        assert {("dag_id_pattern", "newsvane_%"), ("paused", "true")} <= {*request.query_params.items()}
        return {"dags": [{"dag_id": each} for each in paused]} if "broken" not in paused else {}

    async def beside_airflow(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, airflow_api.AIRFLOW: airflow}, receive, send)

    return TestClient(beside_airflow)


def test_a_dag_that_is_paused_is_named_with_what_it_does_not_do(client: TestClient, paused: list[str]) -> None:
    assert "is paused" not in get(client, "/status")
    paused += ["newsvane_alert", "newsvane_poll", "newsvane_of_somebody_else"]
    html = get(client, "/status")
    for dag_id, idle, help_ in (
        ("newsvane_alert", "no alert is sent", "alerts-do-not-arrive"),
        ("newsvane_poll", "no feed is polled", "nothing-runs"),
    ):
        said = html.split(f"the DAG <code>{dag_id}</code> is paused, so {idle}")[1].split("</li>")[0]
        assert f"runbook#{help_}" in said
    assert "somebody_else" not in html
    looked_at = html.count('<strong class="warn">', html.index("To be looked at</h2>"))
    assert f'title="{looked_at} checks to look at">' in get(client, "/runbook")
    paused.append("broken")
    assert "is paused, so" not in get(client, "/status")


def get(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def message(hours: float) -> Message:
    """A message that has waited for some hours."""
    return Message(
        key=f"m{hours}", rule="rule", channel="mail", story_id="s1_a", article_id="a1_a", subject="Subject", body="",
        created_at=datetime.now(UTC) - timedelta(hours=hours),
    )  # fmt: skip


def land(settings: Settings, *messages: Message) -> None:
    with lake.writer(settings) as con:
        lake.land_articles(con, lake.Batch(run_id="run", now=NOW, messages=messages))


def poll(
    settings: Settings,
    *ages: float,
    feed: str = "feed",
    status: Literal["ok", "failed"] = "ok",
    reason: str = "",
) -> None:
    """Poll a feed these minutes ago, each time in a run of its own. Its next poll is due an hour after the last."""
    for age in ages:
        at = datetime.now(UTC) - timedelta(minutes=age)
        last = FeedPoll(feed_id=feed, polled_at=at, status=status, reason=reason)
        watched = [Feed(feed_id=name, url=f"https://{name}.example/rss") for name in sorted({"feed", feed})]
        state = FeedState(last_poll=last, well_at=at, next_poll_at=at + timedelta(hours=1))
        with lake.writer(settings) as con:
            lake.land_polls(con, feeds=watched, entries=[], run_id=f"run {age}", now=at, states=[state])


def test_without_a_lake_the_page_says_how_to_make_one(client: TestClient) -> None:
    html = get(client, "/status")
    assert ("none yet at" in html, "<code>newsvane run</code>" in html) == (True, True)
    assert "When it last happened" not in html


def test_what_is_well_is_said_and_no_page_has_a_banner(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), *range(60, -1, -10))
    html = get(client, "/status")
    assert "No check failed" in html
    assert ">every 10 min</td>" in html
    assert "later than usual" not in html
    assert BANNER not in get(client, "/runbook")


def test_what_is_usual_is_not_known_at_first(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), 20, 10, 0)
    html = get(client, "/status")
    assert ("<th>Usually</th>" in html, "is shown when it has been done some more times" in html) == (False, True)


def read_article(age: int, minutes: int, **fields: Any) -> None:
    """Read an article of a feed these minutes ago, that was published `age` minutes before."""
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    given = {"feed_id": "feed", "published_at": at - timedelta(minutes=age)} | fields
    article = prose.article(f"a{minutes}", prose.prose(minutes), day=None, fetched_at=at).model_copy(update=given)
    with lake.writer(get_settings()) as con:
        lake.land_articles(con, lake.Batch(run_id=f"run {minutes}", now=at, articles=(article,)))


def newest_article(html: str) -> str:
    return " ".join(html.split("The newest article was published")[1].split("</tr>", maxsplit=1)[0].split())


def test_the_newest_article_has_its_age_and_what_is_usual(client: TestClient, settings: Settings) -> None:
    create_lake(settings)
    for minutes in range(130, 9, -20):
        read_article(5, minutes)
    row = newest_article(get(client, "/status"))
    assert "is shown when it has been done" not in get(client, "/status")
    assert (">15 min ago</span>" in row, "a newer one after 25 min" in row) == (True, True), row


def test_an_article_of_the_past_is_not_the_newest(client: TestClient, settings: Settings) -> None:
    create_lake(settings)
    read_article(5, 60)
    read_article(0, 5, source="sitemap")
    row = newest_article(get(client, "/status"))
    assert ("1 h ago" in row, "a newer one after" in row) == (True, False), row


def test_an_article_without_a_date_is_not_the_newest(client: TestClient, settings: Settings) -> None:
    """When it was found says nothing of when it was published."""
    create_lake(settings)
    read_article(0, 5, published_at=None, observed_at=datetime.now(UTC))
    assert "none with a date in the last 7 days" in newest_article(get(client, "/status"))
    read_article(5, 60)
    row = newest_article(get(client, "/status"))
    assert "1 h ago" in row, row


@pytest.mark.parametrize("polls", [pytest.param(3, id="too few to say"), pytest.param(8, id="enough")])
def test_check_and_table_say_the_same_of_what_is_usual(client: TestClient, settings: Settings, polls: int) -> None:
    poll(create_lake(settings), *range(10 * polls, 0, -10))
    html = get(client, "/status")
    assert ("(usually every 10 min)" in html) == (">every 10 min</td>" in html) == (polls == 8)


def test_a_feed_that_failed_once_is_named_where_none_is_sick(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), 10)
    poll(settings, 5, feed="gone", status="failed")
    html = get(client, "/status")
    assert "2 watched, none failed 3 times in a row; 1 failed at the last poll and will be tried again" in html


@pytest.mark.parametrize(
    ("reason", "remedy"), [("http_410", "Remove it from feeds.toml"), ("blocked_address", "private")]
)
def test_a_failure_that_does_not_pass_is_a_warning_with_its_remedy(
    client: TestClient, settings: Settings, reason: str, remedy: str
) -> None:
    poll(create_lake(settings), 10)
    poll(settings, 5, feed="gone", status="failed", reason=reason)
    html = get(client, "/status")
    assert f"1 of 2 fail for a reason that does not pass: gone ({reason})" in html
    assert remedy in html


def test_each_remedy_names_its_feeds(client: TestClient, settings: Settings) -> None:
    now, reasons = datetime.now(UTC), {"gone": "http_410", "inside": "blocked_address", "left": "http_410", "well": ""}
    polls = [
        FeedPoll(feed_id=name, polled_at=now, status="failed" if reason else "ok", reason=reason)
        for name, reason in reasons.items()
    ]
    with lake.writer(create_lake(settings)) as con:
        lake.land_polls(
            con, feeds=[Feed(feed_id=name, url=f"https://{name}.example/rss") for name in reasons], entries=[],
            states=[FeedState(last_poll=each, next_poll_at=now) for each in polls], run_id="run", now=now,
        )  # fmt: skip
    assert re.search(r"gone, left: The feed is permanently gone[^:]*inside: The address leads", get(client, "/status"))


def test_a_paused_feed_is_watched_as_on_the_page_of_feeds(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), 10)
    poll(settings, 5, feed="resting")
    with lake.writer(settings) as con:
        con.execute("UPDATE feeds SET paused = true WHERE feed_id = 'resting'")
    assert "2 watched (1 paused), none failed 3 times in a row" in get(client, "/status")


def test_failing_feeds_stay_in_the_headline_whatever_else_is_wrong(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), 10)
    poll(settings, 5, feed="gone", status="failed")
    failing = '<a href="/feeds?state=failing">1 feed failed at its last poll</a>'
    assert f"{failing}." in get(client, "/status").split("<h2>")[0]
    land(settings, message(hours=2))
    headline = get(client, "/status").split("<h2>")[0]
    assert ("1 check failed" in headline, f"{failing}." in headline) == (True, True), headline


def test_a_step_that_is_late_is_marked(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), *range(80, 49, -5))
    html = get(client, "/status")
    assert "50 min ago, later than usual" in html
    assert "No check failed" in html, "at night less is published"


def test_if_nothing_runs_the_page_says_what_to_do_and_every_page_says_so(
    client: TestClient, settings: Settings
) -> None:
    poll(create_lake(settings), 310, 305, 300)
    html = get(client, "/status")
    assert "1 check failed, and 2 other things should be looked at." in html
    assert ("nothing runs: last poll 5 h ago" in html, "/runbook#nothing-runs" in html) == (True, True)
    assert f'Something is wrong:</strong> pipeline. <a href="/status">{BANNER}' in get(client, "/runbook")
    assert BANNER not in get(client, "/status")
    for path in ("/runbook", "/status"):
        assert '<span class="sign bad" title="' in get(client, path).split("</nav>")[0]


def test_a_page_that_nobody_asked_about_is_checked_after_its_answer(client: TestClient, settings: Settings) -> None:
    land(create_lake(settings), message(hours=2))
    assert BANNER not in get(client, "/runbook")
    assert "Something is wrong:</strong> outbox." in get(client, "/runbook")
    with lake.writer(settings) as con:
        con.execute("UPDATE outbox SET state = 'delivered'")
    assert BANNER in get(client, "/runbook"), "no page checks it twice in a minute"
    assert "No check failed" in get(client, "/status")
    assert BANNER not in get(client, "/runbook")


def test_old_results_are_replaced(client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    land(create_lake(settings), message(hours=2))
    get(client, "/status")
    with lake.writer(settings) as con:
        con.execute("UPDATE outbox SET state = 'delivered'")
    monkeypatch.setattr(latest_checks, "MAX_AGE", 0)
    assert BANNER in get(client, "/runbook")
    assert BANNER not in get(client, "/runbook")


def test_what_waits_leads_to_where_it_is(client: TestClient, settings: Settings) -> None:
    land(create_lake(settings), message(hours=0), message(hours=0.5))
    html = get(client, "/status")
    assert '<a href="/alerts?state=pending">2 messages to be sent</a>' in html
    assert "<li>0 articles in quarantine</li>" in html


def test_where_airflow_runs_half_an_hour_without_a_poll_is_too_long(client: TestClient, settings: Settings) -> None:
    create_lake(settings)
    with lake.writer(settings) as con:
        con.execute("INSERT INTO feeds (feed_id, watched, paused) VALUES ('a', true, false)")
        due = "now() - INTERVAL 30 MINUTE, now() - INTERVAL 25 MINUTE"
        con.execute(f"INSERT INTO feed_states (feed_id, polled_at, next_poll_at) SELECT 'a', {due}")
        con.execute("INSERT INTO feed_polls (feed_id, polled_at, run_id) SELECT 'a', now() - INTERVAL 30 MINUTE, 'run'")
    assert "nothing runs" not in get(client, "/status")
    seen = Installation(airflow="http://airflow.example", host="one", version="1", seen=datetime.now(UTC))
    record_installation(settings.home, seen)
    assert "nothing runs: last poll 30 min ago" in get(client, "/status")


def test_a_message_that_nothing_sends_is_to_be_looked_at(client: TestClient, settings: Settings) -> None:
    land(create_lake(settings), message(hours=0.2))
    assert "has been waiting" not in get(client, "/status")
    land(settings, message(hours=0.4))
    looked_at = get(client, "/status").split("To be looked at</h2>")[1].split("<h2>")[0]
    assert "2 pending, 0 given up; the oldest has been waiting since" in looked_at
    assert "look whether <code>newsvane_alert</code> is paused" in looked_at


def test_what_was_given_up_leads_to_it(client: TestClient, settings: Settings) -> None:
    land(create_lake(settings), message(hours=0))
    try_to_send(settings, 5, gives_up=True)
    assert '<a href="/alerts?state=dead">1 message given up</a>' in get(client, "/status")


def try_to_send(settings: Settings, *ages: float, ok: bool = False, gives_up: bool = False) -> None:
    """Try to send the message that has waited for no time, these minutes ago."""
    with lake.writer(settings) as con:
        (before,) = con.execute("SELECT count(*) FROM deliveries").fetchone() or (0,)
        lake.record_deliveries(con, [
            Delivery(key="m0", channel="mail", at=NOW - timedelta(minutes=age), ok=ok, attempt=before + number,
                     detail="" if ok else "connection refused", next_try_at=None if ok or gives_up else NOW + HOUR)
            for number, age in enumerate(ages, 1)
        ])  # fmt: skip


def test_a_channel_that_fails_is_to_be_looked_at_until_it_works(client: TestClient, settings: Settings) -> None:
    poll(create_lake(settings), 5)
    land(settings, message(hours=0))
    assert "channel mail has failed" not in get(client, "/status")
    try_to_send(settings, 50, 40, 30)
    html = get(client, "/status")
    found = f"channel mail has failed since {NOW - timedelta(minutes=50):%Y-%m-%d %H:%M} UTC (3 attempts)"
    assert f"{found}, 1 message waits" in html.split("To be looked at</h2>")[1].split("<h2>")[0]
    assert ('href="/alerts/channels">Channels</a>' in html, 'href="/runbook#alerts-do-not-arrive"' in html) == (
        True, True
    )  # fmt: skip
    looked_at = html.count('<strong class="warn">', html.index("To be looked at</h2>"))
    assert f'<span class="sign warn" title="{looked_at} checks to look at">' in get(client, "/runbook")
    try_to_send(settings, 20, ok=True)
    assert "no channel has failed since its last success" in get(client, "/status")


def test_a_channel_that_fails_again_has_failed_since_its_last_success(client: TestClient, settings: Settings) -> None:
    land(create_lake(settings), message(hours=0))
    try_to_send(settings, 50)
    send_test_message(settings, 40)
    assert "no channel has failed since its last success" in get(client, "/status")
    try_to_send(settings, 30)
    assert f"since {NOW - timedelta(minutes=30):%Y-%m-%d %H:%M} UTC (1 attempt)" in get(client, "/status")


def send_test_message(settings: Settings, age: float) -> None:
    at = NOW - timedelta(minutes=age)
    with lake.writer(settings) as con:
        lake.record_action(con, lake.ActionResult(act_id="run", kind="test_channel", target="mail", done_by="olga",
                                                  asked_at=at, done_at=at, state="done", words="sent"))  # fmt: skip


def test_what_waits_for_its_schedule_is_no_failure(client: TestClient, settings: Settings) -> None:
    """The hours in which a message was held for quiet hours are no delay of its channel either."""
    held = message(hours=3).model_copy(update={"held": "quiet", "due_at": datetime.now(UTC) + HOUR})
    land(create_lake(settings), held)
    poll(settings, 5)
    assert "No check failed" in get(client, "/status")
    with lake.writer(settings) as con:
        lake.flush_scheduled_messages(con, [held.key], [], now=datetime.now(UTC))
    html = get(client, "/status")
    assert ("1 pending, 0 given up" in html, "the oldest has been waiting" in html) == (True, False)


def test_a_channel_without_messages_that_was_removed_is_forgotten(client: TestClient, settings: Settings) -> None:
    land(create_lake(settings), message(hours=0))
    try_to_send(settings, 50, gives_up=True)
    assert "no channel has failed since its last success" in get(client, "/status")


def test_a_lake_that_does_not_open_is_said_on_the_page(client: TestClient, settings: Settings) -> None:
    create_lake(settings).catalog_path.write_bytes(b"no catalog")
    html = get(client, "/status")
    assert "failed." in html
    assert "When it last happened" not in html
    assert BANNER in get(client, "/runbook")


def test_results_of_another_home_are_not_shown(
    client: TestClient, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(create_lake(settings), message(hours=2))
    get(client, "/status")
    monkeypatch.setenv("NEWSVANE_HOME", str(tmp_path / "other"))
    get_settings.cache_clear()
    assert BANNER not in get(client, "/runbook")


def test_folders_are_named_as_everywhere_else(settings: Settings, client: TestClient) -> None:
    html = get(client, "/status")
    assert (str(settings.home) in html, "$NEWSVANE_HOME" in html) == (True, False)


def test_sentences_are_set_apart_and_end_once(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll(create_lake(settings), 5, status="failed")
    checks = [Check(name="watch files", state="failed", found="wrong", remedy="Correct it.")]
    monkeypatch.setattr(latest_checks, "run_quick_checks", lambda open_lake: checks)
    text = " ".join(re.sub("<[^>]*>", "", get(client, "/status")).split())
    assert "1 check failed. 1 feed failed at its last poll. Checked" in text
    assert ("Correct it." in text, "Correct it.." in text) == (True, False)
