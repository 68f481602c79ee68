"""The page Provenance on a real lake: what is claimed about which article, and claims that a page has changed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from newsvane import lake, stories
from newsvane.records import Alternate, Translation
from newsvane.settings import Settings
from newsvane_pages import provenance
from tests.support import cookbook, provenance_lake
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch, land
from tests.support.page_client import get_html, page_client
from tests.support.prose import prose
from tests.support.scene import PROJECT


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = provenance_lake.filled(Settings(home=tmp_path_factory.mktemp("lake")))
    with page_client(settings, provenance.router) as served:
        yield served


def test_a_claim_links_the_article_that_it_is_about(client: TestClient) -> None:
    claims = get_html(client, "/provenance?kind=one_sided_claim").split('<ul class="list">')[1]
    (spanish,) = (each for each in claims.split("<li> <a") if "El barco" in each)
    assert 'the texts do not show it. <a href="/articles/' in spanish
    assert ">The ferry stays in port</bdi></a></div>" in spanish


def test_a_page_with_several_claims_counts_once_as_the_guide_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("several")))
    victim = article("victim", text=prose("victim"))
    liar = article("liar", text=prose("liar"), outlet="liar.example", language="es").model_copy(
        update={
            "translation": Translation(state="translated", source_url=victim.canonical_url),
            "alternates": (Alternate(language="en", url=victim.canonical_url),),
        }
    )
    land(settings, batch(victim, liar))
    guide = (PROJECT / cookbook.PROVENANCE).read_text("utf-8")
    (query,) = (sql for sql in cookbook.answers(guide)[1] if "GROUP BY kind" in sql)
    with lake.connect(settings=settings) as connection:
        assert connection.execute(query).fetchall() == [("one_sided_claim", 2, 1, 1)]
    with page_client(settings, provenance.router) as served:
        shown = get_html(served, "/provenance?kind=one_sided_claim")
    assert "One-sided claims: 1" in shown
    assert "A page that makes several such claims counts once" in shown


def test_the_page_leads_to_its_entry_of_the_runbook(client: TestClient) -> None:
    assert 'href="/runbook#provenance-lists-something"' in get_html(client, "/provenance")


def test_a_page_cannot_erase_what_it_claimed(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("rewritten")))
    victim = article("victim", text=prose("victim"))
    before = article("liar", text=prose("before"), outlet="liar.example", language="es").model_copy(
        update={"translation": Translation(state="translated", source_url=victim.canonical_url)}
    )
    after = before.model_copy(
        update={"text": prose("after"), "translation": Translation(), "fetched_at": NOW + timedelta(hours=1)}
    )
    corrected = victim.model_copy(update={"title": "Corrected", "fetched_at": NOW + timedelta(hours=1)})
    land(settings, batch(victim, before))
    revisions = (stories.describe_revision(before, after), stories.describe_revision(victim, corrected))
    land(settings, batch(after, corrected, run="later", revisions=revisions))
    with page_client(settings, provenance.router) as client:
        findings, _, changed = get_html(client, "/provenance").partition("<h2>Changed claims</h2>")
        assert "One-sided claims: 0" in findings
        assert f'href="/articles/{before.article_id}"' in changed
        assert victim.article_id not in changed
        assert "Changed claims" not in get_html(client, "/provenance?kind=mirror")
        assert "Changed claims" not in get_html(client, f"/provenance?outlet={victim.outlet}")
