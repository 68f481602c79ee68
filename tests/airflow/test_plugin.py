"""The plugin's pages in Airflow's API app, behind its log-in: who has access, and what the pages show."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from newsvane import configuration, lake, runbook, stories, urls
from newsvane.lake.admin.maintenance import find_mirrors
from newsvane.lake.engine.connection import exclusive
from newsvane.records import (
    Alternate,
    Article,
    ArticleNames,
    Delivery,
    Feed,
    FeedPoll,
    FeedState,
    Grouping,
    Message,
    NameMention,
    Quarantined,
    Raw,
    Skipped,
    Translation,
)
from newsvane.settings import Settings
from newsvane.texts import text_hash
from tests.airflow.test_dags import DAGS
from tests.support.empty_lake import create_lake
from tests.support.prose import prose

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)
ATTACK = """<script>alert('x')</script>"><img src=x onerror=alert(1)>"""
TRAP = "javascript:alert(document.cookie)"
STORY = "s1_0"
MERGED = "s1_merged"
ARTICLE, TRANSLATION = (urls.article_id(f"https://outlet.example/{number}") for number in range(2))
SOMEBODY = NameMention(entity_id="somebody", kind="person", name=ATTACK, written=(ATTACK, "onerror"))
OLD = "s1_old"
"""A story read long before it was grouped."""

PAGES = {
    "coverage": "/newsvane/",
    "status": "/newsvane/status",
    "topic": "/newsvane/?topic=iran",
    "story": f"/newsvane/stories/{STORY}",
    "old story": f"/newsvane/stories/{OLD}",
    "article": f"/newsvane/articles/{ARTICLE}?q=onerror",
    "translation": f"/newsvane/articles/{TRANSLATION}?q=%28%3Cscript%3E",
    "side by side": f"/newsvane/articles/{ARTICLE}/compare/{TRANSLATION}",
    "outlet": "/newsvane/outlets/outlet.example?days=730",
    "topic page": "/newsvane/topics/iran?days=730",
    "names": "/newsvane/names?by=new&days=730",
    "name": "/newsvane/names/somebody?days=730",
    "feeds": "/newsvane/feeds",
    "sources": "/newsvane/sources?days=365",
    "quarantine": "/newsvane/quarantine",
    "one reason": "/newsvane/quarantine?stage=fetch&reason=http_404",
    "alerts": "/newsvane/alerts",
    "filtered alerts": "/newsvane/alerts?rule=rule&channel=chat&state=dead",
    "message": "/newsvane/alerts/message/dead",
    "rule": "/newsvane/alerts/rule/rule",
    "previewed rule": "/newsvane/alerts/rule/mek-in-albania?preview=7",
    "channels": "/newsvane/alerts/channels",
    "one refused": f"/newsvane/quarantine/{urls.article_id('https://outlet.example/2')}",
    "actions": "/newsvane/actions",
    "labels": "/newsvane/labels?topic=iran",
    "provenance": "/newsvane/provenance",
    "one outlet": "/newsvane/provenance?kind=contradicted_date&outlet=outlet.example",
    "search": "/newsvane/search?q=onerror&q=outlet:outlet.example&since=2025-01-01&originals=1&order=reach",
    "ranked search": "/newsvane/search?q=onerror&since=2025-01-01&order=rank",
    "words": "/newsvane/search/distinguishing-words?q=outlet:source.example+OR+outlet:third.example"
    "&q=%22%3Cb%3E%22&words=1",
    "search by place": "/newsvane/search?q=onerror&event_place=%3Cscript%3E",
    "empty search": "/newsvane/search",
    "saved searches": "/newsvane/search/saved",
    "rules": "/newsvane/alerts/rules",
    "tried rule": "/newsvane/alerts/rules/new?q=onerror&title=%3Cscript%3Ealert(1)%3C/script%3E",
    "hostile search": "/newsvane/search?q=%22%3Cscript%3Ealert(1)%3C/script%3E%22",
    "runbook": "/newsvane/runbook",
    "filtered": "/newsvane/?topic=iran&language=fa&outlet=outlet.example&kind=other&since=2026-01-01&grain=month"
    "&order=size",
    "quality": "/newsvane/quality/",
}
WITH_FORMS = {PAGES["actions"], PAGES["labels"], PAGES["saved searches"], PAGES["rules"]}
"""Pages whose addresses accept forms."""
OLD_ADDRESSES = {
    "/newsvane/refused": "/newsvane/quarantine",
    "/newsvane/refused?stage=fetch&reason=http_404": "/newsvane/quarantine?stage=fetch&reason=http_404",
    "/newsvane/refused/a1_%3Cb%3E": "/newsvane/quarantine/a1_%3Cb%3E",
    "/newsvane/acts": "/newsvane/actions",
}
WRONG_ADDRESSES = {
    "/newsvane/?grain=fortnight": ["“grain” is “fortnight”", "should be 'day', 'week' or 'month'", "without filters"],
    "/newsvane/?grain=%3Cscript%3E": ["“grain” is “&lt;script&gt;”"],
    "/newsvane/?topic=irna": ["“topic” is “irna”, but there is no topic 'irna'; did you mean iran?"],
    "/newsvane/?topic=%3Cscript%3E": ["“topic” is “&lt;script&gt;”, but there is no topic", "the topics are "],
    "/newsvane/?outlet=outlt.example": ["there is no outlet 'outlt.example'; did you mean outlet.example?"],
    "/newsvane/?language=farsi": ["there is no language 'farsi'; did you mean 'fa' (Persian, ISO 639)?"],
    "/newsvane/?kind=states": ["there is no kind 'states'; did you mean state? The kinds are agency, broadcaster"],
    "/newsvane/?order=outlets": ["“order” is “outlets”, but it should be 'size', or left out."],
    "/newsvane/?since=yesterday": ["“since” is “yesterday”, but it should be a day, such as 2026-11-24"],
    "/newsvane/labels?topic=irna": ["“topic” is “irna”", "did you mean iran?"],
    "/newsvane/labels?topic=iran&seed=-1": ["“seed” is “-1”", "greater than or equal to 0"],
    "/newsvane/provenance?outlet=copyer.example": ["did you mean copier.example?"],
    "/newsvane/sources?days=2": ["“days” is “2”"],
    "/newsvane/search?language=farsi": ["there is no language 'farsi'; did you mean 'fa' (Persian, ISO 639)?"],
    "/newsvane/search?country=KOS": ["there is no country 'KOS'"],
    "/newsvane/search?since=yesterday": ["“since” is “yesterday”, but it should be a day, such as 2026-11-24"],
    "/newsvane/search?order=best": ["“order” is “best”", "'newest', 'oldest', 'reach' or 'rank'"],
    "/newsvane/search?page=0": ["“page” is “0”"],
    "/newsvane/search?page=": ["“page” is empty, but it should be a whole number."],
    "/newsvane/search?by=hour": ["“by” is “hour”, but it should be 'day', 'week' or 'month', or left out."],
    "/newsvane/search/feed.atom?q=outlet:": ["outlet: has no value"],
    "/newsvane/search/feed.xml?q=iran": ["“form” is “xml”", "'atom' or 'json'"],
    "/newsvane/search/distinguishing-words?q=(iran": ["Something is missing or wrong", "("],
    "/newsvane/search/feed.atom?q=(iran": ["Something is missing or wrong", "("],
    "/newsvane/search/articles.csv?q=outlet:outlt.example": ["there is no outlet 'outlt.example'; did you mean"],
    "/newsvane/search?q=iran%00": ["must not have a NUL character"],
    "/newsvane/?outlet=%00": ["must not have a NUL character"],
    "/newsvane/alerts?rule=rul": ["“rule” is “rul”, but there is no rule 'rul'; did you mean rule?"],
    "/newsvane/alerts?channel=%3Cscript%3E": ["“channel” is “&lt;script&gt;”, but there is no channel"],
    "/newsvane/alerts?state=lost": ["“state” is “lost”"],
    "/newsvane/alerts/rules?page=0": ["“page” is “0”"],
    "/newsvane/alerts/rule/rule?preview=365": ["“preview” is “365”"],
    "/newsvane/feeds?page=0": ["“page” is “0”", "greater than or equal to 1"],
    "/newsvane/feeds?order=worst": ["“order” is “worst”"],
}
FILTERED_FEEDS = {
    "/newsvane/feeds?search=STILL": ["still"],
    "/newsvane/feeds?search=old.example": ["moved"],
    "/newsvane/feeds?state=failing": ["sick"],
    "/newsvane/feeds?state=paused": ["resting"],
    "/newsvane/feeds?state=attention": ["sick", "moved", "still"],
    "/newsvane/feeds?order=name": ["sick", "moved", "resting", "still"],
    "/newsvane/feeds?page=2": [],
    "/newsvane/feeds?search=%27%20OR%201%3D1": [],
}
FEEDS = {"atom": "/newsvane/alerts.atom", "json feed": "/newsvane/alerts.json"}
SEARCH_FEEDS = {
    "search as Atom": "/newsvane/search/feed.atom?q=onerror&since=2025-01-01",
    "search as JSON feed": "/newsvane/search/feed.json?q=onerror&since=2025-01-01",
}
HOSTILE_FILTER = "/newsvane/?language=%3Cscript%3E&outlet=%22%3E%3Cscript%3E&kind=%27%20OR%201%3D1&since=yesterday"
FLOODING = "/newsvane/?outlet=flood.example"
PROVENANCE = {
    "liar": "/newsvane/provenance?outlet=copier.example",
    "victim": "/newsvane/provenance?outlet=source.example",
    "claimed": "/newsvane/provenance?outlet=outlet.example",
    "rewrites": "/newsvane/provenance?kind=late_rewrite&outlet=copier.example",
    "mirrors": "/newsvane/provenance?kind=mirror",
    "unknown": "/newsvane/provenance?kind=nonsense",
}
FILES = {
    **FEEDS,
    **SEARCH_FEEDS,
    "completions": "/newsvane/search/completions",
    "words to complete": "/newsvane/search/words?beginning=%3Cscript",
    "found as CSV": "/newsvane/search/articles.csv?q=onerror",
    "counts as CSV": "/newsvane/search/counts.csv?q=onerror",
    "counts as Excel": "/newsvane/search/counts.xlsx?q=onerror&q=iran",
    "found as Excel": "/newsvane/search/articles.xlsx?q=onerror",
    "found as RIS": "/newsvane/search/articles.ris?q=onerror",
    "stylesheet": "/newsvane/static/newsvane.css",
    "script": "/newsvane/static/theme.js",
    "icon": "/newsvane/static/icon.svg",
    "data docs": "/newsvane/quality/validations/articles/run/20261124T120000.000000Z/newsvane-articles.html",
    "data docs' picture": "/newsvane/quality/static/logo.png",
}
NOT_THERE = {
    "page": "/newsvane/nothing",
    "story": "/newsvane/stories/s1_unknown",
    "story named null": "/newsvane/stories/%00",
    "article": "/newsvane/articles/a1_unknown",
    "article of a broken id": "/newsvane/articles/a1_%00%3Cscript%3E",
    "article to compare": f"/newsvane/articles/{ARTICLE}/compare/a1_unknown",
    "earlier version": f"/newsvane/articles/{ARTICLE}/compare/first",
    "outlet": "/newsvane/outlets/nobody.example",
    "topic page": "/newsvane/topics/nothing",
    "name": "/newsvane/names/%3Cscript%3E",
    "message": "/newsvane/alerts/message/m1_%3Cscript%3E",
    "rule": "/newsvane/alerts/rule/%3Cscript%3E",
    "file": "/newsvane/static/app.py",
    "file outside": "/newsvane/static/..%2fapp.py",
    "docs' secret": "/newsvane/quality/secret.sqlite",
    "docs' folder": "/newsvane/quality/validations",
    "up": "/newsvane/quality/%2e%2e/secret.html",
    "up, encoded": "/newsvane/quality/..%2fsecret.html",
    "up from below": "/newsvane/quality/static/%2e%2e/%2e%2e/secret.html",
    "absolute": "/newsvane/quality//etc/hostname",
    "by a link": "/newsvane/quality/link.html",
    "null": "/newsvane/quality/index%00.html",
    "too long": f"/newsvane/quality/{'x' * 5000}.html",
    "schema": "/newsvane/openapi.json",
    "API docs": "/newsvane/docs",
}

