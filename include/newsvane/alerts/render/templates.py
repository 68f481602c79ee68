"""Facts -> words for every kind of channel, by templates that the user may replace (alone imports Jinja).

Templates are sandboxed. What they print is made harmless for its format whatever it says: HTML is escaped; in Markdown
the characters that any chat gives a meaning become their full-width forms, which look alike and mean nothing; in plain
text and Markdown what runs from right to left is fenced, in HTML the templates do it with `dir` and `<bdi>`.
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

from newsvane.alerts.render.sanitize import clean, cut, isolate
from newsvane.errors import ConfigError
from newsvane.records import Facts

log = logging.getLogger(__name__)

MAX_SUBJECT = 180
FORMATS = ("txt", "html", "md")
NAMES = ("subject.txt", *(f"{kind}.{form}" for kind in ("alert", "digest") for form in FORMATS))
"""The templates there are; a file of that name in the watch folder's `templates/` replaces one."""

_MARKUP = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "*_~`|<>[]#@\\&"})
"""What Markdown, Slack, Teams, Discord, Telegram or Matrix would take for markup, a mention or an entity."""
_SCHEME = re.compile(r"(?<=\w)://")
_EMOJI = re.compile(r":(?=[\w+-]+:)")


class _Marked(str):
    """Markdown of our own making."""

    __slots__ = ()


@dataclass(frozen=True)
class Words:
    """A message in every format. `subject` and `body` are plain text."""

    subject: str
    body: str
    html: str
    markdown: str


def neutral(text: str) -> str:
    """A line that looks the same in Markdown and in any chat, and holds no markup, mention, emoji or link."""
    text = _EMOJI.sub("\ua789", _SCHEME.sub(":\u2215\u2215", text.translate(_MARKUP)))
    return "\u2010" + text[1:] if text.startswith(("-", "+")) else text


class Templates:
    """The shipped templates, and over them the user's. `given`: text by file name; `path`: of their folder.

    Raises ConfigError that names file and line where one of them is none of NAMES, does not compile, or fails on an
    example.
    """

    def __init__(self, given: Mapping[str, str] | None = None, *, path: str = "templates") -> None:
        given = given or {}
        self._own = {name: _compile(name, source, path) for name, source in given.items()}
        for name in given:
            try:
                _render(self._own[name], name, _EXAMPLE)
            except Exception as error:
                raise ConfigError(f"{path}/{name} cannot be used: {error}", reason="template") from error

    def alert(self, title: str, facts: Facts) -> Words:
        """A message. `title`: of the rule."""
        return self._words("alert", {"rule": clean(title, 60), **_context(facts)})

    def digest(self, title: str, headline: str, items: Sequence[Facts], *, more: int, ui: str) -> Words:
        """One message for many. `more`: how many it does not list."""
        return self._words(
            "digest",
            {
                "rule": clean(title, 60),
                "headline": headline,
                "items": [_context(facts) for facts in items],
                "more": more,
                "ui": ui,
            },
        )

    def _words(self, kind: str, context: Mapping[str, Any]) -> Words:
        text, html, markdown = (self._render(f"{kind}.{form}", context) for form in FORMATS)
        return Words(
            subject=cut(clean(self._render("subject.txt", context), MAX_SUBJECT * 4), MAX_SUBJECT),
            body=text,
            html=html,
            markdown=markdown,
        )

    def _render(self, name: str, context: Mapping[str, Any]) -> str:
        """By the user's template; where it fails on this message, by the shipped one: an alert must leave."""
        if name in self._own:
            try:
                return _render(self._own[name], name, context)
            except Exception as error:  # whatever a template of the user's runs into
                log.warning("alerts: templates/%s failed (%s); the shipped one was used", name, type(error).__name__)
        return _render(_shipped(name), name, context)


def _render(template: Template, name: str, context: Mapping[str, Any]) -> str:
    text = template.render(context)
    return re.sub(r"\n{2,}", "\n" if name.endswith("html") else "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def _context(facts: Facts) -> dict[str, Any]:
    pieces = facts.snippet
    return {
        **{name: getattr(facts, name) for name in Facts.model_fields},
        "text": clean("".join(piece for piece, _ in pieces), 400),
        "facts": [fact for fact in (facts.outlet, facts.time, facts.language) if fact],
    }


@cache
def _shipped(name: str) -> Template:
    source = (resources.files("newsvane.alerts") / "templates" / name).read_text("utf-8")
    return _compile(name, source, "templates")


def _compile(name: str, source: str, path: str) -> Template:
    if name not in NAMES:
        raise ConfigError(f"{path}/{name} is no template: there are {', '.join(NAMES)}", reason="template")
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
        finalize={"html": None, "txt": _fenced, "md": _harmless}[form],
    )
    environment.globals |= {"link": _link, "found": _found}
    return environment


def _fenced(value: object) -> object:
    return isolate(value) if isinstance(value, str) else value


def _harmless(value: object) -> object:
    """Text without markup; also what a template computes, but not what `link` and `found` make."""
    if isinstance(value, _Marked) or not isinstance(value, str):
        return value
    return isolate(neutral(value))


def _link(text: str, url: str) -> str:
    return _Marked(f"[{isolate(neutral(text))}]({url})") if url else _Marked(isolate(neutral(text)))


def _found(text: str) -> str:
    inner = neutral(text.strip())
    return _Marked(f"_{inner}_" if inner else "")


_FACTS = Facts(
    headline="Headline", outlet="outlet.example", time="1 Jan 2026, 12:00 UTC", language="English", news="New story",
    snippet=(("a ", False), ("word", True)), why="found: word", page="https://outlet.example/a",
    ui="http://ui.example/s", called="Story",
)  # fmt: skip
_EXAMPLE = {"rule": "Rule", **_context(_FACTS), "items": [_context(_FACTS)], "more": 1}
