"""The cycle of `test_cycle` with its lake in PostgreSQL and a bucket, each step on a machine of its own.

No two steps share a folder: what one leaves for another is in the catalog or in the bucket. A sender is killed between
sending an alert and recording it, and another machine continues.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from newsvane import lake
from newsvane.archive import read_archived_page
from tests.support.remote_lake import needs_postgres, remote_lakes
from tests.support.scene import Scene, scene
from tests.support.steps import Crash, run_step, run_steps, steps
from tests.world.compare import differences, received

pytestmark = needs_postgres

DEATH = Crash("newsvane.notify:send_message", "after", 2)


def on(machine: str, one: Scene) -> Scene:
    """Return the same scene with a home of its own."""
    return replace(one, environment={**one.environment, "NEWSVANE_HOME": str(one.home / machine)})


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The world after one cycle."""
    with remote_lakes() as remote, scene(tmp_path_factory.mktemp("cycle")) as one:
        one.environment.update(**remote.environment(), **remote.bucket.access)
        for number, step in enumerate(steps()):
            machine = on(f"machine{number}", one)
            if step[0] == "deliver":
                other = on("dying", one)
                assert run_step(other.settings, other.environment, *step, DEATH) == -9
            run_steps(machine.settings, machine.environment, [step])
        yield on("reader", one)


def test_the_lake_equals_the_ground_truth(finished: Scene) -> None:
    assert differences(finished.settings, finished.began) == []


def test_each_alert_was_received_and_at_most_two_of_them_twice(finished: Scene) -> None:
    """Messages of the sender that was killed, at most one per channel, are sent again under the same key."""
    keys = Counter((alert["kind"], alert["key"]) for alert in received(finished.inbox))
    with contextlib.closing(lake.connect(settings=finished.settings)) as con:
        outbox = con.execute("SELECT key, state FROM outbox").fetchall()
    assert {key for _, key in keys} == {key for key, _ in outbox}
    assert {state for _, state in outbox} == {"delivered"}
    assert keys.total() - len(keys) in range(1, 3)


def test_every_page_is_in_the_archive(finished: Scene) -> None:
    with contextlib.closing(lake.connect(settings=finished.settings)) as con:
        articles = lake.load_articles(
            con, [key for (key,) in con.execute("SELECT article_id FROM articles").fetchall()]
        )
    assert articles
    for article in articles:
        assert article.raw
        assert (
            read_archived_page(finished.settings.archive_path, article.raw).final_url.removesuffix("?embed=1")
            == article.url
        )


def test_each_step_wrote_only_the_tables_it_had_locked(finished: Scene) -> None:
    """If a table were missing from the list of a lock, two processes could write it at the same time."""
    works: dict[str, lake.Work] = {"land_polls": "polls", "land_articles": "articles", "refresh_trends": "trends"}
    works |= {"settle_days": "stale", "record_deliveries": "deliveries"}
    with contextlib.closing(lake.connect(settings=finished.settings)) as con:
        written = {each.step: set(each.tables) for each in lake.list_snapshots(con, limit=100) if each.step in works}
    assert written.keys() == works.keys()
    for step, tables in written.items():
        assert tables <= lake.list_written_tables(works[step]), step
