"""The page of a topic on a real lake: its trend, what a spike was about, who writes, and what there is not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from newsvane import lake, trends
from newsvane.records import CLAIM_EVIDENCE, Article, Feed, Grouping
from newsvane.settings import Settings
from newsvane_pages import coverage, topic
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
SPIKE = (NOW - timedelta(days=3)).date()
USUAL_DAYS = 40
WATCH = """
[[topic]]
id = "mek"
title = "The <MEK>"
query = "rajavi"

[[topic]]
id = "unread"
title = "Unread"
query = "nothing"
"""


def report(name: str, outlet: str, days: int, *, central: bool = True, **fields: Any) -> Article:
    at = NOW - timedelta(days=days)
    return prose.article(
        name, prose.prose(name), day=None, title=f"Report {name}", fetched_at=at, observed_at=at, published_at=at,
        outlet=outlet, **{"topics": ("mek",), "central_topics": ("mek",) if central else (), "language": "en"} | fields,
    )  # fmt: skip


UNKNOWN = report("unknown", "edge.example", 20, topics=("edge",))
"""An article of which it is not known what it is about."""


def group(article: Article, story: str) -> Grouping:
    return Grouping(article_id=article.article_id, story_id=story)


DAILY = [report(f"daily-{day}", "herald.example", day, central=False) for day in range(4, USUAL_DAYS)]
SINGLE = [report(f"single-{number}", f"single-{number:02}.example", 100) for number in range(11)]
"""Articles of so many further outlets that thirteen and more have written in half a year."""
FLIGHT = [report(f"flight-{number}", f"outlet-{number}.example", 3, language="sq", country="AL") for number in range(6)]
STATEMENT = [report(f"statement-{number}", "herald.example", 3) for number in range(12)]
RAIL, RAIL_CLAIM, RAIL_BEFORE = (
    report(f"rail-{name}", f"{name}.example", days, topics=("rail",), central_topics=())
    for name, days in (("now", 5), ("claim", 5), ("before", 100))
)
"""One story: a report, a page that claims to translate it, and a report of three months ago."""
EDGE_DAY = trends.period_start((NOW - timedelta(days=181)).date(), "week")
EDGE = report("edge", "edge.example", (NOW.date() - EDGE_DAY).days, topics=("edge",), central_topics=())
"""An article on the first day of the first week of half a year."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    groupings = [group(each, f"s1_{each.article_id}") for each in DAILY]
    groupings += [group(each, f"s1_{each.article_id}") for each in SINGLE]
    groupings += [group(each, "s1_flight") for each in FLIGHT] + [group(each, "s1_statement") for each in STATEMENT]
    groupings += [
        Grouping(
            article_id=RAIL_CLAIM.article_id, story_id="s1_rail", copy_of=RAIL.article_id, copy_kind="translation",
            score=1.0, evidence=(CLAIM_EVIDENCE,), copy_order="uncertain", copy_claimed=True,
        ),
        group(RAIL, "s1_rail"),
        group(RAIL_BEFORE, "s1_rail"),
    ]  # fmt: skip
    with lake.writer(settings) as con:
        feed = Feed(feed_id="one", url="https://outlet-1.example/rss", outlet="outlet-1.example", country="AL")
        lake.land_polls(con, feeds=[feed], entries=[], run_id="poll", now=NOW, states=[])
        articles = (*DAILY, *SINGLE, *FLIGHT, *STATEMENT, RAIL, RAIL_CLAIM, RAIL_BEFORE, EDGE, UNKNOWN)
        lake.land_articles(con, lake.Batch(run_id="r", now=NOW, articles=articles, groupings=tuple(groupings)))
    with lake.writer(settings) as con:
        con.execute("UPDATE articles SET central_topics = NULL WHERE article_id = ?", [UNKNOWN.article_id])
        lake.refresh_trends(con, lake.list_stale_days(con))
    watch = settings.home / "watch"
    watch.mkdir()
    (watch / "topics.toml").write_text(WATCH)
    (watch / "feeds.toml").write_text("")
    with page_client(settings, topic.router, coverage.router, watch=watch) as served:
        yield served


def test_a_spike_is_explained_by_the_stories_that_most_outlets_reported(client: TestClient) -> None:
    html = get_html(client, "/topics/mek")
    spike = html.split("What the spikes were about")[1].split("Who writes about it")[0]
    assert f"{SPIKE}</a>: 18 articles, usually" in spike
    assert "12 of 18 are of one outlet" in spike
    assert spike.index("Report flight-") < spike.index("Report statement-")
    assert "6 outlets" in spike


