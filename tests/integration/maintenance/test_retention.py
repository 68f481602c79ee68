"""Retention deletes texts before facts, and only files that no remaining snapshot needs."""

import contextlib
from collections import Counter
from datetime import UTC, datetime, timedelta

from newsvane import lake
from newsvane.lake.admin.files import list_data_files
from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past, state
from tests.support.lake_factories import article


def test_texts_are_deleted_before_facts(lived: Past, own: Settings) -> None:
    with lake.writer(own) as con:
        lake.resolve_quarantined(con, [article("refused0").article_id])
    done = lake.maintain(own, datetime.now(UTC) + timedelta(days=own.keep_text_days + 1))
    assert (done["drop_texts"], done["drop_quarantined"]) == (3, 1)
    after, before = state(own), lived.moments[-1][1]
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert after["trend_daily"] == before["trend_daily"]
    with contextlib.closing(lake.connect(settings=own)) as con:
        assert [each.article.title for each in lake.load_quarantined(con)] == ["refused1"], "what is held stays whole"
    assert {each.state for each in lake.check_integrity(own)} == {"ok"}


def test_only_needed_files_remain_one_per_partition(own: Settings) -> None:
    for day in (0, own.keep_snapshots_days + 2, own.keep_snapshots_days + 4):
        lake.maintain(own.model_copy(update={"keep_text_days": 0}), datetime.now(UTC) + timedelta(days=day))
    needed = list_data_files(own.catalog_path)
    there = {str(path.relative_to(own.data_path)) for path in own.data_path.rglob("*.parquet")}
    assert there == {file.path for file in needed}
    places = Counter(file.path.rpartition("/")[0] for file in needed)
    assert set(places.values()) == {1}, places
