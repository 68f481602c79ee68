"""Charts as a PNG in light colours. Only this module imports resvg_py."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from html import unescape

import resvg_py

from newsvane.cli.charts.drawing import LIGHT, Drawing, render_svg, stylesheet
from newsvane.errors import ConfigError

_MARGIN = 24
_ZOOM = 2
"""Pixels of the picture per unit of the drawing. With two, it is sharp on high-resolution screens."""

FONTS = (
    "Noto Sans", "DejaVu Sans", "Liberation Sans", "Open Sans", "FreeSans", "Arial", "Helvetica", "Verdana", "Roboto",
    "Ubuntu", "Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "DejaVu Serif", "Noto Serif",
)  # fmt: skip
"""Which fonts may stand for `sans-serif`, which resvg matches with none by itself, the best one first."""
_NO_LETTER = "\U0010fffd"
"""No font has this character, so it is drawn as what stands for a missing letter."""


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


def find_missing(drawings: Sequence[Drawing]) -> list[str]:
    """Return a letter of each script, and each symbol, that no font of the machine has. They are drawn as boxes."""
    text = unescape(re.sub(r"<[^>]*>", "", "".join(each.body for each in drawings)))
    shown = {letter for letter in text if not letter.isascii() and unicodedata.category(letter)[0] in "LS"}
    one_per_script = {_script(letter): letter for letter in sorted(shown, reverse=True)}
    font = find_font() or ""
    box = _draw(_NO_LETTER, font)
    return sorted(letter for letter in one_per_script.values() if _draw(letter, font) == box)


def _script(letter: str) -> str:
    """Return the name of a letter's script, the first word of its name, or the symbol itself."""
    return unicodedata.name(letter, letter).split()[0] if letter.isalpha() else letter


@cache
def find_font() -> str | None:
    """Return the first font that draws a letter."""
    return next((font for font in FONTS if _draw("H", font) != _draw("", font)), None)


def _draw(letter: str, font: str) -> bytes:
    text = f'<text y="16" font-family="{font}">{letter}</text>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{text}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn))
