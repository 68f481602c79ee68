"""The help of the application looks as Typer's own would, at any width and in colour."""

from typing import Any

import pytest
import typer
from typer import rich_utils
from typer.core import TyperGroup

from newsvane.cli import app

WORD_BOUNDARY_IN_DIM = "\x1b[0m\x1b[2m"
"""Typer's Markdown begins the style again at each line of the source."""


def render(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int) -> tuple[str, str]:
    """Return what we print, and what Typer prints."""
    monkeypatch.setattr(rich_utils, "FORCE_TERMINAL", None)  # Typer asks the environment only when it is imported
    monkeypatch.setenv("COLUMNS", str(width))
    application: Any = typer.main.get_command(app)
    context = application.make_context("newsvane", [], resilient_parsing=True)
    application.format_help(context, None)
    ours = capsys.readouterr().out
    TyperGroup.format_help(application, context, None)  # type: ignore[arg-type]
    return ours, capsys.readouterr().out


@pytest.mark.parametrize("width", [40, 60, 80, 111, 200])
def test_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    ours, typers = render(monkeypatch, capsys, width)
    assert "land-again" in ours
    assert ours == typers


@pytest.mark.parametrize("width", [80, 200])
def test_the_colours_are_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    ours, typers = (each.replace(WORD_BOUNDARY_IN_DIM, "") for each in render(monkeypatch, capsys, width))
    assert "\x1b[1;36m" in ours
    assert ours == typers
