"""Readers of a page get evidence in plain English, whatever a line was recorded as."""

import pytest

from newsvane.analysis.evidence_words import explain_change, explain_evidence, join_evidence
from newsvane.stories.revisions import _COMPARED_FIELDS

HOSTILE = r"JSON-LD translator \1 <b>\g<9></b>"


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("overlap 92% of 300 five-word sequences", "92 % of all sequences of five words are in both texts"),
        ("85% of 120 five-word sequences contained",
         "85 % of the sequences of five words in the shorter text are in the longer one"),
        ("same image, 7 numbers, 1 name, in the same order",
         "in both: same image, 7 numbers, 1 name, in the same order"),
        ("3 names", "in both: 3 names"),
        ("link rel machine-translated-from", "the page names the original that a machine translated"),
        ("class translated-rtl", "a browser’s translation left its marks in the page"),
        ("attribute data-mt-engine deepl", "a mark in the page says that, or with what, it was translated"),
        ("hreflang de-x-mtfrom-en", "the page declares its language as that of a machine translation"),
        ("hreflang: the en version is https://one.example/en",
         "by the page’s own links, the en version is https://one.example/en"),
        ("declared fa, written in en, which hreflang places at https://one.example/en",
         "the page declares fa, but is written in en; by its own links, that version is at https://one.example/en"),
        ("declared original", "the page names it as its original"),
        ("alternate of the page (hreflang)", "a page names the other one as its version in another language"),
        ("similar words", "similar words"),
        ("notice in en: hreflang is a word", "notice in en: hreflang is a word"),
        (HOSTILE, r"the page names its translator: \1 <b>\g<9></b>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_line_says_what_it_means(line: str, meaning: str) -> None:
    assert explain_evidence(line) == meaning


def test_a_meaning_is_said_once() -> None:
    lines = ["class translated-ltr", "nested font elements of a browser's translation", "same text"]
    assert join_evidence(lines) == "a browser’s translation left its marks in the page; both have the same text"


def test_a_change_names_fields_in_words() -> None:
    assert explain_change("text cut: 1 word added, 9 removed; changed: title, published_at") == (
        "text cut: 1 word added, 9 removed; changed: title, the time of publication"
    )
    assert explain_change("text grown: 9 words added, 1 removed") == "text grown: 9 words added, 1 removed"
    told = explain_change(f"changed: {', '.join((*_COMPARED_FIELDS, 'observed_at', 'absent_at'))}")
    assert "_" not in told
