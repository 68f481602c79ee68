"""Kill each step with `kill -9` and run it again: the lake is the same, and each alert is sent once.

One cycle runs undisturbed and is saved before each step. Each case returns to its step, is killed in it, runs it again
and continues to the end (polls only until they have landed, because the later steps read only the lake). There is one
exception: if a sender is killed after it sent an alert and before it recorded that, the receiver gets the alert again,
with the same key.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from newsvane import lake
from tests.support.lake_rows import load_rows
from tests.support.saved_cycle import STEPS, SavedCycle, load_poll_rows, saved_cycle
from tests.support.steps import Crash, run_step, run_steps, steps
from tests.world.compare import received

ONCE = range(1)
SIDE_BY_SIDE = range(2)
"""When one sender dies, the other may have sent a message that it has not recorded."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SavedCycle]:
    with saved_cycle(tmp_path_factory.mktemp("crashes"), tmp_path_factory.mktemp("snapshots")) as one:
        yield one


@pytest.mark.parametrize(
    ("step", "crash", "sent_twice"),
    [
        pytest.param(
            "plan_polls", Crash("newsvane.lake:load_feed_states"), ONCE, id="plan polls: before reading states"
        ),
        pytest.param("plan_polls", Crash("pathlib:Path.replace", "after", 2), ONCE, id="plan polls: half planned"),
        pytest.param("each poll", Crash("newsvane.feeds:record_success", call=3), ONCE, id="poll: the third feed"),
        pytest.param("each poll", Crash("pathlib:Path.replace"), ONCE, id="poll: before the file takes its place"),
        pytest.param(
            "land_polls", Crash("newsvane.lake:land_polls", "after"), ONCE, id="land polls: before the commit"
        ),
        pytest.param(
            "land_polls",
            Crash("newsvane.pipeline.staging:RunFolder.require_all_chunks"),
            ONCE,
            id="land polls: after the commit",
        ),
        pytest.param("plan_reads", Crash("newsvane.lake:load_due_entries", "after"), ONCE, id="plan reads"),
        pytest.param(
            "each read", Crash("newsvane.archive:ArchiveWriter.write", "after", 9), ONCE, id="read: archiving"
        ),
        pytest.param(
            "each read", Crash("newsvane.pipeline.ingest.page_reader:read_article", call=12), ONCE, id="read: a page"
        ),
        pytest.param("validate", Crash("newsvane.quality:validate", "after"), ONCE, id="validate: before its verdict"),
        pytest.param("land_articles", Crash("newsvane.stories:group", "after"), ONCE, id="land articles: grouping"),
        pytest.param(
            "land_articles", Crash("newsvane.lake:land_articles", "after"), ONCE, id="land articles: before the commit"
        ),
        pytest.param(
            "land_articles",
            Crash("newsvane.pipeline.staging:RunFolder.require_all_chunks"),
            ONCE,
            id="land articles: after the commit",
        ),
        pytest.param(
            "refresh_trends", Crash("newsvane.lake:refresh_trends", "after"), ONCE, id="count: before the commit"
        ),
        pytest.param("publish", Crash("os:replace"), ONCE, id="publish: before the file takes its place"),
        pytest.param("deliver", Crash("newsvane.notify:send_message"), SIDE_BY_SIDE, id="deliver: before sending"),
        pytest.param(
            "deliver", Crash("newsvane.notify:send_message", "after", 2), range(1, 3), id="deliver: sent, not recorded"
        ),
        pytest.param(
            "deliver",
            Crash("newsvane.lake:record_deliveries", "after"),
            SIDE_BY_SIDE,
            id="deliver: recorded, not committed",
        ),
    ],
)
def test_a_step_that_was_killed_runs_again_to_the_same_end(
    saved: SavedCycle, step: str, crash: Crash, sent_twice: range
) -> None:
    saved.restore(step)
    settings, environment = saved.scene.settings, saved.scene.environment
    name, arguments = steps()[STEPS[step]]

    assert run_step(settings, environment, name, arguments, crash) == -9
    if STEPS[step] <= STEPS["land_polls"]:
        run_steps(settings, environment, steps()[STEPS[step] : STEPS["land_polls"] + 1])
        assert load_poll_rows(saved.scene) == saved.polls
        return
    run_steps(settings, environment, steps()[STEPS[step] :])

    assert load_rows(settings) == saved.rows
    keys = Counter((alert["kind"], alert["key"]) for alert in received(saved.scene.inbox))
    with lake.connect(settings=settings) as connection:
        planned = set(connection.execute("SELECT channel, key FROM outbox").fetchall())
    assert {key for _, key in keys} == {key for _, key in planned}
    assert sum(keys.values()) - len(keys) in sent_twice
