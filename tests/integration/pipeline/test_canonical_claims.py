"""A page that names another address as canonical is the article there only if it has its text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import urls
from tests.support.installation import ENGLISH
from tests.support.outlet import Answer
from tests.support.platform import Platform, open_platform, report

HONEST = "http://honest.plat.example/ferry"
EVIL = "http://evil.plat.example/evil"
COMMENTS = f"{HONEST}/comments"
PRINTED = f"{HONEST}/print"


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setenv("NEWSVANE_DEMO_WEBHOOK", "json://127.0.0.1:9/alerts")
    with open_platform(tmp_path) as one:
        one.publish(HONEST, "Ferry stays in port", ENGLISH)
        one.publish(EVIL, "Ferry sinks", report("evil"), canonical=HONEST)
        yield one


BOTH = [("Ferry sinks", EVIL), ("Ferry stays in port", HONEST)]
ORDERS = {
    "the other page first": [{"evil": [EVIL]}, {"honest": [HONEST]}],
    "the other page later": [{"honest": [HONEST]}, {"evil": [EVIL]}],
    "together": [{"honest": [HONEST], "evil": [EVIL]}],
}


@pytest.mark.parametrize("cycles", ORDERS.values(), ids=ORDERS)
def test_a_page_with_another_text_takes_no_article_and_no_alert(
    platform: Platform, cycles: list[dict[str, list[str]]]
) -> None:
    platform.cycle()
    for feeds in cycles:
        platform.cycle(**feeds)
    assert platform.articles() == [(EVIL, "Ferry sinks", urls.canonical(HONEST)), (HONEST, "Ferry stays in port", None)]
    assert platform.alerts("story") == platform.alerts("every") == BOTH
    columns = "article_id, canonical_url, revision, absent_at IS NOT NULL, observed_at <= fetched_at"
    assert set(platform.installation.query(f"SELECT {columns} FROM articles")) == {
        (urls.article_id(address), address, 1, True, True) for address in map(urls.canonical, (HONEST, EVIL))
    }
    led = "SELECT e.url FROM entries AS e JOIN articles AS a USING (article_id) WHERE a.canonical_url = e.canonical_url"
    assert set(platform.installation.query(led)) == {(HONEST,), (EVIL,)}
    stories = "SELECT count(DISTINCT story_id), count(DISTINCT article_id), count(*) FROM article_groups"
    assert platform.installation.query(stories) == [(2, 2, 2)]

    before = platform.dump()
    platform.installation.land(f"run-{len(cycles)}")
    assert platform.dump() == before


def test_a_released_address_stays_with_its_page(platform: Platform) -> None:
    """Afterwards each of the two pages revises its own article."""
    for feeds in ORDERS["the other page first"]:
        platform.cycle(**feeds)
    platform.publish(HONEST, "Ferry sails", [*ENGLISH, "It left the port at noon."])
    platform.publish(EVIL, "Ferry burns", [*report("evil"), "It burns at sea."], canonical=HONEST)
    platform.cycle(honest=[f"{HONEST}?utm_source=a"], evil=[f"{EVIL}?utm_source=a"])
    found = platform.installation.query("SELECT title FROM articles ORDER BY title")
    assert found == [("Ferry sinks",), ("Ferry stays in port",)]  # an address with a tracker is not new
    for name, link in (("honest", HONEST), ("evil", EVIL)):
        items = f"<item><title>new</title><link>{link}</link></item>"
        body = f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"
        platform.answers[f"/feed-{name}"] = Answer(body, "application/rss+xml")
    platform.installation.cycle("last")
    found = platform.installation.query("SELECT title, revision FROM articles ORDER BY title")
    assert found == [("Ferry burns", 2), ("Ferry sails", 2)]
    assert len(platform.alerts()) == 2


@pytest.mark.parametrize("named", ["http://honest.plat.example/x0", "http://honest.plat.example/news/"])
@pytest.mark.parametrize("is_together", [True, False], ids=["in one run", "one by one"])
def test_pages_that_all_name_one_address_stay_articles(platform: Platform, named: str, is_together: bool) -> None:
    links = [f"http://honest.plat.example/x{number}" for number in range(4)]
    for link in links:
        platform.publish(link, f"Ferry {link[-2:]}", report(link), canonical=named)
    for batch in [links] if is_together else [[link] for link in reversed(links)]:
        platform.cycle(honest=batch)
    assert [row[:2] for row in platform.articles()] == [(link, f"Ferry {link[-2:]}") for link in links]
    assert [url for _, url in platform.alerts()] == links


def test_a_page_beside_the_article_that_a_stranger_lists_first_uses_up_no_alert(platform: Platform) -> None:
    platform.publish(COMMENTS, "Comments on the ferry", report("comments"), canonical=HONEST)
    platform.cycle()
    platform.cycle(stranger=[COMMENTS])
    assert platform.alerts() == [("Comments on the ferry", COMMENTS)]
    platform.cycle(honest=[HONEST])
    assert platform.alerts() == [("Comments on the ferry", COMMENTS), ("Ferry stays in port", HONEST)]
    assert [row[0] for row in platform.articles()] == [HONEST, COMMENTS]


EDITIONS = {
    "before": [[PRINTED], [HONEST]],
    "after": [[HONEST], [PRINTED]],
    "together": [[PRINTED, HONEST]],
}


@pytest.mark.parametrize("order", EDITIONS)
@pytest.mark.parametrize("more", [[], ["Printed at noon, for readers of this newspaper alone."]], ids=["same", "more"])
def test_an_edition_with_the_same_text_is_the_same_article(platform: Platform, order: str, more: list[str]) -> None:
    platform.publish(PRINTED, "Ferry stays in port", [*ENGLISH, *more], canonical=HONEST)
    for links in EDITIONS[order]:
        platform.cycle(honest=links)
    assert platform.articles() == [(HONEST, "Ferry stays in port", None)]
    assert platform.installation.query("SELECT text FROM articles") == [("\n\n".join(ENGLISH),)]
    assert platform.installation.query("SELECT DISTINCT outcome, article_id FROM entries") == [
        ("article", urls.article_id(urls.canonical(HONEST)))
    ]
    assert platform.alerts() == [("Ferry stays in port", HONEST)]


def test_an_amp_page_is_the_same_article_whatever_its_text(platform: Platform) -> None:
    platform.publish(f"{HONEST}/amp", "Ferry", ENGLISH[:3], canonical=HONEST)
    platform.cycle(honest=[f"{HONEST}/amp"])
    platform.cycle(honest=[HONEST])
    assert platform.installation.query("SELECT canonical_url FROM articles") == [(urls.canonical(HONEST),)]
    assert len(platform.alerts()) == 1


def test_a_page_that_is_refused_is_refused_under_its_own_address(platform: Platform) -> None:
    platform.publish(EVIL, "Ferry sinks", ["The ferry sank at noon with all its goats and the mail."], canonical=HONEST)
    platform.cycle(honest=[HONEST])
    platform.cycle(evil=[EVIL])
    quarantined = platform.installation.query("SELECT article_id, url FROM quarantine")
    assert quarantined == [(urls.article_id(urls.canonical(EVIL)), EVIL)]
    assert platform.installation.query("SELECT outcome FROM entries ORDER BY url") == [("quarantined",), ("article",)]
