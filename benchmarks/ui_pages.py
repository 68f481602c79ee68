"""Measure the server time of each plugin page in a lake of synthetic articles, and Airflow's health meanwhile.

`python -m benchmarks.ui_pages --articles 1000000 [--home FOLDER]` starts a real Airflow with our plugin, in which
nothing else runs. A viewer requests the pages one by one, first after each of `LANDINGS` landings, then `LAPS` times.
At the end four viewers request all pages at the same time; a page whose turn does not come in ten seconds says so.
`--home`: where to keep the lake, and its search index, for another run; by default both are rebuilt.
"""

import argparse
import http.client
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles

from benchmarks import analyst_queries
from benchmarks.synthetic_content import text, word
from newsvane import lake, search
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Article, Grouping, Quarantined
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.servers.process import free_port

PROJECT = Path(__file__).resolve().parents[1]
LAPS, LANDINGS = 15, 5
VIEWERS = 4
QUARANTINED = 300
HEALTH = "/api/v2/monitor/health"
MAX_MS, MAX_HEALTH_MS = 300, 100
LATER, MAX_LATER_MS = "Distinguishing words, after the search", 1_000
"""A part of a page that is loaded when the page is shown."""

_REST = """
INSERT INTO entries BY NAME
SELECT
    'e1_' || article_id[4:] AS entry_id, feed_id, url, canonical_url, title, fetched_at AS seen_at,
    'article' AS outcome, article_id, 1 AS tries, '' AS guid, 'article' AS kind, '' AS content_hash
FROM articles;

INSERT INTO skipped BY NAME
SELECT
    url || '-gone' AS url, 'fetch' AS stage,
    ['http_404', 'http_500', 'timeout', 'robots', 'no_text', 'advert'][(1 + hash(article_id) % 6)::INTEGER] AS reason,
    'it did not answer' AS detail, feed_id, fetched_at AS skipped_at, hash(article_id) % 6 = 1 AS will_retry,
    'fill' AS run_id
FROM articles WHERE hash(article_id, 'skipped') % 5 = 0;

INSERT INTO outbox BY NAME
SELECT
    'k_' || article_id AS key, 'a-rule' AS rule, 'webhook' AS channel, story_id, article_id, 'A title' AS subject,
    repeat('text ', 200) AS body, repeat('html ', 200) AS html, grouped_at AS created_at,
    if(hash(article_id) % 50 = 0, 'dead', 'delivered') AS state, 1 AS attempts,
    grouped_at + INTERVAL 1 MINUTE AS settled_at, '' AS feed_id, []::VARCHAR[] AS covers, 'story' AS kind
FROM article_groups WHERE hash(article_id, 'told') % 20 = 0;

INSERT INTO deliveries BY NAME
SELECT key, channel, settled_at AS attempted_at, state = 'delivered' AS ok, 1 AS attempt, 'http_410' AS reason,
    'it answered 410' AS detail
FROM outbox;

INSERT INTO feed_states BY NAME
SELECT
    feed_id, url AS feed_url, url, now() AS polled_at, if(hash(feed_id) % 9 = 0, 'failed', 'ok') AS status,
    if(hash(feed_id) % 9 = 0, 'http_500', '') AS reason, if(hash(feed_id) % 9 = 0, 'it answered 500', '') AS detail,
    if(hash(feed_id) % 9 = 0, 2, 0) AS failures, now() + INTERVAL 1 HOUR AS next_poll_at, 3600 AS interval_seconds
FROM feeds;

INSERT INTO feed_daily BY NAME
SELECT
    feed_id, (today() - d::INTEGER)::DATE AS day, 24 AS polls, (hash(feed_id, d) % 9 = 0)::INTEGER AS failed,
    (hash(feed_id, d) % 12)::INTEGER AS fresh, (hash(feed_id, d) % 12)::INTEGER AS new, 4000 AS duration_ms
FROM feeds, range(365) AS t(d);

INSERT INTO entities BY NAME
SELECT
    'entity-' || n AS entity_id, ['person', 'org', 'place'][(1 + n % 3)::INTEGER] AS kind, 'Name ' || n AS name,
    n % 20 = 0 AS known, if(kind = 'place', 'IR', NULL) AS country,
    if(kind = 'place', 25 + n % 14, NULL)::DOUBLE AS latitude,
    if(kind = 'place', 45 + n % 17, NULL)::DOUBLE AS longitude
FROM range(2000) AS t(n);

INSERT INTO article_names BY NAME
SELECT
    article_id, split_part(key, ':', 2) AS entity_id, [entity_id] AS written, 1 + hash(key, article_id) % 3 AS mentions,
    'text' AS position, key = place AND hash(article_id, 'event') % 2 = 0 AS is_event_place, fetched_at
FROM (
    SELECT
        article_id, fetched_at, unnest(name_keys) AS key,
        coalesce(list_filter(name_keys, lambda each: each LIKE 'place:%')[1], '') AS place
    FROM articles
)
ORDER BY fetched_at;

INSERT INTO acts BY NAME
SELECT
    'act-' || n AS act_id, 'pause_feed' AS kind, 'feed-outlet-' || n || '.example' AS target, '' AS reason,
    'admin' AS done_by, now() - INTERVAL (n) DAY AS asked_at, asked_at AS done_at, 'done' AS state, 'paused' AS words
FROM range(200) AS t(n);
"""

