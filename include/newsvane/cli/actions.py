"""Run an action such as pausing a feed, and record it in the table `acts`: who, why, and the outcome.

The pages in Airflow run actions in the same way.
"""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands that act

import getpass
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.console import print_error, print_json, print_words
from newsvane.cli.run_names import make_run_name
from newsvane.printable import printable

Reason = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why. It is stored and shown with the action.")]


def require_reason(reason: str) -> None:
    """Raise BadParameter if no reason is given."""
    if not reason.strip():
        raise typer.BadParameter("say why", param_hint="--reason")


def run_action(
    kind: lake.ActionKind,
    target: str,
    *,
    reason: str,
    labels: Sequence[Mapping[str, object]] = (),
    as_json: bool,
) -> None:
    """Run an action and print its outcome. Exit with 1 if it failed.

    `labels`: to store, each with the fields of `Label`.
    """
    done = perform_action(kind, target, reason=reason, labels=labels)
    if as_json:
        print_json(done)
    elif done.state == "done":
        print_words(f"{printable(target)}: {printable(done.words)}")
    else:
        print_error(done.words)
    if done.state == "failed":
        raise typer.Exit(1)


def perform_action(
    kind: lake.ActionKind, target: str, *, reason: str, labels: Sequence[Mapping[str, object]] = ()
) -> lake.ActionResult:
    """Run an action in the name of the user of this terminal, and return its outcome."""
    from newsvane import pipeline

    return pipeline.act(
        lake.ActionRequest(
            act_id=make_run_name(),
            kind=kind,
            target=target,
            reason=reason,
            done_by=getpass.getuser(),
            asked_at=datetime.now(UTC),
        ),
        labels=labels,
    )
