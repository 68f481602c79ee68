"""A page that gets another text is another article: it silences nobody, comes first with nothing, is alerted again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.installation import page
from tests.support.outlet import Answer, moved
from tests.support.platform import Platform, open_platform, report

HONEST = "http://honest.plat.example/ferry"
STRANGER = "http://stranger.example/page"
OLD, NEW = report("old"), report("new")
EARLY = [
    "The ferry Lindholm turned back to Durres on Monday morning with 212 passengers after a fire in its engine room.",
    "Captain Arben Hoxha asked the coast guard for two tugs, which reached the ferry eleven miles off Cape Rodon.",
    "Nobody was hurt, the port authority of Durres said, and the passengers waited in the terminal until noon.",
]
LATER = [
    "All 212 passengers of the ferry Lindholm are safe in Durres, where Captain Arben Hoxha thanked the coast guard.",
    "The engine room burnt because a fuel pipe had burst; Adria Line, the owner, has stopped two sister ships as well.",
    "Divers look for oil off Cape Rodon, and the port authority of Durres will examine the ferry on Tuesday morning.",
]


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setenv("NEWSVANE_DEMO_WEBHOOK", "json://127.0.0.1:9/alerts")
    with open_platform(tmp_path) as one:
        one.publish(HONEST, "Ferry turns back", NEW)
        one.publish(STRANGER, "Ferry is painted", OLD)
        yield one


def dated(paragraphs: list[str], minutes_ago: int) -> Answer:
    """Return the report's page with a time of publication."""
    time = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    meta = f"<meta property='article:published_time' content='{time:%Y-%m-%dT%H:%M:%SZ}'></head>"
    made = page("Ferry turns back", paragraphs)
    return replace(made, body=made.body.replace("</head>", meta))


ORDER = "SELECT outlet, copy_of IS NULL FROM coverage WHERE title = 'Ferry turns back' ORDER BY url"


@pytest.mark.parametrize("share", [3, 2], ids=["all of it", "most of it"])
def test_an_old_page_that_becomes_a_copy_does_not_silence_the_report(platform: Platform, share: int) -> None:
    """Once in the poll that finds the report, for two reports one after the other."""
    platform.cycle()
    platform.cycle(stranger=[STRANGER])
    assert platform.alerts() == [("Ferry is painted", STRANGER)]
    for name in ("one", "two"):
        address = f"http://honest.plat.example/{name}"
        text = report(name)
        platform.publish(address, f"Ferry {name}", text)
        platform.publish(STRANGER, f"Ferry {name}, we hear", [*text[:share], *report(f"more {name}")[share:]])
        platform.cycle(title="new ", honest=[address], stranger=[f"{STRANGER}#{name}"])
        assert platform.installation.query(f"SELECT copy_of FROM coverage WHERE url = '{address}'") == [(None,)]
        assert (f"Ferry {name}", address) in platform.alerts()
    assert len(platform.alerts()) == 3


def test_a_copy_under_an_old_address_before_the_report_is_alerted_once(platform: Platform) -> None:
    platform.cycle()
    platform.cycle(stranger=[STRANGER])
    platform.publish(STRANGER, "Ferry turns back, we hear", NEW)
    platform.cycle(title="new ", stranger=[STRANGER])
    assert [subject for subject, _ in platform.alerts()] == ["Ferry is painted", "Ferry turns back, we hear"]
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    assert len(platform.alerts()) == 2
    assert platform.installation.query("SELECT count(DISTINCT story_id) FROM article_groups") == [(1,)]


def test_another_story_under_the_same_address_is_alerted_again(platform: Platform) -> None:
    platform.cycle(honest=[HONEST])
    platform.publish(HONEST, "Ferry is painted", OLD)
    platform.cycle(title="new ", honest=[HONEST])
    messages = "SELECT count(*) FROM outbox WHERE rule = '{}'"
    assert platform.installation.query(messages.format("story")) == [(2,)]
    assert platform.installation.query(messages.format("every")) == [(2,)]
    platform.cycle(title="new ", honest=[HONEST])
    assert platform.installation.query(messages.format("story")) == [(2,)]
    assert platform.installation.query("SELECT revision FROM articles") == [(2,)]


def test_an_article_that_comes_to_a_topic_later_is_alerted_then(platform: Platform) -> None:
    """Its text was kept for another topic, and is there as before."""
    topic = "\n[[topic]]\nid = 'late'\ntitle = 'Late'\nquery = 'late'\n"
    with (platform.installation.settings.watch / "topics.toml").open("a") as topics:
        topics.write(topic)
    flash = [each.replace("ferry", "ship") for each in NEW]
    platform.publish(HONEST, "A ship is in trouble", flash)
    platform.cycle(honest=[HONEST])
    assert platform.installation.query("SELECT topics FROM coverage") == [(["late"],)]
    assert platform.alerts() == []
    platform.publish(HONEST, "A ship is in trouble", [*flash, "It is the ferry from Bari, they said an hour later."])
    platform.cycle(title="new ", honest=[HONEST])
    assert platform.alerts() == [("A ship is in trouble", HONEST)]
    platform.cycle(title="third ", honest=[HONEST])
    assert len(platform.alerts()) == 1


