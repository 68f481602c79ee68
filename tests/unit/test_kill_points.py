"""The functions in which tests kill a step exist: after a rename, a kill would never happen."""

import re
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
NAMED = re.compile(r'"(newsvane[\w.]*:[\w.]+)"')
FUNCTIONS = sorted({name for path in TESTS.rglob("*.py") for name in NAMED.findall(path.read_text("utf-8"))})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_named_function_exists(name: str) -> None:
    module, _, path = name.partition(":")
    assert callable(attrgetter(path)(import_module(module)))