def test_a_spike_of_many_stories_is_called_no_single_event(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert '<p class="small">2 stories in all.</p>' in get_html(client, "/topics/mek")
    monkeypatch.setattr(topic, "STORIES_OF_SPIKE", 1)
    said = "2 stories in all. The 1 that most outlets reported have 6 of the 18 articles: no single event made this"
    assert said in get_html(client, "/topics/mek")


def test_all_numbers_count_from_the_first_day_of_the_chart(client: TestClient) -> None:
    html = get_html(client, "/topics/edge?days=182")
    assert f"Articles per week since {EDGE_DAY}" in html
    assert "<li>2 articles</li>" in html
    assert f"0 of 1 article published since {EDGE_DAY}" in html
    assert "Of 1 more article that is not known" in html


def test_a_story_says_what_else_it_has_than_is_counted(client: TestClient) -> None:
    month, years = (
        get_html(client, f"/topics/rail?days={days}").partition("Stories that most outlets reported")[2]
        for days in (28, 730)
    )
    assert "<li>1 outlet</li> <li>1 of the story’s 2 articles is of this period and topic</li>" in month
    assert "<li>2 outlets, 2 of them independent</li> <li>2 articles</li>" in years
    assert all("<li>1 more only claims to be a translation</li>" in each for each in (month, years))
    assert "only claims" not in get_html(client, "/topics/mek")


def test_a_bar_opens_the_stories_of_its_day(client: TestClient) -> None:
    html = get_html(client, "/topics/mek")
    address = f"/?topic=mek&since={SPIKE}&until={SPIKE}"
    assert f'<a class="point" href="{address}" aria-label="{SPIKE}: 18 articles' in html
    listed = get_html(client, address)
    assert "Report flight-" in listed
    assert "Report daily" not in listed
    assert "6 articles" in listed


def test_who_writes_and_how_much_of_it_is_about_the_topic(client: TestClient) -> None:
    html = get_html(client, "/topics/mek?days=182")
    places = html.split("Who writes about it")[1]
    assert f'{len(DAILY) + len(STATEMENT)}</span> <a href="/outlets/herald.example?days=182">' in places
    assert "Albanian (sq)" in places
    assert "Albania" in places
    assert f'{len(FLIGHT)}</span> <a href="/search?q=country%3AAL&topic=mek&since=' in places
    about, all_articles = len(FLIGHT + STATEMENT + SINGLE), len(DAILY + FLIGHT + STATEMENT + SINGLE)
    assert f"{about} of {all_articles} articles published since" in html


def test_outlets_beyond_the_first_dozen_are_counted_and_folded(client: TestClient) -> None:
    outlets = get_html(client, "/topics/mek?days=182").split("<h3>Outlets</h3>")[1].split("</section>")[0]
    assert 'href="/outlets/herald.example?days=182"' in outlets
    at_once, folded = outlets.split("<summary>and 6 more</summary>")
    assert [part.count('<a href="/outlets/') for part in (at_once, folded)] == [12, 6]
    assert "largest are listed" not in folded
    few = get_html(client, "/topics/mek").split("<h3>Outlets</h3>")[1].split("</section>")[0]
    assert "more</summary>" not in few


def test_a_list_that_was_cut_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic, "MAX_VALUES", 14)
    outlets = get_html(client, "/topics/mek?days=182").split("<h3>Outlets</h3>")[1].split("</section>")[0]
    assert outlets.count('<a href="/outlets/') == 14
    assert "Only the 14 largest are listed." in outlets


def test_the_page_says_what_counts_as_the_topic(client: TestClient) -> None:
    answer = client.get("/topics/mek").text
    assert "The &lt;MEK&gt;" in answer
    assert '<pre dir="auto">rajavi</pre>' in answer
    assert "<code>newsvane topics test --topic mek</code>" in answer


def test_a_topic_without_articles_says_so(client: TestClient) -> None:
    assert "No article on it since" in get_html(client, "/topics/unread")


@pytest.mark.parametrize(("path", "status"), [("nothing", 404), ("mek?days=3", 422)])
def test_what_there_is_not_is_said(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/topics/{path}").status_code == status


def test_an_unknown_topic_leads_to_the_others(client: TestClient) -> None:
    answer = client.get("/topics/mekk", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "did you mean mek?" in answer.text
    links = [f'<a href="/{path}"><bdi>{name}</bdi></a>' for path, name in (
        ("topics/mek", "The &lt;MEK&gt;"), ("topics/unread", "Unread"), ("", "All topics")
    )]  # fmt: skip
    assert [each for each in links if each not in answer.text] == []
