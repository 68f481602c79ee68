"""`newsvane quarantine` and `newsvane reprocess`: list, replay and discard articles, and read the archive again."""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands that read again

from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.actions import require_reason, run_action
from newsvane.cli.airflow_wake import wake_airflow
from newsvane.cli.console import format_counts, print_json, print_words, show_facts, show_table
from newsvane.cli.options import DAY_EXAMPLES, AsJson, parse_days_or_since
from newsvane.cli.outcomes import exit_if_failed
from newsvane.cli.progress import show_progress
from newsvane.plurals import count_noun
from newsvane.printable import printable
from newsvane.records import Quarantined
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Articles that failed validation.")
    commands.command("list", epilog="Example: `newsvane quarantine list --json`")(list_quarantined)
    commands.command("show", epilog="Example: `newsvane quarantine show a1_0f3b9c2d4e5f60718293`")(show)
    commands.command(epilog="Example: `newsvane quarantine replay --all`")(replay)
    commands.command(epilog="Example: `newsvane quarantine land a1_0f3b9c2d4e5f60718293 --reason 'short and true'`")(
        land
    )
    commands.command(epilog="Example: `newsvane quarantine discard a1_0f3b9c2d4e5f60718293 --reason 'a test page'`")(
        discard
    )
    app.add_typer(commands, name="quarantine", epilog="Example: `newsvane quarantine list`")
    app.command(epilog="Example: `newsvane reprocess --since 7d`")(reprocess)


def list_quarantined(as_json: AsJson = False) -> None:
    """List the articles in quarantine, oldest first."""
    quarantined = _load_quarantined()
    if as_json:
        print_json(quarantined)
        return
    rows = [
        {"id": each.article.article_id, "reasons": each.reasons, "title": each.article.title} for each in quarantined
    ]
    show_table(
        rows, {"id": "id", "reasons": "failed", "title": "title"}, empty="No article is in quarantine.", wide="title"
    )


def show(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of an article in quarantine.")],
    as_json: AsJson = False,
) -> None:
    """Show one article in quarantine completely."""
    found = [each for each in _load_quarantined() if each.article.article_id == article_id]
    if not found:
        raise typer.BadParameter(
            f"{article_id!r} is not in quarantine: `newsvane quarantine list` lists the articles that are"
        )
    quarantined, article = found[0], found[0].article
    if as_json:
        print_json(quarantined)
        return
    show_facts({
        "Failed": quarantined.reasons,
        "In quarantine since": quarantined.at,
        "Run": quarantined.run_id,
        "Title": article.title,
        "Outlet": article.outlet,
        "Address": article.url,
        "Published": f"{printable(article.published_at) or 'unknown'} ({article.published_source})",
        "Language": article.language,
        "Words": article.words,
        "Topics": article.topics,
        "Archived page": article.raw.file if article.raw else "not archived",
    })
    print_words(f"\n{printable(article.text)}")


def replay(
    article_ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Ids of articles in quarantine.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Replay all articles in quarantine.")] = False,
    force: Annotated[
        bool, typer.Option("--force", hidden=True, help="As `newsvane quarantine land`, with the option as reason.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read articles in quarantine again and land those that pass.

    They are read from the archive and validated with the current code. Articles that fail again stay in quarantine.
    Exit code 1 if an article fails again, or its page is not in the archive.
    """
    from newsvane import pipeline
    from newsvane.pipeline.ops.replay import replay as replay_articles

    quarantined = {each.article.article_id for each in _load_quarantined()}
    if bool(article_ids) == everything:
        raise typer.BadParameter("give the ids to replay, or --all")
    if unknown := set(article_ids or ()) - quarantined:
        raise typer.BadParameter(
            f"not in quarantine: {', '.join(sorted(unknown))}; `newsvane quarantine list` lists the articles that are"
        )
    chosen = quarantined if everything else set(article_ids or ())
    if force:
        for article_id in sorted(chosen):
            run_action("land", article_id, reason="replay --force", as_json=as_json)
        pipeline.require_counted(pipeline.refresh_trends())
        return
    with show_progress() as steps, steps.step("Read again", len(chosen)) as on_done:
        done = replay_articles(chosen, on_done=on_done)
    counted = pipeline.refresh_trends()
    _show_counts(done.model_dump(), as_json=as_json)
    refused = f"{count_noun(done.refused, 'article')} failed validation again: `newsvane quarantine show ID` says why"
    exit_if_failed([*([refused] if done.refused else []), *_describe_lost(done.lost)])
    pipeline.require_counted(counted)


def land(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of an article in quarantine.")],
    reason: Annotated[
        str, typer.Option("--reason", "--because", metavar="WORDS", help="Why. It is shown with the article.")
    ],
    as_json: AsJson = False,
) -> None:
    """Land an article as it is in quarantine, although it failed validation.

    It is grouped, and alerts are written, as for any other article. `newsvane article`, `newsvane story` and
    the pages show who landed it, and why. What could take the place of another article, or hide what a text says,
    cannot be overruled.
    """
    from newsvane import pipeline

    require_reason(reason)
    run_action("land", article_id, reason=reason, as_json=as_json)
    pipeline.require_counted(pipeline.refresh_trends())


def discard(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of an article in quarantine.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why. It is stored with the article.")],
    as_json: AsJson = False,
) -> None:
    """Discard an article in quarantine for good.

    A row in the table `skipped` says who discarded it, and why. It is not read again unless its feed changes it.
    """
    if article_id not in {each.article.article_id for each in _load_quarantined()}:
        raise typer.BadParameter(
            f"{article_id!r} is not in quarantine: `newsvane quarantine list` lists the articles that are"
        )
    require_reason(reason)
    run_action("discard", article_id, reason=reason, as_json=as_json)


def reprocess(
    since: Annotated[
        str,
        typer.Option(metavar="TIME", help=f"Read articles again that were first read since then, UTC: {DAY_EXAMPLES}."),
    ] = "30d",
    as_json: AsJson = False,
) -> None:
    """Read archived pages again with the current rules.

    Articles that changed land as an update. No alerts are sent. Exit code 1 if a page is not in the archive.
    """
    from newsvane import pipeline
    from newsvane.pipeline.ops.replay import reprocess as read_again

    begin = parse_days_or_since(since)
    with show_progress() as steps, steps.step("Read again") as on_done:
        done = read_again(since=begin, on_done=on_done)
    counted = pipeline.refresh_trends()
    _show_counts(done.model_dump(), as_json=as_json, alerts=False)
    exit_if_failed(_describe_lost(done.lost))
    pipeline.require_counted(counted)


def _load_quarantined() -> list[Quarantined]:
    with lake.open_shared(get_settings()) as connection:
        return lake.load_quarantined(connection)


def _show_counts(counts: dict[str, int], *, as_json: bool, alerts: bool = True) -> None:
    """Print what was done, and wake Airflow. `alerts`: whether what landed alerts anybody."""
    if as_json:
        print_json(counts)
    else:
        print_words(format_counts(counts, "landed", "refused", "skipped", "lost"))
        if counts["refused"]:
            print_words("Refused articles failed validation: `newsvane quarantine list` says which and why.")
        if counts["messages"]:
            print_words(f"{count_noun(counts['messages'], 'alert')} in the outbox.")
    if counts["landed"]:
        wake_airflow("articles" if alerts else "updates", quiet=as_json)


def _describe_lost(pages: int) -> list[str]:
    words = f"{count_noun(pages, 'page')} not in the archive: `newsvane -v` lists them"
    return [words] if pages else []
