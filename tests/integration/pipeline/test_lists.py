"""Polls of aggregators and query services, over HTTP in the forms of GDELT."""

import resource
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsvane.pipeline.ingest import feed_poller, joint_reading
from newsvane.pipeline.ingest.joint_reading import MAX_QUERIES
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.installation import TOPICS, Installation
from tests.support.list_services import (
    API_HOST,
    LIST_HOST,
    MISSING,
    Listed,
    Reply,
    Request,
    api_json,
    list_line,
    list_rss,
    minute_file,
    serve_lists,
)

GZIP, JSON, RSS, TEXT = "application/gzip", "application/json", "application/rss+xml", "text/html; charset=utf-8"
Respond = Callable[[Request], Reply]
BOATS = '[[topic]]\nid = "boats"\ntitle = "Boats"\nquery = \'"boat* port"~5 OR country:MT\'\n'
MEGABYTE = b"x" * 1_000_000


def source(feed_id: str, kind: str, url: str, more: str = "") -> str:
    return f'[[source]]\nid = "{feed_id}"\nkind = "{kind}"\nurl = "{url}"\n{more}\n'


MINUTES = source("minutes", "aggregator", f"http://{LIST_HOST}/gdeltv3/gal/{{minute}}.gal.json.gz")
ROLLING = source("rolling", "aggregator", f"http://{LIST_HOST}/gdeltv3/gal/feed.rss")
API = f"http://{API_HOST}/api/v2/doc/doc?query={{query}}&mode=ArtList&format=json&maxrecords=250&key=secret"
QUERY = source("query", "query", API, 'topic = "ferry"')


def terms(number: int) -> str:
    """A query that needs so many requests."""
    return source("query", "query", API, "terms = " + str([f"{n} {'w' * 200}" for n in range(number)]))


@contextmanager
def watching(folder: Path, feeds: str, respond: Respond) -> Iterator[tuple[Installation, list[Request]]]:
    """Yield an installation that watches these sources, and the requests that they get."""
    watch = folder / "watch"
    watch.mkdir(parents=True)
    for name, text in (("feeds", feeds), ("topics", TOPICS + BOATS), ("alerts", "")):
        (watch / f"{name}.toml").write_text(text, "utf-8")
    with serve_lists(respond) as (connect_to, requests):
        given = {"home": folder / "home", "watch": watch, "connect_to": connect_to, "host_delay": 0}
        yield Installation(create_lake(Settings.model_validate(given))), requests


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_poller, "QUERY_DELAY", 0.0)


def files(by_age: dict[int, Reply]) -> Respond:
    """Answer with the files whose minutes are about so old. The clock may pass to the next minute meanwhile."""
    at = datetime.now(UTC).replace(second=0, microsecond=0)
    named = {f"/gdeltv3/gal/{at - timedelta(minutes=age):%Y%m%d%H%M%S}.gal.json.gz": one for age, one in by_age.items()}
    return lambda request: named.get(request.path, MISSING)


def file_of(*slugs: str) -> Reply:
    now = datetime.now(UTC)
    return Reply(minute_file(*(list_line(Listed(f"https://{slug}.example/x", at=now)) for slug in slugs)), GZIP)


def last_poll(one: Installation) -> tuple[Any, ...]:
    return one.query("SELECT status, reason, detail, entries_seen FROM feed_polls ORDER BY polled_at DESC LIMIT 1")[0]


def outlets(one: Installation) -> list[str]:
    return [row[0] for row in one.query("SELECT canonical_url FROM entries ORDER BY 1")]


