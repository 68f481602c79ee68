"""The search for cases that raise: it goes on after a fault, names it once, and can be repeated."""

import subprocess
import sys

import pytest

from tests.fuzz import Search


def fail(body: bytes) -> None:
    raise ZeroDivisionError(body)


def test_a_fault_is_printed_once_and_the_search_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    def make(seed: int) -> bytes:
        return b"%d" % seed

    search = Search()
    for seed in (7, 8):
        search.try_case(make, fail, seed)
    search.try_case(make, len, 9)
    assert "make(7): ZeroDivisionError(b'7')" in (printed := capsys.readouterr().out)
    assert "make(8)" not in printed
    assert "3 cases, 2 faults of 1 kinds; 3 of make, slowest make(" in search.describe()


def test_a_number_of_cases_is_tried_from_a_seed() -> None:
    run = [sys.executable, "-m", "tests.fuzz", "--cases", "6", "--seed", "19"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("from seed 19: 6 cases, 0 faults of 0 kinds; 1 of mutated_feed, ")
    assert "; 5 of mutated_page, " in done.stdout
