"""What a command does by hand is done as in Airflow, and kept in `acts`: by whom, why, and what came of it."""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands that act

import getpass
import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.console import clean, complain, dump, out

Reason = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why: kept, and shown with it.")]


def act(kind: lake.ActionKind, target: str, *, reason: str, as_json: bool) -> None:
    """Do it and say what came of it; exit code 1 where it could not be done."""
    from newsvane import pipeline

    now = datetime.now(UTC)
    done = pipeline.act(
        lake.ActionRequest(
            act_id=f"cli-{now:%Y-%m-%dT%H:%M:%SZ}-{secrets.token_hex(4)}",
            kind=kind,
            target=target,
            reason=reason,
            done_by=getpass.getuser(),
            asked_at=now,
        )
    )
    if as_json:
        dump(done)
    elif done.state == "done":
        out.print(f"{clean(target)}: {clean(done.words)}", soft_wrap=True)
    else:
        complain(done.words)
    if done.state == "failed":
        raise typer.Exit(1)
