"""The actions on the plugin's pages: who may request them, from where, and their outcome; every route as every role."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import tomli

from newsvane import configuration, lake, urls
from newsvane.archive import ArchiveWriter
from newsvane.records import (
    Article,
    ArticleNames,
    Delivery,
    Feed,
    FeedPoll,
    FeedState,
    Grouping,
    Message,
    NameMention,
    Page,
    Quarantined,
    Raw,
)
from newsvane.settings import Settings
from tests.airflow.test_plugin import ATTACK, NOW, TRAP
from tests.crawl.surface import ACTORS, METHODS, PRESSED, ROLES, table, wrong
from tests.support import airflow_app
from tests.support.airflow_app import ORIGIN, PROJECT
from tests.support.empty_lake import create_lake

FEED = "tirana-courier"
HOSTILE = f"<script>alert(1)</script> {ATTACK}"
SOURCE = f"<html><title>{ATTACK}</title><script>alert('live')</script><p>Gjirokastër</p></html>".encode("latin-1")
PROGRAM = {"Accept": "*/*"}
"""What a program sends that reads the source of an archived page."""
WORLD = PROJECT / "tests/world/articles/meridian-post/indictments-without-arrests.md"
WORLDS_TITLE = str(tomli.loads(WORLD.read_text("utf-8").split("+++")[1])["title"])
"""The hostile one of the news world."""
KEY = 'rule "><script> mail'
STORY = "s1_0"
MARKED = '"a b" & <c>'
QUERY = 'onerror OR "</pre><script>alert(1)</script>"'
ADDRESS = "https://outlet.example/page"


def article(number: int, raw: Raw | None) -> Article:
    url = f"https://outlet.example/{number}"
    return Article(
        article_id=urls.article_id(url), url=TRAP, canonical_url=url, outlet="outlet.example", title=WORLDS_TITLE,
        text=ATTACK, words=3, fetched_at=NOW, language="en", topics=("iran",), raw=raw,
    )  # fmt: skip


NO_CHARSETS = ("idna", "punycode", "unicode_escape", "rot13", "zlib", "undefined", "klingon", "utf-8" + "8" * 10_000)
"""What a server may declare that is no charset."""


LANDED, HELD, UNARCHIVED = (urls.article_id(f"https://outlet.example/{number}") for number in range(3))
SAMPLED = urls.article_id("https://outlet.example/10")
"""Another one that has landed."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All questions in one process, in order; the answers by name, or by route, method and role."""
    folder = tmp_path_factory.mktemp("acts")
    settings = create_lake(Settings(home=folder / "var", watch=PROJECT / "tests" / "world" / "watch"))
    fill(settings)
    steps: dict[Any, dict[str, Any]] = {"routes": {"routes": True}, "saved": SAVED}
    environment = {"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}
    for path, address in EXAMPLES.items():
        for method in METHODS:
            for who in ROLES:
                steps[path, method, who] = {"who": who, "method": method, "path": f"/newsvane{address}"}
    for who in ROLES:
        steps["/actions", PRESSED, who] = {"who": who} | press(
            "feeds", "pause_feed", FEED, reason=HOSTILE if who == "admin" else who
        )
        steps["/search/saved", PRESSED, who] = {"who": who} | submit("", name=who)
        steps["/search/saved/{search_id}", PRESSED, who] = {"who": who} | submit(
            "/{saved}", change="rename", name=f"Renamed by {who}"
        )
        steps["/alerts/rules", PRESSED, who] = {"who": who} | add_rule(who)
        steps["/labels", PRESSED, who] = {"who": who} | label({f"label/{LANDED}/topic/iran": "yes"}, note=HOSTILE)
        steps["buttons", who] = {"who": who, "method": "GET", "path": "/newsvane/feeds"}
    steps |= FORGED | {name: {"who": "op", **step} for name, step in STORY_OF_AN_OP.items()}
    answers = dict(zip(steps, airflow_app.start([*steps.values()], folder / "airflow", environment), strict=True))
    answers["lake"] = settings
    return answers


EXAMPLES = {
    "/": "/?topic=iran",
    "/actions": "/actions",
    "/acts": "/acts",
    "/alerts": "/alerts",
    "/alerts.atom": "/alerts.atom",
    "/alerts.json": "/alerts.json",
    "/alerts/channels": "/alerts/channels",
    "/alerts/message/{key:path}": f"/alerts/message/{quote(KEY)}",
    "/alerts/rule/{rule_id:path}": "/alerts/rule/rule",
    "/alerts/rules": "/alerts/rules?q=iran",
    "/alerts/rules/new": "/alerts/rules/new?q=iran",
    "/articles/{article_id}": f"/articles/{LANDED}?q=onerror",
    "/articles/{article_id}/compare/{other}": f"/articles/{LANDED}/compare/{LANDED}",
    "/feeds": "/feeds",
    "/labels": "/labels?topic=iran",
    "/provenance": "/provenance",
    "/quarantine": "/quarantine",
    "/quarantine/{article_id}": f"/quarantine/{HELD}",
    "/quality/": "/quality/",
    "/quality/{path:path}": "/quality/index.html",
    "/refused": "/refused",
    "/refused/{article_id}": f"/refused/{HELD}",
    "/runbook": "/runbook",
    "/status": "/status",
    "/sources": "/sources",
    "/sources/{article_id}": f"/sources/{HELD}",
    "/sources/{article_id}/file": f"/sources/{LANDED}/file",
    "/static/{name}": "/static/newsvane.css",
    "/search": "/search?q=iran",
    "/search/articles.{suffix}": "/search/articles.csv?q=iran",
    "/search/counts.{suffix}": "/search/counts.csv?q=iran",
    "/search/completions": "/search/completions",
    "/search/distinguishing-words": "/search/distinguishing-words?q=iran",
    "/search/words": "/search/words?beginning=ira",
    "/search/feed.{form}": "/search/feed.atom?q=iran",
    "/search/saved": "/search/saved?q=iran",
    "/search/saved/{search_id}": "/search/saved/{saved}",
    "/search/saved/{search_id}/feed.{form}": "/search/saved/{saved}/feed.atom",
    "/names": "/names",
    "/names/{entity_id}": "/names/tirana",
    "/outlets/{outlet:path}": "/outlets/bbc.co.uk",
    "/topics/{topic}": "/topics/iran",
    "/stories/{story_id}": f"/stories/{STORY}",
}
"""An address of each route; a route that is missing here fails a test."""


def submit(below: str, /, *, address: str = "?q=iran", **fields: str) -> dict[str, Any]:
    """Submit a form of saved searches, from the search page."""
    wanted = "" if below else address
    return {"path": "/newsvane/search?q=iran", "submit": f"/newsvane/search/saved{below}{wanted}", "fields": fields}


SAVED = {"who": "op", "as": "saved"} | submit("", name="Shared by an op", shared="1")


def form(**fields: str) -> str:
    return urlencode({"act": "pause_feed", "target": FEED, "reason": ""} | fields)


OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


def forged(who: str = "op", body: str = "", **headers: str | None) -> dict[str, Any]:
    sent = {name: value for name, value in (OURS | headers).items() if value is not None}
    return {"who": who, "method": "POST", "path": "/newsvane/actions", "headers": sent, "body": body or form()}


FORGED = {
    "no token": forged(),
    "a wrong token": forged(body=form(token="WyJvcCIsICJ4Il0.abc.def")),
    "from another site": forged(**{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}),
    "from a sister site": forged(**{"Sec-Fetch-Site": "same-site"}),
    "of no origin": forged(**{"Sec-Fetch-Site": None, "Origin": "null"}),
    "of another port": forged(**{"Sec-Fetch-Site": None, "Origin": "http://127.0.0.1:9090"}),
    "of a broken origin": forged(**{"Origin": "http://["}),
    "from nowhere": forged(**{"Sec-Fetch-Site": None, "Origin": None}),
    "json": forged(body=json.dumps({"act": "pause_feed"}), **{"Content-Type": "application/json"}),
    "plain text": forged(**{"Content-Type": "text/plain"}),
    "large": forged(body=form(reason="x" * 5000)),
    "not ASCII": forged(body="é"),
    "many fields": forged(body="&".join(f"f{number}=1" for number in range(50))),
}
ANSWERS = {"json": 415, "plain text": 415, "large": 413, "not ASCII": 422, "many fields": 422}
"""All others 403."""


def press(page: str, act: str, target: str, /, **fields: str) -> dict[str, Any]:
    return {"path": f"/newsvane/{page}", "press": act, "target": target, "fields": fields}


def add_rule(title: str, /, address: str = "?q=iran", **changes: str) -> dict[str, Any]:
    """Press the button of a tried search."""
    wanted = f"{address}&{urlencode({'title': title} | changes)}"
    return {"path": "/newsvane/alerts/rules/new?q=iran", "submit": f"/newsvane/alerts/rules{wanted}", "fields": {}}


def label(
    answers: dict[str, str], /, page: str = f"articles/{LANDED}", *, note: str = "", **fields: str
) -> dict[str, Any]:
    """Submit the form of labels on the page of the article, or on another page."""
    sent = answers | {f"note/{LANDED}": note} | fields
    return {"path": f"/newsvane/{page}", "submit": "/newsvane/labels", "fields": sent}


YES = {f"label/{LANDED}/topic/iran": "yes"}

STORY_OF_AN_OP: dict[str, dict[str, Any]] = {
    "pressed twice": press("feeds", "pause_feed", FEED, reason=HOSTILE),
    "somebody else's form": press("feeds", "pause_feed", FEED, token="x"),
    "a form of another user and browser": press("feeds", "pause_feed", FEED) | {"form_of": "admin"},
    "a form of another user": press("feeds", "pause_feed", FEED) | {"form_of": "admin", "browser_of": "admin"},
    "a form of another browser": press("feeds", "pause_feed", FEED) | {"browser_of": "user"},
    "an unknown act": press("feeds", "poll_feed", FEED, act="drop"),
    "paused without a reason": press("feeds", "pause_feed", FEED),
    "paused for spaces": press("feeds", "pause_feed", FEED, reason=" "),
    "too long a reason": press("feeds", "pause_feed", FEED, reason="x" * 501),
    "landed without a reason": press("quarantine", "land", HELD),
    "landed with somebody else's form": press("quarantine", "land", HELD, token="x", reason="why"),
    "discarded without a reason": press("quarantine", "discard", UNARCHIVED),
    "pending": {"method": "GET", "path": "/newsvane/feeds"},
    "a rule to a channel that there is not": add_rule("x", channel="evil"),
    "a rule without a query": add_rule("x", address="?language=fa"),
    "a rule of a broken query": add_rule("x", address="?q=(iran"),
    "a rule with a taken id": add_rule("MEK in Albania", address="?q=x"),
    "a hostile rule": add_rule(ATTACK, address=f"?{urlencode({'q': QUERY})}", channel="mail"),
    "changed of alerts.toml": add_rule("x", rule="mek-in-albania"),
    "a rule without a form": add_rule("x") | {"form_of": "viewer"},
    "a rule as an action": press("feeds", "poll_feed", FEED, act="add_rule"),
    "rules while they are added": {"method": "GET", "path": "/newsvane/alerts/rules"},
    "a rule while it is added": {"method": "GET", "path": "/newsvane/alerts/rule/user"},
    "tried": {"method": "GET", "path": "/newsvane/alerts/rules/new?q=onerror&q=x&since=2026-01-01&title=%3Cb%3E"},
    "tried by a viewer": {"who": "viewer", "method": "GET", "path": "/newsvane/alerts/rules/new?q=onerror"},
    "a label of nothing": label({}),
    "an article without an answer": label({}, article=LANDED),
    "a sample without an answer": label({f"label/{SAMPLED}/topic/iran": "skip"}, topic="iran", seed="7"),
    "a sample after no answer": {"method": "GET", "path": "/newsvane/labels?unanswered=1&topic=iran&seed=7"},
    "a label of a question that there is not": label({f"label/{LANDED}/taste/x": "yes"}),
    "a label that is no answer": label({f"label/{LANDED}/topic/iran": "<script>"}),
    "a label of another topic than the sample": label(YES, topic="mek", seed="1"),
    "labels without end": label({f"label/{LANDED}/topic/{number}": "yes" for number in range(200)}),
    "a label without a form": label(YES) | {"form_of": "viewer"},
    "a label as an action": press("feeds", "poll_feed", FEED, act="label"),
    "a label of an article that is gone": label({"label/a1_gone/topic/iran": "no"}),
    "another answer": label(
        {f"label/{LANDED}/topic/iran": "no", f"label/{LANDED}/article/": "no"}, note="an op's note", q=MARKED
    ),
    "a sample": {"method": "GET", "path": "/newsvane/labels?topic=iran&seed=7"},
    "a sample is labelled": label(
        {f"label/{SAMPLED}/topic/iran": "yes"}, "labels?topic=iran&seed=7", topic="iran", seed="7"
    ),
    "labels while they are stored": {"method": "GET", "path": "/newsvane/labels?topic=iran&seed=7"},
    "an article while it is labelled": {"method": "GET", "path": f"/newsvane/articles/{LANDED}"},
    "worked off": {"work": True},
    "labels": {"method": "GET", "path": "/newsvane/labels?topic=iran&seed=7"},
    "newest labels": {"method": "GET", "path": "/newsvane/labels"},
    "labels of a viewer": {"who": "viewer", "method": "GET", "path": "/newsvane/labels"},
    "a sample of a viewer": {"who": "viewer", "method": "GET", "path": "/newsvane/labels?topic=iran"},
    "a labelled article": {"method": "GET", "path": f"/newsvane/articles/{LANDED}"},
    "a labelled article of a viewer": {"who": "viewer", "method": "GET", "path": f"/newsvane/articles/{LANDED}"},
    "rules": {"method": "GET", "path": "/newsvane/alerts/rules"},
    "a rule is removed without a reason": press("alerts/rule/user", "remove_rule", "user"),
    "a rule is removed": press("alerts/rule/user", "remove_rule", "user", reason=HOSTILE),
    "paused": {"method": "GET", "path": "/newsvane/feeds"},
    "resumed": press("feeds", "resume_feed", FEED),
    "discarded": press(f"quarantine/{UNARCHIVED}", "discard", UNARCHIVED, reason="a test page"),
    "landed": press("quarantine", "land", HELD, reason=HOSTILE),
    "a rule is changed": add_rule("Title by an op", address="?q=iran", rule="op", max_age="3", channel="mail"),
    "sent again": press(f"alerts/message/{quote(KEY)}", "resend", KEY),
    "tested": press("alerts/channels", "test_channel", "mail"),
    "tested with somebody else's form": press("alerts/channels", "test_channel", "mail", token="x"),
    "channels": {"method": "GET", "path": "/newsvane/alerts/channels"},
    "unpause": {"pause": "newsvane_poll", "paused": False},
    "polled": press("feeds", "poll_feed", FEED),
    "worked off again": {"work": True},
    "actions": {"method": "GET", "path": "/newsvane/actions"},
    "a rule that can be changed": {"method": "GET", "path": "/newsvane/alerts/rule/op"},
    "a rule after its removal": {"method": "GET", "path": "/newsvane/alerts/rule/user"},
    "rules after the removal": {"method": "GET", "path": "/newsvane/alerts/rules"},
    "feeds": {"method": "GET", "path": "/newsvane/feeds"},
    "quarantine": {"method": "GET", "path": f"/newsvane/quarantine/{UNARCHIVED}"},
    "alerts": {"method": "GET", "path": "/newsvane/alerts"},
    "message": {"method": "GET", "path": f"/newsvane/alerts/message/{quote(KEY)}"},
    "channels after the test": {"method": "GET", "path": "/newsvane/alerts/channels"},
    "its poll fails": {"poll": "http_410"},
    "feeds after a failed poll": {"method": "GET", "path": "/newsvane/feeds"},
    "polled again": press("feeds?search=tirana&order=name", "poll_feed", FEED),
    "its poll succeeds": {"poll": ""},
    "feeds after a good poll": {"method": "GET", "path": "/newsvane/feeds"},
    "pause": {"pause": "newsvane_act", "paused": True},
    "while paused": press("feeds", "pause_feed", FEED, reason="why"),
    "labels while paused": label(YES),
    "source": {"method": "GET", "path": f"/newsvane/sources/{HELD}", "headers": PROGRAM},
    "source in a browser": {"method": "GET", "path": f"/newsvane/sources/{HELD}"},
    **{
        f"source in {name}": {
            "method": "GET",
            "path": f"/newsvane/sources/{article(number, None).article_id}",
            "headers": PROGRAM,
        }
        for number, name in enumerate(NO_CHARSETS, 10)
    },
    "file": {"method": "GET", "path": f"/newsvane/sources/{HELD}/file"},
    "no source": {"method": "GET", "path": f"/newsvane/sources/{UNARCHIVED}"},
    "a wrong source": {"method": "GET", "path": "/newsvane/sources/..%2f..%2fetc%2fpasswd"},
}


def page(charset: str) -> Page:
    header = (("content-type", f"text/html; charset={charset}"),)
    return Page(url=ADDRESS, final_url=ADDRESS, status=200, headers=header, body=SOURCE, fetched_at=NOW)


def fill(settings: Settings) -> None:
    """A lake with an article, two refused, a dead letter and a feed; all that comes from the web is hostile."""
    with ArchiveWriter(settings.archive_path, "a.warc.gz") as archive:
        raw, *others = (archive.write(page(charset)) for charset in ("ISO-8859-1", *NO_CHARSETS))
    refused = (article(1, raw).model_copy(update={"url": "https://outlet.example/1"}), article(2, None))
    held = [Quarantined(article=each, reasons=("words_min",), run_id="run", at=NOW) for each in refused]
    landed = (article(0, raw), *(article(number, other) for number, other in enumerate(others, 10)))
    batch = lake.Batch(
        run_id="run", now=NOW, articles=landed, quarantined=tuple(held),
        groupings=tuple(Grouping(article_id=each.article_id, story_id=STORY) for each in landed),
        messages=(Message(key=KEY, rule="rule", channel="mail", story_id=STORY, article_id=LANDED,
                          subject=ATTACK, body="", created_at=NOW),),
        names={LANDED: ArticleNames(mentions=(NameMention(entity_id="tirana", kind="place", name=ATTACK),))},
    )  # fmt: skip
    with lake.writer(settings) as con:
        lake.land_polls(
            con, feeds=[Feed(feed_id=FEED, url=TRAP, title=ATTACK)], entries=[], run_id="run", now=NOW,
            states=[FeedState(last_poll=FeedPoll(feed_id=FEED, polled_at=NOW, status="ok"), next_poll_at=NOW)],
        )  # fmt: skip
        lake.land_articles(con, batch)
        lake.refresh_trends(con, [NOW.date()])
        lake.record_deliveries(con, [Delivery(key=KEY, channel="mail", at=NOW, ok=False, attempt=1, detail=ATTACK)])
    (settings.docs_path / "site").mkdir(parents=True)
    (settings.docs_path / "site" / "index.html").write_text("<html><head></head><body></body></html>")


def statuses(found: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    return {key: answer["status"] for key, answer in found.items() if isinstance(key, tuple) and len(key) == 3}


def served(found: dict[str, Any]) -> dict[str, set[str]]:
    routes = found["routes"]["routes"]
    return {path: {method for other, method in routes if other == path} for path, _ in routes}


def test_every_route_answers_everybody_as_it_must(found: dict[str, Any]) -> None:
    assert set(served(found)) == set(EXAMPLES)
    assert wrong(statuses(found), served(found)) == []


def test_the_table_in_the_docs_is_what_was_answered(found: dict[str, Any]) -> None:
    page = (PROJECT / "docs" / "operations" / "security.md").read_text("utf-8")
    assert table(statuses(found)) in page, "write it anew: python -m tests.crawl"


def test_only_who_may_act_gets_buttons(found: dict[str, Any]) -> None:
    assert {who for who in ROLES if 'name="token"' in found["buttons", who]["text"]} == set(ACTORS)


@pytest.mark.parametrize("name", FORGED)
def test_what_does_not_come_from_our_page_is_refused(found: dict[str, Any], name: str) -> None:
    assert found[name]["status"] == ANSWERS.get(name, 403), found[name]["text"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        pytest.param("somebody else's form", 403, id="somebody else's form"),
        pytest.param("a form of another user and browser", 403, id="form of another user and browser"),
        pytest.param("a form of another user", 403, id="form of another user"),
        pytest.param("a form of another browser", 403, id="form of another browser"),
        pytest.param("an unknown act", 422, id="an unknown act"),
        pytest.param("too long a reason", 422, id="too long a reason"),
        pytest.param("tested with somebody else's form", 403, id="tested with somebody else's form"),
        pytest.param("landed without a reason", 422, id="landed without a reason"),
        pytest.param("landed with somebody else's form", 403, id="landed with somebody else's form"),
        pytest.param("discarded without a reason", 422, id="discarded without a reason"),
        pytest.param("paused without a reason", 422, id="paused without a reason"),
        pytest.param("paused for spaces", 422, id="paused for spaces"),
        pytest.param("a rule is removed without a reason", 422, id="a rule is removed without a reason"),
        pytest.param("changed of alerts.toml", 422, id="a rule of alerts.toml is changed"),
        pytest.param("a rule to a channel that there is not", 422, id="a rule to a channel that there is not"),
        pytest.param("a rule without a query", 422, id="a rule without a query"),
        pytest.param("a rule of a broken query", 422, id="a rule of a broken query"),
        pytest.param("a rule with a taken id", 422, id="a rule with a taken id"),
        pytest.param("a rule without a form", 403, id="a rule without a form"),
        pytest.param("a rule as an action", 422, id="a rule as an action"),
        pytest.param("a label of nothing", 422, id="label of nothing"),
        pytest.param("a label of a question that there is not", 422, id="label of an unknown question"),
        pytest.param("a label that is no answer", 422, id="label that is no answer"),
        pytest.param("a label of another topic than the sample", 422, id="label of another topic than the sample"),
        pytest.param("labels without end", 422, id="labels without end"),
        pytest.param("a label without a form", 403, id="label without a form"),
        pytest.param("a label as an action", 422, id="label as an action"),
        pytest.param("while paused", 409, id="while the DAG is paused"),
        pytest.param("labels while paused", 409, id="labels while the DAG is paused"),
        pytest.param("no source", 404, id="a page never archived"),
        pytest.param("a wrong source", 404, id="a wrong name"),
    ],
)
def test_what_cannot_be_done_says_so(found: dict[str, Any], name: str, status: int) -> None:
    assert (found[name]["status"], "<h1>" in found[name]["text"]) == (status, True)


def test_a_pressed_button_leads_back_and_shows_what_came_of_it(found: dict[str, Any]) -> None:
    assert found["pressed twice"]["headers"]["location"] == f"/newsvane/feeds?paused={FEED}#{FEED}"
    pending = found["pending"]["text"]
    assert [
        words for words in ("Waiting to pause the feed</span>. Requested", "data-pending") if words not in pending
    ] == []
    assert HOSTILE in unescape(pending)
    assert "<script>alert" not in pending
    paused = found["paused"]["text"]
    assert ("Failed to pause the feed" in paused, "already paused" in paused) == (True, True)
    assert "Resume" in paused
    assert "To pause the feed, give a reason" in found["paused without a reason"]["text"]


def test_the_feeds_show_where_they_are_paused_and_why_one_is(found: dict[str, Any]) -> None:
    field = 'placeholder="Pause it: because …" aria-label="Pause it: because …" autocomplete="off" required pattern='
    assert '<details class="pause"><summary>Pause …</summary>' in found["feeds"]["text"]
    assert field in found["feeds"]["text"]
    shown = re.sub(r"<details>.*?</details>", "", found["paused"]["text"], flags=re.DOTALL)
    assert "paused by <bdi>user</bdi>" in shown


def test_each_act_is_done_as_who_asked_for_it(found: dict[str, Any]) -> None:
    first, again = found["worked off"]["acts"], found["worked off again"]["acts"]
    feeds = [act for act in first if act["kind"] == "pause_feed"]
    assert [(act["done_by"], act["state"], act["reason"]) for act in feeds] == [
        ("user", "done", "user"), ("op", "failed", "op"), ("admin", "failed", HOSTILE)
    ], "the second click of the op started nothing"  # fmt: skip
    assert [(act["kind"], act["target"], act["state"]) for act in again] == [
        ("remove_rule", "user", "done"), ("resume_feed", FEED, "done"), ("discard", UNARCHIVED, "done"),
        ("land", HELD, "done"), ("change_rule", "op", "done"), ("resend", KEY, "done"),
        ("test_channel", "mail", "failed"),
    ]  # fmt: skip
    with lake.connect(settings=found["lake"]) as con:
        skipped = con.execute("SELECT reason, detail FROM skipped").fetchall()
        states = con.execute("SELECT state FROM outbox WHERE rule = 'rule'").fetchall()
    assert (skipped, states) == ([("discarded", "op: a test page")], [("pending",)])


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(
            "actions",
            ["Resume: ", "Discard: ", "Send again: ", "a test page", "Waiting to poll the feed", KEY],
            id="actions",
        ),
        pytest.param("feeds", ["Waiting to poll the feed", "Poll now"], id="feeds"),
        pytest.param("quarantine", ["discarded", "a test page", "The article was discarded"], id="quarantine"),
        pytest.param("alerts", ["Waiting: ", "Waiting to send the message again"], id="alerts"),
        pytest.param("message", ["waiting", "Waiting to send the message again"], id="message"),
        pytest.param("channels", ["Waiting to send the test message", "Send a test message"], id="channels"),
        pytest.param(
            "channels after the test",
            ["Failed to send the test message", "needs NEWSVANE_DEMO_MAIL"],
            id="tested channel",
        ),
    ],
)
def test_the_pages_show_it(found: dict[str, Any], page: str, said: list[str]) -> None:
    shown = unescape(found[page]["text"])
    assert [words for words in said if words not in shown] == []
    assert "<script>alert" not in found[page]["text"]