@pytest.mark.parametrize("status", [301, 302])
def test_an_address_that_led_elsewhere_was_not_seen_with_its_copy(platform: Platform, status: int) -> None:
    listed = "http://stranger.example/later"
    platform.answers["stranger.example/later"] = moved(STRANGER, status)
    platform.cycle()
    platform.cycle(stranger=[listed])
    platform.cycle(honest=[HONEST], stranger=[listed])
    platform.publish(listed, "Ferry turns back", NEW)
    platform.cycle(title="new ", stranger=[listed])
    assert platform.installation.query(ORDER) == [
        ("plat.example", True),
        ("stranger.example", False),
    ]
    assert ("Ferry turns back", HONEST) in platform.alerts()


def test_a_page_that_names_an_address_first_does_not_decide_its_story(platform: Platform) -> None:
    """It is half like the report there, and half like a story that was alerted before."""
    named = "http://evil.plat.example/half"
    platform.cycle()
    platform.cycle(stranger=[STRANGER])
    platform.publish(named, "Ferry is painted", [*OLD[:2], *NEW[:2]], canonical=HONEST)
    platform.cycle(evil=[named], stranger=[STRANGER])
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    assert ("Ferry turns back", HONEST) in platform.alerts()
    stories = (
        "SELECT count(DISTINCT story_id) FROM article_groups JOIN articles USING (article_id) WHERE url IN ('{}', '{}')"
    )
    assert platform.installation.query(stories.format(HONEST, STRANGER)) == [(2,)]
    assert platform.installation.query(f"SELECT first_text FROM articles WHERE url = '{HONEST}'") == [(None,)]


def test_a_page_that_gets_its_own_text_back_stays_before_its_copy(platform: Platform) -> None:
    """Its site shows something else for a while, after others have copied the report."""
    platform.cycle()
    platform.cycle(honest=[HONEST])
    platform.publish(STRANGER, "Ferry turns back, we hear", NEW)
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    order = "SELECT url, copy_of IS NULL FROM coverage ORDER BY url"
    assert platform.installation.query(order) == [(HONEST, True), (STRANGER, False)]
    times = f"SELECT observed_at, absent_at FROM articles WHERE url = '{HONEST}'"
    before = platform.installation.query(times)
    platform.publish(HONEST, "Ferry turns back", report("maintenance")[:1])
    platform.cycle(title="new ", honest=[HONEST])
    platform.publish(HONEST, "Ferry turns back", NEW)
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    assert platform.installation.query("SELECT max(revision) FROM articles") == [(3,)]
    assert platform.installation.query(order) == [(HONEST, True), (STRANGER, False)]
    assert platform.installation.query(times) == before


def test_a_new_date_makes_no_report_younger_than_its_copy(platform: Platform) -> None:
    platform.answers["honest.plat.example/ferry"] = dated(NEW, 5)
    platform.cycle()
    platform.cycle(honest=[HONEST])
    claimed = "SELECT published_at FROM articles WHERE url LIKE '%ferry'"
    before = platform.installation.query(claimed)
    platform.publish(STRANGER, "Ferry turns back, we hear", NEW)
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    platform.answers["honest.plat.example/ferry"] = dated([*NEW, "It will sail tomorrow."], 0)
    platform.cycle(title="new ", honest=[HONEST])
    assert platform.installation.query("SELECT max(revision) FROM articles") == [(2,)]
    assert platform.installation.query(claimed) == before


@pytest.mark.parametrize("own", [True, False], ids=["its own feed", "another account"])
def test_no_account_dates_the_articles_of_another(platform: Platform, own: bool) -> None:
    name, host = ("honest", "honest.plat") if own else ("evil", "evil.plat")
    item = f"<item><title>Ferry</title><link>{HONEST}</link><pubDate>Fri, 02 Oct 2026 08:00:00 GMT</pubDate></item>"
    body = f"<rss version='2.0'><channel><title>{host}</title>{item}</channel></rss>"
    for feed in ("honest", "evil", "stranger"):
        platform.answers[f"/feed-{feed}"] = Answer("<rss version='2.0'><channel/></rss>", "application/rss+xml")
    platform.answers[f"/feed-{name}"] = Answer(body, "application/rss+xml")
    platform.installation.cycle("first")
    dated_by_feed = platform.installation.query("SELECT published_source FROM articles")
    assert dated_by_feed == [("feed" if own else "none",)]


