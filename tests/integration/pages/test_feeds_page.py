"""The page Feeds on a real lake: what the columns of a feed say while little is known of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from newsvane import lake, urls
from newsvane.feeds import dump_feeds
from newsvane.health import lake_state
from newsvane.health.polling import check_pipeline
from newsvane.records import Entry, Feed, FeedItems, FeedPoll, FeedState, Tombstone
from newsvane.settings import Settings
from newsvane.tombstones import hash_forgotten
from newsvane.watch_folder import write_record
from newsvane_pages import actions, feeds
from newsvane_pages.feeds import describe_listed
from newsvane_pages.requested_actions import RequestedAction
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=331)
NAMES = ("flood", "second", "empty")


def listed(name: str, published_at: datetime | None) -> Entry:
    url = f"https://flood.example/{name}"
    return Entry(
        entry_id=urls.entry_id(url), feed_id="flood", url=url, canonical_url=url, seen_at=NOW, published_at=published_at
    )


def state(feed_id: str, *, polled_at: datetime = NOW, **fields: object) -> FeedState:
    poll = FeedPoll(feed_id=feed_id, polled_at=polled_at, status="ok", entries_fresh=2 if feed_id == "flood" else 0)
    return FeedState.model_validate({"last_poll": poll, "next_poll_at": NOW} | fields)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A feed with an old article and, since its second poll, two undated ones; one that lists others; an empty one."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    now = datetime.now(UTC)  # not when the run began, which may have been yesterday
    watched = [Feed(feed_id=name, url=f"https://flood.example/{name}.xml") for name in NAMES]
    items = FeedItems(keys=(1, 2, 3), ids=(1, 2, 0), times=(0, 0, 0))
    states = [
        state("flood", polled_at=now - timedelta(hours=1), read_at=now),
        state("second", items=items),
        state("empty", items=FeedItems()),
    ]
    undated = [listed("new", None), listed("newer", None)]
    with lake.writer(settings) as con:
        lake.land_polls(con, feeds=watched, states=states, entries=[listed("old", OLD)], run_id="first", now=NOW)
        lake.land_polls(
            con, feeds=watched, states=[state("flood", polled_at=now)], entries=undated, run_id="second", now=NOW
        )
    with page_client(settings, feeds.router) as served:
        yield served


def row(client: TestClient, feed_id: str) -> str:
    return get_html(client, "/feeds").split(f'<tr id="{feed_id}">')[1].split("</tr>")[0]


def test_undated_entries_are_the_latest_news_before_older_dated_ones(client: TestClient) -> None:
    news = row(client, "flood").split('data-name="news">')[1].split("</td>")[0]
    words = re.sub("<[^>]*>", "", news)
    assert re.fullmatch(r"found [^,]+ ago, undated; the latest with a date 331 d ago", words), words


def test_while_nothing_is_usual_the_entries_of_today_are_shown(client: TestClient) -> None:
    assert 'data-name="new">2 today' in row(client, "flood")
    assert 'data-name="new" class="unknown"></td>' in row(client, "second")
    assert "is known after 7 days of polls" in get_html(client, "/feeds")


def test_a_feed_without_entries_says_why(client: TestClient) -> None:
    assert "(lists 2, all known from other feeds)" in row(client, "second")
    assert "(lists nothing)" in row(client, "empty")
    assert "(lists" not in row(client, "flood")


def test_a_feed_of_a_removed_outlet_says_so(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path))
    stone = Tombstone(
        kind="outlet", hash=hash_forgotten("s", "outlet", "gone.example"), salt="s", forgotten_at=NOW, act_id="a"
    )
    gone = Feed(feed_id="gone", url="https://gone.example/rss", outlet="gone.example")
    items = FeedItems(keys=(1, 2), ids=(1, 2), times=(0, 0))
    with lake.writer(settings) as con:
        lake.land_polls(con, feeds=[gone], states=[state("gone", items=items)], entries=[], run_id="first", now=NOW)
        lake.land_tombstones(con, [stone])
    with page_client(settings, feeds.router) as client:
        shown = row(client, "gone")
    assert "well, outlet removed</summary>" in shown
    assert (
        f"was removed on {NOW:%Y-%m-%d} by request: nothing of it is kept, only what this feed lists of other" in shown
    )
    assert "(lists 2, nothing of its outlet is kept)" in shown


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param({"entries": 3, "listed": 5, "read": "all"}, "", id="it has entries"),
        pytest.param(
            {"entries": 0, "listed": 5, "read": "all", "removed": True},
            "lists 5, nothing of its outlet is kept",
            id="removed",
        ),
        pytest.param({"entries": 0, "listed": None, "read": "all"}, "", id="not read yet"),
        pytest.param(
            {"entries": 0, "listed": 1200, "read": "all"}, "lists 1,200, all known from other feeds", id="all"
        ),
        pytest.param(
            {"entries": 0, "listed": 9, "read": "matching"}, "lists 9, none that is to be read", id="matching"
        ),
    ],
)
def test_what_is_listed_is_said_in_words(found: dict[str, object], said: str) -> None:
    assert describe_listed({"removed": None} | found) == said


@pytest.fixture
def long_pause(client: TestClient) -> Iterator[RequestedAction]:
    """A feed that the user of the pages has just paused, for a reason of many words."""
    now = datetime.now(UTC)  # not when the run began: what was done half an hour ago is no news
    done = RequestedAction("pause_feed", "flood", "too many " * 50, "olga", now, "done", "paused: …", "run")

    def give_forms(request: Request) -> actions.ActionForms:
        return actions.ActionForms(request, "b", "token", {"flood": done}, user="olga")

    app = cast("FastAPI", client.app)
    before = app.dependency_overrides[actions._action_forms]
    app.dependency_overrides[actions._action_forms] = give_forms
    yield done
    app.dependency_overrides[actions._action_forms] = before


def test_a_long_reason_is_cut_in_lists(client: TestClient, long_pause: RequestedAction) -> None:
    html = get_html(client, "/feeds?state=failing&paused=flood")
    shown = re.sub("<[^>]*>", "", html)
    assert (shown.count("too many") < 15, long_pause.reason.strip() in html) == (True, True)


@pytest.mark.parametrize(
    ("query", "origin"),
    [
        pytest.param("", "feeds?paused=a%20b#a%20b", id="all feeds"),
        pytest.param("?state=failing&paused=before", "feeds?state=failing&paused=a%20b#a%20b", id="after another one"),
    ],
)
def test_the_list_is_told_which_feed_was_paused(query: str, origin: str) -> None:
    headers = [(b"referer", f"http://testserver/feeds{query}".encode())]
    request = Request({"type": "http", "method": "POST", "path": "/actions", "headers": headers, "root_path": ""})
    assert actions._find_origin(request, "pause_feed", "a b") == origin
    assert "paused=" not in actions._find_origin(request, "resume_feed", "a b")


def test_what_is_removed_from_the_watch_list_is_watched_no_more_before_the_next_poll(tmp_path: Path) -> None:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "feeds.toml").write_text(
        dump_feeds([Feed(feed_id="second", url="https://flood.example/second.xml")])
    )
    settings = create_lake(Settings(home=tmp_path / "home", watch=tmp_path / "watch"))
    write_record(settings.home, settings.watch)
    polled = [Feed(feed_id=name, url=f"https://flood.example/{name}.xml") for name in NAMES]
    now = datetime.now(UTC)
    states = [state(name, polled_at=now, next_poll_at=now) for name in NAMES]
    with lake.writer(settings) as con:
        lake.land_polls(con, feeds=polled, states=states, entries=[], run_id="first", now=now)
    with page_client(settings, feeds.router, watch=settings.watch) as client:
        assert "1 feed on the watch list" in " ".join(get_html(client, "/feeds").split())
        assert "Poll now" not in row(client, "flood")
        assert "no longer watched" in get_html(client, "/feeds")
    open_lake = partial(lake.open_reader, settings=settings)
    assert "0 of 1 feed overdue" in check_pipeline(settings, open_lake).found
    assert "1 watched" in lake_state.check_feeds(settings, open_lake).found
