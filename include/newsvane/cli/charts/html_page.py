"""Render charts as one self-contained HTML page in light and dark, without scripts, fonts or external resources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from newsvane.cli.charts.drawing import DARK, LIGHT, SMALLEST_TEXT, WIDTH, Drawing, render_svg, stylesheet
from newsvane.printable import printable_line

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_NARROWEST = 11 * WIDTH // SMALLEST_TEXT + 1
"""Pixels: in a narrower chart the smallest text would have less than 11. On a phone, charts scroll to the side."""
_STYLE = """
:root{{color-scheme:light dark;{light}}}
@media(prefers-color-scheme:dark){{:root{{{dark}}}}}
body{{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}}
main{{max-width:56rem;margin:0 auto;padding:1.5rem 1rem}}
h1{{font-size:1.5rem;line-height:1.25;margin:0}}
p{{margin:.25rem 0 1.5rem;color:var(--quiet)}}
figure{{margin:0 0 2rem;padding:1rem;border:1px solid var(--line);border-radius:.5rem}}
svg{{display:block;width:100%;min-width:{narrowest}px;height:auto}}
summary{{cursor:pointer;color:var(--quiet);margin-top:.5rem}}
.scroll{{overflow-x:auto}}
table{{border-collapse:collapse;font-size:.875rem;width:100%}}
th{{text-align:start;color:var(--quiet);font-weight:600}}
th,td{{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}}
.number{{text-align:end;font-variant-numeric:tabular-nums}}
"""


def render_html(
    title: str,
    drawings: Sequence[Drawing],
    tables: Sequence[Iterable[Mapping[str, object]]],
    *,
    now: datetime,
) -> str:
    """Return the page: each chart with a table of its numbers below."""
    style = _STYLE.format(light=_variables(LIGHT), dark=_variables(DARK), narrowest=_NARROWEST) + stylesheet(
        lambda name: f"var(--{name})"
    )
    figures = "".join(
        f'<figure><div class="scroll">{render_svg([drawing])}</div>'
        f"<details><summary>Numbers</summary>{_table(list(rows))}</details></figure>\n"
        for drawing, rows in zip(drawings, tables, strict=True)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(printable_line(title))}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(printable_line(title))}</h1>\n"
        f"<p>Made by Newsvane on {now:%Y-%m-%d at %H:%M} UTC. Days are UTC.</p>\n"
        f"{figures}</main>\n</body>\n</html>\n"
    )


def _variables(palette: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in palette.items())


def _table(rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(printable_line(name.replace('_', ' ')))}</th>" for name in rows[0])
    body = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f'<td class="number">{value:.3g}</td>'
    style = ' class="number"' if isinstance(value, int) else ""
    return f"<td{style}><bdi>{escape(printable_line(value))}</bdi></td>"
