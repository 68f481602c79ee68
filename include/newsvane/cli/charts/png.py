"""Charts as a PNG in light colours. Only this module imports resvg_py."""

from collections.abc import Sequence
from functools import cache

import resvg_py

from newsvane.cli.charts.drawing import LIGHT, Drawing, render_svg, stylesheet
from newsvane.errors import ConfigError

_MARGIN = 24
_ZOOM = 2
"""Pixels of the picture per unit of the drawing. With two, it is sharp on high-resolution screens."""


FONTS = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Open Sans", "FreeSans", "Arial", "Helvetica", "Verdana")
"""Which fonts may stand for `sans-serif`, which resvg matches with none by itself, the best one first."""


def render_png(drawings: Sequence[Drawing]) -> bytes:
    """Return the charts as a PNG, one below the other. Raises ConfigError if the machine has no font."""
    font = find_font()
    if font is None:
        raise ConfigError(
            "this machine has no font for the labels of the picture: install one "
            "(Debian: fonts-noto-core or fonts-dejavu-core), or use --html",
            reason="no_font",
        )
    drawn = render_svg(drawings, style=stylesheet(LIGHT.__getitem__), page=LIGHT["page"], margin=_MARGIN)
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, zoom=_ZOOM, font_family=font, sans_serif_family=font))


@cache
def find_font() -> str | None:
    """Return the first font that draws a letter."""
    return next((font for font in FONTS if _draw("H", font) != _draw("", font)), None)


def _draw(letter: str, font: str) -> bytes:
    text = f'<text y="16" font-family="{font}">{letter}</text>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{text}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn))