TASKS = [f"{file.removesuffix('.py')}.{task}" for file, tasks in DAGS.items() for task in tasks]

PROBE = """
import json, os, sys
from airflow import settings
from airflow.models import import_all_models
from airflow.models.base import Base
import_all_models()
Base.metadata.create_all(settings.engine)
before = set(sys.modules)
from airflow import plugins_manager
plugin = next(each for each in plugins_manager._get_plugins()[0] if each.name == "newsvane")
eager = sorted(name for name in ("newsvane_pages", "fastapi", "duckdb", "jinja2") if name in set(sys.modules) - before)
from airflow.api_fastapi.app import create_app
from starlette.testclient import TestClient
api = create_app(apps="core")
client = TestClient(api, base_url="http://127.0.0.1:8080", raise_server_exceptions=False, follow_redirects=False)
answer = client.post("/auth/token", json={"username": "viewer", "password": "viewer"})
token = answer.json()["access_token"]
by_header = {"Authorization": "Bearer " + token}
people = {
    "anonymous": {},
    "forger": {"Authorization": "Bearer " + token[:-8] + "AAAAAAAA"},
    "viewer": by_header,
    "browser": {"Cookie": "_token=" + token, "Accept": "text/html"},
    "stranger": {"Accept": "text/html"},
}
asked = json.load(sys.stdin)
def ask(who, method, path):
    client.cookies.clear()
    answer = client.request(method, path, headers=people[who])
    return {"status": answer.status_code, "headers": dict(answer.headers), "text": answer.text}
def again(path, **headers):
    answer = client.get(path, headers=by_header | {name.replace("_", "-"): value for name, value in headers.items()})
    return [answer.status_code, len(answer.content)]
def conditional(path):
    first = client.get(path, headers=by_header).headers
    tag, time = first["etag"], first["last-modified"]
    return {
        "same tag": again(path, if_none_match=tag),
        "weak tag among others": again(path, if_none_match='"x", W/' + tag),
        "any": again(path, if_none_match="*"),
        "other tag": again(path, if_none_match='"x"'),
        "other tag, same time": again(path, if_none_match='"x"', if_modified_since=time),
        "same time": again(path, if_modified_since=time),
        "earlier time": again(path, if_modified_since="Tue, 24 Nov 2015 12:00:00 GMT"),
        "no time": again(path, if_modified_since="soon"),
    }
conditions = {path: conditional(path) for path in asked["feeds"]}
found = {" ".join(one): ask(*one) for one in asked["with a lake"]}
from newsvane.settings import get_settings
os.environ["NEWSVANE_HOME"] = asked["home without a lake"]
get_settings.cache_clear()
found |= {"empty " + " ".join(one): ask(*one) for one in asked["without a lake"]}
os.environ["NEWSVANE_HOME"], os.environ["NEWSVANE_WATCH"] = asked["broken"]
get_settings.cache_clear()
found |= {"broken " + " ".join(one): ask(*one) for one in asked["with broken files"]}
os.environ["NEWSVANE_CHUNKS"] = "many"
get_settings.cache_clear()
found |= {"wrong setting " + " ".join(one): ask(*one) for one in asked["with a wrong setting"]}
from airflow.plugins_manager import get_import_errors
views = plugin.external_views
from types import SimpleNamespace
tasks = asked["tasks"] + ["other.task"]
keys = [SimpleNamespace(dag_id=name.partition(".")[0], task_id=name.partition(".")[2]) for name in tasks]
links = {link.name: {task: link.get_link(None, ti_key=key) for task, key in zip(tasks, keys)}
          for link in plugin.global_operator_extra_links}
print("FOUND " + json.dumps({"conditions": conditions, "answers": found, "eager": eager, "links": links,
      "views": views, "errors": get_import_errors()}))
"""


