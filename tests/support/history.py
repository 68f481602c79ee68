"""One undisturbed cycle on the news world, and the folder set aside before each step, to go back to."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsvane import lake
from tests.demo.scene import Scene, scene
from tests.support.steps import run_steps, steps
from tests.world.compare import differences

STEPS = {name: number for number, (name, _) in enumerate(steps())}


@dataclass
class History:
    """The undisturbed cycle, and the folder as it was before each step. `told`, `rows`: what receivers and lake had."""

    scene: Scene
    saved: Path
    snapshots: dict[str, Path] = field(default_factory=dict)
    polls: list[tuple[object, ...]] = field(default_factory=list)
    told: bytes = b""
    rows: dict[str, Counter[tuple[object, ...]]] = field(default_factory=dict)

    def save(self, step: str) -> None:
        self.snapshots[step] = self.saved / step
        shutil.copytree(self.scene.settings.home, self.snapshots[step])

    def go_back_to(self, step: str) -> None:
        shutil.rmtree(self.scene.settings.home)
        shutil.copytree(self.snapshots[step], self.scene.settings.home)
        self.scene.inbox.write_bytes(b"")


def landed_polls(one: Scene) -> list[tuple[object, ...]]:
    """What a round of polls leaves in the lake, but for the times."""
    with lake.connect(settings=one.settings) as connection:
        entries = connection.execute("SELECT entry_id, feed_id, content_hash, outcome, tries FROM entries")
        polls = "SELECT feed_id, status, reason, entries_seen, entries_new, failures, body_hash FROM feed_polls"
        return sorted([*entries.fetchall(), *connection.execute(polls).fetchall()], key=repr)


@contextmanager
def undisturbed(home: Path, saved: Path) -> Iterator[History]:
    """The cycle, run, right by the world's truth, and its surroundings until the block ends."""
    with scene(home) as one:
        one.environment.update(NEWSVANE_FETCH_TIMEOUT="3", NEWSVANE_DELIVERY_TIMEOUT="3")
        past = History(one, saved)
        lake.migrate(one.settings)
        for name, arguments in steps():
            past.save(name)
            run_steps(one.settings, one.environment, [(name, arguments)])
            if name == "land_polls":
                past.polls = landed_polls(one)
        past.save("end")
        past.told = one.inbox.read_bytes()
        assert differences(one.settings, one.began) == []
        yield past
