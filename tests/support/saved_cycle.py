"""Run one undisturbed cycle on part of the news world and save it before each step, so that tests can return there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from newsvane import lake
from tests.support.empty_lake import create_lake
from tests.support.lake_rows import Rows, load_rows
from tests.support.scene import Scene, scene
from tests.support.steps import run_steps, steps
from tests.support.watch_folders import copy_watch_folder

STEPS = {name: number for number, (name, _) in enumerate(steps())}
FEEDS = (
    "tirana-courier", "iran-letter", "meridian-post", "meridian-mundo", "khabar-negar", "harbour-gazette",
    "gone-herald", "busy-bulletin", "silent-star",
)  # fmt: skip
"""Feeds with copies, translations, faulty pages and four kinds of failure: half of the world's work, so half its time.

`tests/integration/pipeline/test_cycle.py` and the demo compare the whole world with its ground truth.
"""


@dataclass
class SavedCycle:
    """The undisturbed cycle. `snapshots`: the home before each step, and at the end.

    `polls`: what the polls left in the lake; `ended`: when it ended; `inbox`, `rows`: what the receivers and the lake
    held then.
    """

    scene: Scene
    folder: Path
    snapshots: dict[str, Path] = field(default_factory=dict)
    polls: list[tuple[object, ...]] = field(default_factory=list)
    ended: datetime = field(default_factory=partial(datetime.now, UTC))
    inbox: bytes = b""
    rows: Rows = field(default_factory=dict)

    def save(self, step: str) -> None:
        self.snapshots[step] = self.folder / step
        shutil.copytree(self.scene.settings.home, self.snapshots[step])

    def restore(self, step: str) -> None:
        """Restore the home as it was before this step, with an empty inbox. "end": as it was after the cycle."""
        shutil.rmtree(self.scene.settings.home)
        shutil.copytree(self.snapshots[step], self.scene.settings.home)
        self.scene.inbox.write_bytes(self.inbox if step == "end" else b"")


def load_poll_rows(one: Scene) -> list[tuple[object, ...]]:
    """Load what a round of polls left in the lake, without times."""
    with lake.open_shared(one.settings) as connection:
        entries = connection.execute("SELECT entry_id, feed_id, content_hash, outcome, tries FROM entries")
        polls = "SELECT feed_id, status, reason, entries_seen, entries_new, failures, body_hash FROM feed_polls"
        return sorted([*entries.fetchall(), *connection.execute(polls).fetchall()], key=repr)


@contextmanager
def saved_cycle(home: Path, folder: Path) -> Iterator[SavedCycle]:
    """Run the cycle; its servers run until the block ends. `folder`: for the snapshots."""
    with scene(home) as one:
        watch = copy_watch_folder(home / "watch", FEEDS)
        one.environment.update(NEWSVANE_WATCH=str(watch), NEWSVANE_DELIVERY_TIMEOUT="3", NEWSVANE_FETCH_TIMEOUT="3")
        saved = SavedCycle(one, folder)
        create_lake(one.settings)
        for name, arguments in steps():
            saved.save(name)
            run_steps(one.settings, one.environment, [(name, arguments)])
            if name == "land_polls":
                saved.polls = load_poll_rows(one)
        saved.save("end")
        saved.ended = datetime.now(UTC)
        saved.inbox, saved.rows = one.inbox.read_bytes(), load_rows(one.settings)
        yield saved