def article(number: int, **changes: Any) -> Article:
    url = f"https://outlet.example/{number}"
    return Article(
        article_id=urls.article_id(url),
        canonical_url=url,
        outlet="outlet.example",
        words=3,
        language_confidence=0.9,
        topics=("iran",),
        **{
            "url": url,
            "title": f"Title {number}",
            "text": "Three words only.",
            "published_at": NOW - timedelta(hours=9 - number),
            "language": "en",
            "fetched_at": NOW,
            **changes,
        },
    )


ARTICLES = (
    article(
        0,
        title=f"{ATTACK} first",
        text=ATTACK,
        authors=(ATTACK,),
        raw=Raw(file="a.warc.gz", offset=0, digest="d"),
        observed_at=NOW,
        absent_at=NOW - timedelta(hours=2),
        date_contradicted=True,
    ),
    article(
        1,
        url=TRAP,
        title="گزارشی از تهران",
        language="fa",
        page_language="es",
        translation=Translation(
            state="translated", notice_language="fa", source_language="en", source_url=TRAP, evidence=(ATTACK,)
        ),
    ),
    article(3, title="Of last year", fetched_at=NOW - timedelta(days=400), published_at=NOW - timedelta(days=400)),
)


def report(outlet: str, title: str) -> Article:
    """An article of today that shares its outlet and topic with others."""
    url = f"https://{outlet}/{title}"
    ids = {"article_id": urls.article_id(url), "canonical_url": url, "outlet": outlet, "topics": ("albania",)}
    return article(0, url=url, title=title, published_at=NOW).model_copy(update=ids)


def text_of(outlet: str, number: int, *, hours: float, **changes: Any) -> Article:
    """An article whose text another outlet has, too. `hours`: before now, when it claims to have been published."""
    text = prose(number)
    one = report(outlet, f"Shared {number}").model_copy(
        update={"text": text, "text_hash": text_hash(text), "words": 80, "published_at": NOW - timedelta(hours=hours)}
    )
    return one.model_copy(update=changes)


ORDERED = "s1_ordered"
UNCHECKED, LIAR = "source.example", "copier.example"
SOURCES = tuple(text_of(UNCHECKED, number, hours=5, observed_at=NOW - timedelta(hours=4)) for number in range(6))
COPIES = tuple(
    text_of(
        LIAR, number, hours=9, observed_at=NOW, absent_at=NOW - timedelta(hours=3), date_contradicted=True,
        claimed_url=f"https://outlet.example/{3 if number == 5 else 'elsewhere'}",
        alternates=(Alternate(language="fa", url="https://outlet.example/3"),) if number == 5 else (),
    )
    for number in range(6)
)  # fmt: skip
"""Each is a later copy of one of SOURCES, with a forged date; the last one also names the address of another."""
LONG = prose(9, 12_000)
"""A text that is longer than a page shows."""
THIRD = text_of("third.example", 9, hours=2, observed_at=NOW, text=LONG, text_hash=text_hash(LONG))
SHARED_GROUPS = (
    *(Grouping(article_id=each.article_id, story_id=ORDERED) for each in (*SOURCES, THIRD)),
    *(
        Grouping(
            article_id=copy.article_id, story_id=ORDERED, copy_of=source.article_id, copy_kind="same_text", score=1.0,
            evidence=("same text",), copy_order="certain",
        )
        for copy, source in zip(COPIES, SOURCES, strict=True)
    ),
)  # fmt: skip

FLOOD = tuple(report("flood.example", f"Flood {number}") for number in range(60))
REAL = report("real.example", "The real story")


