"""What `newsvane search` prints of an article."""

from datetime import UTC, datetime
from typing import Any

import pytest

from newsvane.cli.articles.search import show_hits
from newsvane.records import CLAIM_EVIDENCE

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
COPY = {
    "date_contradicted": None,
    "original": False,
    "copy_of": "a1_2",
    "copy_of_outlet": "two.example",
    "copy_kind": "same_text",
    "copy_claimed": False,
    "copy_evidence": None,
}


@pytest.mark.parametrize("contradicted", [True, False, None])
def test_a_date_that_our_polls_contradict_is_called_a_claim(
    capsys: pytest.CaptureFixture[str], contradicted: bool | None
) -> None:
    show_hits([HIT | {"date_contradicted": contradicted}])
    line = " ".join(capsys.readouterr().out.split())
    assert line.startswith("claims 2026-11-20" if contradicted else "2026-11-20")
    assert ("first seen 2026-11-24" in line) is bool(contradicted)


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        pytest.param({"copy_kind": "same_text"}, "en copy of two.example", id="a copy"),
        pytest.param({"copy_kind": "translation"}, "en translation of two.example", id="a translation"),
        pytest.param(
            {"original": True, "copy_kind": "translation", "copy_claimed": True, "copy_evidence": [CLAIM_EVIDENCE]},
            "en claims to be a translation of two.example",
            id="a claim",
        ),
        pytest.param({"copy_of_outlet": None}, "en copy of a1_2", id="an original that was forgotten"),
        pytest.param({"original": True, "copy_of": None}, "en Ferry in port", id="an original"),
    ],
)
def test_a_copy_names_the_outlet_of_its_original(
    capsys: pytest.CaptureFixture[str], copy: dict[str, Any], said: str
) -> None:
    show_hits([HIT | COPY | copy])
    assert said in " ".join(capsys.readouterr().out.split())
