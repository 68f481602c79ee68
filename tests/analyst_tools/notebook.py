"""The notebook, run by marimo as its users run it, and drawn in Chromium."""

import ast
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsvane.dashboards import build_dashboards
from tests.analyst_tools.environments import make_environment
from tests.browser.chromium import chromium
from tests.servers.process import Server

PACKAGES = ("marimo==0.25.2", "altair==6.3.0", "duckdb==2.0.1", "pandas==3.1.1", "pytz")
WIDTH, HEIGHT = 1000, 2150
CHARTS = 5


class Marimo(Server):
    """The notebook as an app. `python`: the interpreter that has marimo."""

    name = "marimo"

    def __init__(self, folder: Path, *, python: Path) -> None:
        super().__init__(folder)
        self.python = python

    def command(self) -> Sequence[str]:
        """Return the command that serves the notebook on this machine alone."""
        options = ("--headless", "--no-token", "--host", "127.0.0.1", "--port", str(self.port))
        return [str(self.python), "-I", "-m", "marimo", "run", "coverage_notebook.py", *options]


def check(environments: Path, published: Path, picture: Path) -> None:
    """Run all cells, and draw them. Raises AssertionError if one fails, or asks another machine for something."""
    python = make_environment(environments / "notebook", PACKAGES)
    with tempfile.TemporaryDirectory(prefix="newsvane-notebook-") as name, chromium() as browser:
        folder = Path(name)
        (folder / "coverage_notebook.py").write_bytes(build_dashboards(published)["coverage_notebook.py"])
        exporting = [str(python), "-I", "-m", "marimo", "export", "html", "coverage_notebook.py", "-o", "coverage.html"]
        done = subprocess.run(exporting, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        with Marimo(folder, python=python) as server:
            url = f"http://127.0.0.1:{server.port}/"
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", timezone_id="UTC")
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(url)
            charts = page.locator(".vega-embed .marks")
            charts.nth(CHARTS - 1).wait_for()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(1_000)  # charts grow to the width of the page
            assert charts.count() == CHARTS
            assert [each for each in asked if not each.startswith((url, "data:", "blob:"))] == []
            page.screenshot(path=picture)


def find_questions(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the SQL of each call of `ask` in the notebook, with the names of its parameters."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="ask"), args=[ast.Constant(value=str(sql))], keywords=keywords):
                yield sql, {keyword.arg for keyword in keywords if keyword.arg}
