"""What `newsvane search` prints of an article."""

from datetime import UTC, datetime

import pytest

from newsvane.cli.articles.search import show_hits

HIT = {
    "article_id": "a1_1",
    "url": "https://one.example/a",
    "title": "Ferry in port",
    "outlet": "one.example",
    "published_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
    "observed_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
    "fetched_at": datetime(2026, 11, 24, 12, 5, tzinfo=UTC),
    "language": "en",
    "original": True,
    "snippet": "The ferry stays.",
}


@pytest.mark.parametrize("contradicted", [True, False, None])
def test_a_date_that_our_polls_contradict_is_called_a_claim(
    capsys: pytest.CaptureFixture[str], contradicted: bool | None
) -> None:
    show_hits([HIT | {"date_contradicted": contradicted}])
    line = " ".join(capsys.readouterr().out.split())
    assert line.startswith("claims 2026-11-20" if contradicted else "2026-11-20")
    assert ("first seen 2026-11-24" in line) is bool(contradicted)


def test_a_copy_names_the_outlet_of_its_original(capsys: pytest.CaptureFixture[str]) -> None:
    copy = {"date_contradicted": None, "original": False, "copy_of": "a1_2", "copy_of_outlet": "two.example"}
    show_hits([HIT | copy])
    assert "en copy of two.example" in " ".join(capsys.readouterr().out.split())
