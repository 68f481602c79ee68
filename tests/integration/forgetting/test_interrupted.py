"""A process that is killed in any step of forgetting leaves nothing half done: the next one finishes it."""

import os
import shutil
from pathlib import Path

import pytest

from newsvane.pipeline import tombstone_list
from newsvane.pipeline.ops import forgetting
from newsvane.settings import Settings
from tests.integration.forgetting import traces
from tests.support.lake_factories import ask
from tests.support.steps import Crash, run_step

CRASHES = [
    Crash("newsvane.lake.tables.forgetting:record_action"),
    Crash("newsvane.pipeline.tombstone_list:begin", "after"),
    Crash("newsvane.pipeline.tombstone_list:write_list"),
    Crash("newsvane.lake:purge"),
    Crash("newsvane.lake.admin.purge:_clean_sqlite"),
    Crash("newsvane.archive_erasure:_compress", "after"),
    Crash("newsvane.pipeline.erasure:clean_staging"),
    Crash("newsvane.pipeline.erasure:_prune_line", "after", 2),
    Crash("newsvane.pipeline.erasure:clean_docs", "after"),
    Crash("newsvane.pipeline.erasure:clean_logs"),
    Crash("newsvane.lake:publish_again"),
    Crash("newsvane.lake.analyst.publish:_replace"),
    Crash("newsvane.search:rebuild_index", "after"),
    Crash("newsvane.pipeline.tombstone_list:end"),
]


@pytest.mark.parametrize("crash", CRASHES, ids=lambda crash: f"{crash.when} {crash.function.rpartition(':')[2]}")
def test_a_kill_is_made_up_for(own: Settings, crash: Crash) -> None:
    one = traces.find_article(own, traces.COPIED)
    step = f"{traces.__name__}:forget_copied"
    assert run_step(own, dict(os.environ), step, crash=crash) == -9
    assert tombstone_list.load_pending(own)
    was_removed = ask(own, "SELECT count(*) FROM tombstones") != [(0,)]
    assert (forgetting.resume(settings=own) is not None) == was_removed
    if not was_removed:
        traces.forget_copied(settings=own)
    assert tombstone_list.load_pending(own) is None
    assert traces.scan(own, one) == ()
    assert ask(own, "SELECT count(*) FROM acts") == [(1,)]
    assert [*own.home.rglob("*.erasing")] == []


def test_a_full_disk_leaves_everything_to_be_continued(own: Settings, tmp_path: Path) -> None:
    one = traces.find_article(own, traces.COPIED)
    step = f"{traces.__name__}:forget_copied"
    assert run_step(own, dict(os.environ), step, file_limit=100_000) != 0
    assert shutil.disk_usage(tmp_path).free
    forgetting.resume(settings=own)
    if traces.scan(own, one):
        traces.forget_copied(settings=own)
    assert traces.scan(own, one) == ()