def fill(settings: Settings) -> None:
    """A lake in which everything that comes from the web is hostile."""
    first, second, old = ARTICLES
    feeds = [
        Feed(feed_id="sick", url=TRAP, title=ATTACK, outlet="outlet.example"),
        Feed(feed_id="moved", url="https://old.example/rss"),
        Feed(feed_id="still", url="https://still.example/rss", title="The Still"),
        Feed(feed_id="resting", url="https://resting.example/rss", paused=True),
    ]
    polls = [*sick_polls(), *silent_polls(), moved_poll()]
    messages = [
        Message(
            key=key, rule=rule, channel=channel, story_id=story, article_id=first.article_id, kind="story",
            told_by=told_by,
            subject=f"{key} {ATTACK}", body="The whole message", created_at=NOW - timedelta(hours=1),
        )
        for key, rule, channel, story, told_by in (
            ("waiting", "rule", "mail", STORY, None), ("dead", "rule", "chat", STORY, None),
            ("sent", "rule", "mail", MERGED, None), ("told", "big", "mail", STORY, "waiting"),
        )
    ] + [
        Message(
            key="sick", rule="in-trouble", channel="mail", feed_id="sick", subject=f"{ATTACK} is sick", body="",
            created_at=NOW - timedelta(hours=1),
        ),
        Message(
            key="many", rule="in-trouble", channel="mail", covers=("one", "other"), subject="2 feeds in trouble",
            body="", created_at=NOW - timedelta(hours=1),
        ),
    ] + [
        Message(
            key=f"counted {number}", rule="rule", channel="mail", subject=f"Counted {number}", body="",
            created_at=NOW, held="flood", due_at=NOW + timedelta(hours=1), outlet="flood.example",
        )
        for number in range(3)
    ] + [
        Message(
            key=f"held {reason}", rule="rule", channel="mail", subject=f"Held {reason}", body="", created_at=NOW,
            held=reason, due_at=NOW + timedelta(hours=1), outlet="flood.example",
        )
        for reason in ("share", "cap")
    ]  # fmt: skip
    batch = lake.Batch(
        run_id="run",
        now=NOW,
        articles=(*ARTICLES, *FLOOD, REAL, *SOURCES, *COPIES, THIRD),
        names={first.article_id: ArticleNames(mentions=(SOMEBODY,))},
        groupings=(
            Grouping(article_id=first.article_id, story_id=STORY),
            Grouping(
                article_id=second.article_id, story_id=STORY, copy_of=first.article_id, copy_kind="translation",
                score=1.0, evidence=("declared original",), copy_order="uncertain", copy_claimed=True,
            ),
            Grouping(article_id=old.article_id, story_id=OLD),
            *SHARED_GROUPS,
        ),
        sketches={each.article_id: stories.sketch(each) for each in ARTICLES},
        skipped=(
            Skipped(url=TRAP, stage="fetch", reason="http_404", detail=ATTACK, at=NOW),
            Skipped(url="https://outlet.example/slow", stage="fetch", reason="timeout", at=NOW, will_retry=True),
        ),
        quarantined=(
            Quarantined(article=article(2, title=ATTACK, url=TRAP), reasons=("words_min",), run_id="run", at=NOW),
        ),
        messages=tuple(messages),
    )  # fmt: skip
    by_hand = lake.ActionResult(
        act_id="act", kind="land", target=first.article_id, reason=f"short and true {ATTACK}", done_by="olga",
        asked_at=NOW, done_at=NOW, state="done", words="landed as it was in quarantine",
    )  # fmt: skip
    with lake.writer(settings) as con:
        for some in (silent_polls()[:1], polls):
            lake.land_polls(con, feeds=feeds, states=some, entries=[], run_id="run", now=NOW)
        landing = lake.land_articles(con, batch)
        lake.refresh_trends(con, landing.days)
        con.execute("INSERT INTO feed_troubles VALUES ('moved', 'flood', ?, NULL, 'flood', '512 new entries')", [NOW])
        lake.record_action(con, by_hand)
        failed = "SELECT ? AS article_id, ['words_min'] AS reasons, 'replayed' AS state, now() AS quarantined_at"
        con.execute(f"INSERT INTO quarantine BY NAME {failed}", [first.article_id])
        lake.record_deliveries(
            con,
            [
                Delivery(key="sent", channel="mail", at=NOW, ok=True, attempt=1),
                Delivery(key="dead", channel="chat", at=NOW, ok=False, attempt=1, reason="refused", detail=ATTACK),
            ],
        )
    with exclusive(settings) as con:
        find_mirrors(con)
    write_docs(settings.docs_path)


def sick_polls() -> list[FeedState]:
    """Three failures over seven hours."""
    times = [NOW - timedelta(hours=hours) for hours in (7, 3, 0)]
    return [
        FeedState(
            last_poll=FeedPoll(
                feed_id="sick", polled_at=time, status="failed", reason="http_410", detail=f"Gone {ATTACK}"
            ),
            failures=number,
            failing_since=times[0],
            next_poll_at=NOW + timedelta(hours=2),
        )
        for number, time in enumerate(times, 1)
    ]


def silent_polls() -> list[FeedState]:
    """Five items a day for a month, and none for ten days."""
    days = [NOW - timedelta(days=days) for days in range(40, -1, -1)]
    return [
        FeedState(
            last_poll=FeedPoll(
                feed_id="still",
                polled_at=day,
                status="ok",
                entries_fresh=5 if age > 10 else 0,
                detail=f"the text is not in the declared charset utf-8 {ATTACK}",
            ),
            well_at=day,
            read_at=day,
            fresh_at=min(day, NOW - timedelta(days=11)),
            interval_seconds=1500,
            next_poll_at=NOW,
        )
        for day, age in zip(days, range(40, -1, -1), strict=True)
    ]


def moved_poll() -> FeedState:
    return FeedState(
        last_poll=FeedPoll(feed_id="moved", url=TRAP, polled_at=NOW, status="ok"),
        well_at=NOW,
        moved_to=TRAP,
        moved_since=NOW,
        moved_polls=9,
        next_poll_at=NOW,
    )


def write_docs(docs: Path) -> None:
    """Data Docs as Great Expectations lays them, with what must not get out beside them."""
    run = Path("validations/articles/run/20261124T120000.000000Z")
    for folder in (docs / run, docs / "site" / run, docs / "site" / "static"):
        folder.mkdir(parents=True)
    result = {"success": False, "expectation_config": {"type": "t", "description": f"words_min: at least 25 {ATTACK}"}}
    meta = {"run_id": {"run_time": "2026-11-24T12:00:00+00:00"}}
    (docs / run / "newsvane-articles.json").write_text(json.dumps({"meta": meta, "results": [result]}))
    (docs / run / "half-written.json").write_text('{"meta"')
    (docs / "site" / run / "newsvane-articles.html").write_text(
        "<!DOCTYPE html><html><head><title>Docs</title>"
        '<link rel="stylesheet" href="https://cdn.example/a.css"><script src="https://cdn.example/a.js"></script>'
        '</head><body onload="alert(1)"><script>alert(1)</script><img src="https://cdn.example/logo.png">'
        "<p>Suite<br> Data asset: None<br> Status</p>"
        "<table><tr><td>Evaluated Expectations é</td></tr></table>"
        "<div><div><h6> Batch Markers </h6></div></div><table><tr><td>pandas_data_fingerprint</td></tr></table>"
        "<div><code> df.filter(items=[7], axis=0) </code></div></body></html>"
    )
    (docs / "site" / "static" / "logo.png").write_bytes(b"\x89PNG")
    (docs / "site" / "secret.sqlite").write_text("SECRET")
    (docs / "secret.html").write_text("SECRET")
    (docs / "site" / "link.html").symlink_to(docs / "secret.html")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """All questions at once, as Airflow takes long to import."""
    home = tmp_path_factory.mktemp("pages")
    fill(create_lake(Settings(home=home / "var")))
    (home / "passwords.json").write_text('{"viewer": "viewer"}')
    everything = [*PAGES.values(), *FILES.values()]
    asked = {
        "with a lake": [
            *((who, "GET", path) for who in ("anonymous", "forger", "viewer", "browser") for path in everything),
            *(("viewer", "GET", path) for path in NOT_THERE.values()),
            *(("anonymous", "GET", path) for path in NOT_THERE.values()),
            *(("viewer", method, path) for method in ("POST", "PUT", "PATCH", "DELETE") for path in everything),
            ("stranger", "GET", f"/newsvane/stories/{STORY}"),
            ("stranger", "GET", "/newsvane/quarantine?stage=fetch&reason=%22%3E%3Cscript%3E"),
            ("browser", "GET", f"/newsvane/stories/{MERGED}"),
            ("browser", "GET", "/newsvane/stories/s1_unknown"),
            ("viewer", "GET", f"/newsvane/?topic={'x' * 101}"),
            *(("browser", "GET", f"{path}?rule=in-trouble") for path in FEEDS.values()),
            ("browser", "GET", "/newsvane/?language=sq"),
            ("browser", "GET", HOSTILE_FILTER),
            *(("viewer", "GET", path) for path in (*OLD_ADDRESSES, *WRONG_ADDRESSES)),
            *(("browser", "GET", path) for path in (*WRONG_ADDRESSES, *FILTERED_FEEDS)),
            ("browser", "GET", FLOODING),
            *(("browser", "GET", path) for path in PROVENANCE.values()),
            ("browser", "GET", f"/newsvane/stories/{ORDERED}"),
        ],
        "feeds": list(FEEDS.values()),
        "tasks": TASKS,
        "home without a lake": str(home / "nothing"),
        "without a lake": [("browser", "GET", path) for path in PAGES.values()],
        "broken": [str(home / "var"), str(break_watch_files(home / "var", home / "watch"))],
        "with broken files": [("browser", "GET", path) for path in (*PAGES.values(), FILES["data docs"])],
        "with a wrong setting": [("browser", "GET", PAGES["runbook"])],
    }
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__API__BASE_URL": "http://127.0.0.1:8080",
        "AIRFLOW__API_AUTH__JWT_SECRET": "0" * 64,
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "viewer:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "NEWSVANE_LAKE_THREADS": "1",
        "NEWSVANE_HOME": str(home / "var"),
        "NEWSVANE_WATCH": str(PROJECT / "include" / "watch"),
        "NEWSVANE_UI_URL": "https://airflow.example/prefix/",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment, input=json.dumps(asked), capture_output=True, text=True,
        timeout=600, check=False,
    )  # fmt: skip
    line = next((line for line in done.stdout.splitlines() if line.startswith("FOUND ")), None)
    assert line, done.stdout[-4000:] + done.stderr[-4000:]
    yield json.loads(line.removeprefix("FOUND "))


