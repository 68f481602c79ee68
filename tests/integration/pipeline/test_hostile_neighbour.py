"""The news world with and without the hostile neighbour: everything of all other outlets is the same."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from newsvane import lake
from newsvane.settings import Settings
from tests.support.scene import Scene, scene
from tests.support.steps import run_steps, steps
from tests.world.compare import differences
from tests.world.neighbour import FLOOD, FORGED, OUTLET

OTHERS = f"outlet <> '{OUTLET}'"
KNOWN = {
    "articles": f"""
        SELECT * EXCLUDE (
            fetched_at, observed_at, absent_at, revised_at, run_id, raw_file, raw_offset, raw_digest, feed_id
        )
        FROM articles WHERE {OTHERS} ORDER BY article_id
    """,
    "groups": f"""
        SELECT g.* EXCLUDE (grouped_at, copy_order) FROM article_groups AS g JOIN articles USING (article_id)
        WHERE {OTHERS} ORDER BY article_id
    """,
    "stories": f"""
        SELECT story_id, count(*), list(article_id ORDER BY article_id) FROM coverage
        WHERE {OTHERS} GROUP BY story_id ORDER BY story_id
    """,
    "first": "SELECT story_id, title, first_article_id, first_outlet, first_day FROM stories WHERE "
    f"story_id IN (SELECT story_id FROM coverage WHERE {OTHERS}) ORDER BY story_id",
    "trends": f"FROM trend_daily WHERE {OTHERS} ORDER BY ALL",
    "entries": f"""
        SELECT e.url, e.title, e.authors, e.published_at, e.content, e.kind, e.outcome, e.feed_id
        FROM entries AS e JOIN articles AS a USING (article_id) WHERE {OTHERS} ORDER BY e.url
    """,
    "alerts": f"""
        SELECT o.key, o.channel, o.subject FROM outbox AS o JOIN articles AS a USING (article_id)
        WHERE a.{OTHERS} ORDER BY o.key
    """,
}  # fmt: skip
"""What must be the same. Left out are the times of our own clock, and where a page was archived."""


def two_cycles(one: Scene) -> None:
    lake.migrate(one.settings)
    run_steps(one.settings, one.environment, steps("first"))
    at = quote(one.began.replace(microsecond=0).isoformat())
    with urlopen(Request(f"http://127.0.0.1:{one.port}/-/publish?at={at}", method="POST")):
        pass
    with lake.writer(one.settings) as con:
        con.execute("UPDATE feed_states SET next_poll_at = polled_at")
    run_steps(one.settings, one.environment, steps("second"))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Scene]]:
    """The world without the neighbour and with it, after two cycles."""
    began = datetime.now(UTC)
    with ExitStack() as stack:
        found = {}
        for neighbour in (False, True):
            folder = tmp_path_factory.mktemp("with" if neighbour else "without")
            found[neighbour] = stack.enter_context(scene(folder, began=began, neighbour=neighbour))
            two_cycles(found[neighbour])
        yield found


def ask(settings: Settings, question: str) -> list[tuple[object, ...]]:
    with lake.connect(settings=settings) as connection:
        return connection.execute(question).fetchall()


@pytest.mark.parametrize("name", KNOWN)
def test_everything_of_others_is_the_same_with_and_without_it(worlds: dict[bool, Scene], name: str) -> None:
    without, with_it = (ask(worlds[neighbour].settings, KNOWN[name]) for neighbour in (False, True))
    assert len(without) > 5
    assert with_it == without


def test_what_it_publishes_is_stored_as_its_own(worlds: dict[bool, Scene]) -> None:
    settings = worlds[True].settings
    assert ask(settings, f"SELECT count(*) FROM articles WHERE NOT ({OTHERS})")[0][0] >= FLOOD
    forged = "SELECT date_contradicted, copy_of IS NOT NULL FROM coverage WHERE url LIKE '%/wire/forged-%'"
    assert ask(settings, forged) == [(True, True)] * len(FORGED)
    kinds = ask(settings, f"SELECT DISTINCT kind FROM provenance_anomalies WHERE outlet = '{OUTLET}' ORDER BY kind")
    assert {"contradicted_date", "one_sided_claim"} <= {kind for (kind,) in kinds}


def test_the_ground_truth_covers_it(tmp_path: Path) -> None:
    with scene(tmp_path, neighbour=True) as one:
        lake.migrate(one.settings)
        run_steps(one.settings, one.environment, steps())
        assert differences(one.settings, one.began, with_neighbour=True) == []