_EXAMPLES = """
WITH translation AS (
    SELECT g.story_id, g.article_id, g.copy_of FROM article_groups AS g JOIN articles USING (article_id)
    WHERE g.copy_kind = 'translation' AND len(topics) > 0 ORDER BY fetched_at LIMIT 1 OFFSET 1000
)
SELECT
    story_id AS story, article_id AS article, copy_of AS original,
    (SELECT outlet FROM articles GROUP BY outlet ORDER BY count(*) DESC LIMIT 1) AS outlet,
    (SELECT article_id FROM quarantine LIMIT 1) AS held,
    (SELECT key FROM outbox LIMIT 1) AS message,
    (SELECT entity_id FROM article_names GROUP BY entity_id ORDER BY count(*) DESC LIMIT 1) AS name
FROM translation
"""


@dataclass
class PageTimes:
    """Milliseconds of the responses to one address.

    `first`: the first look after each of several landings. `rest`: after that. `together`: with several viewers at
    once. `refused`: how often it answered then that others are in line, or that it takes too long (503).
    """

    path: str
    first: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    refused: int = 0


def fill(settings: Settings, size: int) -> None:
    """Create a lake of that size, including what the pages show beside articles."""
    analyst_queries.fill(settings, size, [text(number) for number in range(analyst_queries.TEXTS)])
    now = datetime.now(UTC)
    held = tuple(
        Quarantined(article=_make_article(f"refused-{number}"), reasons=("words_min",), run_id="fill", at=now)
        for number in range(QUARANTINED)
    )
    with exclusive(settings) as con, transaction(con):
        con.execute(_REST)
    with lake.writer(settings) as con:
        lake.land_articles(con, lake.Batch(run_id="fill", now=now, quarantined=held))


def _make_article(name: str) -> Article:
    url = f"https://outlet-1.example/{name}"
    return Article(
        article_id=f"a1_{name}", url=url, canonical_url=url, outlet="outlet-1.example", title=f"Title {name}",
        text="Too short.", words=2, language="en", topics=("mek",), fetched_at=datetime.now(UTC),
    )  # fmt: skip


def find_addresses(settings: Settings) -> dict[str, str]:
    """Return an address for each page, by the name of the page."""
    with lake.connect(settings=settings) as con:
        ((story, article, original, outlet, held, message, name),) = con.execute(_EXAMPLES).fetchall()
    return {
        "Coverage": "",
        "Coverage of a topic": "?topic=mek",
        "Coverage by month": "?grain=month",
        "Coverage, filtered": f"?topic=iran&language=en&outlet={outlet}&kind=state&grain=week",
        "Story": f"stories/{story}",
        "Article": f"articles/{article}?q=iran",
        "Two articles side by side": f"articles/{original}/compare/{article}",
        "Outlet": f"outlets/{outlet}",
        "Outlet, two years": f"outlets/{outlet}?days=730",
        "Topic": "topics/mek",
        "Topic, two years": "topics/iran?days=730",
        "Names": "names",
        "Names that rise": "names?by=rising",
        "Names that are new": "names?by=new",
        "Names, found by a part": "names?find=name",
        "Name": f"names/{name}",
        "Name, two years": f"names/{name}?days=730",
        "Feeds": "feeds",
        "Quarantine": "quarantine",
        "Quarantine, skipped for one reason": "quarantine?stage=fetch&reason=http_404",
        "One quarantined article": f"quarantine/{held}",
        "Alerts": "alerts",
        "Alerts, filtered": "alerts?rule=a-rule&channel=webhook&state=dead&page=2",
        "Alert rules": "alerts/rules",
        "One alert rule": "alerts/rule/a-rule",
        "Alert channels": "alerts/channels",
        "One alert": f"alerts/message/{message}",
        "Alerts as Atom": "alerts.atom",
        "Labels": "labels",
        "Labels, a sample to review": "labels?topic=mek",
        "Sources": "sources",
        "Provenance": "provenance",
        "Status": "status",
        "Quality": "quality/",
        "Actions": "actions",
        "Runbook": "runbook",
        LATER: f"search/distinguishing-words?q={word(19_000)}&words=1",
        **{f"Search, {name}": f"search?{query}" for name, query in _list_searches().items()},
    }


def _list_searches() -> dict[str, str]:
    """Return the query part of the address of each search, by what it is."""
    first, second, _ = text(0).lower().split()[20:23]
    frequent, rare = word(30), word(19_000)
    return {
        "a word in every other article": f"q={frequent}",
        "a word in one article in 400": f"q={rare}",
        "a word in no article": "q=antidisestablishmentarian",
        "a phrase": f"q=%22{first}+{second}%22",
        "two queries side by side": f"q={rare}&q={frequent}",
        "by rank": f"q={rare}&order=rank",
        "with distinguishing words": f"q={rare}&words=1",
        "a year": f"q={rare}&since={datetime.now(UTC).date() - timedelta(days=365)}",
    }


