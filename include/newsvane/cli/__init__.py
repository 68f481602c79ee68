"""The command line: `newsvane …`, with one package per group of commands.

Results go to stdout; progress, logs and errors go to stderr. Exit codes: 0 done, 1 failed, 2 wrong use. The
module of a command is imported when the command runs (`commands`), and heavy packages inside its functions, so that
`newsvane --help` stays fast.
"""

from newsvane.cli.app import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command named in `sys.argv`."""
    app()
