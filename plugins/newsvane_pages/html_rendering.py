"""Render templates as HTML. Everything is escaped, because titles, texts and addresses from the web may be hostile."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import bidirectional

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newsvane import configuration
from newsvane.alerts import describe_delay
from newsvane.analysis.arrival_words import describe_past_source
from newsvane.analysis.copy_words import describe_copy
from newsvane.analysis.evidence_words import explain_change, explain_evidence
from newsvane.errors import ConfigError
from newsvane.feeds.source_kinds import QUERY
from newsvane.iso_codes import name_country, name_language
from newsvane.outlet_counts import describe_outlets
from newsvane.plurals import count_noun
from newsvane.settings import get_settings
from newsvane.urls import absolute
from newsvane_pages.expectation_words import describe_failed
from newsvane_pages.latest_checks import LATEST_CHECKS

_MARKED = re.compile(r"(`[^`]+`|\*[^*]+\*)")
_DIRECTION_LETTERS = 2_000
"""How many characters at its beginning decide on the direction of a text."""
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def accepts_pages(request: Request) -> bool:
    """Return whether a browser asks. Programs receive errors as JSON."""
    return "text/html" in request.headers.get("accept", "")


def page(request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """Return a template as an HTML response. `facts` are the variables of the template."""
    answer = HTMLResponse(render(request, template, **facts), status_code=status)
    answer.background = LATEST_CHECKS.run_later(request)
    return answer


def render(request: Request, template: str, **facts: Any) -> str:
    """Render a template.

    Variables of every template: `root`: the path of the app, including the prefix of a proxy. `configuration`: the one
    in force, whose mistakes every page shows. `failed`: other checks that failed. `to_look_at`: how many checks failed
    or warn, for the sign at *Status*.
    """
    root = request.scope.get("root_path", "")
    failed = [check for check in LATEST_CHECKS.find("failed") if check.name != "watch files"]
    known = {"root": root, "now": datetime.now(UTC), "configuration": _find_configuration(), "failed": failed}
    known["to_look_at"] = len(LATEST_CHECKS.find("failed", "warning"))
    return _environment().get_template(template).render(**known, **facts)


def _find_configuration() -> configuration.Configuration:
    """Return the configuration in force; if the settings cannot be used, one whose mistakes say so."""
    try:
        return configuration.find_in_force(get_settings())
    except ConfigError as error:
        return configuration.Configuration(Path(), mistakes=error.mistakes)


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
        "change": explain_change,
        "coded": coded,
        "count": count_noun,
        "delay": describe_delay,
        "country": lambda code: name_country(code) or code,
        "direction": find_direction,
        "duration": format_duration,
        "ended": end_sentence,
        "evidence": explain_evidence,
        "failed": describe_failed,
        "language": name_language_with_code,
        "link": link,
        "copy_words": describe_copy,
        "past_source": describe_past_source,
        "outlets": describe_outlets,
        "percent": format_percent,
        "relative": format_relative,
        "sentence": write_sentence,
        "utc": format_utc,
    }
    return environment


def coded(text: str, root: str = "", pages: Mapping[str, str] = MappingProxyType({})) -> Markup:
    """Render our own texts: `code` between backticks, *emphasis* between asterisks.

    What is emphasised is a link if it is the name of a page. `pages`: paths below `root` by name.
    """
    parts = _MARKED.split(text)
    return Markup("").join(_marked(part, root, pages) if place % 2 else part for place, part in enumerate(parts))


def _marked(part: str, root: str, pages: Mapping[str, str]) -> Markup:
    text = part[1:-1]
    if part[0] == "*" and text in pages:
        return Markup('<a href="{}/{}"><em>{}</em></a>').format(root, pages[text], text)
    return Markup("<code>{}</code>").format(text) if part[0] == "`" else Markup("<em>{}</em>").format(text)


def link(url: object) -> str | None:
    """Return the URL if a browser may follow it: http or https, and no pattern in which a query is still to be put."""
    return absolute(str(url), "") if url and QUERY not in str(url) else None


def find_direction(text: str) -> str:
    """Return "rtl" if most letters at the beginning of a text are written from right to left, otherwise "ltr".

    The script decides, not the language: Azerbaijani, for example, is written in both directions.
    """
    letters = Counter(map(bidirectional, text[:_DIRECTION_LETTERS]))
    return "rtl" if letters["R"] + letters["AL"] > letters["L"] else "ltr"


def name_language_with_code(code: str) -> str:
    """Return the English name of a language with its code: "Persian (fa)"."""
    if code == "und":
        return "not determined"
    name = name_language(code)
    return f"{name} ({code})" if name else code


def format_utc(time: datetime, seconds: bool = False) -> str:
    """Format a time in UTC: "2026-11-24 17:03", or with `seconds` "2026-11-24 17:03:31"."""
    return f"{time:%Y-%m-%d %H:%M:%S}" if seconds else f"{time:%Y-%m-%d %H:%M}"


def format_relative(time: datetime, now: datetime) -> str:
    """Format a time relative to now: "5 min ago", "in 3 h"."""
    seconds = (time - now).total_seconds()
    if abs(seconds) < 1:
        return "now"
    return f"in {format_roughly(seconds)}" if seconds > 0 else f"{format_roughly(-seconds)} ago"


def format_roughly(seconds: float) -> str:
    """Format a duration of at least a second in its largest unit: "5 min"."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= size)
    return f"{seconds // size:.0f} {unit}"


def format_duration(seconds: float) -> str:
    """Format a duration of at least a second in its two largest units: "7 d 12 h"; from ten minutes on, no seconds."""
    for (size, unit), (part, its_unit) in pairwise(_UNITS):
        if seconds >= size:
            whole, rest = divmod(int(seconds), size)
            has_rest = rest >= part and (part > 1 or whole < 10)
            return f"{whole} {unit} {rest // part} {its_unit}" if has_rest else f"{whole} {unit}"
    return format_roughly(seconds)


def format_percent(share: float) -> str:
    """Format a share without decimals; only the whole is 100, and only nothing is 0."""
    percent = round(100 * share)
    return f"{min(percent, 99) if share < 1 else percent}" if percent or not share else "less than 1"


def format_share(share: float) -> str:
    """Format a small share: in whole percent from 1 % on, below with the first digit that tells: "0.03 %"."""
    percent = 100 * share
    if percent >= 1 or not percent:
        return f"{percent if share >= 1 else min(percent, 99):.0f} %"
    return f"{percent:.1g} %" if percent >= 0.001 else "less than 0.001 %"


def write_sentence(text: str) -> str:
    """Return a message of ours as a sentence, with a capital letter and a full stop."""
    return end_sentence(f"{text[:1].upper()}{text[1:]}") if text else ""


def end_sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
