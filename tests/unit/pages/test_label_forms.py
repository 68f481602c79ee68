"""The forms that label articles: what a page asks, and what is made of the answers."""

from typing import Any

import pytest
from starlette.exceptions import HTTPException

from newsvane.records import Label
from newsvane_pages.label_forms import MAX_TOPICS, list_questions, read_answers


def given(question: str = "topic", subject: str = "mek", by: str = "anna", **more: Any) -> dict[str, Any]:
    return {"question": question, "subject": subject, "labelled_by": by, "verdict": True, "disputed": False} | more


def row(**fields: Any) -> dict[str, Any]:
    return {"article_id": "a1_1", "topics": ["mek"], "copy_of": None, "copy_claimed": False, "language": "fa"} | fields


def asked(questions: Any) -> list[tuple[str, str, bool]]:
    return [(each.question, each.subject, each.says) for each in questions]


def test_what_an_article_is_about_is_told_from_what_it_only_mentions() -> None:
    found = list_questions(row(topics=["mek", "iran"], central_topics=["mek"]), [], ["albania"], "anna")
    assert [each.is_central for each in found if each.question == "topic"] == [True, False, None]
    assert list_questions(row(central_topics=None), [], [], "anna")[0].is_central is None


def test_a_page_asks_about_what_the_lake_says_and_what_it_may_have_missed() -> None:
    found = list_questions(row(copy_of="a1_2"), [], ["iran", "mek"], "anna")
    assert asked(found) == [
        ("topic", "mek", True), ("topic", "iran", False), ("link", "a1_2", True), ("language", "fa", True),
        ("article", "", True),
    ]  # fmt: skip
    assert found[2].field == "label/a1_1/link/a1_2"


def test_what_only_the_page_claims_is_asked_as_what_newsvane_does_not_say() -> None:
    claim = row(copy_of="a1_2", copy_claimed=True, copy_evidence=["declared original"])
    (link,) = (each for each in list_questions(claim, [], [], "anna") if each.question == "link")
    assert (link.says, link.is_claim) == (False, True)
    (link,) = (each for each in list_questions(row(copy_of="a1_2"), [], [], "anna") if each.question == "link")
    assert (link.says, link.is_claim) == (True, False)


def test_what_was_answered_stays_on_the_page_when_the_lake_says_it_no_more() -> None:
    found = list_questions(row(), [given(subject="old"), given("language", "ar", by="ben")], [], "anna")
    assert asked(found)[-2:] == [("topic", "old", False), ("language", "ar", False)]
    assert [(each.subject, each.own) for each in found if each.answers] == [("old", True), ("ar", False)]


def test_many_topics_do_not_make_the_form_endless() -> None:
    found = list_questions(row(), [], [f"topic{number}" for number in range(99)], "anna")
    assert len(found) == MAX_TOPICS + 2


def test_answers_are_read_with_the_note_of_their_article() -> None:
    fields = {
        "label/a1_1/topic/mek": "yes", "label/a1_1/topic/a/b": "no", "label/a1_2/article/": "withdraw",
        "label/a1_3/topic/mek": "skip", "note/a1_1": "why", "note/a1_3": " ", "article": "x",
    }  # fmt: skip
    assert read_answers(fields) == [
        Label(article_id="a1_1", question="topic", subject="mek", verdict=True, note="why"),
        Label(article_id="a1_1", question="topic", subject="a/b", verdict=False, note="why"),
        Label(article_id="a1_2", question="article", verdict=None),
    ]


@pytest.mark.parametrize("fields", [{}, {"label/a1_1/topic/mek": "skip"}], ids=["none", "all skipped"])
def test_a_form_without_an_answer_is_no_mistake(fields: dict[str, str]) -> None:
    assert read_answers(fields) == []


def test_answers_to_a_sample_are_marked_as_such() -> None:
    (found,) = read_answers({"label/a1_1/topic/mek": "no"}, sampled_topic="mek")
    assert (found.sampled, found.verdict) == (True, False)


@pytest.mark.parametrize(
    ("fields", "sampled_topic", "words"),
    [
        pytest.param({"label/a1_1/topic/mek": "<script>"}, "", "an answer is one of yes, no", id="another answer"),
        pytest.param({"label/a1_1/taste/x": "yes"}, "", "Input should be", id="another question"),
        pytest.param({"label/": "yes"}, "", "String should have at least 1 character", id="no article"),
        pytest.param({"label/a1_1/topic/": "yes"}, "", "need a subject", id="no topic"),
        pytest.param({"label/a1_1/topic/x": "yes", "note/a1_1": "x" * 501}, "", "at most 500", id="long note"),
        pytest.param({"label/a1_1/topic/x": "skip", "note/a1_1": "why"}, "x", "with an answer only", id="skipped"),
        pytest.param(
            {"label/a1_1/topic/x": "yes", "note/a1_2": "why"}, "", "with an answer only", id="reason without an answer"
        ),
        pytest.param({"label/a1_1/topic/x": "yes"}, "mek", "not about the topic of the sample", id="another topic"),
        pytest.param({f"label/a1_{n}/topic/x": "yes" for n in range(51)}, "", "at most 50", id="too many"),
    ],
)
def test_what_cannot_be_understood_is_refused(fields: dict[str, str], sampled_topic: str, words: str) -> None:
    with pytest.raises(HTTPException) as refused:
        read_answers(fields, sampled_topic=sampled_topic)
    assert (refused.value.status_code, words in str(refused.value.detail)) == (422, True), refused.value.detail
