"""An installation that watches small outlets of a test, and the ferry that their articles are about."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsvane import lake, pipeline
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.outlet import Answer, outlet

TOPICS = """
[[topic]]
id = "ferry"
title = "Ferries"
query = "ferry OR transbordador"
"""
ENGLISH = [
    "The ferry between the two islands stays in port for a third day; its crew wants to be paid for the nights.",
    "Talks with the owner broke down at midnight; both sides spoke of bad faith and of a lack of clean cabins aboard.",
    "Some four hundred passengers have slept in the terminal, where a bakery gives away its bread after eight o'clock.",
    "The minister of transport said that the navy could carry the sick and the mail, but no lorries and no goats.",
]
SPANISH = [
    "El transbordador entre las dos islas sigue amarrado por tercer día; la tripulación quiere cobrar las noches.",
    "Las conversaciones con el dueño se rompieron a medianoche; ambas partes hablaron de mala fe y camarotes sucios.",
    "Unos cuatrocientos pasajeros han dormido en la terminal, donde una panadería regala el pan después de las ocho.",
    "El ministro de Transportes dijo que la marina podría llevar a los enfermos y el correo, no camiones ni cabras.",
]


def page(title: str, paragraphs: list[str], above: str = "", lang: str = "en") -> Answer:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Answer(
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{title}</title></head>"
        f"<body>{above}<article><h1>{title}</h1>{text}</article></body></html>"
    )


@dataclass(frozen=True)
class Installation:
    settings: Settings

    def cycle(self, run: str) -> dict[str, int]:
        """Poll every feed, read and land what waits. Return the counts of the landing."""
        self.poll(run)
        return self.land(run) if self.read(run) else {}

    def poll(self, run: str) -> list[dict[str, int]]:
        """Poll every feed and land the entries. Return the counts of each chunk."""
        chunks = pipeline.plan_polls(run, everything=True, settings=self.settings)
        counts = [pipeline.poll(chunk, settings=self.settings) for chunk in chunks]
        pipeline.land_polls(run, settings=self.settings)
        return counts

    def read(self, run: str) -> list[dict[str, int]]:
        """Read what waits. Return the counts of each chunk."""
        chunks = pipeline.plan_reads(run, settings=self.settings)
        return [pipeline.read(chunk, settings=self.settings) for chunk in chunks]

    def land(self, run: str) -> dict[str, int]:
        """Validate and land what was read. Return the counts of the landing."""
        pipeline.validate(run, settings=self.settings)
        return pipeline.land_articles(run, settings=self.settings)

    def make_due(self) -> None:
        """Make every pending entry due now."""
        with lake.writer(self.settings) as con:
            con.execute("UPDATE entries SET next_try_at = NULL WHERE outcome = 'pending'")

    def query(self, question: str) -> list[tuple[Any, ...]]:
        with lake.open_shared(self.settings) as con:
            return con.execute(question).fetchall()


@contextmanager
def install(folder: Path, feeds: str, answers: Mapping[str, Answer], **changes: Any) -> Iterator[Installation]:
    """Serve these answers, and yield an installation in `folder` that watches the feeds.

    `feeds`: the text of feeds.toml. `changes`: settings.
    """
    watch = folder / "watch"
    watch.mkdir()
    for name, text in (("feeds", feeds), ("topics", TOPICS), ("alerts", "")):
        (watch / f"{name}.toml").write_text(text, "utf-8")
    with outlet(answers) as connect_to:
        given = {"home": folder / "home", "watch": watch, "connect_to": connect_to, "host_delay": 0}
        yield Installation(create_lake(Settings.model_validate(given | changes)))