def break_watch_files(home: Path, watch: Path) -> Path:
    """Use a home with a valid watch folder, then put mistakes into its topics. Return the folder."""
    shutil.copytree(PROJECT / "include" / "watch", watch)
    configuration.load(Settings(home=home, watch=watch))
    (home / "watch-folder").unlink()
    topics = watch / "topics.toml"
    topics.write_text(topics.read_text("utf-8").replace("title =", "titel =") + "<script> = 5\n", "utf-8")
    return watch


def text(found: dict[str, Any], page: str) -> str:
    """A page as the browser of a viewer gets it."""
    answer = found["answers"][f"browser GET {PAGES.get(page, page)}"]
    assert answer["status"] == 200, answer
    return str(answer["text"])


def test_every_component_loads_the_plugin_at_no_cost(found: dict[str, Any]) -> None:
    assert (found["errors"], found["eager"]) == ({}, [])


def test_the_pages_are_in_the_navigation_and_their_addresses_relative(found: dict[str, Any]) -> None:
    assert {view["name"]: view["href"] for view in found["views"]} == {
        "Newsvane": "newsvane/",
        "Status": "newsvane/status",
        "Search": "newsvane/search",
        "Names": "newsvane/names",
        "Feeds": "newsvane/feeds",
        "Quarantine": "newsvane/quarantine",
        "Alerts": "newsvane/alerts",
        "Labels": "newsvane/labels",
        "Quality": "newsvane/quality/",
        "Actions": "newsvane/actions",
        "Provenance": "newsvane/provenance",
        "Runbook": "newsvane/runbook",
    }
    assert len({view["url_route"] for view in found["views"]}) == len(found["views"])


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in (PAGES | FILES).items()])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param("anonymous", 401, id="anonymous"),
        pytest.param("forger", 403, id="forged token"),
        pytest.param("viewer", 200, id="viewer's token"),
        pytest.param("browser", 200, id="viewer's cookie"),
    ],
)
def test_only_who_is_logged_in_gets_in(found: dict[str, Any], who: str, status: int, path: str) -> None:
    answer = found["answers"][f"{who} GET {path}"]
    assert answer["status"] == status
    if status != 200:
        assert set(json.loads(answer["text"])) == {"detail"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_who_reads_can_change_nothing(found: dict[str, Any], method: str) -> None:
    right = {path: 403 if method == "POST" and path in WITH_FORMS else 405 for path in (PAGES | FILES).values()}
    assert {path: found["answers"][f"viewer {method} {path}"]["status"] for path in right} == right


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in NOT_THERE.items()])
def test_what_is_not_to_be_had(found: dict[str, Any], path: str) -> None:
    answer = found["answers"][f"viewer GET {path}"]
    assert answer["status"] == 404
    assert found["answers"][f"anonymous GET {path}"]["status"] in {401, 404}
    assert "SECRET" not in answer["text"]


