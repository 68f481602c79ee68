"""Say what a copy or a translation is by what is known: what the texts show, and what only a page claims."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from newsvane.analysis.evidence_words import LANGUAGE_VERSION, explain_evidence
from newsvane.records import CLAIM_EVIDENCE

_KINDS = {
    "same_address": "another form of the page of",
    "same_text": "the same text as",
    "near_copy": "nearly the same text as",
    "translation": "a translation of",
}
_PARTIAL = "partly the same text as"
_CONTAINED = re.compile(r"\d+% of \d+ five-word sequences contained")
"""The evidence of a near copy of which one text is an excerpt of the other, or little more than it."""
_CLAIMED = "claims to be a translation of"
_UNCONFIRMED = "the names and figures in the texts were not enough to confirm it"
_CONFIRMED = "names or figures in both texts confirm that"
"""What follows a declaration that is no mere claim; which names and figures these are is not recorded."""
_DECLARED = {CLAIM_EVIDENCE, LANGUAGE_VERSION}
"""The evidence of links that only pages declare."""


class CopyWords(NamedTuple):
    """What an article is of another one. `relation` is followed by the other one. `doubt`: what only pages say.

    `evidence`: what is known of the link. `badge`: the relation as a noun, with its adjective.
    """

    relation: str
    badge: str
    doubt: str
    evidence: Sequence[str]


def describe_copy(row: Mapping[str, Any]) -> CopyWords:
    """Return what an article is. `row`: its `copy_kind`, `copy_claimed` and `copy_evidence`, as in coverage."""
    evidence = row["copy_evidence"] or []
    if not row["copy_claimed"]:
        badge = "translation" if row["copy_kind"] == "translation" else "copy"
        is_partial = row["copy_kind"] == "near_copy" and any(map(_CONTAINED.fullmatch, evidence))
        relation = _PARTIAL if is_partial else _KINDS.get(row["copy_kind"], "a copy of")
        return CopyWords(relation, badge, "", _add_confirmation(evidence))
    first = evidence[0] if evidence else ""
    if is_mere_claim(row):
        names_copy = len(evidence) > 1
        return CopyWords(
            f"{_CLAIMED} a copy of" if names_copy else _CLAIMED, "claims to be a translation",
            f"Only the page says so: {_UNCONFIRMED}. So it counts as an article of its own.",
            ["the page names such a copy as its original" if names_copy else explain_evidence(first)],
        )  # fmt: skip
    if first in _DECLARED:
        return CopyWords(
            "by what the pages declare, a version in another language of", "declared translation",
            f"Only the pages say so: {_UNCONFIRMED}.", [explain_evidence(first)],
        )  # fmt: skip
    return CopyWords(
        f"a copy of a page that {_CLAIMED}", "copy", f"Only that page says so: {_UNCONFIRMED}.", evidence[:1]
    )


def _add_confirmation(evidence: Sequence[str]) -> Sequence[str]:
    """Return the evidence of a link that both texts support, and say so after a line that only quotes the page."""
    return [part for line in evidence for part in ((line, _CONFIRMED) if line == CLAIM_EVIDENCE else (line,))]


def classify_article(row: Mapping[str, Any]) -> str:
    """Return original, claim, copy or translation. A claim is an original whose page calls it a translation.

    `row`: its `original`, `copy_of` and `copy_kind`, as in coverage.
    """
    if row["original"]:
        return "claim" if row["copy_of"] else "original"
    return "translation" if row["copy_kind"] == "translation" else "copy"


def is_mere_claim(row: Mapping[str, Any]) -> bool:
    """Return whether only the page itself says that it is a translation, as `Grouping.is_original` has it."""
    return bool(row["copy_claimed"]) and (row["copy_evidence"] or [])[:1] == [CLAIM_EVIDENCE]
