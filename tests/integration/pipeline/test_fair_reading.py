"""What one source can have us request of the servers of others, and how often, over real HTTP."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsvane import lake
from newsvane.pipeline.concurrency import READ_SECONDS
from newsvane.records import FOREIGN_PAGES_PER_SITE
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.installation import ENGLISH, TOPICS, Installation
from tests.support.installation import page as article
from tests.support.list_services import MISSING, Listed, Reply, Request, list_rss, serve_lists
from tests.support.outlet import rss
from tests.support.terminal import Terminal
from tests.support.virtual_clock import VirtualClock

LIST = '[[source]]\nid = "list"\nkind = "aggregator"\nurl = "http://list.example/all.json"\n'
OWN_FEED = '[[feed]]\nid = "victim"\nurl = "http://victim.example/feed"\n'
NEWS_PAGE = '[[source]]\nid = "news"\nkind = "page"\nurl = "http://post.example/news"\n'
ALERTS = """
[[channel]]
id = "desk"
url = "json://127.0.0.1:9/"

[[rule]]
id = "ferries"
title = "Ferries"
topics = ["ferry"]
channels = ["desk"]
max_age_days = 30
"""
GONE = Reply(b"gone", status=410)
PAGE = Reply(article("Ferry stays in port", ENGLISH).body.encode())
OUTCOMES = "SELECT outcome, count(*) FROM entries WHERE feed_id = 'list' GROUP BY outcome ORDER BY outcome"


@contextmanager
def watching(
    folder: Path, feeds: str, respond: Callable[[Request], Reply], *, robots: Reply = MISSING
) -> Iterator[tuple[Installation, Counter[str]]]:
    """Yield an installation that watches these sources, and a counter of the requests by address without scheme."""
    (watch := folder / "watch").mkdir()
    for name, text in (("feeds", feeds), ("topics", TOPICS), ("alerts", "")):
        (watch / f"{name}.toml").write_text(text, "utf-8")
    asked: Counter[str] = Counter()

    def answer(request: Request) -> Reply:
        asked[request.host + request.path] += 1
        return respond(request)

    with serve_lists(answer, robots=robots) as (connect_to, _):
        given = {"home": folder / "home", "watch": watch, "connect_to": connect_to, "host_delay": 0}
        yield Installation(create_lake(Settings.model_validate(given))), asked


def list_of(title: str, *links: str) -> Reply:
    rows = ({"url": f"http://{link}", "title": f"{title} {link}"} for link in links)
    return Reply("".join(f"{json.dumps(row)}\n" for row in rows).encode(), "application/json")


def pass_hours(one: Installation, hours: int) -> None:
    """Make all that the lake knows of entries so much older."""
    columns = ("seen_at", "changed_at", "next_try_at")
    with lake.writer(one.settings) as con:
        con.execute(f"UPDATE entries SET {', '.join(f'{each} = {each} - INTERVAL {hours} HOURS' for each in columns)}")


def terminal_of(one: Installation, **changes: float) -> Terminal:
    """Return a terminal for the commands of an installation with these settings changed."""
    names = ("home", "watch", "connect_to")
    given = {name: getattr(one.settings, name) for name in names} | changes
    return Terminal({f"NEWSVANE_{name.upper()}": str(value) for name, value in given.items()}, {})


def requests_to(asked: Counter[str], host: str) -> int:
    return sum(count for address, count in asked.items() if urlsplit(f"//{address}").hostname == host)


def test_a_source_has_so_many_pages_of_a_host_of_others_read_per_day(tmp_path: Path) -> None:
    titles = iter(("The ferry", "A ferry", "Ferries and a ferry"))
    made_up = [f"victim.example/made-up/{number}" for number in range(400)]

    def respond(request: Request) -> Reply:
        if request.path == "/feed":
            return Reply(rss("one", "two", host="victim.example").body.encode(), "application/rss+xml")
        if request.host == "list.example":
            return list_of(next(titles), *made_up, "other.example/x")
        return PAGE if "made-up" not in request.path else GONE

    with watching(tmp_path, LIST + OWN_FEED, respond) as (one, asked):
        one.cycle("first")
        own = {"victim.example/feed", "victim.example/one", "victim.example/two"}
        assert asked.keys() >= own | {"other.example/x"}
        assert requests_to(asked, "victim.example") == len(own) + FOREIGN_PAGES_PER_SITE
        left = "SELECT feed_id, reason, count(*) FROM skipped WHERE stage = 'parse' GROUP BY ALL"
        assert one.query(left) == [("list", "host_quota", 400 - FOREIGN_PAGES_PER_SITE)]
        (state,) = [row["words"] for row in terminal_of(one).run_json("feeds", "list") if row["feed_id"] == "list"]
        assert "300 pages of other outlets left out today" in state
        asked.clear()
        one.cycle("changed titles")
        assert requests_to(asked, "victim.example") == 1, "its feed"
        assert one.query(left) == [("list", "host_quota", 400 - FOREIGN_PAGES_PER_SITE)], "each is told once"
        pass_hours(one, 25)
        one.cycle("a day later, changed titles")
        assert requests_to(asked, "victim.example") == 2 + FOREIGN_PAGES_PER_SITE, "also of those left out before"


def test_an_address_that_is_gone_is_asked_once_a_day_however_a_source_of_others_changes_its_title(
    tmp_path: Path,
) -> None:
    version = iter(range(100))

    def respond(request: Request) -> Reply:
        if request.host == "list.example":
            return list_of(f"Ferry {next(version)}", "victim.example/gone", "victim.example/there")
        return GONE if request.path == "/gone" else PAGE

    with watching(tmp_path, LIST, respond) as (one, asked):
        for hour in range(0, 36, 6):
            one.cycle(f"hour {hour}")
            pass_hours(one, 6)
        assert (asked["victim.example/gone"], asked["victim.example/there"]) == (2, 2)
        assert asked["list.example/all.json"] == 6


def test_titles_that_change_while_a_page_is_read_do_not_have_it_read_again(tmp_path: Path) -> None:
    version = iter(range(100))

    def respond(request: Request) -> Reply:
        return list_of(f"Ferry {next(version)}", "victim.example/x") if request.host == "list.example" else GONE

    with watching(tmp_path, LIST, respond) as (one, asked):
        one.poll("first")
        one.read("first")
        one.poll("second")
        one.land("first")
        one.cycle("third")
        assert asked["victim.example/x"] == 1
        assert one.query(OUTCOMES) == [("pending", 1)]


def test_a_list_page_that_changes_its_titles_at_each_poll_has_its_pages_read_every_six_hours(tmp_path: Path) -> None:
    version = iter(range(100))

    def respond(request: Request) -> Reply:
        if request.path != "/news":
            return PAGE
        number = next(version)
        rows = "".join(
            f"<div class=item><h2><a href=/2026/11/ferry-{each}>The ferry {each} waits in port, part {number}</a></h2>"
            "<time datetime=2026-11-24>x</time></div>"
            for each in range(3)
        )
        return Reply(f"<html lang=en><title>News</title><main>{rows}</main></html>".encode())

    with watching(tmp_path, NEWS_PAGE, respond) as (one, asked):
        for hour in range(0, 14, 2):
            one.cycle(f"hour {hour}")
            pass_hours(one, 2)
        assert asked["post.example/news"] == 7
        assert {asked[f"post.example/2026/11/ferry-{each}"] for each in range(3)} == {3}


def test_what_others_publish_lands_and_is_told_while_a_host_with_many_pages_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VirtualClock(monkeypatch).goes_on = True
    many, few = [f"many-{number}" for number in range(7)], ["few-1", "few-2"]
    feeds = "".join(f'[[feed]]\nid = "{name}"\nurl = "http://{name}.example/feed"\n' for name in ("many", "few"))

    def respond(request: Request) -> Reply:
        if request.path == "/feed":
            links = many if request.host == "many.example" else few
            return Reply(rss(*links, host=request.host).body.encode(), "application/rss+xml")
        return PAGE

    with watching(tmp_path, feeds, respond) as (one, _):
        (one.settings.watch / "alerts.toml").write_text(ALERTS, "utf-8")
        summary = terminal_of(one, host_delay=READ_SECONDS / 3).run_json("run", code=1)
        assert summary["read"]["articles"] == summary["landed"]["new"] == len(many + few)
        assert summary["landed"]["to_read"] == 0
        runs = one.query("SELECT outlet, count(*) FROM articles GROUP BY run_id, outlet ORDER BY run_id, outlet")
        assert runs == [("few.example", 2), *(("many.example", pages) for pages in (3, 3, 1))]
        told, last = one.query("SELECT (SELECT min(attempted_at) FROM deliveries), max(fetched_at) FROM articles")[0]
        assert told < last
        assert "messages waiting for another try: 1 " in summary["alerts_waiting"]


def test_a_run_reads_no_more_pages_than_its_limit_in_all_rounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [f"p{number}" for number in range(7)]

    def respond(request: Request) -> Reply:
        return (
            Reply(rss(*pages, host=request.host).body.encode(), "application/rss+xml")
            if "feed" in request.path
            else PAGE
        )

    VirtualClock(monkeypatch).goes_on = True
    with watching(tmp_path, '[[feed]]\nid = "one"\nurl = "http://one.example/feed"\n', respond) as (one, _):
        done = terminal_of(one, host_delay=READ_SECONDS / 3, read_limit=5).run("run")
        assert "To read" in done.stdout
        assert one.query("SELECT outcome, count(*) FROM entries GROUP BY outcome ORDER BY outcome") == [
            ("article", 5),
            ("pending", 2),
        ]


def test_what_one_source_had_left_out_another_one_may_have_read(tmp_path: Path) -> None:
    made_up = [f"victim.example/made-up/{number}" for number in range(2 * FOREIGN_PAGES_PER_SITE)]
    others: list[str] = []

    def respond(request: Request) -> Reply:
        if request.host == "list.example":
            return list_of("Ferry", *made_up, *[f"victim.example/real/{number}" for number in range(5)])
        if request.host == "honest.example":
            return list_of("A ferry", *others)
        return PAGE if "real" in request.path else GONE

    honest = LIST.replace('"list"', '"honest"').replace("list.example", "honest.example")
    with watching(tmp_path, LIST + honest, respond) as (one, asked):
        one.cycle("first")
        left_out = [
            f"victim.example/real/{number}" for number in range(5) if f"victim.example/real/{number}" not in asked
        ]
        assert left_out, "some must be beyond the quota"
        others += left_out
        one.cycle("second")
        assert asked.keys() >= {*left_out}


def test_the_hosts_of_one_domain_share_what_a_source_may_have_read_of_it(tmp_path: Path) -> None:
    hosts = [f"w{number}.victim.example/x" for number in range(2 * FOREIGN_PAGES_PER_SITE)]
    accounts = [f"w{number}.blogspot.com/x" for number in range(FOREIGN_PAGES_PER_SITE + 5)]

    def respond(request: Request) -> Reply:
        return list_of("Ferry", *hosts, *accounts) if request.host == "list.example" else GONE

    with watching(tmp_path, LIST, respond) as (one, asked):
        one.cycle("first")
        assert sum(address.endswith("victim.example/x") for address in asked) == FOREIGN_PAGES_PER_SITE
        assert asked.keys() >= {*accounts}, "each account of a platform is an outlet"


def test_pages_of_others_to_which_a_source_redirects_are_counted_and_not_requested_again(tmp_path: Path) -> None:
    titles = iter(f"Ferry {number}" for number in range(100))
    links = [f"evil.example/go/{number}" for number in range(FOREIGN_PAGES_PER_SITE + 20)]

    def respond(request: Request) -> Reply:
        if request.path == "/feed":
            title = next(titles)
            items = (Listed(f"http://{link}", f"{title} of {link}") for link in links)
            return Reply(list_rss(*items), "application/rss+xml")
        if request.host == "evil.example":
            return Reply(status=302, location=f"http://w{request.path[4:]}.victim.example/x")
        return GONE

    def asked_of_victim(asked: Counter[str]) -> int:
        return sum(count for address, count in asked.items() if address.endswith(".victim.example/x"))

    feed = '[[feed]]\nid = "evil"\nurl = "http://evil.example/feed"\n'
    with watching(tmp_path, feed, respond) as (one, asked):
        one.cycle("first")
        assert asked_of_victim(asked) == FOREIGN_PAGES_PER_SITE
        left_out = "SELECT reason, count(*) FROM skipped WHERE reason = 'host_quota' GROUP BY reason"
        assert one.query(left_out) == [("host_quota", 20)]
        links += [f"evil.example/go/{number}" for number in range(900, 905)]
        for run in ("second", "third"):
            one.cycle(run)
        assert asked_of_victim(asked) == FOREIGN_PAGES_PER_SITE, "neither under new titles nor by new addresses"
        pass_hours(one, 25)
        links.append("evil.example/go/950")
        one.cycle("a day later")
        assert asked_of_victim(asked) == 2 * FOREIGN_PAGES_PER_SITE


def test_a_crawl_delay_is_kept_from_one_round_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = VirtualClock(monkeypatch)
    clock.goes_on = True
    links = [f"p{number}" for number in range(7)]
    moments: list[float] = []

    def respond(request: Request) -> Reply:
        if request.path == "/feed":
            return Reply(rss(*links, host=request.host).body.encode(), "application/rss+xml")
        moments.append(clock.seconds)
        return PAGE

    feed, robots = '[[feed]]\nid = "one"\nurl = "http://one.example/feed"\n', Reply(b"User-agent: *\nCrawl-delay: 25")
    with watching(tmp_path, feed, respond, robots=robots) as (one, _):
        terminal_of(one).run("run")
    assert len(moments) == 7
    assert {later - before for before, later in pairwise(moments)} == {25}


def test_no_failure_of_a_poll_quotes_the_key_in_the_address_of_its_source(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feed = '[[feed]]\nid = "paid"\nurl = "http://paid.example/feed?format=rss&key=s3cret-key"\n'
    with watching(tmp_path, feed, lambda _: GONE) as (one, _), caplog.at_level(logging.DEBUG):
        one.poll("first")
        [(reason, detail)] = one.query("SELECT reason, detail FROM feed_polls")
    assert reason == "http_410"
    assert "http://paid.example/feed?format=…&key=…" in detail
    assert "s3cret" not in caplog.text