def test_every_answer_carries_strict_headers(found: dict[str, Any]) -> None:
    for name, answer in found["answers"].items():
        headers, policy = answer["headers"], answer["headers"]["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff", name
        assert headers["referrer-policy"] == "same-origin", name
        assert "default-src 'none'" in policy, name
        assert "frame-ancestors 'self'" in policy, name
        assert "http" not in policy, name
        assert "*" not in policy, name
        assert "script-src 'self';" in policy, name
        assert ("'unsafe-inline'" in policy) == (answer["status"] == 200 and "/quality/" in name and name[-1] != "/")
        if headers.get("content-type", "").startswith("text/html"):
            assert headers["cache-control"] == "no-store", name


def test_a_person_who_is_not_logged_in_is_shown_the_way(found: dict[str, Any]) -> None:
    answer = found["answers"][f"stranger GET /newsvane/stories/{STORY}"]
    assert answer["status"] == 401
    assert f'href="/api/v2/auth/login?next=/newsvane/stories/{STORY}"' in answer["text"]
    hostile = found["answers"]["stranger GET /newsvane/quarantine?stage=fetch&reason=%22%3E%3Cscript%3E"]
    assert "<script" not in hostile["text"]


@pytest.mark.parametrize(
    "page",
    [
        "coverage",
        "topic",
        "story",
        "article",
        "side by side",
        "outlet",
        "feeds",
        "quarantine",
        "one reason",
        "one refused",
        "alerts",
        "message",
        "rule",
        "quality",
        "provenance",
        "search",
    ],
)
def test_hostile_text_is_shown_as_text(found: dict[str, Any], page: str) -> None:
    html = text(found, page)
    assert ATTACK in unescape(re.sub("</?mark>", "", html))
    assert "<script>" not in html
    assert "<img" not in html


@pytest.mark.parametrize("page", ["story", "translation", "feeds", "quarantine"])
def test_only_http_addresses_are_links(found: dict[str, Any], page: str) -> None:
    html = text(found, page)
    assert TRAP in html
    assert 'href="javascript:' not in html
    outside = [link.split(">")[0] for link in html.split("<a ")[1:] if 'href="http' in link.split(">")[0]]
    assert [link for link in outside if 'rel="noopener noreferrer"' not in link] == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param("coverage", ["2 articles", "2 originals", "machine-translated", "outlet.example"], id="coverage"),
        pytest.param("coverage", [f'href="/newsvane/stories/{STORY}"', "<rect", 'dir="auto"'], id="coverage's forms"),
        pytest.param(
            "story",
            ["Claims to be a translation of", "the page names it as its original", "Machine-translated",
             "Language of the notice: fa", "es", "Translated from: en",
             f"https://airflow.example/prefix/newsvane/stories/{STORY}", "a.warc.gz",
             "given up", "was not there at",
             "Our polls do not show which came first, and the date that the original claims is contradicted",
             "Only the page says so"],
            id="story",
        ),
        pytest.param(
            "provenance",
            ["Contradicted dates: 7</a> of 7 checked", "claims 2", "but was not there at", "outlet.example", "100 %",
             "<dt>One-sided claim</dt>", "more than an hour before",
             "7 of 77 articles with a date, on topic or not, could be checked; 7"],
            id="provenance",
        ),
        pytest.param(
            "status",
            ["A feed was polled", "Articles landed", "Search index", "runbook#", 'href="/newsvane/alerts">',
             'href="/newsvane/feeds?state=failing">1 feed failed three times in a row'],
            id="status",
        ),
        pytest.param("one outlet", ["Contradicted dates: <bdi>outlet.example", "All findings"], id="one outlet"),
        pytest.param(
            f"/newsvane/stories/{MERGED}", ["Claims to be a translation of", "delivered"], id="story of an old alert"
        ),
        pytest.param(
            "feeds",
            ["4 feeds on the watch list", ">1 failing<", ">1 silent<", ">1 moved<", ">1 paused<", ">failed 3 times<",
             "http_410", ", since ", "The feed is permanently gone.", "in 1 h", "3 of 3 polls failed",
             "sick since"],
            id="sick feeds",
        ),
        pytest.param(
            "feeds",
            ["silent for 11 days; usually 4 a day", "no news since", "silent since", "about 3 per day",
             "utf-8"],
            id="silent feeds",
        ),
        pytest.param("feeds", ["moved permanently to", "Update its address in", '<tr id="moved">'], id="moved feeds"),
        pytest.param("feeds", ["1 with unusually many entries", "512 new entries", "flood since"], id="floods"),
        pytest.param(
            "alerts", ["Scheduled: 2", "3 further messages are only counted", "<bdi>flood.example</bdi></a> 3."],
            id="counted alerts",
        ),
        pytest.param(
            "alerts",
            ["UTC because flood.example had used its share of the hourly cap", "UTC because the hourly cap was"],
            id="held alerts",
        ),
        pytest.param("quarantine", ["words_min", "expected at least 25 words", "found <"], id="refused"),
        pytest.param("quarantine", [">in quarantine<"], id="its state"),
        pytest.param("quarantine", ["http_404", "timeout", "will be retried"], id="refused for now"),
        pytest.param("alerts", ["Waiting: 2", "Given up: 1", "Delivered: 1", "refused"], id="alerts"),
        pytest.param(
            "alerts",
            ['href="/newsvane/feeds?search=sick#sick"', 'href="/newsvane/feeds"', "2 alerts in one",
             'href="/newsvane/alerts/rule/in-trouble"'],
            id="alerts on feeds",
        ),
        pytest.param(
            "article",
            ["<mark>onerror</mark>", '<mark id="match-1">onerror</mark>', "2 places marked", "was not there then",
             f'href="/newsvane/stories/{STORY}#{ARTICLE}">Its story<', "Landed by hand", "a.warc.gz",
             f"/newsvane/articles/{ARTICLE}/compare/{TRANSLATION}",
             "claims to be a translation of this", "not recorded"],
            id="article",
        ),
        pytest.param(
            "translation",
            ['<h1 dir="auto" lang="fa">', '<div class="text" dir="ltr" lang="fa">', "Persian (fa)",
             "machine-translated", "Claims to be a translation of", 'role="alert" id="mistake"',
             "Language of the notice: fa"],
            id="translated article",
        ),
        pytest.param(
            "side by side",
            ["two languages", "Only the page says so", "no paragraph is matched", 'lang="fa"'],
            id="two languages",
        ),
        pytest.param("alerts", [f'href="/newsvane/articles/{ARTICLE}">article'], id="alerts link to articles"),
        pytest.param("search", [f'href="/newsvane/articles/{ARTICLE}?q=onerror"'], id="what is found is shown"),
        pytest.param("story", [f'<h3><a href="/newsvane/articles/{ARTICLE}">'], id="a story links to its articles"),
        pytest.param("provenance", [f'href="/newsvane/articles/{ARTICLE}"'], id="findings link to articles"),
        pytest.param("old story", ["Of last year", "1 article,"], id="story read long before it was grouped"),
        pytest.param("one refused", ["expected at least 25 words", "outlet.example", "Language confidence"],
                     id="one refused"),
        pytest.param("actions", ["The article was landed", "short and true"], id="actions"),
        pytest.param(
            "search",
            ["<mark>onerror</mark>", "1 article", "listed below", "list these", "outlet.example",
             "copies and translations", "claims <time", "[[rule]]", 'query = &#34;onerror&#34;',
             "articles.csv?q=onerror&amp;q=outlet", " checked"],
            id="search",
        ),
        pytest.param(
            "words",
            ["Words that set", "&lt;b&gt;", "No word is so much more frequent", ">Shared</bdi>",
             "% of the 7 articles that match and",
             "q=%28outlet%3Asource.example+OR+outlet%3Athird.example%29+AND+%22shared%22&amp;q=%22%3Cb%3E%22&amp;words=1"],
            id="words",
        ),
        pytest.param("search by place", ["Event in <input", 'value="&lt;script&gt;"', "No article"], id="by place"),
        pytest.param("empty search", ["a phrase, and a word that begins like this"], id="how to search"),
        pytest.param("hostile search", ["&lt;script&gt;alert(1)&lt;/script&gt;"], id="a hostile query"),
        pytest.param("runbook", ['id="the-lake-is-busy"', "<code>newsvane doctor</code>"], id="runbook"),
        pytest.param("story", ["Why fa?", "a translation notice in fa", "page declares es"], id="languages"),
        pytest.param(f"/newsvane/stories/{ORDERED}", ["depth-0", "depth-1"], id="tree"),
        pytest.param(
            "story", ["Landed by hand", "olga", "short and true", 'title="words_min">at least 25'], id="landed by hand"
        ),
        pytest.param(
            "alerts",
            ["rules <a", 'alerts/rule/big"><bdi>big</bdi></a>', "<summary>Message</summary>", "The whole message"],
            id="one row",
        ),
        pytest.param("message", ["given up", "refused", 'href="/newsvane/alerts/rule/rule"'], id="a message"),
        pytest.param("rule", ["no longer in force", "1 given up", "1 waiting", "2 scheduled"], id="a former rule"),
        pytest.param("previewed rule", ["in the past 7 days", "Each new story on"], id="a preview"),
        pytest.param("channels", ["NEWSVANE_ALERT_URL", "no longer in"], id="channels"),
        pytest.param("coverage", ['class="scale"', ">0</text>", 'placeholder="20'], id="a scale of whole numbers"),
        pytest.param(
            "filtered",
            ["1 article<", 'value="2026-01-01"', '<option value="fa" selected>Persian (fa)', "Show all", "from 20"],
            id="filters",
        ),
        pytest.param("quality", ["0 of 1", "words_min: at least 25", "newsvane-articles.html"], id="quality"),
        pytest.param(
            FILES["data docs"],
            ["Evaluated Expectations é", "quality.css", "Quarantine", "Data asset: articles"],
            id="data docs",
        ),
    ],
)  # fmt: skip
def test_what_the_pages_say(found: dict[str, Any], page: str, said: list[str]) -> None:
    html = text(found, page)
    assert [words for words in said if words not in html] == []


