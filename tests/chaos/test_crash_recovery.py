"""`kill -9` at every point that matters, then the same step again: the same lake, and each alert once.

One cycle runs undisturbed; before each step the whole folder is set aside. Each case goes back to before its step,
dies in it, runs it again and goes on to the end (polls to their landing: what follows reads only the lake). Between
sending an alert and noting its outcome nothing can know that it was sent: there a receiver gets the same key twice.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from newsvane import lake
from tests.support.history import STEPS, History, landed_polls, undisturbed
from tests.support.steps import Death, run_step, run_steps, steps
from tests.world.compare import differences, received

ONCE = range(1)
SIDE_BY_SIDE = range(2)
"""While one sender dies, the other may have sent something that it has not noted."""


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with undisturbed(tmp_path_factory.mktemp("deaths"), tmp_path_factory.mktemp("snapshots")) as past:
        yield past


@pytest.mark.parametrize(
    ("step", "death", "sent_twice"),
    [
        pytest.param("plan_polls", Death("newsvane.lake:feed_states"), ONCE, id="plan polls: before reading states"),
        pytest.param("plan_polls", Death("pathlib:Path.replace", "after", 2), ONCE, id="plan polls: half planned"),
        pytest.param("each poll", Death("newsvane.feeds:poll_succeeded", call=5), ONCE, id="poll: the fifth feed"),
        pytest.param("each poll", Death("pathlib:Path.replace"), ONCE, id="poll: before the file takes its place"),
        pytest.param(
            "land_polls", Death("newsvane.lake:land_polls", "after"), ONCE, id="land polls: before the commit"
        ),
        pytest.param(
            "land_polls",
            Death("newsvane.pipeline.staging:RunFolder.require_all_chunks"),
            ONCE,
            id="land polls: after the commit",
        ),
        pytest.param("plan_reads", Death("newsvane.lake:pending_entries", "after"), ONCE, id="plan reads"),
        pytest.param(
            "each read", Death("newsvane.archive:ArchiveWriter.write", "after", 9), ONCE, id="read: archiving"
        ),
        pytest.param(
            "each read", Death("newsvane.pipeline.ingest.page_reader:read_article", call=20), ONCE, id="read: a page"
        ),
        pytest.param("validate", Death("newsvane.quality:validate", "after"), ONCE, id="validate: before its verdict"),
        pytest.param("land_articles", Death("newsvane.stories:group", "after"), ONCE, id="land articles: grouping"),
        pytest.param(
            "land_articles", Death("newsvane.lake:land_articles", "after"), ONCE, id="land articles: before the commit"
        ),
        pytest.param(
            "land_articles",
            Death("newsvane.pipeline.staging:RunFolder.require_all_chunks"),
            ONCE,
            id="land articles: after the commit",
        ),
        pytest.param(
            "refresh_trends", Death("newsvane.lake:refresh_trends", "after"), ONCE, id="count: before the commit"
        ),
        pytest.param("publish", Death("os:replace"), ONCE, id="publish: before the file takes its place"),
        pytest.param("deliver", Death("newsvane.notify:send_message"), SIDE_BY_SIDE, id="deliver: before sending"),
        pytest.param(
            "deliver", Death("newsvane.notify:send_message", "after", 2), range(1, 3), id="deliver: sent, not recorded"
        ),
        pytest.param(
            "deliver",
            Death("newsvane.lake:record_deliveries", "after"),
            SIDE_BY_SIDE,
            id="deliver: recorded, not committed",
        ),
    ],
)
def test_a_step_that_was_killed_runs_again_to_the_same_end(
    history: History, step: str, death: Death, sent_twice: range
) -> None:
    history.go_back_to(step)
    settings, environment = history.scene.settings, history.scene.environment
    name, arguments = steps()[STEPS[step]]

    assert run_step(settings, environment, name, arguments, death) == -9
    if STEPS[step] <= STEPS["land_polls"]:
        run_steps(settings, environment, steps()[STEPS[step] : STEPS["land_polls"] + 1])
        assert landed_polls(history.scene) == history.polls
        return
    run_steps(settings, environment, steps()[STEPS[step] :])

    assert differences(settings, history.scene.began) == []
    keys = Counter((alert["kind"], alert["key"]) for alert in received(history.scene.inbox))
    with lake.connect(settings=settings) as connection:
        planned = set(connection.execute("SELECT channel, key FROM outbox").fetchall())
    assert {key for _, key in keys} == {key for _, key in planned}
    assert sum(keys.values()) - len(keys) in sent_twice
