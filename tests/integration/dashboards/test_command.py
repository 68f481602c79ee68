"""`newsvane dashboards` writes files that open this home's published file."""

import ast
import io
import zipfile
from pathlib import Path

import yaml

from newsvane.dashboards import build_dashboards
from tests.support.terminal import Terminal

ODD = Path("/srv/O'Brien's \"news\" & views: #1 \\ ü/coverage.duckdb")


def test_files_are_written_and_a_missing_file_is_named(tmp_path: Path) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(tmp_path / "home")}, {})
    said = terminal.run("dashboards", str(tmp_path / "for" / "analysts")).output
    written = {path.name for path in (tmp_path / "for" / "analysts").iterdir()}
    assert written == {"superset.zip", "grafana.json", "coverage_notebook.py"}
    assert all(name in said.replace("\n", "") for name in written)
    assert "Nothing is published" in said


def test_a_path_is_escaped_in_every_file() -> None:
    files = build_dashboards(ODD)
    with zipfile.ZipFile(io.BytesIO(files["superset.zip"])) as archive:
        database = yaml.safe_load(archive.read("newsvane/databases/newsvane.yaml"))
    assert database["sqlalchemy_uri"] == f"duckdb:///{ODD}?access_mode=read_only"
    texts = {
        node.value for node in ast.walk(ast.parse(files["coverage_notebook.py"])) if isinstance(node, ast.Constant)
    }
    assert str(ODD) in texts


def test_the_archive_is_the_same_every_time() -> None:
    assert build_dashboards(ODD) == build_dashboards(ODD)
