"""An article has the country and the kind of its own outlet, whoever listed it; what a feed says of its outlet wins."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.outlets import KnownOutlets
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.records import Feed
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer

WATCH = """
[[feed]]
id = "gazette"
url = "http://gazette.example/feed"
country = "MT"

[[feed]]
id = "herald"
url = "http://herald.example/feed"
kind = "other"

[[source]]
id = "list"
kind = "aggregator"
url = "http://list.example/feed"
"""
OUTLETS = """
[outlets]
"far.example" = { name = "The Far", country = "IE", language = "en", kind = "broadcaster" }
"gazette.example" = { name = "Gazette", country = "US", kind = "independent" }
"herald.example" = { name = "Herald", country = "GB", kind = "state" }
"list.example" = { name = "The List", country = "FR", kind = "agency" }
"""


def feed(*items: tuple[str, str]) -> Answer:
    listed = "".join(f"<item><link>{link}</link><title>{title}</title></item>" for link, title in items)
    return Answer(f"<rss version='2.0'><channel><title>List</title>{listed}</channel></rss>", "application/rss+xml")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    answers = {
        "gazette.example/feed": feed(("http://gazette.example/ferry", "Ferry stays")),
        "herald.example/feed": feed(("http://herald.example/ferry", "Ferry leaves")),
        "list.example/feed": feed(
            ("http://far.example/ferry", "Ferry far away"),
            ("http://far.example/cake", "Cakes"),
            ("http://unknown.example/ferry", "Ferry unknown"),
        ),
        "gazette.example/ferry": page("Ferry stays", ENGLISH),
        "herald.example/ferry": page("Ferry leaves", ENGLISH[1:]),
        "far.example/ferry": page("Ferry far away", ENGLISH[2:] + ENGLISH[:1]),
        "unknown.example/ferry": page("Ferry unknown", ENGLISH[:3]),
    }
    with install(tmp_path, WATCH, answers) as one:
        (one.settings.watch / "outlets.toml").write_text(OUTLETS, "utf-8")
        yield one


def test_facts_about_the_outlet_fill_what_its_feed_does_not_say(installation: Installation) -> None:
    installation.cycle("first")
    assert installation.query("SELECT outlet, country, outlet_kind, feed_id FROM articles ORDER BY outlet") == [
        ("far.example", "IE", "broadcaster", "list"),
        ("gazette.example", "MT", "independent", "gazette"),
        ("herald.example", "GB", "other", "herald"),
        ("unknown.example", None, "other", "list"),
    ]
    assert installation.query("SELECT outlet, outlet_country, outlet_kind FROM coverage ORDER BY outlet") == [
        ("far.example", "IE", "broadcaster"),
        ("gazette.example", "MT", "independent"),
        ("herald.example", "GB", "other"),
        ("unknown.example", None, "other"),
    ]
    assert installation.query("SELECT outlet, country, kind, own, entries FROM unread_daily") == [
        ("far.example", "IE", "broadcaster", False, 1)
    ]


def test_while_the_facts_have_a_mistake_the_last_valid_ones_count(installation: Installation) -> None:
    installation.poll("first")
    (installation.settings.watch / "outlets.toml").write_text("[outlets]\nfar.example = 1\n", "utf-8")
    installation.read("first")
    installation.land("first")
    assert installation.query("SELECT country FROM articles WHERE outlet = 'far.example'") == [("IE",)]


def test_an_outlet_of_which_only_facts_are_known_is_not_watched() -> None:
    """`NEWSVANE_READ_ORIGINALS=watched` reads the originals of outlets with a source of their own."""
    feeds = FeedsByOutlet([Feed(feed_id="lm", url="https://www.lemonde.fr/rss", outlet="lemonde.fr")], KnownOutlets())
    assert feeds.is_watched("https://www.lemonde.fr/article")
    assert not feeds.is_watched("https://www.nytimes.com/article")
    assert not feeds.is_watched("mailto:nobody")
    described = feeds.find("https://www.nytimes.com/article")
    assert described
    assert (described.feed_id, described.outlet, described.country) == ("", "nytimes.com", "US")


def test_what_a_translation_proxy_serves_has_the_facts_of_its_outlet() -> None:
    feeds = FeedsByOutlet(
        [Feed(feed_id="gazette", url="https://gazette.example/feed", outlet="gazette.example", country="MT")],
        KnownOutlets(),
    )
    found = feeds.find("https://gazette-example.translate.goog/a?_x_tr_sl=en&_x_tr_tl=fr", feed_id="list")
    assert found
    assert (found.feed_id, found.country) == ("gazette", "MT")


def test_facts_that_change_later_reach_what_is_stored(installation: Installation) -> None:
    installation.cycle("first")
    texts = "SELECT article_id, text, revision, run_id, topics FROM articles ORDER BY ALL"
    before = installation.query(texts)
    messages = installation.query("SELECT count(*) FROM outbox")
    watch = installation.settings.watch
    (watch / "feeds.toml").write_text(WATCH.replace('country = "MT"', 'country = "IT"'), "utf-8")
    changed = OUTLETS.replace('"IE"', '"IS"').replace('"broadcaster"', '"state"').replace('"GB"', '"US"')
    (watch / "outlets.toml").write_text(f'{changed}"unknown.example" = {{ country = "NO" }}\n', "utf-8")
    applied = pipeline.apply_outlet_facts(settings=installation.settings)
    assert (applied.articles, applied.unread_counts) == (4, 1)
    facts = [
        ("far.example", "IS", "state"),
        ("gazette.example", "IT", "independent"),
        ("herald.example", "US", "other"),
        ("unknown.example", "NO", "other"),
    ]
    assert installation.query("SELECT outlet, country, outlet_kind FROM articles ORDER BY outlet") == facts
    assert installation.query("SELECT outlet, outlet_country, outlet_kind FROM coverage ORDER BY outlet") == facts
    assert installation.query("SELECT country, kind, entries FROM unread_daily") == [("IS", "state", 1)]
    assert installation.query(texts) == before
    assert installation.query("SELECT count(*) FROM outbox") == messages
    pipeline.refresh_trends(settings=installation.settings)
    counted = "SELECT outlet, country, kind FROM trend_daily WHERE topic = '*' ORDER BY outlet"
    assert installation.query(counted) == facts
    snapshots = "SELECT max(snapshot_id) FROM ducklake_snapshots('lake')"
    last = installation.query(snapshots)
    assert pipeline.apply_outlet_facts(settings=installation.settings) == lake.AppliedFacts()
    assert installation.query(snapshots) == last


def test_what_is_no_longer_known_replaces_nothing(installation: Installation) -> None:
    installation.cycle("first")
    stored = "SELECT outlet, country, outlet_kind FROM articles ORDER BY outlet"
    before = installation.query(stored)
    watch = installation.settings.watch
    (watch / "outlets.toml").unlink()
    (watch / "feeds.toml").write_text('[[feed]]\nid = "gazette"\nurl = "http://gazette.example/feed"\n', "utf-8")
    assert pipeline.apply_outlet_facts(settings=installation.settings) == lake.AppliedFacts()
    assert installation.query(stored) == before


def test_facts_are_applied_as_the_tables_are_locked(installation: Installation) -> None:
    installation.cycle("first")
    (installation.settings.watch / "outlets.toml").write_text(OUTLETS.replace('"IE"', '"IS"'), "utf-8")
    pipeline.apply_outlet_facts(settings=installation.settings)
    with lake.closing(lake.connect(settings=installation.settings)) as connection:
        written = next(each for each in lake.list_snapshots(connection, limit=9) if each.step == "apply_outlet_facts")
    assert written.words == "applied facts about outlets: 1 articles, 1 unread counts"
    assert set(written.tables) == {"articles", "unread_daily", "trend_stale"} <= lake.list_written_tables("facts")
