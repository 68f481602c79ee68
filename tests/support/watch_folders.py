"""Make watch folders with only a few feeds of the news world, which makes tests faster."""

import re
import shutil
from collections.abc import Collection
from pathlib import Path

from tests.support.scene import PROJECT

WATCH = PROJECT / "tests" / "world" / "watch"


def copy_watch_folder(folder: Path, feeds: Collection[str]) -> Path:
    """Copy the news world's watch folder to `folder` with only the feeds of these ids; return `folder`."""
    shutil.copytree(WATCH, folder)
    tables = re.split(r"(?=\[\[(?:feed|source)\]\])", (folder / "feeds.toml").read_text("utf-8"))
    chosen = [table for table in tables if any(f'id = "{feed}"\n' in table for feed in feeds)]
    (folder / "feeds.toml").write_text("".join(chosen), "utf-8")
    return folder
