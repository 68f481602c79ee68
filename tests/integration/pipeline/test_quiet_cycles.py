"""A cycle asks the lake nothing about kinds of work for which there is nothing to do."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from newsvane.lake.engine import sql
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import rss

WATCH = '[[feed]]\nid = "one"\nurl = "http://one.example/feed"\n'


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    answers = {"/feed": rss("ferry", host="one.example"), "/ferry": page("Ferry stays in port", ENGLISH)}
    with install(tmp_path, WATCH, answers) as one:
        yield one


def test_what_a_batch_does_not_have_is_not_looked_up(installation: Installation) -> None:
    installation.poll("one")
    installation.read("one")
    with patch.object(sql, "load_query", wraps=sql.load_query) as loaded:
        assert installation.land("one")["new"] == 1
    statements = {call.args[0] for call in loaded.call_args_list}
    assert {"land_articles", "land_groups", "land_outcomes"} <= statements
    tables = ("skipped", "quarantine", "outbox", "entities")
    assert statements & {"land_story_changes", *(f"select_landed_{table}" for table in tables)} == set()
