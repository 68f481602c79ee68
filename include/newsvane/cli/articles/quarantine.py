"""`newsvane quarantine` and `newsvane reprocess`: what was refused, and reading again what is in the archive."""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands that read again

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.actions import act
from newsvane.cli.console import clean, complain, counted, dump, out, show_facts, show_table
from newsvane.cli.options import AsJson
from newsvane.cli.progress import progress
from newsvane.records import Quarantined


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Articles that failed validation.")
    commands.command("list", epilog="Example: `newsvane quarantine list --json`")(show_all)
    commands.command("show", epilog="Example: `newsvane quarantine show a1_0f3b9c2d4e5f60718293`")(show)
    commands.command(epilog="Example: `newsvane quarantine replay --all`")(replay)
    commands.command(epilog="Example: `newsvane quarantine discard a1_0f3b9c2d4e5f60718293 --reason 'a test page'`")(
        discard
    )
    app.add_typer(commands, name="quarantine", epilog="Example: `newsvane quarantine list`")
    app.command(epilog="Example: `newsvane reprocess --since 7`")(reprocess)


def show_all(as_json: AsJson = False) -> None:
    """List what is held, oldest first."""
    held = _held()
    if as_json:
        dump(held)
        return
    rows = [{"id": each.article.article_id, "reasons": each.reasons, "title": each.article.title} for each in held]
    show_table(rows, {"id": "id", "reasons": "failed", "title": "title"}, empty="Nothing is held.", wide="title")


def show(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a held article.")], as_json: AsJson = False
) -> None:
    """Show one held article whole."""
    found = [each for each in _held() if each.article.article_id == article_id]
    if not found:
        raise typer.BadParameter(f"{article_id!r} is not held: `newsvane quarantine list` names what is")
    held, article = found[0], found[0].article
    if as_json:
        dump(held)
        return
    show_facts({
        "Failed": held.reasons,
        "Held since": held.at,
        "Run": held.run_id,
        "Title": article.title,
        "Outlet": article.outlet,
        "Address": article.url,
        "Published": f"{clean(article.published_at) or 'not known'} ({article.published_source})",
        "Language": article.language,
        "Words": article.words,
        "Topics": article.topics,
        "Archived in": article.raw.file if article.raw else "not archived",
    })
    out.print(f"\n{clean(article.text)}")


def replay(
    article_ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Ids of held articles.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Replay all that is held.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Land it as it is held, without reading or judging it again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read held articles again, land what passes.

    They are read from the archive and judged anew, with the code as it is now. What is refused again stays held.
    Exit code 1 where a page is not in the archive.
    """
    from newsvane import pipeline
    from newsvane.pipeline.ops.replay import replay as replay_held

    held = {each.article.article_id for each in _held()}
    if bool(article_ids) == everything:
        raise typer.BadParameter("name the ids to replay, or --all")
    if unknown := set(article_ids or ()) - held:
        raise typer.BadParameter(f"not held: {', '.join(sorted(unknown))}; `newsvane quarantine list` names what is")
    chosen = held if everything else set(article_ids or ())
    with progress() as steps, steps.step("Read again", len(chosen)) as on_done:
        done = replay_held(chosen, force=force, on_done=on_done)
    pipeline.refresh_trends()
    _tell(done.model_dump(), as_json=as_json)


def discard(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a held article.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why: kept, and shown with it.")],
    as_json: AsJson = False,
) -> None:
    """Let go of a held article for good.

    A row in the table skipped says who did, and why. It is not read again unless its feed changes it.
    """
    if article_id not in {each.article.article_id for each in _held()}:
        raise typer.BadParameter(f"{article_id!r} is not held: `newsvane quarantine list` names what is")
    if not reason.strip():
        raise typer.BadParameter("say why, in words", param_hint="--reason")
    act("discard", article_id, reason=reason, as_json=as_json)


def reprocess(
    since: Annotated[int, typer.Option(metavar="DAYS", min=1, help="Articles first read so many days back.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Read archived pages again, by today's rules.

    What differs lands as an update; nobody is told. Exit code 1 where a page is not in the archive.
    """
    from newsvane import pipeline
    from newsvane.pipeline.ops.replay import reprocess as read_again

    with progress() as steps, steps.step("Read again") as on_done:
        done = read_again(since=datetime.now(UTC) - timedelta(days=since), on_done=on_done)
    pipeline.refresh_trends()
    _tell(done.model_dump(), as_json=as_json)


def _held() -> list[Quarantined]:
    with lake.closing(lake.connect()) as connection:
        return lake.load_quarantined(connection)


def _tell(counts: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        dump(counts)
    else:
        out.print(counted(counts, "landed", "refused", "skipped", "lost"))
        if counts["messages"]:
            out.print(f"{counts['messages']} alerts wait in the outbox: the next run delivers them.")
    if counts["lost"]:
        complain(f"{counts['lost']} pages are not in the archive: `newsvane -v` names them")
        raise typer.Exit(1)