def test_a_search_becomes_a_rule_with_its_back_test(found: dict[str, Any]) -> None:
    tried = unescape(found["tried"]["text"])
    said = ["1 story, 2 messages in the past 30 days", "A rule has one query. This one is of: onerror",
            "A rule has no days", "Add this rule", 'channels = ["webhook", "mail"]', 'id = "b"']  # fmt: skip
    assert [words for words in said if words not in tried] == []
    viewer = found["tried by a viewer"]["text"]
    assert ("1 story, 2 messages in the past" in viewer, "Add this rule" in viewer) == (True, False)


def test_a_rule_that_was_added_is_in_force_until_it_is_removed(found: dict[str, Any]) -> None:
    added = [act for act in found["worked off"]["acts"] if act["kind"] == "add_rule"]
    assert [(act["done_by"], act["state"]) for act in added[:3]] == [(who, "done") for who in ACTORS]
    hostile = added[3]["target"]
    assert found["a hostile rule"]["headers"]["location"] == f"/newsvane/alerts/rule/{hostile}"
    assert "Waiting to add the rule" in found["rules while they are added"]["text"]
    assert "Waiting to add the rule" in found["a rule while it is added"]["text"]
    assert "The rule was removed" in found["a rule after its removal"]["text"]
    shown = found["rules"]["text"]
    assert ("<script>alert" in shown, ATTACK in unescape(shown), QUERY in unescape(shown)) == (False, True, True)
    removal = "nothing that lands from now on is sent because of it"
    assert removal not in shown
    assert removal in found["actions"]["text"]
    assert 'id="user"' not in found["rules after the removal"]["text"]
    found_now = configuration.load(found["lake"]).alerts.article_rules
    assert [rule.id for rule in found_now] == ["mek-in-albania", "op", "admin", hostile]
    assert (found_now[-1].title, found_now[-1].query, found_now[-1].channels) == (ATTACK, QUERY, ("mail",))
    changed = found_now[1]
    assert (changed.title, changed.max_age_days, changed.channels) == ("Title by an op", 3, ("mail",))
    assert "/alerts/rules/new?q=iran&amp;title=Title+by+an+op" in found["a rule that can be changed"]["text"]
    with lake.connect(settings=found["lake"]) as con:
        sent = con.execute(f"SELECT DISTINCT rule FROM outbox WHERE article_id = '{HELD}'").fetchall()
    assert set(sent) == {("admin",), ("op",), (hostile,)}, "what landed after the removal of the rule 'user'"


