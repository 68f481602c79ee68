"""Run a real Airflow on the demo's lake, with something to act on: a quarantined article and a dead letter.

The lake is filled step by step without Airflow, which takes a third of the time. Actions that are requested on the
pages are performed by the DAGs.
"""

import contextlib
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsvane import lake, urls
from newsvane.archive import ArchiveWriter
from newsvane.configuration import load
from newsvane.records import Article, Entry, Page, Quarantined
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.demo.cycle import DAGS
from tests.servers.process import free_port
from tests.support.airflow_app import PEOPLE
from tests.support.empty_lake import create_lake
from tests.support.scene import PROJECT, Scene, scene
from tests.support.steps import run_steps, steps
from tests.world.content import World
from tests.world.render import render_page

SEED = """
SELECT story_id FROM coverage
WHERE language = 'en' AND translation_state = 'notice_only' AND translation_notice_language = 'es'
"""
"""Finds the story of an English article with a Spanish translation notice."""
HELD_BACK = "tirana-courier/new-charges-camp"
"""An article of the news world that no feed lists, so that only a replay can land it."""


@dataclass(frozen=True)
class Stage:
    """A running Airflow. `seed`: a story's id; `refused`: a quarantined article's id; `dead`: a dead letter's key."""

    airflow: Standalone
    scene: Scene
    seed: str
    refused: str
    dead: str

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on the lake."""
        with lake.connect(settings=self.scene.settings) as connection:
            return connection.execute(sql).fetchall()


@contextlib.contextmanager
def stage(folder: Path, *, port: int = 0) -> Iterator[Stage]:
    """Run Airflow and everything around it until the block ends. `port`: of Airflow; 0: a free one."""
    with scene(folder) as surroundings:
        settings = surroundings.settings
        create_lake(settings)
        _fail_next_webhook(folder)
        run_steps(settings, surroundings.environment, steps())
        refused = _refuse_of_old(settings)
        passwords = folder / "passwords.json"
        passwords.write_text(json.dumps(PEOPLE))
        environment = surroundings.environment | {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        }
        airflow = Standalone(
            PROJECT, folder / "airflow", port=port or free_port(), environment=environment, password="admin"
        )
        with airflow:
            airflow.wait_for_dags({*DAGS, "newsvane_act"})
            for dag in DAGS:
                airflow.unpause(dag)
            with lake.connect(settings=settings) as connection:
                ((seed,),) = connection.execute(SEED).fetchall()
                ((dead,),) = connection.execute("SELECT key FROM outbox WHERE state = 'dead'").fetchall()
            yield Stage(airflow, surroundings, seed, refused, dead)


def _fail_next_webhook(folder: Path) -> None:
    """Make the webhook refuse its next message for good, so that it becomes a dead letter."""
    port = json.loads((folder / "receivers.json").read_text())["http"]
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/-/faults", data=json.dumps({"http": [410]}).encode(), method="POST",
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10):
        pass


def _refuse_of_old(settings: Settings) -> str:
    """Quarantine an article of which an older version read only one line; return its id. A replay reads all of it."""
    world, now = World(), datetime.now(UTC)
    world.released = now
    story = world.stories[HELD_BACK]
    header = (("content-type", f"text/html; charset={story.outlet.charset}"),)
    page = Page(
        url=story.url, final_url=story.url, status=200, headers=header, body=render_page(world, story), fetched_at=now
    )
    with ArchiveWriter(settings.archive_path, f"{now:%Y-%m-%d}/of-old.warc.gz") as archive:
        raw = archive.write(page)
    canonical = urls.canonical(story.url)
    article = Article(
        article_id=urls.article_id(canonical), url=story.url, canonical_url=canonical, outlet=story.outlet.host,
        feed_id=story.outlet.key, title=story.title, text=story.title, words=len(story.title.split()), language="en",
        topics=("iran", "mek", "albania"), fetched_at=now, raw=raw,
    )  # fmt: skip
    entry = Entry(
        entry_id=urls.entry_id(canonical), feed_id=story.outlet.key, url=story.url, canonical_url=canonical, seen_at=now
    )
    outcome = lake.EntryOutcome(
        entry_id=entry.entry_id, content_hash="", outcome="quarantined", article_id=article.article_id
    )
    held = Quarantined(article=article, reasons=("words_min",), run_id="of-old", at=now)
    batch = lake.Batch(run_id="of-old", now=now, quarantined=(held,), outcomes=(outcome,))
    with lake.writer(settings) as connection:
        watched = load(settings).feeds
        lake.land_polls(connection, feeds=watched, states=[], entries=[entry], run_id="of-old", now=now)
        lake.land_articles(connection, batch)
    return article.article_id