def test_a_rolling_list_is_longer_than_a_feed_may_be(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    listed = [Listed(f"https://outlet{n % 700}.example/{n}", at=now - timedelta(seconds=n / 4)) for n in range(3_000)]
    with watching(tmp_path, ROLLING, lambda _: Reply(list_rss(*listed), RSS)) as (one, requests):
        one.poll("first")
        one.poll("second")
        assert last_poll(one)[:2] == ("unchanged", "")
        assert one.query("SELECT count(*), count(DISTINCT feed_id), bool_or(own), max(language) FROM entries") == [
            (3_000, 1, False, None)
        ]
    assert len(requests) == 2


def test_each_minute_file_is_read_once_and_missing_ones_are_normal(tmp_path: Path) -> None:
    with watching(tmp_path, MINUTES, files({3: file_of("a", "b"), 12: file_of("b", "c")})) as (one, requests):
        one.poll("first")
        assert last_poll(one) == ("ok", "", "", 3)
        first = [request.path for request in requests]
        assert len(first) == 30 and first == sorted(first, reverse=True)
        requests.clear()
        one.poll("second")
        again = {request.path for request in requests} & {*first}
        assert again < {*first[:11]} and len(again) in {8, 9}, (
            "only the last ten minutes are tried again: files are late"
        )
        assert last_poll(one) == ("ok", "", "", 0)
        assert outlets(one) == [f"https://{name}.example/x" for name in "abc"]
        assert one.query("SELECT failures, http_status FROM feed_states") == [(0, 404)]


def cakes(*slugs: str) -> Reply:
    """A file of articles that no topic matches."""
    now = datetime.now(UTC)
    listed = (Listed(f"https://{slug}.example/x", f"Cakes at {now}", now, "Sugar") for slug in slugs)
    return Reply(minute_file(*map(list_line, listed)), GZIP)


def test_an_article_in_files_of_different_polls_is_counted_once(tmp_path: Path) -> None:
    served: list[Respond] = []

    def respond(request: Request) -> Reply:
        return served[-1](request)

    with watching(tmp_path, MINUTES, respond) as (one, _):
        for age, file in ((9, cakes("a", "b")), (8, cakes("c")), (7, cakes("a", "d"))):
            served.append(files({age: file}))
            one.poll(f"of {age} minutes ago")
        assert one.query("SELECT outlet, entries FROM unread_daily ORDER BY outlet") == [
            (f"{slug}.example", 1) for slug in "abcd"
        ]


def test_a_file_that_appears_late_is_read(tmp_path: Path) -> None:
    late: dict[str, Reply] = {}
    early = files({9: file_of("early")})
    with watching(tmp_path, MINUTES, lambda request: late.get(request.path) or early(request)) as (one, requests):
        one.poll("first")
        late[requests[4].path] = file_of("late")
        one.poll("second")
        assert outlets(one) == ["https://early.example/x", "https://late.example/x"]


def test_slow_files_are_left_to_the_next_polls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with watching(tmp_path, MINUTES, lambda request: file_of(f"m{request.path[-24:-12]}")) as (one, requests):
        with monkeypatch.context() as hurry:
            hurry.setattr(joint_reading, "MAX_JOINT_SECONDS", 0.0)
            for poll in range(3):
                one.poll(f"poll {poll}")
                assert len(requests) == len(outlets(one)) == poll + 1
                assert "minutes are left to the next polls" in last_poll(one)[2]
        one.poll("in time")
        assert len({request.path for request in requests}) == len(outlets(one)) == len(requests)


def test_no_file_for_an_hour_is_a_failure(tmp_path: Path) -> None:
    with watching(tmp_path, MINUTES, lambda _: MISSING) as (one, requests):
        one.poll("first")
        status, reason, detail, _ = last_poll(one)
        assert (status, reason) == ("failed", "no_files")
        assert detail.endswith("there was no file for an hour; 30 minutes were tried")
    assert len(requests) == 30


def test_all_files_of_a_poll_share_one_limit_and_the_rest_is_left_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joint_reading, "MAX_LISTED", 5)
    by_age = {3: file_of("a", "b", "c"), 5: file_of("d", "e", "f"), 7: file_of("g")}
    with watching(tmp_path, MINUTES, files(by_age)) as (one, _):
        one.poll("first")
        status, reason, detail, seen = last_poll(one)
        assert (status, reason, seen) == ("ok", "", 3)
        assert "minutes are left to the next polls: one poll reads at most 5 articles" in detail
        one.poll("second")
        assert outlets(one) == [f"https://{name}.example/x" for name in "abcdefg"]
        assert last_poll(one)[2] == ""