class Viewer:
    """A logged-in user with one connection."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Accept": "text/html", "Authorization": f"Bearer {token}"}

    def request(self, path: str) -> float:
        """Request a page; return the milliseconds until the whole response has arrived. Raises AssertionError."""
        milliseconds, status = self.try_request(path)
        if status != HTTPStatus.OK:
            raise AssertionError(f"{path}: HTTP {status}")
        return milliseconds

    def try_request(self, path: str) -> tuple[float, int]:
        """Request a page; return the milliseconds until the whole response has arrived, and its status."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        response = self._connection.getresponse()
        response.read()
        return (time.perf_counter() - began) * 1000, response.status


@contextmanager
def _measuring_health(port: int, token: str) -> Iterator[list[float]]:
    """Request Airflow's health ten times per second while the block runs; yield the milliseconds of the responses."""
    found: list[float] = []
    done = threading.Event()

    def request_repeatedly() -> None:
        viewer = Viewer(port, token)
        while not done.wait(0.1):
            found.append(viewer.request(HEALTH))

    thread = threading.Thread(target=request_repeatedly)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()


def measure(settings: Settings) -> tuple[dict[str, PageTimes], list[float]]:
    """Return the times of the pages, and the milliseconds of Airflow's health checks meanwhile."""
    pages = {name: PageTimes(f"/newsvane/{path}") for name, path in find_addresses(settings).items()}
    environment = {"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(PROJECT / "include" / "watch")}
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "airflow"
        with Standalone(PROJECT, home, port=port, environment=environment, password="admin") as airflow:
            token = _log_in(port)
            viewer = Viewer(port, token)
            for page in pages.values():
                viewer.request(page.path)
            with _measuring_health(port, token) as health:
                viewer = Viewer(port, token)
                for _ in range(LANDINGS):
                    _change_lake(settings)
                    for page in pages.values():
                        page.first.append(viewer.request(page.path))
                search.update_index(settings)  # as newsvane_trends does, a minute later
                for _ in range(LAPS):
                    for page in pages.values():
                        page.rest.append(viewer.request(page.path))
                with ThreadPoolExecutor(VIEWERS) as pool:
                    list(pool.map(lambda _: _request_all(Viewer(port, token), pages), range(VIEWERS)))
            airflow.require_running()
    return pages, health


def _log_in(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"username": "admin", "password": "admin"})
    connection.request("POST", "/auth/token", body=body, headers={"Content-Type": "application/json"})
    token: str = json.loads(connection.getresponse().read())["access_token"]
    return token


def _request_all(viewer: Viewer, pages: dict[str, PageTimes]) -> None:
    for _ in range(3):
        for page in pages.values():
            milliseconds, status = viewer.try_request(page.path)
            if status not in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}:
                raise AssertionError(f"{page.path}: HTTP {status}")
            page.together.append(milliseconds)
            page.refused += status != HTTPStatus.OK


def _change_lake(settings: Settings) -> None:
    """Land an article, as happens every few minutes, so that cached results are no longer valid."""
    new = _make_article(f"new-{time.time_ns()}")
    grouping = Grouping(article_id=new.article_id, story_id=f"s1_{new.article_id}")
    batch = lake.Batch(run_id="new", now=new.fetched_at, articles=(new,), groupings=(grouping,))
    with lake.writer(settings) as con:
        lake.land_articles(con, batch)
        lake.refresh_trends(con, lake.list_stale_days(con))


def _percentile_95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(times, n=20)[-1]


def make_report(size: int, pages: dict[str, PageTimes], health: list[float]) -> str:
    """Return the measurements as Markdown."""
    rows = [
        f"| {size:,} articles | median ms | 95th percentile | just after a landing | median with {VIEWERS} viewers "
        "| refused |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, page in pages.items():
        costs = (median(page.rest), _percentile_95(page.rest), median(page.first), median(page.together))
        refused = f"{page.refused} of {len(page.together)}" if page.refused else ""
        rows.append(f"| {name} | {' | '.join(f'{cost:,.0f}' for cost in costs)} | {refused} |")
    rows.append(f"| Airflow's health meanwhile | {median(health):,.0f} | {_percentile_95(health):,.0f} | | | |")
    return "\n".join(rows)


def main() -> None:
    """Print the table. The exit code is 1 if a page or the health check takes too long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=chosen.home or Path(folder))
        if not settings.catalog_path.exists():
            fill(settings, chosen.articles)
        search.update_index(settings)
        pages, health = measure(settings)
    print(make_report(chosen.articles, pages, health))
    limits = dict.fromkeys(pages, MAX_MS) | {LATER: MAX_LATER_MS}
    slow = [name for name, page in pages.items() if max(median(page.rest), median(page.first)) > limits[name]]
    slow += ["health"] if median(health) > MAX_HEALTH_MS else []
    if slow:
        raise SystemExit(f"too slow: {', '.join(slow)}")


if __name__ == "__main__":
    main()
