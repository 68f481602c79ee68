"""`newsvane run` and `newsvane poll`: a cycle without Airflow, on the functions that its tasks call."""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands that run it

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import typer

from newsvane.cli.console import counted, dump, out, show_facts
from newsvane.cli.options import AsJson, Everything
from newsvane.cli.progress import Steps, items, progress
from newsvane.cli.queries import ask, statement
from newsvane.errors import NewsvaneError
from newsvane.settings import Settings, get_settings


@dataclass
class Cycle:
    """One cycle under one name; `summary` collects what the steps say."""

    steps: Steps
    settings: Settings
    name: str = field(default_factory=lambda: f"cli-{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    summary: dict[str, Any] = field(default_factory=dict)

    def poll(self, *, everything: bool = False, only: Collection[str] = ()) -> None:
        """Poll what is due, `everything`, or `only` the feeds named, and land entries."""
        from newsvane import pipeline

        with self.steps.step("Plan polls"):
            chunks = pipeline.plan_polls(self.name, everything=everything, only=only, settings=self.settings)
        with self.steps.step("Poll feeds", items(chunks)) as on_done:
            polled = [pipeline.poll(chunk, settings=self.settings, on_done=on_done) for chunk in chunks]
        with self.steps.step("Land entries"):
            landed = pipeline.land_polls(self.name, settings=self.settings)
        failed = ask(statement("failed_polls"), {"run_id": self.name})
        self.summary |= {"run": self.name, "polled": total(polled), "entries": landed, "feeds_failed": failed}

    def ingest(self) -> None:
        """Read what waits to be read and land the articles."""
        from newsvane import pipeline

        with self.steps.step("Plan reads"):
            chunks = pipeline.plan_reads(self.name, settings=self.settings)
        with self.steps.step("Read pages", items(chunks)) as on_done:
            for chunk in chunks:
                pipeline.read(chunk, settings=self.settings, on_done=on_done)
        with self.steps.step("Validate"):
            judged = pipeline.validate(self.name, settings=self.settings)
        with self.steps.step("Land articles"):
            landed = pipeline.land_articles(self.name, settings=self.settings)
        refused = ask(statement("refused"), {"run_id": self.name})
        self.summary |= {"judged": judged, "landed": landed, "refused": refused}

    def tell(self) -> NewsvaneError | None:
        """Count, publish and deliver; what kept alerts from going out, which undoes nothing of the rest."""
        from newsvane import pipeline

        with self.steps.step("Count trends"):
            pipeline.refresh_trends(settings=self.settings)
        with self.steps.step("Publish"):
            self.summary["published"] = pipeline.publish(settings=self.settings) or None
        try:
            with self.steps.step("Deliver alerts"):
                self.summary["alerts"] = pipeline.deliver(settings=self.settings)
        except NewsvaneError as error:
            self.summary["alerts_waiting"] = str(error)
            return error
        return None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane run --all`")(run)
    app.command(epilog="Example: `newsvane poll --json`")(poll)


def run(everything: Everything = False, as_json: AsJson = False) -> None:
    """Do one whole cycle without Airflow.

    Poll, read, validate, land, count, publish, alert, with a progress bar a step. Exit code 1 where an alert could
    not be delivered; what landed stays landed, and the alert is tried again.
    """
    with progress() as steps:
        cycle = Cycle(steps, one_chunk(get_settings()))
        cycle.poll(everything=everything)
        cycle.ingest()
        trouble = cycle.tell()
    show_summary(cycle.summary, as_json=as_json)
    if trouble:
        raise trouble


def poll(everything: Everything = False, as_json: AsJson = False) -> None:
    """Poll the feeds that are due; read nothing."""
    with progress() as steps:
        cycle = Cycle(steps, one_chunk(get_settings()))
        cycle.poll(everything=everything)
    show_summary(cycle.summary, as_json=as_json)


def one_chunk(settings: Settings) -> Settings:
    """One process has no use for chunks: all in one, with the requests in flight of all."""
    return settings.model_copy(update={"chunks": 1, "concurrency": settings.concurrency * settings.chunks})


def total(counts: list[dict[str, int]]) -> dict[str, int]:
    """The sums of counts."""
    return {name: sum(each[name] for each in counts) for name in counts[0]} if counts else {}


def show_summary(summary: dict[str, Any], *, as_json: bool) -> None:
    """Print what a cycle did."""
    if as_json:
        dump(summary)
        return
    entries, landed = summary["entries"], summary.get("landed", {})
    polled, alerts = summary["polled"], summary.get("alerts", {})
    facts: dict[str, object] = {
        "Run": summary["run"],
        "Feeds polled": counted(polled, "ok", "unchanged", "failed"),
        "Feeds failed": reasons(summary["feeds_failed"]),
        "Entries": f"{entries['entries']} new, {entries['corrected']} corrected",
    }
    if not landed:
        facts["To read"] = entries["to_read"]
    else:
        facts |= {
            "Articles landed": counted(landed, "new", "updated", "unchanged"),
            "Of these": counted(landed, "copies", "off_topic", "originals_queued").replace("_", " "),
            "Not landed": reasons(summary["refused"]),
            "Alerts": counted(alerts, "delivered", "failed", "dead", "waiting")
            if alerts
            else "wait in the outbox, see below",
            "Published": summary["published"] or "not again: the file is new enough",
        }
    show_facts(facts)
    if "landed" in summary and not summary["landed"]["articles"]:
        out.print("Nothing new was landed.")


def reasons(rows: list[dict[str, Any]]) -> str:
    """`no_text 3, robots 1`, the most frequent first."""
    return ", ".join(f"{row['reason']} {row['items']}" for row in rows) or "none"
