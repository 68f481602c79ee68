"""The blocks of `docs/guides/open-in-your-tools.md`, each run as a reader would, with the packages that it names."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newsvane.dashboards import EXAMPLE
from tests.analyst_tools.environments import make_environment
from tests.support.scene import PROJECT

GUIDE = PROJECT / "docs" / "guides" / "open-in-your-tools.md"
_BLOCK = re.compile(r"^```(py|r)\n(?:# pip install ([^\n]*)\n)?(.*?)^```$", re.MULTILINE | re.DOTALL)


class Snippet(NamedTuple):
    """A block of code. `packages`: of Python, to install first."""

    language: str
    packages: tuple[str, ...]
    code: str

    def fill_in(self, published: Path) -> str:
        """Return the code with the path of a published file."""
        return self.code.replace(EXAMPLE, str(published))


def find_snippets() -> Iterator[Snippet]:
    """Yield the blocks in Python and R in their order."""
    for language, packages, code in _BLOCK.findall(GUIDE.read_text("utf-8")):
        yield Snippet(language, tuple(shlex.split(packages)), code)


def check(environments: Path, published: Path) -> None:
    """Run each block. Raises AssertionError if one fails or prints nothing."""
    for number, snippet in enumerate(find_snippets(), 1):
        code = snippet.fill_in(published)
        if snippet.language == "py":
            python = make_environment(environments / f"snippet-{number}", snippet.packages)
            command = [str(python), "-I", "-W", "error::UserWarning", "-c", code]
        elif "duckdb::" in code or shutil.which("Rscript") is None:
            print(f"not run, because the package or R itself is missing: {code.splitlines()[0]}")
            continue
        else:
            command = ["Rscript", "-e", code]
        done = subprocess.run(command, env=_environment(published), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{code}{done.stderr}"
        assert done.stdout.strip(), code


def _environment(published: Path) -> dict[str, str]:
    """Return our environment for a person whose home has the published file."""
    return os.environ | {"NEWSVANE_HOME": str(published.parent)}
