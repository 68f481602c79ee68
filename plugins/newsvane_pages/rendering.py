"""HTML by templates, always escaped: titles, texts and addresses come from the web and are hostile."""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newsvane.urls import absolute

_MARKED = re.compile(r"(`[^`]+`|\*[^*]+\*)")
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def page(request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """An answer of HTML. `facts` are what the template names."""
    return HTMLResponse(render(request, template, **facts), status_code=status)


def render(request: Request, template: str, **facts: Any) -> str:
    """A template as HTML. `root` in it is the address of the app, behind whatever prefix of a proxy."""
    root = request.scope.get("root_path", "")
    return _environment().get_template(template).render(root=root, now=datetime.now(UTC), **facts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "apart": apart,
        "link": link,
        "moment": moment,
        "count": count,
        "lasting": lasting,
        "coded": coded,
    }
    return environment


def coded(text: str) -> Markup:
    """Our own words: what stands between backticks as code, between asterisks emphasised."""
    parts = _MARKED.split(text)
    return Markup("").join(_marked(part) if place % 2 else part for place, part in enumerate(parts))


def _marked(part: str) -> Markup:
    text = part[1:-1]
    return Markup("<code>{}</code>").format(text) if part[0] == "`" else Markup("<em>{}</em>").format(text)


def link(url: object) -> str | None:
    """The address where a browser may follow it: http(s) and nothing else."""
    return absolute(str(url), "") if url else None


def moment(time: datetime) -> str:
    """A time for people, UTC."""
    return f"{time:%Y-%m-%d %H:%M}"


def apart(time: datetime, now: datetime) -> str:
    """How far from now: "5 min ago", "in 3 h"."""
    seconds = (time - now).total_seconds()
    if abs(seconds) < 1:
        return "now"
    return f"in {lasting(seconds)}" if seconds > 0 else f"{lasting(-seconds)} ago"


def lasting(seconds: float) -> str:
    """A length of time, at least a second: "5 min"."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= size)
    return f"{seconds // size:.0f} {unit}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 story", "2 stories"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
