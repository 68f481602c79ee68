"""What an article is of another one is said by what is known: the same in words, in records and in SQL."""

from typing import Any

import pytest

from newsvane import stories
from newsvane.analysis.copy_words import describe_copy, is_mere_claim
from newsvane.records import Grouping, Translation
from tests.support import prose

DOUBT = "say so: the names and figures in the texts were not enough to confirm it"


def row(kind: str, *evidence: str, claimed: bool = False) -> dict[str, Any]:
    return {"copy_kind": kind, "copy_claimed": claimed, "copy_evidence": [*evidence], "copy_of": "original"}


@pytest.mark.parametrize(
    ("given", "relation", "badge", "evidence", "is_doubted"),
    [
        pytest.param(row("same_text", "same text"), "the same text as", "copy", ["same text"], False, id="copy"),
        pytest.param(
            row("near_copy", "overlap 92% of 300 five-word sequences"), "nearly the same text as", "copy",
            ["overlap 92% of 300 five-word sequences"], False, id="near copy",
        ),
        pytest.param(
            row("near_copy", "100% of 138 five-word sequences contained"), "partly the same text as", "copy",
            ["100% of 138 five-word sequences contained"], False, id="excerpt",
        ),
        pytest.param(row("translation", "3 names"), "a translation of", "translation", ["3 names"], False, id="shown"),
        pytest.param(
            row("translation", "declared original", "same text"), "a translation of", "translation",
            ["declared original", "names or figures in both texts confirm that", "same text"], False,
            id="declared, and confirmed by the texts",
        ),
        pytest.param(
            row("translation", "declared original", claimed=True), "claims to be a translation of",
            "claims to be a translation", ["the page names it as its original"], True, id="claim",
        ),
        pytest.param(
            row("translation", "declared original", "same text", claimed=True),
            "claims to be a translation of a copy of", "claims to be a translation",
            ["the page names such a copy as its original"], True, id="claim about a copy",
        ),
        pytest.param(
            row("translation", "same text", "declared original", claimed=True),
            "a copy of a page that claims to be a translation of", "copy", ["same text"], True, id="copy of a claim",
        ),
        pytest.param(
            row("translation", "alternate of the page (hreflang)", claimed=True),
            "by what the pages declare, a version in another language of", "declared translation",
            ["a page names the other one as its version in another language"], True, id="language version",
        ),
    ],
)  # fmt: skip
def test_a_link_is_worded_by_what_is_known(
    given: dict[str, Any], relation: str, badge: str, evidence: list[str], is_doubted: bool
) -> None:
    words = describe_copy(given)
    assert (words.relation, words.badge, list(words.evidence)) == (relation, badge, evidence)
    assert (DOUBT in words.doubt.replace("says", "say")) == is_doubted
    grouping = Grouping(
        article_id="copy", story_id="s", copy_of="original", copy_claimed=given["copy_claimed"],
        evidence=tuple(given["copy_evidence"]),
    )  # fmt: skip
    assert is_mere_claim(given) == grouping.is_original == (badge == "claims to be a translation")


def test_grouping_gives_a_one_sided_claim_the_evidence_by_which_it_is_known() -> None:
    """If grouping words its evidence differently, claims would count as translations."""
    original = prose.article("original", prose.prose("original"), outlet="one.example")
    claim = prose.article(
        "claim", prose.prose("claim"), day=1, outlet="two.example", language="es",
        translation=Translation(state="translated", source_url=original.canonical_url),
    )  # fmt: skip
    found = {each.article_id: each for each in stories.group([original, claim])}
    assert (found[claim.article_id].copy_of, found[claim.article_id].is_original) == (original.article_id, True)
