"""`newsvane run` and `newsvane poll`: a cycle without Airflow, through the same functions that its tasks call."""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands that run it

import contextlib
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import typer

from newsvane.analysis.queries import fetch_rows
from newsvane.cli.airflow_wake import wake_airflow
from newsvane.cli.console import format_counts, name_some, print_json, print_words, show_facts
from newsvane.cli.options import AsJson, Everything
from newsvane.cli.outcomes import exit_if_failed, find_alert_problems, find_poll_problems
from newsvane.cli.progress import Steps, count_items, show_progress
from newsvane.cli.queries import load_query
from newsvane.cli.run_names import make_run_name
from newsvane.errors import NewsvaneError
from newsvane.settings import Settings, get_settings

UNPUBLISHED = "; what landed since follows with a later run"
_REMARKABLE = ("copies", "off_topic", "originals_queued")
"""Counts of articles that landed, which the summary leaves out if there are none."""


@dataclass
class Cycle:
    """One cycle with one run name. `summary` collects the results of its steps."""

    steps: Steps
    settings: Settings
    name: str = field(default_factory=make_run_name)
    summary: dict[str, Any] = field(default_factory=dict)
    _unsent: list[Exception] = field(default_factory=list)
    _next_starts: dict[str, float] = field(default_factory=dict)

    def poll(self, *, everything: bool = False, only: Collection[str] = ()) -> None:
        """Poll due feeds, `everything`, or `only` the named feeds, and land their entries."""
        from newsvane import pipeline
        from newsvane.cli.config.in_force import warn_of_mistakes

        warn_of_mistakes(self.settings)
        with self.steps.step("Plan polls"):
            chunks = pipeline.plan_polls(self.name, everything=everything, only=only, settings=self.settings)
        with self.steps.step("Poll feeds", count_items(chunks)) as on_done:
            polled = [pipeline.poll(chunk, settings=self.settings, on_done=on_done) for chunk in chunks]
        with self.steps.step("Land entries"):
            landed = pipeline.land_polls(self.name, settings=self.settings)
        failed = fetch_rows(load_query("failed_polls"), {"run_id": self.name})
        self.summary |= {"run": self.name, "polled": sum_counts(polled), "entries": landed, "feeds_failed": failed}

    def ingest(self) -> None:
        """Read the pages that are waiting and land the articles, round by round, as Airflow's runs follow each other.

        A round takes of each host what its pauses allow in READ_SECONDS, and the next one goes on after the last pause.
        So what others have read lands meanwhile, and its alerts are sent. After `settings.read_limit` pages or
        START_SECONDS, the rest is left to the next run.
        """
        from newsvane.pipeline.concurrency import START_SECONDS

        end = time.monotonic() + START_SECONDS
        rounds = [self.name]
        left = self._ingest(self.name, self.settings.read_limit)
        while left and self.summary["landed"]["to_read"] and time.monotonic() < end:
            with _collected(self._unsent), self.steps.step("Deliver alerts"):
                self._deliver()
            rounds.append(f"{self.name}-{len(rounds) + 1}")
            left = self._ingest(rounds[-1], left)
        self.summary["refused"] = fetch_rows(load_query("not_landed"), {"run_ids": rounds})

    def _ingest(self, run: str, limit: int) -> int:
        """Read and land one round of at most `limit` pages. Return how many more may be read, 0 if none was read."""
        from newsvane import pipeline

        settings = self.settings.model_copy(update={"read_limit": limit})
        with self.steps.step("Plan reads"):
            chunks = pipeline.plan_reads(run, settings=settings)
        with self.steps.step("Read pages", count_items(chunks)) as on_done:
            read = sum_counts([
                pipeline.read(chunk, settings=settings, on_done=on_done, next_starts=self._next_starts)
                for chunk in chunks
            ])
        with self.steps.step("Validate"):
            judged = pipeline.validate(run, settings=settings)
        with self.steps.step("Land articles"):
            landed = pipeline.land_articles(run, settings=settings)
        self._add("read", read, current=("left",))
        self._add("judged", judged)
        self._add("landed", landed, current=("to_read",))
        done = read.get("articles", 0) + read.get("skipped", 0)
        return limit - done if done else 0

    def _deliver(self) -> None:
        from newsvane import pipeline

        self._add("alerts", pipeline.deliver(settings=self.settings), current=("waiting",))

    def _add(self, step: str, counts: dict[str, int], *, current: Collection[str] = ()) -> None:
        """Add the counts of a step to those of earlier rounds. `current`: those of which only the last one is true."""
        before = self.summary.get(step, {})
        self.summary[step] = before | {
            name: count if name in current else before.get(name, 0) + count for name, count in counts.items()
        }

    def publish_and_deliver(self) -> Exception | None:
        """Count trends, publish the file, update the search index and deliver alerts, each even if another fails.

        Return the first error.
        """
        from newsvane import pipeline

        errors: list[Exception] = []
        with _collected(errors), self.steps.step("Count trends"):
            pipeline.require_counted(pipeline.refresh_trends(settings=self.settings))
        with _collected(errors), self.steps.step("Publish"):
            self.summary["published"] = pipeline.publish(settings=self.settings) or None
        with _collected(errors), self.steps.step("Update search index"):
            self.summary["search_index"] = pipeline.update_search_index(settings=self.settings)
        unsent: list[Exception] = []
        with _collected(unsent), self.steps.step("Deliver alerts"):
            self._deliver()
        if self.summary.get("alerts", {}).get("waiting"):
            unsent += self._unsent
        self.summary["held"] = fetch_rows(load_query("held_messages"))[0]
        if unsent:
            self.summary["alerts_waiting"] = str(unsent[0])
        return next(iter(errors + unsent), None)