def test_labels_are_stored_as_who_gave_them(found: dict[str, Any]) -> None:
    done = [
        (act["done_by"], act["target"], act["state"]) for act in found["worked off"]["acts"] if act["kind"] == "label"
    ]
    assert done == [
        *((who, LANDED, "done") for who in ACTORS), ("op", "a1_gone", "failed"), ("op", LANDED, "done"),
        ("op", "iran", "done"),
    ]  # fmt: skip
    with lake.connect(settings=found["lake"]) as con:
        stored = con.execute(
            "SELECT article_id, question, verdict, labelled_by, note, sampled FROM current_labels ORDER BY ALL"
        ).fetchall()
    assert stored == sorted([
        (LANDED, "article", False, "op", "an op's note", False), (LANDED, "topic", False, "op", "an op's note", False),
        (LANDED, "topic", True, "admin", HOSTILE, False), (LANDED, "topic", True, "user", HOSTILE, False),
        (SAMPLED, "topic", True, "op", "", True),
    ])  # fmt: skip


def test_a_form_of_labels_leads_back_and_shows_what_came_of_it(found: dict[str, Any]) -> None:
    assert (
        found["another answer"]["headers"]["location"]
        == f"/newsvane/articles/{LANDED}?{urlencode({'q': MARKED})}#labels"
    )
    assert found["a sample is labelled"]["headers"]["location"] == "/newsvane/labels?topic=iran&seed=7#review"
    assert "Waiting to store the labels" in found["an article while it is labelled"]["text"]
    pending = found["labels while they are stored"]["text"]
    assert ("Waiting to store the labels" in pending, f"label/{SAMPLED}/" in found["a sample"]["text"]) == (True, True)
    assert f"label/{SAMPLED}/" not in pending
    shown = unescape(found["a labelled article"]["text"])
    said = ["2 labels stored", "disputed", HOSTILE, "an op's note", "Withdraw my answer"]
    assert [words for words in said if words not in shown] == []
    assert "<script>alert" not in found["a labelled article"]["text"]


