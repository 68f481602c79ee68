"""A second cycle with news: a corrected article alerts nobody, a new one alerts once."""

import urllib.request
from pathlib import Path
from typing import Any

from newsvane import lake
from tests.support.empty_lake import create_lake
from tests.support.scene import Scene, scene
from tests.support.steps import run_steps, steps
from tests.world.compare import received


def query(one: Scene, query: str) -> list[tuple[Any, ...]]:
    with lake.connect(settings=one.settings) as connection:
        return connection.execute(query).fetchall()


def cycle(one: Scene, run: str) -> None:
    """A cycle with every feed due."""
    with lake.writer(one.settings) as connection:
        connection.execute("UPDATE feed_states SET next_poll_at = polled_at")
    run_steps(one.settings, one.environment, steps(run))


def post_to_world(one: Scene, what: str) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{one.port}/-/{what}", method="POST")
    with urllib.request.urlopen(request, timeout=5):
        pass


def test_a_correction_alerts_nobody_and_a_new_story_alerts_once(tmp_path: Path) -> None:
    with scene(tmp_path) as one:
        create_lake(one.settings)
        run_steps(one.settings, one.environment, steps("first"))
        alerts_before = len(received(one.inbox))
        landed = query(one, "SELECT count(*) FROM articles")[0][0]

        post_to_world(one, "correct")
        cycle(one, "second")
        assert query(one, "SELECT count(*) FROM articles") == [(landed,)]
        assert query(one, "SELECT revision, run_id FROM articles WHERE revision > 1") == [(2, "second")]
        assert len(received(one.inbox)) == alerts_before

        post_to_world(one, "publish")
        cycle(one, "third")
        assert query(one, "SELECT count(*) FROM articles") == [(landed + 1,)]
        news = received(one.inbox)[alerts_before:]
        assert sorted(alert["kind"] for alert in news) == ["mail", "webhook"]
        assert len({alert["subject"].partition(": ")[2] for alert in news}) == 1
