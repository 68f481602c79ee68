"""Fill templates with facts, in every format that channels take. Only this module imports Jinja.

The user may replace any shipped template. Templates run in a sandbox, and whatever they print is made safe for the
format: HTML is escaped; in Markdown, the characters that chat programs interpret are replaced with full-width
characters that look alike and mean nothing; in plain text and Markdown, right-to-left text is isolated (HTML templates
do that themselves, with `dir` and `<bdi>`).
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsvane.alerts.render.sanitize import isolate_rtl
from newsvane.errors import ConfigError
from newsvane.records import Facts
from newsvane.safe_text import clean_line, truncate

log = logging.getLogger(__name__)

MAX_SUBJECT = 180
"""Characters of a subject."""
MAX_TITLE = 60
"""Characters of a rule's title."""
FORMATS = ("txt", "html", "md")
TEMPLATE_NAMES = ("subject.txt", *(f"{kind}.{form}" for kind in ("alert", "digest") for form in FORMATS))
"""The shipped templates; a file with one of these names in the watch folder's `templates/` replaces it."""

_MARKUP = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "*_~`|<>[]#@\\&"})
"""Maps the characters that Markdown or a chat program interprets to their full-width forms.

The chat programs are Slack, Teams, Discord, Telegram and Matrix. They interpret markup, mentions and entities.
"""
_SCHEME = re.compile(r"(?<=\w)://")
_EMOJI = re.compile(r":(?=[\w+-]+:)")


class _SafeMarkdown(str):
    """Markdown that this module made from neutralized text; it is printed as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class RenderedText:
    """The text of a message in every format. `subject` (one line) and `body` are plain text."""

    subject: str
    body: str
    html: str
    markdown: str


def neutralize_markup(text: str) -> str:
    """Return a line that looks the same in Markdown and in any chat, without markup, mentions, emoji codes or links."""
    text = _EMOJI.sub("\ua789", _SCHEME.sub(":\u2215\u2215", text.translate(_MARKUP)))
    return "\u2010" + text[1:] if text.startswith(("-", "+")) else text


class Templates:
    """The shipped templates, any of which the user may replace."""

    def __init__(self, custom: Mapping[str, str] | None = None, *, path: str = "templates") -> None:
        """Compile the user's templates and try each on an example.

        `custom`: template text by file name. `path`: their folder, for error messages. Raises ConfigError, which names
        the file and the line, if a name is not in TEMPLATE_NAMES or a template does not compile or fails on the
        example.
        """
        custom = custom or {}
        self._custom = {name: _compile(name, source, path) for name, source in custom.items()}
        for name, template in self._custom.items():
            try:
                _fill(template, name, _EXAMPLE)
            except Exception as error:
                raise ConfigError(f"{path}/{name} cannot be used: {error}", reason="template") from error

    def render_alert(self, title: str, facts: Facts) -> RenderedText:
        """Render a single alert. `title`: title of the rule."""
        return self._render_formats("alert", {"rule": clean_line(title, MAX_TITLE), **_context(facts)})

    def render_digest(
        self, title: str, headline: str, items: Sequence[Facts], *, more: int, ui_link: str
    ) -> RenderedText:
        """Render a digest of several alerts. `title`: title of the rule. `more`: number of alerts beyond `items`."""
        return self._render_formats(
            "digest",
            {
                "rule": clean_line(title, MAX_TITLE),
                "headline": headline,
                "items": [_context(facts) for facts in items],
                "more": more,
                "ui": ui_link,
            },
        )

    def _render_formats(self, kind: str, context: Mapping[str, Any]) -> RenderedText:
        text, html, markdown = (self._render(f"{kind}.{form}", context) for form in FORMATS)
        return RenderedText(
            subject=truncate(clean_line(self._render("subject.txt", context), MAX_SUBJECT * 4), MAX_SUBJECT),
            body=text,
            html=html,
            markdown=markdown,
        )

    def _render(self, name: str, context: Mapping[str, Any]) -> str:
        """Fill the user's template, or the shipped one if the user's fails on this message: the alert must go out."""
        if name in self._custom:
            try:
                return _fill(self._custom[name], name, context)
            except Exception as error:  # a template may raise anything
                log.warning("alerts: templates/%s failed (%s); used the shipped template", name, type(error).__name__)
        return _fill(_load_shipped(name), name, context)


def _fill(template: Template, name: str, context: Mapping[str, Any]) -> str:
    text = template.render(context)
    return re.sub(r"\n{2,}", "\n" if name.endswith("html") else "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def _context(facts: Facts) -> dict[str, Any]:
    """Return the template variables of one alert."""
    pieces = facts.snippet
    return {
        **{name: getattr(facts, name) for name in Facts.model_fields.keys() - {"stories"}},
        "rules": [clean_line(title, MAX_TITLE) for title in facts.rules],
        "text": clean_line("".join(piece for piece, _ in pieces), 400),
        "facts": [fact for fact in (facts.outlet, facts.time, facts.language) if fact],
    }


@cache
def _load_shipped(name: str) -> Template:
    source = (resources.files("newsvane.alerts") / "templates" / name).read_text("utf-8")
    return _compile(name, source, "templates")


def _compile(name: str, source: str, path: str) -> Template:
    if name not in TEMPLATE_NAMES:
        raise ConfigError(
            f"{path}/{name} is not a template; the templates are {', '.join(TEMPLATE_NAMES)}", reason="template"
        )
    try:
        return _environment(name.rpartition(".")[2]).from_string(source)
    except TemplateSyntaxError as error:
        raise ConfigError(f"{path}/{name}, line {error.lineno}: {error.message}", reason="template") from error
    except TemplateError as error:
        raise ConfigError(f"{path}/{name}: {error}", reason="template") from error


@cache
def _environment(form: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize={"html": None, "txt": _finalize_text, "md": _finalize_markdown}[form],
    )
    environment.globals |= {"link": _markdown_link, "found": _markdown_emphasis}
    return environment


def _finalize_text(value: object) -> object:
    return isolate_rtl(value) if isinstance(value, str) else value


def _finalize_markdown(value: object) -> object:
    """Neutralize every text that a template prints, even computed text, except what `link` and `found` return."""
    if isinstance(value, _SafeMarkdown) or not isinstance(value, str):
        return value
    return isolate_rtl(neutralize_markup(value))


def _markdown_link(text: str, url: str) -> str:
    label = isolate_rtl(neutralize_markup(text))
    return _SafeMarkdown(f"[{label}]({url})" if url else label)


def _markdown_emphasis(text: str) -> str:
    inner = neutralize_markup(text.strip())
    return _SafeMarkdown(f"_{inner}_" if inner else "")


_FACTS = Facts(
    headline="Headline", outlet="outlet.example", time="1 Jan 2026, 12:00 UTC", language="English", news="New story",
    rules=("Rule", "Other"), snippet=(("a ", False), ("word", True)), why="found: word", page="https://outlet.example/a",
    ui="http://ui.example/s", called="Story",
)  # fmt: skip
_EXAMPLE = {"rule": "Rule", **_context(_FACTS), "items": [_context(_FACTS)], "more": 1}