def test_a_form_without_an_answer_is_shown_again_and_says_what_is_missing(found: dict[str, Any]) -> None:
    articles, sample = f"/newsvane/articles/{LANDED}", "/newsvane/labels?unanswered=1&topic=iran&seed=7"
    assert found["an article without an answer"]["headers"]["location"] == f"{articles}?unanswered=1#labels"
    assert found["a sample without an answer"]["headers"]["location"] == f"{sample}#review"
    again = found["a sample after no answer"]["text"]
    assert ("no question was answered" in again, f"label/{SAMPLED}/" in again) == (True, True)


def test_a_sampled_label_leaves_the_sample_and_measures_precision(found: dict[str, Any]) -> None:
    assert f"label/{SAMPLED}/" not in found["labels"]["text"]
    newest = unescape(found["newest labels"]["text"])
    said = [
        "<strong>100 %</strong> (21 % to 100 %)",
        "too few labels to tell: about 8 more are needed",
        "1 right",
        "1 disputed",
        HOSTILE,
    ]
    assert [words for words in said if words not in newest] == []
    assert "<script>alert" not in found["newest labels"]["text"]


@pytest.mark.parametrize("page", ["labels of a viewer", "a labelled article of a viewer", "a sample of a viewer"])
def test_a_viewer_sees_labels_and_no_form(found: dict[str, Any], page: str) -> None:
    shown = unescape(found[page]["text"])
    assert ("may act can label" in shown, HOSTILE in shown) == (page != "labels of a viewer", page[:8] != "a sample")
    assert [part for part in ('type="radio"', 'name="token"', 'method="post"') if part in shown] == []


