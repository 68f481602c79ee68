"""Charts as a PNG in light colours. Only this module imports resvg_py."""

from collections.abc import Sequence

import resvg_py

from newsvane.cli.charts.drawing import LIGHT, Drawing, render_svg, stylesheet
from newsvane.errors import ConfigError

_MARGIN = 24
_ZOOM = 2
"""Pixels of the picture per unit of the drawing. With two, it is sharp on high-resolution screens."""


def render_png(drawings: Sequence[Drawing]) -> bytes:
    """Return the charts as a PNG, one below the other. Raises ConfigError if the machine has no font."""
    if not _has_font():
        raise ConfigError(
            "this machine has no font for the labels of the picture: install one "
            "(Debian: fonts-noto-core or fonts-dejavu-core), or use --html",
            reason="no_font",
        )
    drawn = render_svg(drawings, style=stylesheet(LIGHT.__getitem__), page=LIGHT["page"], margin=_MARGIN)
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, zoom=_ZOOM))


def _has_font() -> bool:
    drawn, empty = (
        bytes(
            resvg_py.svg_to_bytes(
                svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
                f'<text y="16" font-family="sans-serif">{letter}</text></svg>'
            )
        )
        for letter in ("H", "")
    )
    return drawn != empty
