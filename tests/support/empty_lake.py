"""Create an empty lake in milliseconds: one is made per process, with all migrations, and copied for each test.

Applying the migrations takes seconds of CPU. Only the tests of migrations need to repeat that.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from newsvane import lake
from newsvane.settings import Settings


def create_lake(settings: Settings) -> Settings:
    """Put an empty lake with all migrations into the home of `settings`, which must be embedded; return `settings`."""
    shutil.copytree(_template(), settings.home, dirs_exist_ok=True)
    return settings


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="newsvane-empty-lake-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    lake.migrate(Settings(home=folder))
    return folder