def test_one_outlet_does_not_fill_the_page_of_coverage(found: dict[str, Any]) -> None:
    html = text(found, "coverage")
    assert html.count("Flood ") == 5
    assert "The real story" in html
    assert f'<a href="{FLOODING}"><bdi>flood.example</bdi>: 55 more stories on {NOW:%Y-%m-%d}</a>' in html
    assert "Counted 1" not in text(found, "alerts")
    assert text(found, FLOODING).count("Flood ") == 60
    assert "more stories" not in text(found, FLOODING)


ENTRY = "{http://www.w3.org/2005/Atom}entry"


def subjects(found: dict[str, Any], query: str = "") -> list[list[str]]:
    """Of each feed."""
    atom = ElementTree.fromstring(text(found, FEEDS["atom"] + query))
    items = json.loads(text(found, FEEDS["json feed"] + query))["items"]
    return [
        [str(entry.findtext(ENTRY.replace("entry", "title"))) for entry in atom.iter(ENTRY)],
        [item["title"] for item in items],
    ]


def test_alerts_can_be_followed(found: dict[str, Any]) -> None:
    atom, items = subjects(found)
    assert atom == items
    assert ATTACK in " ".join(atom)
    assert subjects(found, "?rule=in-trouble") == [["2 feeds in trouble", f"{ATTACK} is sick"]] * 2
    entry = next(ElementTree.fromstring(text(found, FEEDS["atom"])).iter(ENTRY))
    assert str(entry.findtext(ENTRY.replace("entry", "id"))).startswith("urn:newsvane:")
    links = [item["url"] for item in json.loads(text(found, FEEDS["json feed"]))["items"]]
    assert f"https://airflow.example/prefix/newsvane/stories/{STORY}" in links


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in FEEDS.items()])
def test_a_feed_that_is_known_is_not_sent_again(found: dict[str, Any], path: str) -> None:
    answers = found["conditions"][path]
    assert {name for name, (status, size) in answers.items() if (status, size) == (304, 0)} == {
        "same tag", "weak tag among others", "any", "same time"
    }  # fmt: skip
    assert {status for status, _ in answers.values()} == {200, 304}


def test_a_search_can_be_followed(found: dict[str, Any]) -> None:
    atom, form = (text(found, path) for path in SEARCH_FEEDS.values())
    (entry,) = ElementTree.fromstring(atom).iter(ENTRY)
    (item,) = json.loads(form)["items"]
    assert item["title"] == entry.findtext(ENTRY.replace("entry", "title")) == ARTICLES[0].title
    assert item["url"] == f"https://airflow.example/prefix/newsvane/articles/{ARTICLES[0].article_id}"
    assert item["content_text"].startswith("outlet.example: ")
    published = entry.findtext(ENTRY.replace("entry", "published"))
    assert published == item["date_published"] == f"{ARTICLES[0].observed_at:%Y-%m-%dT%H:%M:%SZ}"
    assert entry.findtext(ENTRY.replace("entry", "updated")) == item["date_modified"]
    assert json.loads(form)["home_page_url"].endswith("/newsvane/search?q=onerror&since=2025-01-01")


def test_data_docs_bring_nothing_from_outside_and_no_script(found: dict[str, Any]) -> None:
    html = text(found, FILES["data docs"])
    assert "cdn.example" not in html
    assert [each for each in ("Batch Markers", "fingerprint", "df.filter") if each in html] == []
    assert "alert(1)" not in html


def test_every_task_links_to_its_page_and_to_an_entry_of_the_runbook(found: dict[str, Any]) -> None:
    pages, helped = found["links"]["Newsvane page"], found["links"]["Runbook"]
    assert pages.pop("other.task") == helped.pop("other.task") == ""
    views = {f"http://127.0.0.1:8080/{view['href']}" for view in found["views"]}
    assert set(pages.values()) <= views
    anchors = {f"http://127.0.0.1:8080/newsvane/runbook#{entry.anchor}" for entry in runbook.load_entries()}
    assert set(helped.values()) <= anchors
    assert set(pages) == set(helped) == set(TASKS)


def test_who_may_not_act_gets_no_buttons(found: dict[str, Any]) -> None:
    button = re.compile('method="post" action="(?!/newsvane/search/saved)')
    assert [page for page in PAGES if button.search(text(found, page))] == []


def test_filters_keep_each_other_and_are_no_way_in(found: dict[str, Any]) -> None:
    html = text(found, "filtered")
    kept = "language=fa&amp;outlet=outlet.example&amp;kind=other&amp;since=2026-01-01&amp;grain=month&amp;order=size"
    assert f'href="/newsvane/?topic=mek&amp;{kept}"' in html
    nobody = found["answers"][f"browser GET {HOSTILE_FILTER}"]["text"]
    assert [words for words in ("“kind” is", "“since” is “yesterday”") if words not in nobody] == []
    assert "<script>" not in nobody
    assert "No coverage with these filters" in text(found, "/newsvane/?language=sq")


def test_a_filter_narrows_and_is_itself_no_way_in(found: dict[str, Any]) -> None:
    assert "outlet.example/slow" in text(found, "quarantine")
    assert "outlet.example/slow" not in text(found, "one reason")
    assert "<script>" not in found["answers"]["browser GET /newsvane/?topic=%3Cscript%3E"]["text"]
    assert found["answers"][f"viewer GET /newsvane/?topic={'x' * 101}"]["status"] == 422


def sentences(html: str) -> list[str]:
    """The findings of a page in words, without the markup of links."""
    found = re.findall('<div class="small">((?:A page of )?<a href="/newsvane/provenance.*?)</div>', html)
    return [unescape(re.sub("<[^>]+>", "", each)) for each in found]


def test_the_findings_of_an_outlet_are_its_own_or_about_it(found: dict[str, Any]) -> None:
    liar, victim, claimed = (text(found, PROVENANCE[name]) for name in ("liar", "victim", "claimed"))
    assert "<h3>By <bdi>copier.example</bdi>: 7</h3>" in liar
    assert "<h3>About <bdi>copier.example</bdi>: 0</h3>" in liar
    assert 'href="/newsvane/provenance?kind=contradicted_date&amp;outlet=copier.example">Contradicted dates: 6<' in liar
    assert (
        "6 of 6 articles with a date, on topic or not, could be checked; 6 of these have dates that are contradicted."
        in liar
    )
    assert "<h3>By <bdi>source.example</bdi>: 0</h3>" in victim
    assert "Contradicted dates: 0 of 0 checked" in victim
    assert "<h3>Mirrors of <bdi>source.example</bdi>: 1</h3>" in victim
    assert "0 of 6 articles with a date, on topic or not, could be checked." in victim
    assert "<table" not in victim
    assert "<h3>By <bdi>outlet.example</bdi>: 1</h3>" in claimed
    assert "<h3>About <bdi>outlet.example</bdi>: 1</h3>" in claimed
    about = claimed.split("<h3>About")[1]
    assert set(sentences(about)) == {
        "A page of copier.example names an article of outlet.example as the canonical address of its text; "
        "the texts differ. Of last year",
        "A page of copier.example names an article of outlet.example as its version in another language; "
        "that one does not name it. Of last year",
    }
    assert about.split("<h2>")[0].count('class="title"') == 1
    assert "100 %" in about
    assert "copier.example" not in about.split("<h2>Dates")[1]