def pack(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(MEGABYTE) for _ in range(megabytes)), packer.flush()])


def half_a_line() -> Reply:
    return Reply(minute_file(list_line(Listed("https://half.example/x")), '{"url": "https://b.exam'), GZIP)


@pytest.mark.parametrize(
    ("bad", "detail", "more"),
    [
        pytest.param(lambda: Reply(minute_file("x" * 9_000)[:40], GZIP), "ends early", [], id="cut off"),
        pytest.param(half_a_line, "1 of 2 entries that are not JSON", ["half"], id="half a line at its end"),
        pytest.param(lambda: Reply(b"", GZIP), "the body is empty", [], id="empty"),
        pytest.param(lambda: Reply(minute_file(), GZIP), "the body is empty", [], id="a gzip file of nothing"),
        pytest.param(lambda: Reply(b"<html>busy</html>", TEXT), "an HTML page", [], id="a page"),
        pytest.param(
            lambda: Reply(chunks=(MEGABYTE for _ in range(500)), kind=GZIP), "larger than", [], id="500 MB",
        ),
        pytest.param(lambda: Reply(pack(500), GZIP), "bomb", [], id="500 MB in 500 kB"),
    ],
)  # fmt: skip
def test_a_bad_file_costs_itself(tmp_path: Path, bad: Callable[[], Reply], detail: str, more: list[str]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    by_age = {2: file_of("newer"), 5: bad(), 8: file_of("older")}
    with watching(tmp_path, MINUTES, files(by_age)) as (one, _):
        one.poll("first")
        status, reason, words, _ = last_poll(one)
        assert (status, reason) == ("ok", "") and detail in words
        assert outlets(one) == sorted(f"https://{name}.example/x" for name in ("newer", "older", *more))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "kB"


def test_many_bad_files_end_no_poll_and_only_those_that_were_cut_off_are_tried_again(tmp_path: Path) -> None:
    cut, empty = Reply(minute_file("x" * 9_000)[:40], GZIP), Reply(b"", GZIP)
    respond = files({1: empty, 2: cut, 3: empty, 4: empty, 5: cut, 6: empty, 9: file_of("older")})
    with watching(tmp_path, MINUTES, respond) as (one, requests):
        one.poll("first")
        assert last_poll(one)[0] == "ok" and outlets(one) == ["https://older.example/x"]
        served = [request.path for request in requests if respond(request) is not MISSING]
        requests.clear()
        one.poll("second")
        assert len({request.path for request in requests} & {*served}) == 2


def test_a_service_that_fails_is_asked_no_further(tmp_path: Path) -> None:
    replies = iter([MISSING, file_of("a"), Reply(b"slow down", TEXT, 429)])
    with watching(tmp_path, MINUTES, lambda _: next(replies)) as (one, requests):
        one.poll("first")
        assert last_poll(one)[0] == "ok" and "HTTP 429" in last_poll(one)[2]
        assert len(requests) == 3
    with watching(tmp_path / "other", MINUTES, lambda _: Reply(b"", TEXT, 503)) as (one, requests):
        one.poll("first")
        assert last_poll(one)[:2] == ("failed", "http_503")
        assert len(requests) == 3


def test_a_topic_is_asked_of_a_service(tmp_path: Path) -> None:
    at = datetime.now(UTC) - timedelta(minutes=1)
    often = [Listed(f"https://b.example/{n}", "Ferry", at - timedelta(minutes=n)) for n in range(50)]
    found = api_json(Listed("https://a.example/x", "Ferry", at), Listed("http://10.0.0.1/x"), *often)
    with watching(tmp_path, QUERY, lambda _: Reply(found, JSON)) as (one, requests):
        one.poll("first")
        assert [request.query for request in requests] == ["(ferry OR transbordador)"]
        status, reason, detail, seen = last_poll(one)
        assert (status, reason, seen) == ("ok", "", 51) and "not on the public web" in detail
        own = "SELECT own, title FROM entries WHERE canonical_url = 'https://a.example/x'"
        assert one.query(own) == [(False, "Ferry")]
        [(url, wait)] = one.query("SELECT url, next_poll_at - polled_at FROM feed_states")
        assert url == API and wait >= timedelta(minutes=15)


def test_queries_are_asked_in_turn_with_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_poller, "QUERY_DELAY", 1.0)

    def respond(request: Request) -> Reply:
        return Reply(api_json(Listed("https://both.example/x"), Listed(f"https://a{request.query[1]}.example/x")), JSON)

    with watching(tmp_path, terms(3), respond) as (one, requests):
        one.poll("first")
        pauses = [later.at - before.at for before, later in pairwise(requests)]
        assert len(pauses) == 2 and min(pauses) > 0.9
        assert outlets(one) == [f"https://{name}.example/x" for name in ("a0", "a1", "a2", "both")]
    assert feed_poller.QUERY_DELAY == 1.0