@contextlib.contextmanager
def _collected(errors: list[Exception]) -> Iterator[None]:
    """Put an error that the block raises into the list."""
    try:
        yield
    except Exception as error:
        errors.append(error)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane run --all`")(run)
    app.command(epilog="Example: `newsvane poll --json`")(poll)


def run(everything: Everything = False, as_json: AsJson = False) -> None:
    """Run one whole cycle without Airflow.

    Poll, read, validate, land, count, publish and alert, with a progress bar per step. Exit code 1 if every feed
    fails, if days cannot be counted, if the lake cannot be published, or if an alert cannot be delivered. The articles
    are stored all the same, and the next run tries again. `newsvane alerts resend` sends what was given up.
    """
    with show_progress() as steps:
        cycle = Cycle(steps, as_single_chunk(get_settings()))
        cycle.poll(everything=everything)
        cycle.ingest()
        trouble = cycle.publish_and_deliver()
    show_summary(cycle.summary, as_json=as_json)
    problems = [*find_poll_problems(cycle.summary), *find_alert_problems(cycle.summary)]
    exit_if_failed([*problems, str(trouble)] if problems and isinstance(trouble, NewsvaneError) else problems)
    if trouble:
        raise trouble


def poll(everything: Everything = False, as_json: AsJson = False) -> None:
    """Poll the feeds that are due, without reading pages.

    A running Airflow is told to read them. Exit code 1 if every feed fails.
    """
    with show_progress() as steps:
        cycle = Cycle(steps, as_single_chunk(get_settings()))
        cycle.poll(everything=everything)
    show_summary(cycle.summary, as_json=as_json)
    wake_for_entries(cycle.summary, as_json=as_json)
    exit_if_failed(find_poll_problems(cycle.summary))


def wake_for_entries(summary: dict[str, Any], *, as_json: bool) -> None:
    """Wake a running Airflow if a poll has left pages to read or messages to send."""
    landed = summary["entries"]
    if landed["to_read"]:
        wake_airflow("entries", quiet=as_json)
    if landed.get("messages"):
        wake_airflow("outbox", quiet=as_json)


def as_single_chunk(settings: Settings) -> Settings:
    """Return settings for a single chunk, which makes as many concurrent requests as all chunks together would."""
    return settings.model_copy(update={"chunks": 1, "concurrency": settings.concurrency * settings.chunks})


def sum_counts(counts: list[dict[str, int]]) -> dict[str, int]:
    """Add up counts by name."""
    return {name: sum(each[name] for each in counts) for name in counts[0]} if counts else {}


def show_summary(summary: dict[str, Any], *, as_json: bool) -> None:
    """Print the results of a cycle."""
    if as_json:
        print_json(summary)
        return
    entries, landed = summary["entries"], summary.get("landed", {})
    polled, alerts = summary["polled"], summary.get("alerts", {})
    facts: dict[str, object] = {
        "Run": summary["run"],
        "Feeds polled": format_counts(polled, "ok", "unchanged", "failed").replace("none", "none was due"),
        "Feeds failed": format_reasons(summary["feeds_failed"], "feeds"),
        "Entries": f"{entries['entries']} new, {entries['corrected']} corrected",
    }
    if entries["only_listed"]:
        facts["Only listed"] = f"{entries['only_listed']:,}: neither title nor description match a topic"
    left = {"feeds": polled.get("left", 0), "pages": summary.get("read", {}).get("left", 0)}
    if any(left.values()):
        facts["Not reached in time"] = f"{format_counts(left, 'feeds', 'pages')}: the next run continues"
    if not landed:
        facts["To read"] = entries["to_read"]
    elif landed["to_read"]:
        facts["To read"] = f"{landed['to_read']:,}: the next run continues"
    if landed:
        facts |= {
            "Articles landed": format_counts(landed, "new", "updated", "unchanged"),
        }
        if any(landed.get(name) for name in _REMARKABLE):
            facts["Of these"] = format_counts(landed, *_REMARKABLE).replace("_", " ")
        facts |= {
            "Not landed": format_reasons(summary["refused"], "urls"),
            "Alerts": format_counts(alerts, "delivered", "failed", "dead", "waiting")
            if alerts and "alerts_waiting" not in summary
            else "waiting in the outbox, see below",
            "Alerts held": _describe_held(summary.get("held", {})),
            "Published": summary.get("published") or f"a moment ago{UNPUBLISHED if landed['articles'] else ''}",
        }
    show_facts(facts)
    if summary.get("refused"):
        print_words("`newsvane article ADDRESS` says what became of a page that was not landed.")
    if "landed" in summary and not summary["landed"]["articles"]:
        print_words("Nothing new was landed.")


def _describe_held(held: Mapping[str, Any]) -> str:
    """Say how many messages wait for their time, as those of a digest do; "" if none does."""
    if not held.get("messages"):
        return ""
    return (
        f"{held['messages']:,}, the first until {held['until']:%Y-%m-%d %H:%M} UTC: `newsvane alerts log --state held`"
    )


def format_reasons(rows: list[dict[str, Any]], examples: str) -> str:
    """Format reasons, counts and some examples in the given order: `http_410 2 (donaubote, balkan-monitor), dns 1 (…)`.

    `examples`: the field that holds the names or addresses.
    """
    return (
        ", ".join(f"{row['reason']} {row['items']} ({name_some(row[examples], row['items'])})" for row in rows)
        or "none"
    )
