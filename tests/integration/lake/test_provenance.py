"""The views of provenance list what outlets claim about each other, and what polls and texts contradict."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import stories
from newsvane.lake.admin.describe import load_relations
from newsvane.lake.admin.maintenance import find_mirrors
from newsvane.lake.engine.connection import exclusive
from newsvane.records import Alternate, Article, Translation
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, LakeWriter, article, batch
from tests.support.news_reports import REPORTS
from tests.support.prose import prose

VICTIM = article("victim", text=prose("victim"))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[LakeWriter]:
    with exclusive(create_lake(Settings(home=tmp_path / "home"))) as con:
        yield LakeWriter(con)


def other(name: str, outlet: str, **changes: object) -> Article:
    text = str(changes.pop("text", prose(name)))
    url = f"https://{outlet}/{name}"
    return article(name, text=text, url=url, canonical_url=url, article_id=f"{outlet}/{name}", outlet=outlet, **changes)


def land(writer: LakeWriter, *articles: Article) -> None:
    writer.land(batch(*articles, groupings=tuple(stories.group(articles))))


def test_a_claim_has_an_author_and_counts_if_the_other_side_or_the_texts_confirm_it(writer: LakeWriter) -> None:
    french, german = other("fr", "honest.example"), other("de", "friend.example")
    french = french.model_copy(update={"alternates": (Alternate(language="de", url=german.canonical_url),)})
    german = german.model_copy(update={"alternates": (Alternate(language="fr", url=french.canonical_url),)})
    liars = (
        other("address", "liar.example", claimed_url=VICTIM.canonical_url),
        other("version", "liar.example", alternates=(Alternate(language="en", url=VICTIM.canonical_url),)),
        other(
            "translation",
            "liar.example",
            language="es",
            translation=Translation(state="translated", source_url=VICTIM.canonical_url),
        ),
    )
    unread = other("unread", "liar.example", claimed_url="https://unread.example/1")
    copier = other("copier", "mirror.example", text=VICTIM.text, claimed_url=VICTIM.canonical_url)
    land(writer, VICTIM, french, german, *liars, unread, copier)
    found = writer.ask("SELECT outlet, kind, about_outlet, is_confirmed FROM claims ORDER BY ALL")
    assert found == [
        ("friend.example", "language_version", "honest.example", True),
        ("honest.example", "language_version", "friend.example", True),
        ("liar.example", "canonical", "one.example", False),
        ("liar.example", "canonical", None, None),
        ("liar.example", "language_version", "one.example", False),
        ("liar.example", "translation", "one.example", False),
        ("mirror.example", "canonical", "one.example", True),
    ]
    odd = writer.ask("SELECT kind, outlet, other_outlet, words FROM provenance_anomalies ORDER BY words")
    assert [row[:3] for row in odd] == [("one_sided_claim", "liar.example", "one.example")] * 3
    assert [row[3] for row in odd] == [
        "calls itself a translation of an article of one.example; the texts do not show it",
        "names an article of one.example as its version in another language; that one does not name it",
        "names an article of one.example as the canonical address of its text; the texts differ",
    ]


def test_contradicted_dates_are_listed_and_counted(writer: LakeWriter) -> None:
    absent_at = NOW - timedelta(hours=2)
    forged = other(
        "forged",
        "liar.example",
        published_at=NOW - timedelta(hours=9),
        observed_at=NOW,
        absent_at=absent_at,
        date_contradicted=True,
    )
    honest = other(
        "honest", "liar.example", published_at=NOW - timedelta(hours=1), observed_at=NOW, absent_at=absent_at
    )
    land(writer, VICTIM, forged, honest)
    assert writer.ask("SELECT kind, article_id, words FROM provenance_anomalies") == [
        ("contradicted_date", forged.article_id, "claims 2026-11-24 03:00 UTC, but was not there at 2026-11-24 10:00")
    ]
    counted = (
        "SELECT articles, checked, contradicted, percent_contradicted FROM outlet_provenance WHERE contradicted > 0"
    )
    assert writer.ask(counted) == [(2, 2, 1, 50.0)]


def test_a_text_that_is_replaced_days_later_is_listed(writer: LakeWriter) -> None:
    before = other("quiet", "liar.example", text=prose("before"))
    land(writer, before)
    after = other("quiet", "liar.example", text=prose("after"), fetched_at=NOW + timedelta(days=3))
    corrected = VICTIM.model_copy(update={"title": "Corrected", "fetched_at": NOW + timedelta(days=3)})
    revisions = (stories.describe_revision(before, after), stories.describe_revision(VICTIM, corrected))
    land(writer, VICTIM)
    writer.land(batch(after, corrected, run="later", revisions=revisions))
    assert writer.ask("SELECT kind, article_id, words FROM provenance_anomalies") == [
        ("late_rewrite", before.article_id, "replaced the text 3 days after it was first read; 0 % of it is alike")
    ]


def test_a_date_that_cannot_be_checked_is_neither_right_nor_wrong(writer: LakeWriter) -> None:
    looked = {"observed_at": NOW, "absent_at": NOW - timedelta(hours=2)}
    land(
        writer,
        other("first poll", "one.example", observed_at=NOW),
        other("undated", "two.example", published_at=None, **looked),
        other("right", "three.example", published_at=NOW - timedelta(hours=1), **looked),
        other("wrong", "four.example", published_at=NOW - timedelta(hours=9), date_contradicted=True, **looked),
        other("changed", "five.example", observed_at=NOW, date_contradicted=True),
    )
    found = [
        ("five.example", True),
        ("four.example", True),
        ("one.example", None),
        ("three.example", False),
        ("two.example", None),
    ]
    for view in ("coverage", "ordered_articles"):
        assert writer.ask(f"SELECT outlet, date_contradicted FROM {view} ORDER BY outlet") == found
    reported = "SELECT outlet, date_contradicted FROM first_to_report(?)"
    stories_of = writer.ask("SELECT DISTINCT story_id FROM coverage")
    assert sorted(row for (story,) in stories_of for row in writer.ask(reported, story)) == found
    counted = "SELECT outlet, dated, checked, percent_contradicted FROM outlet_provenance ORDER BY outlet"
    assert writer.ask(counted) == [
        ("five.example", 1, 1, 100.0),
        ("four.example", 1, 1, 100.0),
        ("one.example", 1, 0, None),
        ("three.example", 1, 1, 0.0),
        ("two.example", 0, 0, None),
    ]


def test_a_date_that_its_own_page_contradicts_is_listed_in_true_words(writer: LakeWriter) -> None:
    changed = {"published_at": NOW - timedelta(hours=1), "observed_at": NOW, "date_contradicted": True}
    land(
        writer,
        other("first", "one.example", **changed),
        other("later", "two.example", absent_at=NOW - timedelta(hours=2), **changed),
    )
    assert writer.ask("SELECT DISTINCT words FROM provenance_anomalies") == [
        ("first claimed 2026-11-24 11:00 UTC, and later a time more than an hour before that",)
    ]


def test_the_columns_of_first_to_report_begin_with_the_answer(writer: LakeWriter) -> None:
    names = [row[0] for row in writer.ask("DESCRIBE FROM first_to_report('s1')")]
    assert names == [
        "place", "outlet", "certainty", "hours_later", "observed_at", "claimed_at", "date_contradicted", "absent_at",
        "reported_at", "outlet_kind", "language", "original", "title", "article_id", "source",
    ]  # fmt: skip
    ((meaning,),) = writer.ask("SELECT meaning FROM macros WHERE macro = 'first_to_report'")
    assert [line.partition(":")[0] for line in str(meaning).split("\n")[1:]] == names


def mirrors(writer: LakeWriter) -> list[tuple[object, ...]]:
    find_mirrors(writer.con)
    return writer.ask("SELECT outlet, other_outlet, words FROM provenance_anomalies WHERE kind = 'mirror'")


def test_outlets_that_share_half_of_their_texts_are_listed_with_who_is_the_copy(writer: LakeWriter) -> None:
    texts = [prose(number) for number in range(9)]
    shared = [
        other(str(at), outlet, text=text, published_at=NOW - timedelta(hours=hours))
        for at, text in enumerate(texts[:6])
        for outlet, hours in (("a.example", 2 if at else 4), ("b.example", 3))
    ]
    client = [other(str(at), "client.example", text=text) for at, text in enumerate(texts[:4])]
    own = [other(str(at), "client.example", text=prose(f"own {at}")) for at in range(10, 14)]
    land(writer, *shared, *client, *own, other("own", "b.example"))
    of_them = "it is the copy in 5 of them (0 certain) and the original in 1"
    assert mirrors(writer) == [
        ("a.example", "b.example", f"shares 6 of its 6 texts with b.example, which has 7; {of_them}")
    ]


def test_a_mirror_names_no_copy_if_both_copied_a_third(writer: LakeWriter) -> None:
    outlets = {"agency.example": 5, "b.example": 2, "a.example": 1}
    shared = [
        other(str(at), outlet, text=prose(at), published_at=NOW - timedelta(hours=hours))
        for at in range(5)
        for outlet, hours in outlets.items()
    ]
    land(writer, *shared)
    of_agency = "shares 5 of its 5 texts with agency.example, which has 5; it is the copy in 5 of them (0 certain)"
    assert sorted(mirrors(writer)) == [
        ("a.example", "agency.example", of_agency),
        (
            "a.example",
            "b.example",
            "shares 5 of its 5 texts with b.example, which has 5; neither is marked as a copy of the other",
        ),
        ("b.example", "agency.example", of_agency),
    ]


def test_every_view_and_column_is_described(writer: LakeWriter) -> None:
    for relation in load_relations(writer.con):
        assert relation.meaning, relation.name
        assert [column.name for column in relation.columns if not column.meaning] == [], relation.name


def test_a_translation_is_a_version_in_another_language_whatever_the_other_page_says(writer: LakeWriter) -> None:
    original = other("original", "one.example", text=REPORTS["en"])
    spanish = other(
        "spanish", "two.example", text=REPORTS["es"], language="es", published_at=NOW - timedelta(minutes=5),
        alternates=(Alternate(language="en", url=original.canonical_url),),
    )  # fmt: skip
    land(writer, original.model_copy(update={"published_at": NOW - timedelta(hours=2)}), spanish)
    assert writer.ask("SELECT outlet, kind, is_confirmed FROM claims") == [("two.example", "language_version", True)]
    assert writer.ask("SELECT kind FROM provenance_anomalies") == []