def test_a_long_topic_is_not_asked_for_ever(tmp_path: Path) -> None:
    with watching(tmp_path, terms(MAX_QUERIES + 3), lambda _: Reply(b"{}", JSON)) as (one, requests):
        one.poll("first")
        assert len(requests) == MAX_QUERIES
        assert last_poll(one)[0] == "ok" and f"only the first {MAX_QUERIES} of {MAX_QUERIES + 3}" in last_poll(one)[2]


@pytest.mark.parametrize(
    ("reply", "reason", "words"),
    [
        (Reply(b"Your query was too short or too long.", TEXT), "query_refused", "too short or too long"),
        (Reply(b"The specified phrase is too short.", TEXT), "query_refused", "phrase is too short"),
        (Reply(b"Please limit requests to one every 5 seconds or contact us", TEXT), "query_throttled", "one every 5"),
        (Reply(b"La consulta es demasiado corta", TEXT), "query_refused", "La consulta es demasiado corta"),
        (Reply(b"<html><body><h1>Invalid query</h1></body></html>", TEXT), "query_refused", "Invalid query"),
        (Reply(b"Please limit requests to one every 5 seconds", TEXT, 429), "http_429", "429"),
    ],
    ids=["too long", "phrase", "throttled", "Spanish", "HTML", "429"],
)
def test_a_refused_query_is_a_failure_with_the_words(tmp_path: Path, reply: Reply, reason: str, words: str) -> None:
    with watching(tmp_path, QUERY, lambda _: reply) as (one, _):
        one.poll("first")
        status, found, detail, _ = last_poll(one)
        assert (status, found) == ("failed", reason) and words in detail


@pytest.mark.parametrize("form", [b"{}", b'{"articles": []}', list_rss()], ids=["braces", "empty list", "RSS"])
def test_no_results_are_no_failure(tmp_path: Path, form: bytes) -> None:
    with watching(tmp_path, QUERY, lambda _: Reply(form, JSON)) as (one, _):
        one.poll("first")
        assert last_poll(one) == ("ok", "", "", 0)


def test_a_refused_query_costs_no_other_one_but_a_throttled_one_ends_the_poll(tmp_path: Path) -> None:
    replies = {
        "0": Reply(b"Your query was too short or too long.", TEXT),
        "1": Reply(api_json(Listed("https://a.example/x")), JSON),
        "2": Reply(b"Please limit requests to one every 5 seconds", TEXT),
    }
    with watching(tmp_path, terms(5), lambda request: replies[request.query[1]]) as (one, requests):
        one.poll("first")
        assert [request.query[1] for request in requests] == ["0", "1", "2"]
        assert last_poll(one)[0] == "ok" and "too short or too long" in last_poll(one)[2]
        assert outlets(one) == ["https://a.example/x"]


def test_a_topic_without_a_name_that_can_be_searched_says_so(tmp_path: Path) -> None:
    with watching(tmp_path, QUERY.replace('"ferry"', '"boats"'), lambda _: MISSING) as (one, requests):
        one.poll("first")
        assert last_poll(one)[:2] == ("failed", "query_refused") and "nothing to ask" in last_poll(one)[2]
    assert requests == []
