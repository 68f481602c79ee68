"""The pages of operators on a real lake: quarantine, feeds and runbook say what is wrong, and what came of actions."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from newsvane import lake
from newsvane.records import Article, Entry, Feed, FeedPoll, FeedState, Quarantined, Skipped
from newsvane.settings import Settings
from newsvane_pages import actions, asgi_app, feeds, quarantine, requested_actions, runbook
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import page_client

NOW = datetime.now(UTC)
GONE = "https://gone.example/rss"
ATTACK = "<script>alert('x')</script>"


def refused(name: str, **fields: Any) -> Article:
    given = {"feed_id": "gone", "words": 3} | fields
    return prose.article(name, "Three short words.", day=None, outlet="herald.example", fetched_at=NOW).model_copy(
        update=given
    )


OLD = refused("old", published_at=datetime(1986, 3, 21, tzinfo=UTC))
SHORT = refused("short", language=ATTACK)
LANDED = refused("landed")
REASONS = {OLD: "published_plausible", SHORT: "language_known_code", LANDED: "words_min"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A lake with a feed that fails, one that is well and has an entry to be read, and three refused articles."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake"), watch=tmp_path_factory.mktemp("watch")))
    held = [Quarantined(article=each, reasons=(why,), run_id="r", at=NOW) for each, why in REASONS.items()]
    polls = (
        FeedPoll(feed_id="gone", polled_at=NOW, status="failed", reason="http_410", detail=f"{GONE}: HTTP 410"),
        FeedPoll(feed_id="well", polled_at=NOW, status="ok"),
    )
    entry = Entry(
        entry_id="e1", feed_id="well", url="https://a.example/1", canonical_url="https://a.example/1", seen_at=NOW
    )
    limited = [
        Skipped(url="https://a.example/busy", stage="fetch", reason="http_429", at=NOW, will_retry=True)
        for _ in range(3)
    ]
    with lake.writer(settings) as con:
        lake.land_polls(
            con, feeds=[Feed(feed_id=each.feed_id, url=f"https://{each.feed_id}.example/rss") for each in polls],
            states=[FeedState(last_poll=each, failures=each.status == "failed", next_poll_at=NOW) for each in polls],
            entries=[entry], run_id="r", now=NOW,
        )  # fmt: skip
        lake.land_articles(con, lake.Batch(run_id="r", now=NOW, quarantined=tuple(held)))
        for number, each in enumerate(limited):
            lake.land_articles(con, lake.Batch(run_id=f"limited {number}", now=NOW, skipped=(each,)))
        lake.land_articles(con, lake.Batch(run_id="r2", now=NOW, articles=(LANDED,)))
        lake.resolve_quarantined(con, [LANDED.article_id])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSVANE_HOME", str(settings.home))
        patch.setenv("NEWSVANE_WATCH", str(settings.watch))
        yield settings


def asked(kind: str, target: str, state: str, **fields: Any) -> requested_actions.RequestedAction:
    given = {"reason": "", "by": "olga", "at": NOW, "words": state, "run": "run"} | fields
    return requested_actions.RequestedAction(kind=kind, target=target, state=state, **given)


def get(path: str, *latest: requested_actions.RequestedAction) -> str:
    """Return a page as olga sees it after some actions."""
    app = FastAPI()
    for module in (quarantine, feeds, runbook):
        app.include_router(module.router)

    def give_forms(request: Request) -> actions.ActionForms:
        return actions.ActionForms(request, "b", "token", {each.target: each for each in latest}, user="olga")

    app.dependency_overrides[actions._action_forms] = give_forms
    answer = TestClient(app).get(path)
    assert answer.status_code == 200, answer.text
    assert "<script>alert" not in answer.text
    return " ".join(unescape(answer.text).split())


def row_of(html: str, article: Article) -> str:
    return html.split(f'<li id="{article.article_id}">')[1].split('<li id="', maxsplit=1)[0]


def test_the_quarantine_says_what_was_found(home: Settings) -> None:
    html = get("/quarantine")
    assert "the day after tomorrow, or none, found <strong><bdi>1986-03-21</bdi>" in row_of(html, OLD)
    assert f"found <strong><bdi>{ATTACK}</bdi>" in row_of(html, SHORT)
    assert "found <strong><bdi>3 words</bdi>" in row_of(html, LANDED)
    assert "/runbook#an-article-is-in-quarantine" in html


def test_addresses_to_be_retried_are_counted_once(home: Settings) -> None:
    numbers = dict(re.findall(r'data-name="(Times|Addresses|To be retried)">(\d+)<', get("/quarantine")))
    assert numbers == {"Times": "3", "Addresses": "1", "To be retried": "1"}


def test_what_has_landed_is_called_so_and_leads_to_the_article(home: Settings) -> None:
    link = f'<a href="/articles/{LANDED.article_id}">article</a>'
    row = row_of(get("/quarantine"), LANDED)
    assert (">landed " in row, link in row, "replayed" in row) == (True, True, False)
    assert link in get(f"/quarantine/{LANDED.article_id}")
    assert "in quarantine" in row_of(get("/quarantine"), OLD)


def test_a_quarantined_article_leads_to_its_outlet_its_feed_and_its_page(home: Settings) -> None:
    html = get(f"/quarantine/{OLD.article_id}")
    said = ('href="/outlets/herald.example"', 'href="/feeds?search=gone#gone"', f'href="{OLD.url}"', "1986-03-21")
    assert [each for each in said if each not in html] == []


def test_a_feed_says_in_its_row_why_it_failed(home: Settings) -> None:
    row = get("/feeds").split('<tr id="gone">')[1].split("</tr>")[0]
    details, _, shown = row.partition("</details>")
    assert "The feed is permanently gone" in details
    assert "<code>http_410</code>" in shown
    assert (row.count(f">{GONE}<"), row.count("HTTP 410"), row.count("http_410")) == (1, 1, 1), "each is said once"


def test_the_page_counts_the_feeds_that_need_attention_and_leads_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = create_lake(Settings(home=tmp_path / "home", watch=tmp_path))
    failed = {"status": "failed", "reason": "http_410", "detail": "HTTP 410"}
    moved = "https://new.example/rss"
    polls = {
        "failing": FeedPoll(feed_id="failing", polled_at=NOW, **failed),
        "failing-paused": FeedPoll(feed_id="failing-paused", polled_at=NOW, **failed),
        "moved": FeedPoll(feed_id="moved", polled_at=NOW, status="ok", url=moved),
        "moved-paused": FeedPoll(feed_id="moved-paused", polled_at=NOW, status="ok", url=moved),
        "flooding": FeedPoll(feed_id="flooding", polled_at=NOW, status="ok"),
        "flooded": FeedPoll(feed_id="flooded", polled_at=NOW, status="ok"),
        "well": FeedPoll(feed_id="well", polled_at=NOW, status="ok"),
    }
    watched = [Feed(feed_id=each, url=f"https://{each}.example/rss", paused=each.endswith("-paused")) for each in polls]
    states = [
        FeedState(last_poll=poll, failures=poll.status == "failed", next_poll_at=NOW, moved_to=poll.url or None)
        for poll in polls.values()
    ]
    with lake.writer(settings) as con:
        lake.land_polls(con, feeds=watched, states=states, entries=[], run_id="r", now=NOW)
        con.execute(
            "INSERT INTO feed_troubles BY NAME SELECT unnest(['flooding', 'flooded']) AS feed_id, 'flood' AS kind,"
            " 'many' AS detail, ?::TIMESTAMPTZ AS began_at, unnest([NULL, ?::TIMESTAMPTZ]) AS ended_at",
            (NOW, NOW),
        )
    monkeypatch.setenv("NEWSVANE_HOME", str(settings.home))
    monkeypatch.setenv("NEWSVANE_WATCH", str(settings.watch))
    html = get("/feeds")
    rows = {each: f'<tr id="{each}">' in get("/feeds?state=attention") for each in polls}
    needing = [each for each, is_listed in rows.items() if is_listed]
    assert needing == ["failing", "moved", "flooding"]
    assert f'<li><a class="warn" href="/feeds?state=attention">{len(needing)} need attention</a></li>' in html


def test_feeds_with_entries_to_be_read_are_found(home: Settings) -> None:
    html = get("/feeds?state=waiting&order=waiting")
    assert ('<tr id="well">' in html, '<tr id="gone">' in html) == (True, False)


@pytest.mark.parametrize(
    ("path", "state", "by", "hours", "said"),
    [
        pytest.param("/feeds?state=silent&paused=gone", "done", "olga", 0, "is paused, and no", id="paused"),
        pytest.param("/feeds?state=silent&paused=gone", "queued", "olga", 0, "is being paused", id="pending"),
        pytest.param("/feeds?paused=gone", "done", "olga", 0, "", id="still in the list"),
        pytest.param("/feeds?state=silent&paused=gone", "done", "ivo", 0, "", id="by another"),
        pytest.param("/feeds?state=silent&paused=gone", "done", "olga", 1, "", id="long ago"),
        pytest.param("/feeds?state=silent", "done", "olga", 0, "", id="in another list"),
    ],
)
def test_a_feed_that_left_the_list_by_being_paused_is_named(
    home: Settings, path: str, state: str, by: str, hours: int, said: str
) -> None:
    html = get(path, asked("pause_feed", "gone", state, by=by, at=datetime.now(UTC) - timedelta(hours=hours)))
    assert ('role="status"' in html) == bool(said)
    assert said in html
    assert ("Undo: resume it" in html) == ("no" in said)


def test_a_button_waits_while_its_action_is_pending(home: Settings) -> None:
    def is_waiting(kind: str, state: str) -> bool:
        row = get("/feeds", asked(kind, "well", state)).split('<tr id="well">')[1].split("</tr>")[0]
        return 'Poll now: well" disabled>' in row

    cases = [("poll_feed", "queued"), ("poll_feed", "done"), ("pause_feed", "queued")]
    assert [is_waiting(*case) for case in cases] == [True, False, False]


@pytest.mark.parametrize(
    ("kind", "state", "words", "said"),
    [
        ("test_channel", "done", "sent to mailto://desk: look", ("The test message was sent to mailto://desk", "look")),
        ("pause_feed", "done", "paused: it rests", ("The feed was paused", "it rests")),
        ("land", "done", "landed as it was in quarantine", ("The article was landed as it was in quarantine", "")),
        ("replay", "done", "read again and landed", ("The article was read again and landed", "")),
        ("label", "done", "1 label withdrawn", ("1 label withdrawn", "")),
        ("resume_feed", "done", "resumed, but it rests", ("The feed was resumed, but it rests", "")),
        ("resend", "done", "the next one sends it", ("The message was sent again", "the next one sends it")),
        ("add_rule", "done", requested_actions.DONE, ("The rule was added", "")),
        ("forget", "done", "removed 1 of articles; that stay: 2", ("Done", "removed 1 of articles; that stay: 2")),
        ("lift", "done", "tombstones lifted: 3", ("Done", "tombstones lifted: 3")),
        ("poll_feed", "queued", "", ("Waiting to poll the feed", "")),
        ("poll_feed", "running", "", ("Waiting to poll the feed", "the run has begun")),
        ("land", "failed", "give a reason", ("Failed to land the article", "give a reason")),
        ("land", "lost", "its log says why", ("Failed to land the article", "its log says why")),
    ],
)  # fmt: skip
def test_what_became_of_an_action_is_said_once(kind: str, state: str, words: str, said: tuple[str, str]) -> None:
    action = asked(kind, "x", state, words=words)
    assert (action.summary, action.detail) == said


def test_every_kind_of_action_has_its_wording() -> None:
    assert set(requested_actions.WORDINGS) == set(requested_actions.VERBS) == set(requested_actions.PAGES)


def test_the_runbook_leads_to_the_pages_that_it_names(home: Settings) -> None:
    html = get("/runbook")
    assert '<a href="/alerts"><em>Alerts</em></a> counts messages as <em>Waiting</em> or <em>Given up</em>' in html
    assert '<a href="/feeds"><em>Feeds</em></a>' in html


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        pytest.param("http://testserver/feeds?state=failing", "/feeds?state=failing", id="a page with filters"),
        pytest.param("", "", id="the browser does not tell"),
        pytest.param("http://testserver//evil.example/", "", id="an address of another site"),
        pytest.param("http://[", "", id="no address"),
    ],
)
def test_a_form_that_lacks_something_leads_back_to_its_page(home: Settings, referrer: str, back: str) -> None:
    app = FastAPI()
    app.add_exception_handler(HTTPException, asgi_app._show_http_error)

    @app.api_route("/actions", methods=["GET", "POST"])
    def refuse() -> None:
        raise HTTPException(422, "To pause the feed, give a reason.")

    headers = {"Accept": "text/html", "Referer": referrer}
    html = unescape(TestClient(app).post("/actions", headers=headers).text)
    assert "give a reason" in html
    assert re.findall(r'<a href="([^"]*)">Back to the form', html) == ([back] if back else [])
    assert "Back to the form" not in TestClient(app).get("/actions", headers=headers).text


def test_the_quarantine_explains_its_buttons_and_that_an_article_can_wait(home: Settings) -> None:
    html = get("/quarantine")
    assert [name for name in ("Replay", "Land anyway", "Discard") if f"<em>{name}</em>" not in html] == []
    assert "can wait here" in html


@pytest.mark.parametrize(
    ("path", "links"),
    [
        pytest.param("/quarantine/xx", ["/quarantine", "/search"], id="an article that never was in quarantine"),
        pytest.param(
            f"/quarantine/{LANDED.article_id[:-1]}z", ["/quarantine", f"/articles/{LANDED.article_id}"], id="mistyped"
        ),
        pytest.param("/quarantin/xx", ["/quarantine/xx", "/quarantine"], id="a mistyped page"),
        pytest.param("/runbook/xx", ["/runbook", "/status"], id="below a page"),
        pytest.param("/nothing", ["/", "/search", "/status"], id="no page at all"),
    ],
)
def test_what_is_not_there_leads_on(home: Settings, path: str, links: list[str]) -> None:
    with page_client(home, quarantine.router, runbook.router) as client:
        answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    content = answer.text.split("<main")[1]
    assert [each for each in links if f'<a href="{each}">' not in content] == []