def test_copies_stay_copies_when_their_original_is_rewritten(platform: Platform) -> None:
    """So do copies of the former text that come later. When the text is back, nothing is left of that."""
    late, title = "http://evil.plat.example/late", "Ferry Lindholm turns back to Durres harbour after an engine fire"
    platform.publish(HONEST, title, EARLY)
    copies = f"SELECT url FROM coverage WHERE copy_of IS NOT NULL AND url <> '{HONEST}' ORDER BY url"
    platform.cycle()
    platform.cycle(honest=[HONEST])
    platform.publish(STRANGER, title, EARLY)
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    platform.publish(HONEST, title, LATER)
    platform.cycle(title="new ", honest=[HONEST])
    assert platform.installation.query(copies) == [(STRANGER,)]
    platform.publish(late, title, EARLY)
    platform.cycle(honest=[HONEST], stranger=[STRANGER], evil=[late])
    assert platform.installation.query(copies) == [(late,), (STRANGER,)]
    said = (
        "SELECT count(*) FROM coverage WHERE list_contains(copy_evidence, 'plat.example has replaced this text since')"
    )
    assert platform.installation.query(said) == [(2,)]
    platform.publish(HONEST, title, EARLY)
    platform.cycle(title="third ", honest=[HONEST], stranger=[STRANGER])
    assert platform.installation.query(copies) == [(late,), (STRANGER,)]
    assert platform.installation.query(said) == [(0,)]


def test_a_page_that_gets_its_text_back_under_a_new_date_stays_before_its_copy(platform: Platform) -> None:
    platform.answers["honest.plat.example/ferry"] = dated(NEW, 5)
    platform.cycle()
    platform.cycle(honest=[HONEST])
    platform.answers["stranger.example/page"] = dated(NEW, 3)
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    platform.publish(HONEST, "Ferry turns back", report("maintenance")[:1])
    platform.cycle(title="new ", honest=[HONEST])
    platform.answers["honest.plat.example/ferry"] = dated(NEW, 0)
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    assert platform.installation.query("SELECT max(revision) FROM articles") == [(3,)]
    assert platform.installation.query(ORDER) == [("plat.example", True), ("stranger.example", False)]


def test_a_date_that_had_not_come_yet_is_corrected_without_blame(platform: Platform) -> None:
    platform.answers["honest.plat.example/ferry"] = dated(NEW, -24 * 60)
    platform.cycle()
    platform.cycle(honest=[HONEST])
    platform.answers["honest.plat.example/ferry"] = dated([*NEW, "It will sail tomorrow."], 1)
    platform.cycle(title="new ", honest=[HONEST])
    facts = "SELECT revision, published_at < now(), coalesce(date_contradicted, false) FROM articles"
    assert platform.installation.query(facts) == [(2, True, False)]


def test_a_column_that_keeps_its_guid_and_title_is_read_each_day(platform: Platform) -> None:
    for day, name in (("Thu, 01", "one"), ("Fri, 02", "two")):
        platform.publish(f"http://honest.plat.example/{name}", "The ferries today", report(name))
        item = (
            f"<item><title>The ferries today</title><guid>column</guid><link>http://honest.plat.example/{name}</link>"
            f"<pubDate>{day} Oct 2026 08:00:00 GMT</pubDate></item>"
        )
        body = f"<rss version='2.0'><channel><title>Feed</title>{item}</channel></rss>"
        platform.cycle()
        platform.answers["/feed-honest"] = Answer(body, "application/rss+xml")
        platform.installation.cycle(name)
    assert platform.installation.query("SELECT count(*) FROM articles") == [(2,)]


def test_a_flash_that_becomes_a_report_is_alerted_once(platform: Platform) -> None:
    title = "Ferry Lindholm turns back to Durres harbour after an engine fire"
    platform.publish(HONEST, title, EARLY)
    platform.cycle(honest=[HONEST])
    platform.publish(HONEST, title, LATER)
    platform.cycle(title="new ", honest=[HONEST])
    assert platform.installation.query("SELECT revision FROM articles") == [(2,)]
    assert platform.alerts() == [(title, HONEST)]
    assert len(platform.alerts("every")) == 1


def test_an_alert_names_the_other_headline_of_a_text_whose_first_publisher_is_uncertain(platform: Platform) -> None:
    platform.cycle()
    platform.answers["honest.plat.example/ferry"] = dated(NEW, 1)
    platform.answers["stranger.example/page"] = replace(
        dated(NEW, 3), body=dated(NEW, 3).body.replace("turns back", "x")
    )
    platform.cycle(honest=[HONEST], stranger=[STRANGER])
    assert platform.alerts() == [("Ferry x", STRANGER)]
    named = "The same text is also out as “Ferry turns back” (plat.example); who was first is uncertain"
    found = platform.installation.query(f"SELECT DISTINCT contains(body, '{named}') FROM outbox WHERE rule = 'story'")
    assert found == [(True,)]
