"""Who copied whom, in numbers: a mere claim is no copy, and pairs of outlets are counted per topic."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.analysis.stories import load_story
from newsvane.errors import UnknownName
from newsvane.lake.engine.connection import exclusive
from newsvane.outlet_counts import OutletCounts
from newsvane.records import Article, ArticleNames, CopyKind, Grouping
from newsvane.records.names import EventPlace
from newsvane.settings import Settings
from newsvane_pages.story import describe_order
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import LakeWriter, article, batch

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STORY = "s1_story"
CLAIM = "declared original"


def report(name: str, outlet: str, hours: float, *topics: str) -> Article:
    at, url = NOW - timedelta(hours=20 - hours), f"https://{outlet}/{name}"
    return article(
        name, url=url, canonical_url=url, article_id=name, outlet=outlet, topics=topics or ("iran",), published_at=at,
        observed_at=at, fetched_at=at,
    )  # fmt: skip


def made_from(
    name: str, original: str, kind: CopyKind = "near_copy", *evidence: str, claimed: bool = False, certain: bool = False
) -> Grouping:
    return Grouping(
        article_id=name, story_id=STORY, copy_of=original, copy_kind=kind, score=0.9, evidence=evidence,
        copy_claimed=claimed, copy_order="certain" if certain else "uncertain",
    )  # fmt: skip


@pytest.fixture(scope="module")
def lake_writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LakeWriter]:
    with exclusive(create_lake(Settings(home=tmp_path_factory.mktemp("echo")))) as con:
        writer = LakeWriter(con)
        articles = (
            report("wire", "wire.example", 0, "iran", "mek"), report("second", "wire.example", 1),
            report("copy", "copier.example", 2, "iran", "mek"), report("again", "copier.example", 5),
            report("translation", "copier.example", 9), report("claim", "claimer.example", 3),
            report("of-claim", "follower.example", 4), report("own", "wire.example", 6),
            report("desk", "desk.example", 7),
        )  # fmt: skip
        groupings = (
            Grouping(article_id="wire", story_id=STORY), Grouping(article_id="second", story_id=STORY),
            Grouping(article_id="desk", story_id=STORY), made_from("copy", "wire", certain=True),
            made_from("again", "second"), made_from("translation", "wire", "translation", "3 names"),
            made_from("claim", "wire", "translation", CLAIM, claimed=True),
            made_from("of-claim", "wire", "translation", "same text", CLAIM, claimed=True), made_from("own", "wire"),
        )  # fmt: skip
        writer.land(batch(*articles, groupings=groupings))
        yield writer


def test_a_mere_claim_is_an_original_and_a_copy_of_it_is_not(lake_writer: LakeWriter) -> None:
    found = lake_writer.ask("SELECT article_id, original FROM coverage WHERE copy_claimed ORDER BY ALL")
    assert found == [("claim", True), ("of-claim", False)]


def test_a_mere_claim_counts_in_no_story_with_other_articles(lake_writer: LakeWriter) -> None:
    counts = "SELECT articles, originals, outlets, independent_outlets, first_article_id, claims FROM {}"
    whole = [(8, 3, 4, 2, "wire", 1)]
    assert lake_writer.ask(counts.format("stories")) == whole
    assert lake_writer.ask(counts.format("stories_between('2026-11-01', '2026-12-01')")) == whole


def test_a_mere_claim_does_not_say_where_the_event_of_a_story_happened(tmp_path: Path) -> None:
    """Unless the story has no other article."""
    places = {"wire": "Tirana", "claim": "Tehran", "alone": "Athens"}
    located = {each: EventPlace(entity_id=name, name=name, latitude=1, longitude=1) for each, name in places.items()}
    claims = [made_from(name, "wire", "translation", CLAIM, claimed=True) for name in ("claim", "alone")]
    groupings = (
        Grouping(article_id="wire", story_id=STORY), claims[0], claims[1].model_copy(update={"story_id": "s1_other"}),
    )  # fmt: skip
    landed = batch(
        *(report(name, f"{name}.example", 0) for name in places),
        groupings=groupings,
        names={name: ArticleNames(place=place) for name, place in located.items()},
    )
    with exclusive(create_lake(Settings(home=tmp_path))) as con:
        LakeWriter(con).land(landed)
        found = LakeWriter(con).ask("SELECT article_id, name FROM event_places ORDER BY ALL")
    assert found == [("alone", "Athens"), ("wire", "Tirana")]


def test_alerts_count_the_same_outlets(lake_writer: LakeWriter) -> None:
    assert lake.count_story_outlets(lake_writer.con, [STORY]) == {STORY: OutletCounts(4, 2)}
    landings = [*lake.load_past_landings(lake_writer.con, since=NOW - timedelta(days=30))]
    last = landings[-1][-1]
    assert (last.outlets, last.originals) == (4, 2)


def test_a_story_is_found_by_the_id_of_an_article_and_by_earlier_ids(lake_writer: LakeWriter) -> None:
    merged = [("s1_a", "s1_b"), ("s1_b", STORY), (STORY, "s1_b"), ("s1_round", "s1_about"), ("s1_about", "s1_round")]
    lake_writer.con.executemany(
        "INSERT INTO story_changes BY NAME SELECT ? AS from_story, ? AS to_story, now() AS changed_at, 'merge' AS kind",
        merged,
    )

    def ask(*, as_of: datetime | None = None) -> AbstractContextManager[lake.Connection]:
        return nullcontext(lake_writer.con)

    assert {load_story(name, open_lake=ask)["story_id"] for name in ("wire", STORY, "s1_a", "s1_b")} == {STORY}
    with pytest.raises(UnknownName):
        load_story("s1_round", open_lake=ask)


def test_a_mere_claim_is_not_first_in_a_story(lake_writer: LakeWriter) -> None:
    ranked = lake_writer.ask(f"SELECT place, outlet, original FROM first_to_report('{STORY}')")
    assert ranked == [
        (1, "wire.example", True), (2, "copier.example", False), (3, "follower.example", False),
        (4, "desk.example", True),
    ]  # fmt: skip


def test_an_outlet_is_first_with_its_own_report_and_not_with_a_translation_of_it_that_was_seen_earlier(
    tmp_path: Path,
) -> None:
    groupings = (Grouping(article_id="own", story_id=STORY), made_from("version", "own", "translation", CLAIM))
    with exclusive(create_lake(Settings(home=tmp_path))) as con:
        writer = LakeWriter(con)
        own, version = report("own", "wire.example", 2), report("version", "wire.example", 1)
        other = report("other", "desk.example", 3)
        groupings += (Grouping(article_id="other", story_id=STORY),)
        writer.land(batch(own, version, other, groupings=groupings))
        ranked = writer.ask(f"SELECT place, article_id FROM first_to_report('{STORY}')")
        rows = writer.ask(f"SELECT article_id, outlet, copy_of FROM coverage WHERE story_id = '{STORY}'")
    assert ranked == [(1, "own"), (2, "other")]
    times = {"observed_at": NOW, "fetched_at": NOW, "absent_at": None, "source": None}
    shown = [dict(zip(("article_id", "outlet", "copy_of"), row, strict=True)) | times for row in rows]
    order = describe_order(sorted(shown, key=lambda each: ["version", "own", "other"].index(each["article_id"])))
    assert (order.article_id, order.unsure) == ("own", ("desk.example",))


def test_a_story_of_nothing_but_claims_counts_them(tmp_path: Path) -> None:
    """The article that they claim to translate is on no topic."""
    lonely = made_from("claim", "wire", "translation", CLAIM, claimed=True)
    with exclusive(create_lake(Settings(home=tmp_path))) as con:
        writer = LakeWriter(con)
        writer.land(batch(report("claim", "claimer.example", 3), groupings=(lonely,)))
        counted = writer.ask("SELECT articles, independent_outlets, first_outlet, claims FROM stories")
        ranked = writer.ask(f"SELECT place, outlet, certainty FROM first_to_report('{STORY}')")
    assert (counted, ranked) == ([(1, 0, "claimer.example", 0)], [(1, "claimer.example", "alone")])


def test_pairs_of_outlets_are_counted_per_topic(lake_writer: LakeWriter) -> None:
    found = lake_writer.ask(
        "SELECT topic, from_outlet, outlet, articles, copies, translations, reports, certain, only_claimed, "
        "median_hours, least_hours FROM outlet_echo ORDER BY ALL"
    )
    assert found == [
        ("iran", "wire.example", "claimer.example", 0, 0, 0, 0, 0, 1, None, None),
        ("iran", "wire.example", "copier.example", 3, 2, 1, 2, 1, 0, 4.0, 2.0),
        ("iran", "wire.example", "follower.example", 1, 0, 1, 1, 0, 0, 4.0, 4.0),
        ("mek", "wire.example", "copier.example", 1, 1, 0, 1, 1, 0, 2.0, 2.0),
    ]


def test_days_with_claims_are_counted_again_after_the_migration(lake_writer: LakeWriter) -> None:
    """The migration has run on the empty lake; its last statement is what an old lake needs."""
    migration = (resources.files("newsvane.lake") / "migrations" / "0028_echo.sql").read_text("utf-8")
    lake_writer.con.execute("DELETE FROM trend_stale")
    lake_writer.con.execute(migration[migration.index("INSERT INTO trend_stale") :])
    assert lake_writer.ask("SELECT day::VARCHAR FROM trend_stale") == [("2026-11-23",)]


def test_mere_claims_from_before_are_known_after_the_migration(lake_writer: LakeWriter) -> None:
    """An old lake has the column, too, once the migration has begun; no article there has anything in it."""
    migration = (resources.files("newsvane.lake") / "migrations" / "0042_claims_apart.sql").read_text("utf-8")
    lake_writer.con.execute("UPDATE article_groups SET is_claim = NULL")
    lake_writer.con.execute(migration[migration.index("UPDATE article_groups") : migration.index("CREATE OR REPLACE")])
    assert lake_writer.ask("SELECT article_id, is_claim FROM article_groups WHERE is_claim") == [("claim", True)]
