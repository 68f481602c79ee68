"""Precision measured by labels: Wilson's interval, samples apart from reported mistakes, rules by their topics."""

import pytest

from newsvane.analysis.precision import Measure, Tally, Verdict, judge_article, measure, wilson_interval


@pytest.mark.parametrize(
    ("right", "labels", "low", "high"),
    [
        pytest.param(0, 0, 0.0, 1.0, id="nothing is known without labels"),
        pytest.param(10, 10, 0.722, 1.0, id="ten of ten"),
        pytest.param(0, 10, 0.0, 0.278, id="none of ten"),
        pytest.param(45, 50, 0.786, 0.957, id="45 of 50"),
        pytest.param(1, 2, 0.095, 0.905, id="one of two"),
    ],
)
def test_the_interval_is_wilsons(right: int, labels: int, low: float, high: float) -> None:
    found = wilson_interval(right, labels)
    assert [round(bound, 3) for bound in found] == [low, high]


@pytest.mark.parametrize(
    ("tally", "precision", "is_telling"),
    [
        pytest.param(Tally(), None, False, id="none"),
        pytest.param(Tally(right=3), 1.0, False, id="three"),
        pytest.param(Tally(right=10), 1.0, True, id="ten, all right"),
        pytest.param(Tally(right=10, wrong=10), 0.5, False, id="twenty, half right"),
        pytest.param(Tally(right=40, wrong=10, disputed=50), 0.8, True, id="disputed ones do not count"),
    ],
)
def test_few_labels_tell_nothing(tally: Tally, precision: float | None, is_telling: bool) -> None:
    assert (tally.precision, tally.is_telling) == (precision, is_telling)


@pytest.mark.parametrize(
    ("tally", "missing"),
    [
        pytest.param(Tally(), 39, id="nothing is known, so as if half were right"),
        pytest.param(Tally(right=3), 6, id="all right so far"),
        pytest.param(Tally(right=10, wrong=10), 19, id="half right"),
        pytest.param(Tally(right=10), 0, id="enough"),
    ],
)
def test_it_is_known_how_many_more_labels_tell_something(tally: Tally, missing: int) -> None:
    assert tally.missing == missing


def verdict(is_right: bool | None, *, sampled: bool = False, subject: str = "mek") -> Verdict:
    return Verdict("a", subject, is_right, sampled)


def test_what_somebody_came_upon_is_counted_apart_from_samples() -> None:
    verdicts = [verdict(True, sampled=True), verdict(None, sampled=True), verdict(False), verdict(False)]
    assert measure("mek", verdicts, missed=2) == Measure("mek", Tally(1, 0, 1), Tally(0, 2), 2)


@pytest.mark.parametrize(
    ("required", "answers", "article", "expected"),
    [
        pytest.param((), {"mek": True, "iran": False}, None, True, id="any topic, one is right"),
        pytest.param((), {"mek": False, "iran": None}, None, None, id="any topic, one is disputed"),
        pytest.param((), {"mek": False}, None, False, id="any topic, none is right"),
        pytest.param(("mek", "albania"), {"mek": True, "albania": False}, None, False, id="both, one is wrong"),
        pytest.param(("mek", "albania"), {"mek": True, "albania": True}, None, True, id="both are right"),
        pytest.param(("mek",), {"mek": None}, None, None, id="disputed"),
        pytest.param(("mek",), {"mek": True}, False, False, id="right, but no article"),
        pytest.param(("mek",), {}, False, False, id="no article"),
    ],
)
def test_a_rule_is_right_if_its_topics_are(
    required: tuple[str, ...], answers: dict[str, bool | None], article: bool | None, expected: bool | None
) -> None:
    verdicts = {topic: verdict(answer, subject=topic, sampled=topic == "mek") for topic, answer in answers.items()}
    found = judge_article(required, verdicts, None if article is None else verdict(article, subject=""))
    assert found
    assert (found.is_right, found.is_sampled) == (expected, "mek" in answers)


@pytest.mark.parametrize(
    ("required", "answers", "article"),
    [
        pytest.param(("mek", "albania"), {"mek": True}, None, id="only one of its topics is labelled"),
        pytest.param(("mek",), {"iran": True}, None, id="another topic is labelled"),
        pytest.param((), {}, True, id="only that it is an article"),
    ],
)
def test_nothing_is_said_of_a_rule_whose_topics_are_not_labelled(
    required: tuple[str, ...], answers: dict[str, bool], article: bool | None
) -> None:
    verdicts = {topic: verdict(answer, subject=topic) for topic, answer in answers.items()}
    assert judge_article(required, verdicts, verdict(article) if article else None) is None
