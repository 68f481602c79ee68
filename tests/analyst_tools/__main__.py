"""Set up the tools of analysts, and let them show a published file of the news world.

    python -m tests.analyst_tools --environments FOLDER superset notebook

Without names, all of them. The pictures go to `docs/screenshots`.
"""

import argparse
import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.analyst_tools import grafana, notebook, snippets, superset
from tests.support import cookbook
from tests.support.scene import PROJECT

PICTURES = PROJECT / "docs" / "screenshots"
TOOLS: dict[str, Callable[[Path, Path], None]] = {
    "superset": lambda environments, published: superset.check(environments, published, PICTURES / "superset.png"),
    "grafana": grafana.check,
    "notebook": lambda environments, published: notebook.check(environments, published, PICTURES / "notebook.png"),
    "snippets": snippets.check,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.analyst_tools", description=__doc__)
    parser.add_argument("tools", nargs="*", help=f"{', '.join(TOOLS)}; without: all")
    parser.add_argument("--environments", type=Path, help="folder of the virtual environments, to keep them")
    parser.add_argument("--published", type=Path, help="a published file; without: that of a cycle on the news world")
    chosen = parser.parse_args()
    if unknown := set(chosen.tools) - TOOLS.keys():
        parser.error(f"unknown: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="newsvane-tools-") as name, _find_published(chosen.published, name) as file:
        environments = (chosen.environments or Path(name) / "environments").resolve()
        for tool in chosen.tools or TOOLS:
            began = time.monotonic()
            TOOLS[tool](environments, file)
            print(f"{tool}: works ({time.monotonic() - began:.0f} s)")


@contextlib.contextmanager
def _find_published(given: Path | None, folder: str) -> Iterator[Path]:
    if given:
        yield given.resolve()
        return
    with cookbook.filled(Path(folder) / "world") as world:
        yield world.settings.published_path


if __name__ == "__main__":
    main()
