"""The application with all its commands loaded. `typer tests.support.all_commands utils docs …` writes their page."""

from newsvane.cli import app
from newsvane.cli.commands import COMMANDS, import_command_module

for module in dict.fromkeys(entry.module for entry in COMMANDS.values()):
    import_command_module(module).register(app)
