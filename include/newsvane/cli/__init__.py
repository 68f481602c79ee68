"""The command line: `newsvane …`, a file a group of commands.

Results go to stdout, progress, logs and errors to stderr. Exit codes: 0 done, 1 failed, 2 wrong use. Heavy rooms are
imported inside the commands that need them, so that `newsvane --help` stays quick.
"""

from newsvane.cli.app import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command that `sys.argv` names."""
    app()
