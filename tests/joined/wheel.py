"""Build the wheel and unpack it, as an installer would, without a network."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.support.scene import PROJECT


def build(folder: Path) -> Path:
    """Build the wheel of this checkout in a folder, and return its path."""
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(words, cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def unpack(wheel: Path, folder: Path) -> Path:
    """Unpack a wheel into a folder for PYTHONPATH, with its metadata, so that entry points are found."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder)
    return folder
