"""Precision measured by labels: Wilson's interval, samples apart from reported mistakes, rules by their topics."""

import pytest

from newsvane.analysis.precision import (
    Measure,
    Tally,
    Verdict,
    describe_shortage,
    judge_article,
    measure,
    wilson_interval,
)


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


@pytest.mark.parametrize(
    ("tally", "left", "said"),
    [
        pytest.param(Tally(right=10), 0, "", id="enough labels"),
        pytest.param(Tally(right=3), None, "too few labels to tell: about 6 more are needed", id="nobody knows"),
        pytest.param(Tally(right=3), 6, "too few labels to tell: about 6 more are needed", id="as many as needed"),
        pytest.param(Tally(right=13, wrong=1), 9, "too few labels to tell: about 1 more is needed", id="one"),
        pytest.param(
            Tally(right=3),
            2,
            "too few labels to tell: about 6 more are needed, but only 2 can be labelled now",
            id="few",
        ),
        pytest.param(
            Tally(right=3), 0, "too few labels to tell, and no article is left to label until more are read", id="none"
        ),
    ],
)
def test_no_more_labels_are_asked_for_than_there_are_articles(tally: Tally, left: int | None, said: str) -> None:
    assert describe_shortage(tally, left) == said


def verdict(is_right: bool | None, *, sampled: bool = False, subject: str = "mek") -> Verdict:
    return Verdict("a", subject, is_right, sampled)


def test_what_somebody_came_upon_is_counted_apart_from_samples() -> None:
    verdicts = [verdict(True, sampled=True), verdict(None, sampled=True), verdict(False), verdict(False)]
    assert measure("mek", verdicts, missed=2) == Measure("mek", Tally(1, 0, 1), Tally(0, 2), 2)


@pytest.mark.parametrize(
    ("outlets", "crowd"),
    [
        pytest.param(["flood.example"] * 6 + ["a.example"] * 5, "flood.example", id="most"),
        pytest.param(["flood.example"] * 6 + ["a.example"] * 6, "", id="half"),
        pytest.param(["flood.example"] * 9, "", id="few"),
        pytest.param([], "", id="none"),
    ],
)
def test_a_sample_that_is_mostly_of_one_outlet_names_it(outlets: list[str], crowd: str) -> None:
    sampled = [Verdict(f"a{number}", "mek", True, True, outlet) for number, outlet in enumerate(outlets)]
    assert measure("mek", [*sampled, *[Verdict("b", "mek", False, False, "b.example")] * 30]).crowd == crowd


YES, NO = verdict(True, sampled=True), verdict(False, sampled=True)
DISPUTED, REPORTED = verdict(None, sampled=True), verdict(False)
NO_ARTICLE = verdict(False, subject="")
BOTH = ("mek", "albania")


@pytest.mark.parametrize(
    ("needs_all", "topics", "answers", "article", "expected"),
    [
        pytest.param(False, BOTH, {"mek": YES, "albania": NO}, None, (True, True), id="any topic, one is right"),
        pytest.param(False, BOTH, {"mek": YES}, None, (True, False), id="any topic, one is right, one not labelled"),
        pytest.param(False, BOTH, {"mek": NO, "albania": DISPUTED}, None, (None, True), id="any topic, one disputed"),
        pytest.param(False, ("mek",), {"mek": NO}, None, (False, True), id="any topic, none is right"),
        pytest.param(True, BOTH, {"mek": YES, "albania": NO}, None, (False, True), id="both, one is wrong"),
        pytest.param(True, BOTH, {"mek": NO}, None, (False, False), id="both, one is wrong, one not labelled"),
        pytest.param(True, BOTH, {"mek": YES, "albania": YES}, None, (True, True), id="both are right"),
        pytest.param(True, BOTH, {"mek": YES, "albania": REPORTED}, None, (False, False), id="one was come upon"),
        pytest.param(True, ("mek",), {"mek": DISPUTED}, None, (None, True), id="disputed"),
        pytest.param(True, ("mek",), {"mek": YES, "iran": REPORTED}, None, (True, True), id="another topic is wrong"),
        pytest.param(True, ("mek",), {"mek": YES}, NO_ARTICLE, (False, True), id="right, but no article"),
        pytest.param(True, BOTH, {"mek": YES}, NO_ARTICLE, (False, False), id="no article, one topic labelled"),
        pytest.param(True, ("mek",), {}, NO_ARTICLE, (False, False), id="no article"),
    ],
)
def test_a_rule_is_right_if_its_topics_are(
    needs_all: bool,
    topics: tuple[str, ...],
    answers: dict[str, Verdict],
    article: Verdict | None,
    expected: tuple[bool | None, bool],
) -> None:
    found = judge_article(topics, answers, article, needs_all=needs_all)
    assert found
    assert (found.is_right, found.is_sampled) == expected


@pytest.mark.parametrize(
    ("needs_all", "topics", "answers", "article"),
    [
        pytest.param(True, BOTH, {"mek": YES}, None, id="only one of its topics is labelled"),
        pytest.param(True, ("mek",), {"iran": YES}, None, id="another topic is labelled"),
        pytest.param(False, BOTH, {"mek": NO}, None, id="one of the article's topics is wrong"),
        pytest.param(False, (), {}, verdict(True), id="only that it is an article"),
    ],
)
def test_nothing_is_said_of_a_rule_whose_topics_are_not_labelled(
    needs_all: bool, topics: tuple[str, ...], answers: dict[str, Verdict], article: Verdict | None
) -> None:
    assert judge_article(topics, answers, article, needs_all=needs_all) is None


@pytest.mark.parametrize("needs_all", [True, False])
def test_a_sample_of_one_topic_does_not_measure_a_rule_that_depends_on_two(needs_all: bool) -> None:
    """Thirteen right answers that wait for the other topic must not leave one wrong answer alone, nor the reverse."""
    sample = [YES] * 13 + [NO]
    judged = [judge_article(BOTH, {"mek": each}, needs_all=needs_all) for each in sample]
    assert measure("both", [each for each in judged if each]).sampled == Tally()