def test_a_poll_that_failed_is_shown_as_failed_although_its_run_is_well(found: dict[str, Any]) -> None:
    failed, well = found["feeds after a failed poll"]["text"], found["feeds after a good poll"]["text"]
    assert '<span class="bad">Failed to poll the feed</span>: <bdi>&lt;b&gt;gone&lt;/b&gt;.</bdi>' in failed
    assert "The feed was polled" not in failed
    assert '<span class="good">The feed was polled</span>: <bdi>0 new entries.</bdi>' in well


def test_after_an_action_the_filters_are_as_before(found: dict[str, Any]) -> None:
    assert found["polled again"]["headers"]["location"] == f"/newsvane/feeds?search=tirana&order=name#{FEED}"


def test_who_acts_comes_back_to_the_page_with_the_button(found: dict[str, Any]) -> None:
    assert found["sent again"]["headers"]["location"] == f"/newsvane/alerts/message/{quote(KEY)}#{quote(KEY)}"
    assert found["tested"]["headers"]["location"] == "/newsvane/alerts/channels#mail"
    assert f'href="/newsvane/alerts/message/{quote(KEY)}"' in found["actions"]["text"]


def test_an_article_is_landed_with_a_reason_and_one_that_could_harm_is_not_offered(found: dict[str, Any]) -> None:
    assert found["landed"]["headers"]["location"] == f"/newsvane/quarantine#{HELD}"
    before = unescape(found["/quarantine", "GET", "op"]["text"])
    assert before.count('value="land"') == 2
    with lake.connect(settings=found["lake"]) as con:
        landed = con.execute(f"SELECT done_by, reason FROM acts WHERE kind = 'land' AND target = '{HELD}'").fetchall()
        found_there = con.execute(f"SELECT count(*) FROM articles WHERE article_id = '{HELD}'").fetchall()
    assert (landed, found_there) == ([("op", HOSTILE)], [(1,)])