def test_a_filter_keeps_the_order_and_an_unknown_kind_is_not_found(found: dict[str, Any]) -> None:
    everything = sentences(text(found, "provenance"))
    of_liar = sentences(text(found, PROVENANCE["liar"]))
    by_liar = [each for each in everything if each.removeprefix("A page of ").startswith("copier.example")]
    assert [each for each in by_liar if " shares " not in each] == [each for each in of_liar if " shares " not in each]
    rewrites = text(found, PROVENANCE["rewrites"])
    assert sentences(rewrites) == []
    assert "could be checked" not in rewrites
    unknown = found["answers"][f"browser GET {PROVENANCE['unknown']}"]
    assert unknown["status"] == 404
    assert "The kinds are contradicted_date, one_sided_claim, late_rewrite, mirror." in unknown["text"]


def test_a_mirror_links_both_outlets_and_the_shared_texts(found: dict[str, Any]) -> None:
    html = text(found, PROVENANCE["mirrors"])
    assert sentences(html) == [
        "copier.example shares 6 of its 6 texts with source.example, which has 6; "
        "it is the copy in 6 of them (6 certain)."
    ]
    assert html.count('<a href="/newsvane/provenance?outlet=source.example">') == 1
    assert "The 6 shared texts" in html
    assert '<p class="quiet small">Two outlets share at least 5 texts of 50 words or more' in html
    assert f'<a href="/newsvane/articles/{COPIES[0].article_id}">' in html


def test_underlines_hide_no_underscores_and_the_counts_keep_a_distance(found: dict[str, Any]) -> None:
    style = text(found, FILES["stylesheet"])
    assert "a { color: var(--accent); text-underline-offset: .3em; }" in style
    assert ".counts { margin-bottom" in style
    assert '<ul class="facts counts">' in text(found, "provenance")


def test_a_story_says_who_was_first_and_how_sure_that_is(found: dict[str, Any]) -> None:
    html = text(found, f"/newsvane/stories/{ORDERED}")
    said = " ".join(unescape(re.sub("<[^>]+>", "", html)).split())
    assert "First: source.example, uncertain: it may have been first, but our polls do not show" in said
    assert "The first poll of third.example already found the article there" in said
    assert "A claimed time can be forged. How we know who was first" in said
    assert 'href="/newsvane/provenance#who-was-first"' in html
    assert 'id="who-was-first"' in text(found, "provenance")
    assert "claims " in said
    assert "It is certain that it was before copier.example." in said
    assert html.count("first, uncertain") == 1
    assert 'href="/newsvane/provenance?outlet=copier.example">was not there at' in html
    assert re.search(r"claims [\d :-]{16}, but was not there at [\d :-]{16}: contradicted", said)
    assert "own dates decide" not in said + text(found, "story")
    assert 'href="/newsvane/provenance?outlet=outlet.example">Its claims' in text(found, "story")
    assert "First:" not in text(found, "story")


def test_a_story_shows_whole_texts_and_ends_a_very_long_one_with_a_whole_word(found: dict[str, Any]) -> None:
    html = text(found, f"/newsvane/stories/{ORDERED}")
    assert SOURCES[0].text in html
    (shown,) = (each for each in re.findall(r'<div class="beginning"[^>]*>([^<]*)</div>', html) if len(each) > 10_000)
    whole = shown.removesuffix(" …")
    assert len(LONG) > len(whole) > 49_000
    assert LONG[: len(whole) + 1] == f"{whole} "
    assert f'<a href="/newsvane/articles/{THIRD.article_id}">The text goes on</a>' in html


@pytest.mark.parametrize("path", OLD_ADDRESSES)
def test_a_former_address_leads_to_the_page(found: dict[str, Any], path: str) -> None:
    answer = found["answers"][f"viewer GET {path}"]
    assert (answer["status"], answer["headers"]["location"]) == (308, OLD_ADDRESSES[path])


@pytest.mark.parametrize("path", WRONG_ADDRESSES)
def test_a_wrong_address_is_a_page_that_says_what_is_wrong(found: dict[str, Any], path: str) -> None:
    answer = found["answers"][f"browser GET {path}"]
    assert answer["status"] == 422
    assert [words for words in WRONG_ADDRESSES[path] if words not in answer["text"].replace("&#39;", "'")] == []
    assert found["answers"][f"viewer GET {path}"]["headers"]["content-type"] == "application/json"


@pytest.mark.parametrize("path", FILTERED_FEEDS)
def test_feeds_are_filtered_sorted_and_paged(found: dict[str, Any], path: str) -> None:
    assert re.findall(r'<tr id="([^"]+)">', text(found, path)) == FILTERED_FEEDS[path]


def test_a_story_is_one_row_of_the_alerts_and_counted_once(found: dict[str, Any]) -> None:
    html = text(found, "alerts")
    (row,) = (each for each in html.split('<a class="title"') if f"stories/{STORY}" in each)
    assert [f'id="{key}"' in row for key in ("waiting", "dead", "told")] == [True, True, False]
    assert row.count("The whole message") == 1
    filtered = text(found, "filtered alerts")
    assert (filtered.count('<a class="title"'), "is not tried again by itself" in filtered) == (1, True)
    assert "will be" not in filtered


def test_an_unknown_story_is_a_page(found: dict[str, Any]) -> None:
    assert "no story with this id" in found["answers"]["browser GET /newsvane/stories/s1_unknown"]["text"]


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])
def test_without_a_lake_the_pages_say_what_to_do(found: dict[str, Any], path: str) -> None:
    answer = found["answers"][f"empty browser GET {path}"]
    said_otherwise = {
        PAGES["quality"]: "no Data Docs yet", PAGES["runbook"]: "newsvane doctor", PAGES["saved searches"]: "None yet.",
        PAGES["status"]: "none yet at",
    }  # fmt: skip
    if path in said_otherwise:
        said = said_otherwise[path]
        assert (answer["status"], said in answer["text"]) == (200, True)
    else:
        assert (answer["status"], "No coverage yet" in answer["text"], "newsvane run" in answer["text"]) == (
            503,
            True,
            True,
        )


def test_every_page_says_that_a_watch_file_is_broken_and_what_is_in_force(found: dict[str, Any]) -> None:
    for path in (*PAGES.values(), FILES["data docs"]):
        answer = found["answers"][f"broken browser GET {path}"]
        shown = " ".join(unescape(re.sub(r"<[^>]+>", "", answer["text"])).split())
        assert answer["status"] == (422 if path == PAGES["tried rule"] else 200), path
        assert "The watch files have 1 mistake. Until it is corrected, the version of 20" in shown, path
        assert "topics.toml, line " in shown
        assert "not valid TOML" in shown
        assert "<script> = 5" not in answer["text"]
        assert 'href="/newsvane/runbook#a-watch-file-does-not-load"' in answer["text"]
    assert "The watch files have" not in text(found, "coverage")


def test_topics_keep_their_titles_while_their_file_is_broken(found: dict[str, Any]) -> None:
    assert "MEK / PMOI" in found["answers"][f"broken browser GET {PAGES['coverage']}"]["text"]


def test_a_page_says_that_a_setting_cannot_be_used(found: dict[str, Any]) -> None:
    answer = found["answers"][f"wrong setting browser GET {PAGES['runbook']}"]
    assert answer["status"] == 200
    assert "NEWSVANE_CHUNKS" in answer["text"]
