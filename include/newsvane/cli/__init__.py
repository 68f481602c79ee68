"""The command line: `newsvane …`, with one package per group of commands.

Results go to stdout; progress, logs and errors go to stderr. Exit codes: 0 done, 1 failed, 2 wrong use. The
module of a command is imported when the command runs (`commands`), and heavy packages inside its functions, so that
`newsvane --help` stays fast.
"""

from newsvane.cli.app import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command named in `sys.argv`. If the reader of its output, such as `head -1`, has left, exit with 0."""
    try:
        app()
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        raise SystemExit(0) from None
