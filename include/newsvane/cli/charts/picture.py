"""Charts as a PNG, in light colours (alone imports resvg_py)."""

from collections.abc import Sequence

import resvg_py

from newsvane.cli.charts.drawing import LIGHT, Drawing, rules, svg
from newsvane.errors import ConfigError

_MARGIN = 24
_ZOOM = 2
"""Pixels of the picture to one of the drawing: sharp also on fine screens."""


def picture(drawings: Sequence[Drawing]) -> bytes:
    """The charts one below the other. Raises ConfigError where the machine has no font to write with."""
    if not _has_font():
        raise ConfigError(
            "this machine has no font, and a picture without words says nothing: install one "
            "(Debian: fonts-noto-core or fonts-dejavu-core), or use --html",
            reason="no_font",
        )
    drawn = svg(drawings, style=rules(LIGHT.__getitem__), page=LIGHT["page"], margin=_MARGIN)
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
