"""The examples of the guide that need nothing but our own packages run. `python -m tests.analyst_tools` runs all."""

import subprocess
import sys
from pathlib import Path

from tests.analyst_tools.snippets import Snippet, find_snippets

OURS = {"duckdb", "pandas", "pytz"}


def test_examples_run_and_print_something(published: Path) -> None:
    snippets = list(find_snippets())
    assert len(snippets) == 6
    ours = [each for each in snippets if each.packages and OURS.issuperset(each.packages)]
    assert ours
    for snippet in ours:
        assert run(snippet, published).strip()


def run(snippet: Snippet, published: Path) -> str:
    """Run an example, and return what it prints."""
    command = [sys.executable, "-I", "-c", snippet.fill_in(published)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
