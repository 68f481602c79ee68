"""Compare a lake with the ground truth of the news world.

Compared are landed articles, quarantined and skipped ones with the reasons, who listed them first, what each source
found and delivered, failed feeds and delivered alerts.
"""

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from newsvane import lake, urls
from newsvane.settings import Settings
from tests.world import neighbour
from tests.world.content import HERE, World

ARTICLES = """
SELECT a.canonical_url, a.title, a.language, a.page_language, a.published_at, a.text, a.translation_state,
       a.translation_notice_language AS notice_language, a.translation_source_url AS source_url,
       a.translation_post_edited AS post_edited, a.kind, g.copy_kind, original.canonical_url AS copy_of,
       (SELECT list(t.topic ORDER BY t.topic) FROM article_topics t WHERE t.article_id = a.article_id) AS topics
FROM articles a
LEFT JOIN article_groups g USING (article_id)
LEFT JOIN articles original ON original.article_id = g.copy_of
"""
FACTS: tuple[str, ...] = ("language", "page_language", "translation_state", "notice_language", "source_url", "topics")
FACTS += ("copy_of", "copy_kind", "title", "kind", "post_edited")

SOURCES = """
SELECT
    d.feed_id, d.source_kind AS kind, p.status, p.reason, p.detail, p.entries_seen AS entries,
    (SELECT coalesce(sum(u.entries), 0)::BIGINT FROM unread_daily AS u WHERE u.feed_id = d.feed_id) AS only_listed,
    {'entries': d.entries, 'articles': d.articles, 'on_topic': d.on_topic, 'outlets': d.outlets} AS delivered
FROM source_deliveries AS d
JOIN feed_polls AS p USING (feed_id)
QUALIFY row_number() OVER (PARTITION BY d.feed_id ORDER BY p.polled_at) = 1
"""
REFUSED = re.compile(r"(\d+) of \d+ entries with an address that is not on the public web")
"""What the detail of a poll says about private addresses in a list."""


def differences(settings: Settings, world_began: datetime, *, with_neighbour: bool = False) -> list[str]:
    """Return one line per difference between the lake and the ground truth.

    `world_began`: as `Scene.began`. `with_neighbour`: the hostile neighbour is watched.
    """
    truth: dict[str, Any] = json.loads((HERE / "truth.json").read_text("utf-8"))
    if with_neighbour:
        truth["articles"] |= neighbour.truth(World(world_began))
        truth["feeds"] |= neighbour.FEEDS
    with lake.connect(settings=settings) as connection:
        return [
            *_articles(connection, truth["articles"], world_began),
            *_found_by(connection, truth["articles"]),
            *_sources(connection, truth["feeds"]),
            *_doubled(connection),
            *_alerts(connection, truth["alerts"]),
        ]


def received(log: Path) -> list[dict[str, Any]]:
    """Return the messages that the receivers accepted, in order. For a mail, `key` is taken from the Message-ID."""
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return [row | {"key": row["key"].strip("<>").partition("@")[0]} for row in map(json.loads, lines)]


def _articles(connection: Any, truth: dict[str, Any], began: datetime) -> list[str]:
    wrong = []
    landed = {row["canonical_url"]: row for row in _rows(connection, ARTICLES)}
    held = {urls.canonical(row["url"]): row for row in _rows(connection, "SELECT url, reasons FROM quarantine")}
    skipped: dict[str, set[tuple[str, bool]]] = {}
    for row in _rows(connection, "SELECT url, reason, will_retry FROM skipped"):
        skipped.setdefault(urls.canonical(row["url"]), set()).add((row["reason"], row["will_retry"]))
    for address, expected in truth.items():
        outcome = expected["outcome"]
        if outcome == "article":
            facts = landed.get(address)
            wrong += [f"{address}: not landed"] if facts is None else _facts(address, facts, expected, began)
        elif outcome == "quarantined":
            reasons = sorted(held[address]["reasons"]) if address in held else None
            if reasons != sorted(expected["reason"]):
                wrong.append(f"{address}: quarantined for {reasons}, not {expected['reason']}")
        elif outcome == "skipped":
            said, want = skipped.get(expected.get("entry", address)), {(expected["reason"], expected["will_retry"])}
            if said != want:
                wrong.append(f"{address}: skipped for {said}, not {want}")
    for outcome, found in (("article", landed), ("quarantined", held), ("skipped", skipped)):
        planned = {
            e.get("entry", a) if outcome == "skipped" else a for a, e in truth.items() if e["outcome"] == outcome
        }
        wrong += [f"{address}: {outcome}, not planned" for address in found.keys() - planned]
    return wrong


