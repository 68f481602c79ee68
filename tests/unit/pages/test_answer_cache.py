"""Answers about the lake are cached until it changes, and no longer."""

from collections.abc import Callable
from itertools import count
from threading import Thread

import pytest

from newsvane_pages import answer_cache
from newsvane_pages.answer_cache import AnswerCache


@pytest.fixture
def ask() -> Callable[[], int]:
    """Another answer each time."""
    answers = count(1)
    return lambda: next(answers)


def test_the_same_question_is_asked_once_per_version(ask: Callable[[], int]) -> None:
    cached = AnswerCache()
    assert [cached.find(1, "how many", ask) for _ in range(3)] == [1, 1, 1]
    assert cached.find(1, "how few", ask) == 2
    assert [cached.find(2, "how many", ask) for _ in range(2)] == [3, 3]
    assert cached.find(1, "how many", ask) == 4, "another lake may have the number of an older one"


def test_an_answer_of_a_version_that_is_gone_is_not_cached(ask: Callable[[], int]) -> None:
    cached = AnswerCache()

    def ask_while_another_reads_a_newer_version() -> int:
        other = Thread(target=cached.find, args=(2, "how many", ask))
        other.start()
        other.join()
        return ask()

    assert cached.find(1, "how many", ask_while_another_reads_a_newer_version) == 2
    assert cached.find(2, "how many", ask) == 1


def test_few_answers_of_few_rows_are_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_cache, "MAX_ANSWERS", 2)
    monkeypatch.setattr(answer_cache, "MAX_ROWS", 25)
    cached, asked = AnswerCache(), list[str]()

    def ask(question: str, rows: int) -> list[int]:
        return cached.find(1, question, lambda: asked.append(question) or [0] * rows)

    for question in ("a", "b", "a", "c", "a", "b"):
        assert len(ask(question, 10)) == 10
    assert asked == ["a", "b", "c", "b"], "what was asked for longest ago goes first"
    for _ in range(2):
        ask("too much", 26)
    assert asked[4:] == ["too much", "too much"]
    for question in ("much", "b"):
        ask(question, 20)
    assert asked[6:] == ["much", "b"], "both together have too many rows"


def test_a_failure_is_not_cached() -> None:
    cached, outcomes = AnswerCache(), iter([ValueError("once"), 7])

    def ask() -> int:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(ValueError, match="once"):
        cached.find(1, "how many", ask)
    assert cached.find(1, "how many", ask) == 7
