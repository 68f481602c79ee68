"""`newsvane lake move`: the lake to PostgreSQL and a bucket, or back."""

from typing import Annotated

import typer
from pydantic import ValidationError

from newsvane import lake
from newsvane.cli.console import clean, dump, out
from newsvane.cli.options import AsJson
from newsvane.cli.progress import progress
from newsvane.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Where the lake lies.")
    commands.command(epilog="Example: `newsvane lake move --to postgresql://newsvane@db/lake --store s3://news/lake`")(
        move
    )
    commands.callback()(_group)
    app.add_typer(commands, name="lake", epilog="Example: `newsvane lake move --help`")


def _group() -> None:
    """Where the lake lies."""


def move(
    to: Annotated[
        str,
        typer.Option(
            help="Catalog of the new place, as NEWSVANE_CATALOG: a path of a SQLite file, or "
            "postgresql://USER@HOST:PORT/DATABASE with the password in PGPASSWORD."
        ),
    ],
    store: Annotated[
        str, typer.Option(help="Store of the new place, as NEWSVANE_STORE: s3://BUCKET/PREFIX; without it: under home.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Move the lake: every row as it is now, archive, staging and what senders noted.

    Row by row and file by file compared with where they came from. The new place has to be empty; a move that ended
    early goes on there. Nothing is deleted at the old place, and the snapshots of the past stay there. Stop the
    pipeline first: nobody can write meanwhile, and what is written to the old place afterwards stays there.
    """
    source = get_settings()
    try:
        target = Settings.model_validate(source.model_dump() | {"catalog": to, "store": store})
    except ValidationError as error:
        raise typer.BadParameter("; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())) from None
    with progress() as steps, steps.step("Move rows") as on_table, steps.step("Move files") as on_file:
        moved = lake.move(source, target, on_table=on_table, on_file=on_file)
    if as_json:
        dump(moved)
        return
    files = ", ".join(f"{n:,} of {name}" for name, n in moved.files.items())
    out.print(f"{sum(moved.rows.values()):,} rows in {len(moved.rows)} tables; files: {files}: each compared.")
    for line in (
        f"From now on set NEWSVANE_CATALOG={clean(target.catalog_shown)} (a password: in PGPASSWORD)",
        f"and NEWSVANE_STORE={clean(target.store)}; then look whether all is well: newsvane doctor.",
        f"The lake at {clean(source.catalog_shown)} is as it was: delete it when you do not need it any more.",
    ):
        out.print(line, markup=False, soft_wrap=True)