def _facts(address: str, row: dict[str, Any], expected: dict[str, Any], began: datetime) -> list[str]:
    wrong = []
    for fact in FACTS:
        want, have = expected.get(fact), row[fact]
        if fact == "topics":
            want, have = sorted(want or []), sorted(have or [])
        if fact == "source_url" and want and have:
            want, have = urls.canonical(want), urls.canonical(have)
        if want != have and not (fact == "title" and want is None):
            wrong.append(f"{address}: {fact} is {have!r}, not {want!r}")
    hours, published = expected["published_at_offset_hours"], row["published_at"]
    if (hours is None) != (published is None):
        wrong.append(f"{address}: published {published}, not {hours} h")
    elif hours is not None and abs(published - began - timedelta(hours=hours)) > timedelta(minutes=1):
        wrong.append(f"{address}: published {published}, not {began + timedelta(hours=hours)}")
    if bool(row["text"]) != bool(expected["topics"]):
        wrong.append(f"{address}: text kept: {bool(row['text'])}, topics {expected['topics']}")
    return wrong


def _found_by(connection: Any, truth: dict[str, Any]) -> list[str]:
    """Compare which source listed each entry first. No entry may be missing or unplanned."""
    rows = _rows(connection, "SELECT canonical_url, found_by FROM entries")
    found = {row["canonical_url"]: row["found_by"] for row in rows}
    planned = {each.get("entry", url): each["found_by"] for url, each in truth.items() if "found_by" in each}
    return [
        f"entry {url}: found by {found.get(url)}, not {planned.get(url)}"
        for url in sorted(found.keys() | planned.keys())
        if found.get(url) not in planned.get(url, ())
    ]


def _sources(connection: Any, truth: dict[str, Any]) -> list[str]:
    """Compare what each source found in its first poll, and what it was the first to list."""
    found = {row.pop("feed_id"): row for row in _rows(connection, SOURCES)}
    for row in found.values():
        refused = REFUSED.search(row.pop("detail"))
        row["refused"] = int(refused[1]) if refused else 0
    wrong = [f"source {each}: polled {each in found}, planned {each in truth}" for each in found.keys() ^ truth.keys()]
    return wrong + [
        f"source {source}: {fact} is {found[source][fact]}, not {want}"
        for source in sorted(found.keys() & truth.keys())
        for fact, want in truth[source].items()
        if want is not None and found[source][fact] != want
    ]


def _doubled(connection: Any) -> list[str]:
    keys = {
        "articles": "article_id",
        "article_groups": "article_id",
        "article_topics": "article_id, topic",
        "entries": "entry_id",
        "feeds": "feed_id",
        "outbox": "key",
    }
    return [
        f"{table}: {len(rows)} doubled rows"
        for table, key in keys.items()
        if (rows := _rows(connection, f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1"))
    ]


def _alerts(connection: Any, truth: dict[str, Any]) -> list[str]:
    alerts = _rows(connection, "SELECT rule, channel, state, count(*) AS stories FROM outbox GROUP BY ALL")
    found = Counter({(row["rule"], row["channel"]): row["stories"] for row in alerts if row["state"] == "delivered"})
    planned = Counter({(rule, ch): e["stories"] for rule, e in truth.items() for ch in ("webhook", "mail")})
    return [
        f"rule {key[0]} on {key[1]}: {found[key]} stories delivered, not {planned[key]}"
        for key in sorted(found.keys() | planned.keys())
        if found[key] != planned[key]
    ]


def _rows(connection: Any, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
