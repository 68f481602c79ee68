"""`newsvane backfill`: fill in the past from archives and lists of addresses."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that reads

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.cli.console import print_hint, print_json, print_words, show_facts
from newsvane.cli.options import DAY_EXAMPLES, AsJson, parse_day, parse_first_day
from newsvane.cli.progress import Steps, show_progress
from newsvane.plurals import count_noun

if TYPE_CHECKING:
    from newsvane.pipeline import BackfillRequest
    from newsvane.pipeline.backfill.estimating import Estimate
    from newsvane.pipeline.staging import Chunk

_OUTCOMES = {
    "articles": "New articles on topic",
    "copies": "Of all new, copies or translations",
    "off_topic": "Off topic, without text",
    "quarantined": "In quarantine",
    "known": "Known already",
    "repeated": "Repeated",
    "waiting": "Left to live reading",
    "outside_period": "Outside the period",
    "days_counted": "Days counted again",
}
"""Outcomes with words of their own. All others are reasons why a page was left out."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane backfill archive/2024 --since 2024-01-01 --dry-run`")(backfill)


def backfill(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="WARC files, lists of addresses (text, CSV, JSON lines, exports of Media Cloud, article files of "
            "GDELT), and folders with them.",
        ),
    ] = None,
    *,
    sitemap: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="A sitemap, or an index of sitemaps; may be repeated.")
    ] = None,
    wayback: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DOMAIN",
            help="An outlet's domain, or the beginning of an address and `*`: read the first capture of each page in "
            "the Wayback Machine; may be repeated.",
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(metavar="DAY", parser=parse_first_day, help=f"First day of publication, UTC: {DAY_EXAMPLES}."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            metavar="DAY", parser=parse_day, help="Last day of publication, UTC; at most the day before yesterday."
        ),
    ] = None,
    only_on_topic: Annotated[
        bool,
        typer.Option(
            "--only-on-topic",
            help="Keep no row of pages off topic: several times as fast, but shares of all coverage are not known for "
            "these days.",
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only estimate what it would cost.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fill in the past from archives and lists of addresses. Nobody is alerted.

    First it samples the pages and estimates what reading all of them costs. Then they are read as live pages are, and
    land at their own dates, in small batches, with live work first. What the lake knows stays as it is. A page in a
    WARC file is referred to, not copied: keep the file. Interrupt it at any time: the same command goes on.
    """
    from newsvane.pipeline import BackfillRequest

    first, last = since and since.date(), until and until.date()
    if first and last and first > last:
        raise typer.BadParameter(f"--since {first} is after --until {last}")
    request = BackfillRequest(
        inputs=tuple(str(path.absolute()) for path in inputs or ()),
        sitemaps=tuple(sitemap or ()),
        wayback=tuple(wayback or ()),
        since=first,
        until=last,
        only_on_topic=only_on_topic,
    )
    if not (request.inputs or request.sitemaps or request.wayback):
        raise typer.BadParameter("say what to read: a path, --sitemap or --wayback")
    if limit := request.describe_limit(datetime.now(UTC)):
        print_hint(limit)
    with show_progress() as steps:  # it ends before the estimate is printed, which it would overwrite
        chunks, estimate = _plan(request, steps)
    if not as_json:
        _show_estimate(estimate)
    counts = None if dry_run else _read(request, chunks)
    if as_json:
        print_json({"run": request.run, "estimate": estimate, "counts": counts})
    elif counts is not None:
        _show_counts(counts)


def _plan(request: "BackfillRequest", steps: Steps) -> tuple[list["Chunk"], "Estimate"]:
    from newsvane import pipeline

    with steps.step("Plan"):
        chunks = pipeline.plan_backfill(request)
    with steps.step("Estimate"):
        return chunks, pipeline.estimate_backfill(chunks)


def _read(request: "BackfillRequest", chunks: list["Chunk"]) -> dict[str, int]:
    from newsvane import pipeline

    pipeline.give_way()
    with show_progress() as steps:
        results = [_run_part(chunk, steps) for chunk in chunks]
        with steps.step("Count trends and publish"):
            return pipeline.finish_backfill(request.run, results)


def _run_part(chunk: "Chunk", steps: Steps) -> dict[str, int]:
    from newsvane import pipeline

    with steps.counting(chunk["label"]) as show:
        return pipeline.run_part(chunk, on_done=lambda position: show(position, chunk["items"]))


def _show_estimate(estimate: "Estimate") -> None:
    show_facts({
        "To read": f"about {count_noun(estimate.pages, 'page')} in {count_noun(estimate.parts, 'part')}",
        "On topic": _describe_share(estimate),
        "Requests": f"{estimate.requests:,}",
        "Not read": ", ".join(
            f"{number:,} {_OUTCOMES.get(reason, reason).lower()}" for reason, number in estimate.left_out.items()
        ),
        "Could not be read": "; ".join(estimate.failed),
        "Time": _format_hours(estimate.hours),
        "Space": f"about {estimate.gigabytes:.2f} GB",
    })


def _describe_share(estimate: "Estimate") -> str:
    share = estimate.share_on_topic
    if share is not None:
        return f"about {estimate.on_topic:,} ({share:.1%} of {count_noun(estimate.sampled, 'sampled page')})"
    return "not known: these pages have to be fetched first" if estimate.pages else ""


def _format_hours(hours: float) -> str:
    return f"about {hours:.1f} hours" if hours >= 1 else f"about {max(1, round(hours * 60))} min"


def _show_counts(counts: Mapping[str, int]) -> None:
    shown = {words: f"{counts[name]:,}" for name, words in _OUTCOMES.items() if counts.get(name)}
    others = sorted(((n, name) for name, n in counts.items() if name not in _OUTCOMES and n), reverse=True)
    reasons = {"Left out": ", ".join(f"{name} {n:,}" for n, name in others)} if others else {}
    show_facts(shown | reasons)
    if not counts.get("articles"):
        print_words("No new article on topic was found.")
