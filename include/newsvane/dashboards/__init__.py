"""Dashboards and a notebook that show the published file, for Superset, Grafana and marimo. Pure."""

import json
import zipfile
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

EXAMPLE = "/srv/newsvane/coverage.duckdb"
"""The path of the published file in the shipped files, always between double quotes."""
_FOLDER = "newsvane"
"""The one folder that Superset expects in an archive."""


def build_dashboards(published: Path) -> dict[str, bytes]:
    """Return the files by name. They open the published file at this path, read-only."""
    shipped = resources.files(__name__) / "files"
    return {
        "superset.zip": _build_archive(shipped / "superset", published),
        **{name: _fill_in(shipped / name, published) for name in ("grafana.json", "coverage_notebook.py")},
    }


def _build_archive(folder: Traversable, published: Path) -> bytes:
    """Return an archive that Superset imports. It is the same for the same path: all its files are from 1980."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, file in _walk(folder, _FOLDER):
            opened.writestr(zipfile.ZipInfo(name), _fill_in(file, published), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for each in sorted(folder.iterdir(), key=lambda file: file.name):
        name = f"{path}/{each.name}"
        if each.is_dir():
            yield from _walk(each, name)
        else:
            yield name, each


def _fill_in(file: Traversable, published: Path) -> bytes:
    """Return a file with the path of the published file, escaped as strings of JSON, YAML and Python are."""
    return file.read_text("utf-8").replace(EXAMPLE, json.dumps(str(published))[1:-1]).encode()
