"""The Typer application: its commands, logging and error handling."""
# ruff: noqa: PLC0415 - what prints is imported when it prints

import logging
import os
import select
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from newsvane import __version__
from newsvane.cli.commands import MARKUP, load_command, outline_commands
from newsvane.errors import ConfigError, NewsvaneError, QueryError


class Commands(TyperGroup):
    """The commands of the table. An expected error, and a wrong value, becomes one line on stderr and an exit code.

    Help and completion list the table; only the command that is named is loaded.
    """

    def __init__(self, *, commands: dict[str, Any], **attributes: Any) -> None:
        super().__init__(commands=outline_commands() | commands, **attributes)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the name, the loaded command and its arguments."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name else command, rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help of the application."""
        from newsvane.cli.overview import print_overview

        print_overview(self, ctx)

    def invoke(self, ctx: Any) -> Any:
        """Run a command. Exit with 2 for a wrong setting, watch file or query, with 1 for any other NewsvaneError.

        A file that the system does not let us read or write is such an error, too.
        """
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except typer.BadParameter as error:
            from newsvane.cli.console import print_error

            path = error.ctx.command_path if error.ctx else ctx.command_path
            print_error(f"{_describe_wrong_use(error)} (see `{path} --help`)")
            raise typer.Exit(error.exit_code) from error
        except NewsvaneError as error:
            from newsvane.cli.console import print_error

            cause = error.__cause__ if isinstance(error, QueryError) else None
            if isinstance(cause, Exception) and (words := _describe_machine_error(cause)):
                print_error(words)
                raise typer.Exit(1) from error
            if isinstance(error, QueryError) and error.reason == "sql":
                from newsvane.cli.lake.sql_errors import print_sql_error

                print_sql_error(error)
            else:
                print_error(str(error))
            raise typer.Exit(2 if isinstance(error, ConfigError | QueryError) else 1) from error
        except RuntimeError as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # DuckDB turns Ctrl-C in a query into this
                raise KeyboardInterrupt from error
            raise
        except Exception as error:
            if isinstance(error, BrokenPipeError) and _has_reader_left():
                _drop_unwritable_output()
                raise
            if not (words := _describe_machine_error(error)):
                raise
            from newsvane.cli.console import print_error

            _drop_unwritable_output()
            print_error(words)
            raise typer.Exit(1) from error


def _describe_wrong_use(error: typer.BadParameter) -> str:
    """Say which argument or option is wrong, and what to write instead of its value."""
    from pydantic import ValidationError

    from newsvane.validation_words import describe_invalid

    if isinstance(error.__context__, ValidationError):
        error.message = describe_invalid(error.__context__.errors()[0])
    return error.format_message().rstrip(".")


def _has_reader_left() -> bool:
    """Return whether standard output is a pipe that nobody reads any more."""
    output = select.poll()
    output.register(sys.stdout, 0)
    return bool(output.poll(0))


def _drop_unwritable_output() -> None:
    """Drop what standard output cannot take: at the end Python would try again, and exit with another code."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _describe_machine_error(error: Exception) -> str:
    """Say what is wrong with the machine or its lake: a full disk, a file that is closed to us, a file of the lake that
    is missing, a lake that an older version wrote. "" if it is none of these.
    """
    from newsvane.lake import is_catalog_error, is_disk_full, is_forbidden, is_outdated, to_lake_damaged

    if is_disk_full(error):
        return f"the disk is full: {error}. What to do: docs/operations/runbook.md#the-disk-is-full"
    if is_forbidden(error):
        return str(error)
    if is_catalog_error(error):
        return f"the catalog of the lake could not be read or copied: {error}. `newsvane doctor` says if it is damaged"
    if damaged := to_lake_damaged(error):
        return str(damaged)
    if is_outdated(error):
        return (
            "an older version of Newsvane wrote this lake, and the next run updates it: `newsvane run`, or `make up`. "
            "There is no way back: make a backup first. See docs/operations/backup.md"
        )
    if not isinstance(error, OSError):
        return ""
    what = f"{error.filename} cannot be read or written: " if error.filename else ""
    return f"{what}{error.strerror or error}"


app = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=MARKUP, pretty_exceptions_enable=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsvane {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: `newsvane -v run`")
def newsvane(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log to stderr what is being done.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Watch the news on a subject: poll feeds, read articles, group copies and translations, query a DuckDB lake.

    Settings come from environment variables (`NEWSVANE_…`), the subject comes from the watch folder. Exit codes:
    0 done, 1 failed, 2 wrong use.
    """
    from newsvane.cli.console import LogHandler

    level = logging.WARNING if verbose else logging.CRITICAL
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s", handlers=[LogHandler()])
    logging.getLogger("newsvane").setLevel(logging.INFO if verbose else logging.NOTSET)
    logging.getLogger("newsvane.lake.engine.migration_runner").setLevel(logging.WARNING)  # that it has updated the lake
