"""Poll and read six feeds of the news world, and save the staging folder: `python -m tests.old_staging`.

Run it in a checkout of the version whose staging files should be kept; the saved file is named after that version.
"""

import tarfile
import tempfile
from pathlib import Path

from newsvane import __version__, lake
from tests.old_staging import FOLDER, RUN
from tests.support.scene import scene, settings_from
from tests.support.steps import run_steps, steps
from tests.support.terminal import FEEDS
from tests.support.watch_folders import copy_watch_folder


def main() -> None:
    """Make and pack it."""
    with tempfile.TemporaryDirectory() as folder, scene(Path(folder) / "scene") as one:
        environment = {**one.environment, "NEWSVANE_WATCH": str(copy_watch_folder(Path(folder) / "watch", FEEDS))}
        settings = settings_from(environment)
        lake.migrate(settings)
        run_steps(settings, environment, steps(RUN)[:5])
        target = FOLDER / f"{__version__}.tar.gz"
        with tarfile.open(target, "w:gz") as archive:
            archive.add(str(settings.staging_path), "staging")
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
