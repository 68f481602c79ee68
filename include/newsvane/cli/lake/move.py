"""`newsvane lake move`: move the lake to PostgreSQL and a bucket, or back."""

from typing import Annotated

import typer
from pydantic import ValidationError

from newsvane import lake
from newsvane.cli.console import print_json, print_words
from newsvane.cli.lake import parts
from newsvane.cli.options import AsJson
from newsvane.cli.progress import show_progress
from newsvane.printable import printable
from newsvane.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Where the lake is stored, and parts of it.")
    commands.command(epilog="Example: `newsvane lake move --to postgresql://newsvane@db/lake --store s3://news/lake`")(
        move
    )
    commands.command("export", epilog="Example: `newsvane lake export iran-2026 --topic iran --archive`")(parts.export)
    commands.command("import", epilog="Example: `newsvane lake import iran-2026`")(parts.import_)
    commands.callback()(_group)
    app.add_typer(commands, name="lake", epilog="Example: `newsvane lake move --help`")


def _group() -> None:
    """Where the lake is stored, and parts of it."""


def move(
    to: Annotated[
        str,
        typer.Option(
            help="Target catalog, as in NEWSVANE_CATALOG: the path of a SQLite file, or "
            "postgresql://USER@HOST:PORT/DATABASE with the password in PGPASSWORD."
        ),
    ],
    store: Annotated[
        str, typer.Option(help="Target store, as in NEWSVANE_STORE: s3://BUCKET/PREFIX; by default the home folder.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Move the lake: all current rows, the archive, staged files and delivery records.

    Every row and file is compared with its source. The target must be empty, except that an interrupted move is
    continued. Nothing is deleted at the source, and old snapshots stay there. Stop the pipeline first: nobody can write
    during the move, and what is written to the source afterwards is not moved.
    """
    source = get_settings()
    try:
        target = Settings.model_validate(source.model_dump() | {"catalog": to, "store": store})
    except ValidationError as error:
        raise typer.BadParameter("; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())) from None
    with show_progress() as steps, steps.step("Move rows") as on_table, steps.step("Move files") as on_file:
        moved = lake.move(source, target, on_table=on_table, on_file=on_file)
    if as_json:
        print_json(moved)
        return
    files = ", ".join(f"{n:,} of {name}" for name, n in moved.files.items())
    print_words(f"{sum(moved.rows.values()):,} rows in {len(moved.rows)} tables; files: {files}. All match the source.")
    for line in (
        f"Now set NEWSVANE_CATALOG={printable(target.catalog_shown)} (put a password into PGPASSWORD)",
        f"and NEWSVANE_STORE={printable(target.store)}; then check that everything works: newsvane doctor.",
        f"The lake at {printable(source.catalog_shown)} is unchanged: delete it when you no longer need it.",
    ):
        print_words(line)
