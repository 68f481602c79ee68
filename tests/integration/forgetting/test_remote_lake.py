"""Forgetting on a lake in PostgreSQL and a bucket: every object and every table of the catalog is scanned."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.pipeline import tombstone_list
from newsvane.settings import Settings
from tests.integration.forgetting import traces
from tests.support.lake_factories import ask
from tests.support.remote_lake import RemoteLakes, needs_postgres, patched_environment, remote_lakes
from tests.support.scene import Scene

pytestmark = needs_postgres


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteLakes]:
    with remote_lakes() as servers:
        yield servers


@pytest.fixture
def moved(own: Settings, cycle: Scene, remote: RemoteLakes, tmp_path: Path) -> Iterator[Settings]:
    """The same lake, moved to PostgreSQL and a bucket, and used from another home."""
    made = remote.environment()
    target = own.model_copy(
        update={
            "home": tmp_path / "machine",
            "catalog": made["NEWSVANE_CATALOG"],
            "store": made["NEWSVANE_STORE"],
        }
    )
    lake.move(own, target)
    with patched_environment({**remote.bucket.access, **cycle.environment, **made, "NEWSVANE_HOME": str(target.home)}):
        pipeline.publish(settings=target)
        pipeline.update_search_index(settings=target)
        yield target


def test_nothing_is_left_in_bucket_catalog_and_home(moved: Settings) -> None:
    one = traces.find_article(moved, traces.COPIED)
    before = traces.scan(moved, one)
    for place in ("/archive/", "/staging/", "/lake/data/", "coverage.duckdb"):
        assert any(place in f"/{name}" for name in before), f"the scan does not see {place}"
    traces.forget_copied(settings=moved)
    assert traces.scan(moved, one) == ()
    assert [check for check in lake.check_integrity(moved) if check.state != "ok"] == []
    assert len(tombstone_list.read_list(moved)) > 3


def test_a_catalog_restored_from_a_dump_forgets_again(moved: Settings, remote: RemoteLakes) -> None:
    one = traces.find_article(moved, traces.COPIED)
    before = remote.settings(moved.home, like=moved).model_copy(update={"watch": moved.watch})
    traces.forget_copied(settings=moved)
    tombstone_list.write_list(before, tombstone_list.read_list(moved))
    assert traces.scan(before, one)
    pipeline.land_again(settings=before)
    assert traces.scan(before, one) == ()
    assert ask(before, f"SELECT count(*) FROM articles WHERE article_id = '{one.article_id}'") == [(0,)]


def test_the_catalog_itself_is_scanned(moved: Settings) -> None:
    with lake.writer(moved) as con:
        con.execute("INSERT INTO labels (label_id, note) VALUES ('l', 'a note that only the catalog contains')")
    found = lake.find_in_catalog(moved, ["a note that only the catalog contains"])
    assert any("ducklake_inlined" in table for table in found), found
