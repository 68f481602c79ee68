"""A machine that has no other fonts than those given."""

from functools import cache, partial
from pathlib import Path

import pytest
import resvg_py

from newsvane.cli.charts import png
from tests.servers import needed

FONTS = Path("/usr/share/fonts/truetype")
"""Where Debian installs fonts, in a folder per package."""


def installed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Draw pictures with the fonts of these folders of FONTS alone. Skips the test if one is missing, except in CI."""
    folders = [FONTS / name for name in names]
    if missing := [str(path) for path in folders if not path.is_dir()]:
        needed.skip(f"not installed here: {', '.join(missing)}")
    draw = partial(resvg_py.svg_to_bytes, skip_system_fonts=True, font_dirs=[str(path) for path in folders])
    monkeypatch.setattr(resvg_py, "svg_to_bytes", draw)
    monkeypatch.setattr(png, "find_font", cache(png.find_font.__wrapped__))
