"""The comments in the catalog, which cannot take parameters, give the same numbers as the Python constants."""

import pytest

from newsvane import lake, notify
from newsvane.lake.admin.describe import load_relations
from newsvane.lake.tables.rows import TEXT_KEY_DIGITS
from newsvane.lake.tables.table_reader import MAX_RETRY_AHEAD
from newsvane.records import FLOOD_AT_LEAST, FLOOD_FACTOR, FLOOD_HISTORY_DAYS, SICK_AFTER, SICK_AFTER_FAILURES
from newsvane.settings import Settings

HOUR_SECONDS = 3600
BITS_PER_DIGIT = 4


@pytest.fixture(scope="module")
def meanings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), catalog="")
    with lake.closing(lake.connect(False, settings=settings)) as con:
        return {f"{each.name}.{column.name}": column.meaning for each in load_relations(con) for column in each.columns}


def test_a_feed_is_sick_after_the_failures_and_hours_that_the_table_names(meanings: dict[str, str]) -> None:
    hours = SICK_AFTER.total_seconds() / HOUR_SECONDS
    assert f"{SICK_AFTER_FAILURES} or more in a row over {hours:g} hours or more" in meanings["feed_troubles.kind"]


def test_a_feed_floods_with_the_numbers_that_the_table_names(meanings: dict[str, str]) -> None:
    many = f"more than {FLOOD_AT_LEAST} new entries and more than {FLOOD_FACTOR} times as many as on"
    assert f"{many} nine of ten days of the {FLOOD_HISTORY_DAYS} before" in meanings["feed_troubles.kind"]


def test_a_delivery_is_postponed_as_long_as_the_table_names(meanings: dict[str, str]) -> None:
    hours = MAX_RETRY_AHEAD.total_seconds() / HOUR_SECONDS
    assert f"More than {hours:g} hours ahead" in meanings["outbox.next_try_at"]


def test_a_delivery_may_be_postponed_for_as_long_as_a_channel_may_ask() -> None:
    assert MAX_RETRY_AHEAD > notify.MAX_RETRY_AFTER


def test_a_text_key_has_as_many_bits_as_the_table_names(meanings: dict[str, str]) -> None:
    assert f"first {TEXT_KEY_DIGITS * BITS_PER_DIGIT} bits" in meanings["article_sketches.text_key"]
