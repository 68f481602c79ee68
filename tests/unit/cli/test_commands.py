"""The table of commands names every command with the help that the command itself prints."""

import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from typing import Any

import pytest
import typer
from typer.main import get_group

from newsvane import cli
from newsvane.cli.commands import COMMANDS, Entry, import_command_module, outline_commands


def register(module: str) -> dict[str, Any]:
    """Return the commands of a module by name."""
    app = typer.Typer()
    import_command_module(module).register(app)
    return dict(get_group(app).commands)


def modules_with_commands() -> set[str]:
    """Return the modules that register commands with the application itself, not with a group of commands."""
    names = (module.name for module in pkgutil.walk_packages(cli.__path__, f"{cli.__name__}."))
    found = {name for name in names if hasattr(importlib.import_module(name), "register")}
    groups = {name for name in found if importlib.util.find_spec(name).submodule_search_locations}
    return {name.removeprefix(f"{cli.__name__}.") for name in found if name.rpartition(".")[0] not in groups}


@pytest.mark.parametrize("module", sorted({entry.module for entry in COMMANDS.values()}))
def test_the_table_names_each_command_with_its_help(module: str) -> None:
    first_paragraphs = {
        name: Entry(module, " ".join(inspect.cleandoc(command.help).partition("\n\n")[0].split()))
        for name, command in register(module).items()
    }
    assert first_paragraphs == {name: entry for name, entry in COMMANDS.items() if entry.module == module}


def test_the_table_names_each_module_with_commands() -> None:
    assert modules_with_commands() == {entry.module for entry in COMMANDS.values()}


def complete(words: str) -> list[str]:
    """Return the completions that bash is offered after these words."""
    asked = {"_NEWSVANE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    command = [sys.executable, "-c", "from newsvane.cli import app; app(prog_name='newsvane')"]
    done = subprocess.run(command, env=os.environ | asked, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param("newsvane ", list(outline_commands()), id="a command"),
        pytest.param(
            "newsvane s",
            ["story", "search", "stories", "sql", "snapshots", "search-index", "sources"],
            id="a command that begins with s",
        ),
        pytest.param("newsvane feeds p", ["pause", "poll", "prune"], id="a command of a group"),
        pytest.param("newsvane search --ra", ["--ranked"], id="an option"),
    ],
)
def test_the_shell_completes(words: str, offered: list[str]) -> None:
    assert complete(words) == offered


def test_a_misspelt_command_gets_a_suggestion() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from newsvane.cli import app; app(prog_name='newsvane')", "serch"],
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Did you mean 'search'?" in done.stderr