@pytest.mark.parametrize("path", ["/", "/stories/{story_id}", "/quarantine", "/quarantine/{article_id}"])
def test_the_hostile_title_of_the_news_world_is_text(found: dict[str, Any], path: str) -> None:
    html = found[path, "GET", "op"]["text"]
    assert (WORLDS_TITLE in unescape(html), WORLDS_TITLE in html) == (True, False)


def test_an_archived_page_is_text_or_a_file_and_never_live(found: dict[str, Any]) -> None:
    source, file = found["source"], found["file"]
    assert source["headers"]["content-type"] == "text/plain; charset=utf-8"
    assert source["text"] == SOURCE.decode("latin-1")
    assert file["headers"]["content-type"] == "application/octet-stream"
    assert file["headers"]["content-disposition"].startswith("attachment;")
    for answer in (source, file):
        assert answer["headers"]["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer["headers"]["content-security-policy"]


def test_a_browser_shows_the_source_as_text_with_a_way_back(found: dict[str, Any]) -> None:
    shown = found["source in a browser"]
    assert shown["headers"]["content-type"].startswith("text/html")
    assert "script-src 'self'" in shown["headers"]["content-security-policy"]
    source = shown["text"].partition('<pre class="source" dir="ltr">')[2].partition("</pre>")[0]
    assert "<" not in source
    assert unescape(source).strip() == SOURCE.decode("latin-1").strip()
    assert f'href="/newsvane/articles/{HELD}">Back to the article' in shown["text"]


@pytest.mark.parametrize("charset", NO_CHARSETS, ids=lambda name: name[:20])
def test_a_page_that_declares_no_charset_of_the_web_is_shown_as_utf_8(found: dict[str, Any], charset: str) -> None:
    source = found[f"source in {charset}"]
    assert (source["status"], source["text"]) == (200, SOURCE.decode("utf-8", "replace"))


def test_the_cookie_of_the_forms_is_out_of_reach_of_scripts(found: dict[str, Any]) -> None:
    cookie = found["buttons", "op"]["headers"]["set-cookie"]
    assert [part.strip().lower() for part in cookie.split(";")[1:]] == ["httponly", "path=/newsvane", "samesite=lax"]
    assert "set-cookie" not in found["buttons", "viewer"]["headers"]


def test_no_page_holds_a_script_or_a_picture_that_is_not_ours(found: dict[str, Any]) -> None:
    pages = [answer for answer in found.values() if isinstance(answer, dict) and "text" in answer]
    shown = [answer["text"] for answer in pages if answer["headers"].get("content-type", "").startswith("text/html")]
    ours = r'src="[^"]*/newsvane/static/(?:theme|outside_links|charts|complete|new_rule|labels)\.js"></script>'
    live = re.compile(rf"<script(?! {ours})|<(?:img|iframe|object|embed)\b", re.IGNORECASE)
    assert len(shown) > 100
    assert [live.findall(html) for html in shown if live.search(html)] == []
