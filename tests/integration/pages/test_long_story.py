"""The page of a story of many articles: what is listed at once, and where it happened in spite of a false claim."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.records import CLAIM_EVIDENCE, ArticleNames, EventPlace, Grouping
from newsvane.settings import Settings
from newsvane_pages import story
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
STORY = "s1_long"
NUMBER = story.AT_ONCE + 5
CAMP = EventPlace(entity_id="camp", name="Camp", country="AL", latitude=41.4, longitude=19.6)
PARIS = EventPlace(entity_id="paris", name="Paris", country="FR", latitude=48.9, longitude=2.4)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    articles = [
        prose.article(
            f"n{number}", prose.prose(f"n{number}"), day=None, title=f"Report {number}", topics=("mek",),
            language="en", fetched_at=NOW - timedelta(minutes=number), observed_at=NOW - timedelta(minutes=number),
            published_at=NOW - timedelta(days=300 if number == 0 else 1), outlet=f"outlet-{number}.example",
        )
        for number in range(NUMBER)
    ]  # fmt: skip
    claim, first, *others = articles
    claimed = Grouping(
        article_id=claim.article_id, story_id=STORY, copy_of=first.article_id, copy_kind="translation", score=1.0,
        evidence=(CLAIM_EVIDENCE,), copy_order="uncertain", copy_claimed=True,
    )  # fmt: skip
    batch = lake.Batch(
        run_id="run",
        now=NOW,
        articles=tuple(articles),
        groupings=(claimed, *(Grouping(article_id=each.article_id, story_id=STORY) for each in (first, *others))),
        names={first.article_id: ArticleNames(place=CAMP), claim.article_id: ArticleNames(place=PARIS)},
    )
    with lake.writer(settings) as con:
        lake.land_articles(con, batch)
    with page_client(settings, story.router) as served:
        yield served


def test_the_articles_after_the_first_thirty_are_folded(client: TestClient) -> None:
    at_once, folded = get_html(client, f"/stories/{STORY}").split("<summary>5 more articles</summary>")
    assert at_once.count('<article class="article') == story.AT_ONCE
    assert folded.count('<article class="article') == 5


def test_a_false_claim_adds_no_outlet_date_or_place(client: TestClient) -> None:
    html = get_html(client, f"/stories/{STORY}")
    assert f"{NUMBER - 1} articles, {NUMBER - 1} originals, by {NUMBER - 1} outlets" in html
    assert "Camp: 1 article" in html
    assert "Paris" not in html
    assert f"of all stories since {(NOW - timedelta(days=1)).date()}" in html
    assert '<a href="/outlets/outlet-0.example"><bdi>outlet-0.example</bdi></a></strong>' not in html
