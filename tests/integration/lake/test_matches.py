"""What matches a query is collected once, and counted and listed as the query itself would decide."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.records import Article, Grouping
from newsvane.settings import Settings
from newsvane.topics import compile_query
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import article, batch, land

FIRST = date(2026, 5, 1)
QUERY = "ferry NOT strike"
PLACES = (("sq", "one.example"), ("en", "two.example"), ("en", "three.example"))


def day(number: int) -> datetime:
    return datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(days=number)


ARTICLES: tuple[Article, ...] = tuple(
    article(
        f"article-{number}", text=f"The ferry number {number} {'and the strike' if number % 5 == 4 else 'leaves'}.",
        language=PLACES[number % 3][0], outlet=PLACES[number % 3][1],
        published_at=day(number // 2), fetched_at=day(number // 2) + timedelta(hours=1),
    )
    for number in range(20)
)  # fmt: skip
GROUPS = tuple(
    Grouping(article_id=each.article_id, story_id="s1_ferry" if place < 6 else f"s1_{place}", copy_of=copied)
    for place, each in enumerate(ARTICLES)
    for copied in [ARTICLES[0].article_id if place in {1, 2} else None]
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lake.Connection]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("matches") / "home"))
    land(settings, batch(*ARTICLES, groupings=GROUPS))
    with lake.closing(lake.connect(settings=settings)) as found:
        yield found


def collect(connection: lake.Connection, query: str = QUERY, *, until: date = date(2026, 6, 1)) -> int:
    return lake.collect_matches(connection, [lake.Part(*compile_query(query).to_sql())], since=FIRST, until=until)


def wanted() -> list[Article]:
    return [each for each in ARTICLES if compile_query(QUERY).matches(each)]


def test_as_many_are_collected_as_the_query_finds(connection: lake.Connection) -> None:
    assert collect(connection) == len(wanted()) == 16
    assert collect(connection, until=FIRST) == 2
    assert collect(connection, "zeppelin") == 0
    assert lake.load_matches(connection, since=FIRST, order="newest", limit=9) == []


def test_periods_without_a_match_count_what_was_seen(connection: lake.Connection) -> None:
    collect(connection)
    seen = {FIRST: 7, date(2026, 4, 30): 3}
    counts = lake.count_matches_by_period(connection, "ferry", grain="day", read=seen)
    assert [(each.day, each.articles, each.read) for each in counts[:3]] == [
        (date(2026, 4, 30), 0, 3), (FIRST, 2, 7), (date(2026, 5, 2), 2, 0),
    ]  # fmt: skip
    assert sum(each.articles for each in counts) == 16
    assert counts[1].originals == 1
    (month,) = lake.count_matches_by_period(connection, "ferry", grain="month", read={})
    assert (month.articles, month.originals, month.outlets) == (16, 14, 3)


def test_places_are_counted_the_largest_first(connection: lake.Connection) -> None:
    collect(connection)
    places = lake.count_matches_by_value(connection, since=FIRST, limit=2)
    outlets = Counter(each.outlet for each in wanted()).most_common(2)
    assert sorted(number for _, number in places["outlet"]) == sorted(number for _, number in outlets)
    assert dict(places["language"]) == Counter(each.language for each in wanted())
    assert places["country"] == [("", 16)]


def test_pages_are_in_order_and_complete(connection: lake.Connection) -> None:
    collect(connection)
    newest = sorted(wanted(), key=lambda each: (-(each.published_at or day(0)).timestamp(), each.article_id))
    pages = [
        lake.load_matches(connection, since=FIRST, order="newest", limit=7, offset=offset) for offset in (0, 7, 14, 21)
    ]
    assert [match.article.article_id for page in pages for match in page] == [each.article_id for each in newest]
    assert all(match.article.text.startswith("The ferry") for page in pages for match in page)
    oldest = lake.load_matches(connection, since=FIRST, order="oldest", limit=1)
    assert oldest[0].article.published_at == day(0)
    reach = lake.load_matches(connection, since=FIRST, order="reach", limit=16)
    assert [match.reach for match in reach] == [3] * 5 + [1] * 11


def test_by_rank_the_best_scores_come_first_and_then_the_newest(connection: lake.Connection) -> None:
    collect(connection)
    newest = [each.article.article_id for each in lake.load_matches(connection, since=FIRST, order="newest", limit=16)]
    lake.score_matches(connection, {newest[9]: 2.0, newest[4]: 1.0, newest[7]: 1.0, "not collected": 3.0})
    ranked = [each.article.article_id for each in lake.load_matches(connection, since=FIRST, order="rank", limit=16)]
    first = [newest[place] for place in (9, 4, 7)]
    assert ranked == first + [each for each in newest if each not in first]


def test_matches_and_the_rest_are_sampled_without_copies(connection: lake.Connection) -> None:
    collect(connection)
    sampled = lake.sample_matches(connection, since=FIRST, limit=99)
    copies = {each.article_id for each in ARTICLES[1:3]}
    assert sampled.read_at == {each.article_id: each.fetched_at for each in wanted() if each.article_id not in copies}
    some = lake.sample_matches(connection, since=FIRST, limit=3)
    assert (list(some.read_at), some.articles) == (sorted(sampled.read_at)[:3], 14)
    days = {"since": FIRST, "until": date(2026, 5, 6)}
    rest = lake.sample_others(connection, "true", [], **days, limit=99)
    assert list(rest.read_at) == sorted(each.article_id for each in (ARTICLES[4], ARTICLES[9]))
    assert lake.sample_others(connection, "outlet = ?", ["no.example"], **days, limit=9) == lake.Sample({}, 0)
    read = list(lake.load_sampled_texts(connection, rest.read_at, length=9))
    assert [(row["article_id"], row["text"].splitlines()[1]) for row in read] == [
        (name, "The ferry") for name in rest.read_at
    ]
    assert list(lake.load_sampled_texts(connection, {}, length=9)) == []


def test_a_story_of_which_only_copies_match_is_sampled_once(connection: lake.Connection) -> None:
    collect(connection, 'text:"number 1" OR text:"number 2"')
    assert lake.sample_matches(connection, since=FIRST, limit=9).articles == 1


def test_mere_claims_add_nothing_to_the_reach_of_a_story(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "home"))
    named = ("report", "claim", "second-claim", "lonely-claim")
    articles = [article(name, text="A ferry.", outlet=f"{name}.example", fetched_at=day(1)) for name in named]
    claim = {"copy_kind": "translation", "copy_claimed": True, "evidence": ("declared original",)}
    groups = [
        Grouping(article_id=articles[0].article_id, story_id="s1_report"),
        *(Grouping(article_id=each.article_id, story_id="s1_report", copy_of=articles[0].article_id, **claim)
          for each in articles[1:3]),
        Grouping(article_id=articles[3].article_id, story_id="s1_lonely", copy_of="a1_gone", **claim),
    ]  # fmt: skip
    land(settings, batch(*articles, groupings=tuple(groups)))
    with lake.closing(lake.connect(settings=settings)) as con:
        collect(con, "ferry")
        found = lake.load_matches(con, since=FIRST, order="reach", limit=9)
    assert {match.article.outlet: match.reach for match in found} == {f"{name}.example": 1 for name in named}
