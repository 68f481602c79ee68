"""Virtual environments with the packages of one tool, made on demand and kept for the next run."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def make_environment(folder: Path, packages: Sequence[str]) -> Path:
    """Return the interpreter of a virtual environment with these packages. Installs them unless they are there."""
    python, noted = folder / "bin" / "python", folder / "packages.txt"
    wanted = "\n".join(packages)
    if not noted.exists() or noted.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        noted.write_text(wanted, "utf-8")
    return python
