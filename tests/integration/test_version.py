"""The version is defined in `newsvane.__version__`; everything else that names it agrees."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsvane import __version__
from tests.support.scene import PROJECT

IMAGE = r"newsvane(?:-check)?:(\d[\w.]*)"
NAMED = {
    "docker-compose.yml": IMAGE,
    "tests/containers/Dockerfile": IMAGE,
    "tests/containers/compose.yml": IMAGE,
    "deploy/helm/values.yaml": r'tag: "([\d.]+)"',
    "docs/operations/running.md": r"Newsvane[ /](\d+\.\d+\.\d+)",
}


@pytest.mark.parametrize("file", NAMED)
def test_files_name_the_version_of_the_code(file: str) -> None:
    assert set(re.findall(NAMED[file], (PROJECT / file).read_text("utf-8"))) == {__version__}


def test_the_newest_release_in_the_changelog_is_the_version_of_the_code() -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\d[\w.]*)", changelog, re.MULTILINE)[0] == __version__


def test_a_built_package_has_the_version_of_the_code(tmp_path: Path) -> None:
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert f"newsvane-{__version__}-" in done.stdout
