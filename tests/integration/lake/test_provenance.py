"""The views of provenance list what outlets claim about each other, and what polls and texts contradict."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import stories
from newsvane.lake.engine.connection import exclusive
from newsvane.records import Alternate, Article, Translation
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, LakeWriter, article, batch
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
        ("liar.example", "language_version", "one.example", False),
        ("liar.example", "own_address", "one.example", False),
        ("liar.example", "own_address", None, None),
        ("liar.example", "translation", "one.example", False),
        ("mirror.example", "own_address", "one.example", True),
    ]
    odd = writer.ask("SELECT kind, outlet, other_outlet, words FROM provenance_anomalies ORDER BY words")
    assert [row[:3] for row in odd] == [("one_sided_claim", "liar.example", "one.example")] * 3
    assert odd[0][3] == "calls itself a translation of an article of one.example; the texts do not show it"


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
        "SELECT articles, observed, contradicted, percent_contradicted FROM outlet_provenance WHERE contradicted > 0"
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
        ("late_rewrite", before.article_id, "text replaced 3 days after it was first read; 0 % alike")
    ]


def test_outlets_that_share_half_of_their_texts_are_listed(writer: LakeWriter) -> None:
    texts = [prose(number) for number in range(9)]
    mirrors = [
        other(str(at), outlet, text=text) for at, text in enumerate(texts[:6]) for outlet in ("a.example", "b.example")
    ]
    client = [other(str(at), "client.example", text=text) for at, text in enumerate(texts[:4])]
    own = [other(str(at), "client.example", text=prose(f"own {at}")) for at in range(10, 14)]
    land(writer, *mirrors, *client, *own)
    assert writer.ask("SELECT outlet, other_outlet, words FROM provenance_anomalies WHERE kind = 'mirror'") == [
        ("a.example", "b.example", "6 texts are the same as in b.example, 100 % of the smaller outlet")
    ]
