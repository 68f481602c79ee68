"""Whatever one feed or one page makes our code raise, its neighbours land, and it is set aside after its tries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsvane import entries
from newsvane.archive import ArchiveWriter
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import rss

WATCH = """
[[feed]]
id = "poison"
url = "http://poison.example/feed-poison"

[[feed]]
id = "neighbour"
url = "http://neighbour.example/feed-neighbour"
"""
ERRORS = [
    pytest.param(OverflowError("date value out of range"), id="overflow"),
    pytest.param(RecursionError("maximum recursion depth exceeded"), id="recursion"),
    pytest.param(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), id="surrogate"),
    pytest.param(MemoryError(), id="memory"),
    pytest.param(StopIteration(), id="iteration"),
]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    answers = {
        "/feed-poison": rss("bad", host="poison.example"),
        "/feed-neighbour": rss("good", host="neighbour.example"),
        "/bad": page("Ferry stays in port", ENGLISH),
        "/good": page("Ferry stays in port", ENGLISH),
    }
    with install(tmp_path, WATCH, answers, page_tries=2) as one:
        yield one


def poisoned(function: Any, error: Exception) -> Any:
    """Return the function, but raising the error for anything of the outlet `poison.example`."""

    def call(*given: Any, **named: Any) -> Any:
        if "poison.example" in f"{named.get('url')} {getattr(given[-1], 'url', '')}":
            raise error
        return function(*given, **named)

    return call


LANDED = "SELECT outlet FROM coverage ORDER BY outlet"


@pytest.mark.parametrize("error", ERRORS)
def test_a_feed(installation: Installation, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(entries, "parse_feed", poisoned(entries.parse_feed, error))
    for run in ("first", "second"):
        installation.cycle(run)
    assert installation.query(LANDED) == [("neighbour.example",)]
    found = installation.query("SELECT status, reason, failures FROM feed_states WHERE feed_id = 'poison'")
    assert found == [("failed", "broken_feed", 2)]
    ((detail,),) = installation.query("SELECT detail FROM feed_states WHERE feed_id = 'poison'")
    assert type(error).__name__ in detail


@pytest.mark.parametrize("error", ERRORS)
def test_a_page(installation: Installation, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(ArchiveWriter, "write", poisoned(ArchiveWriter.write, error))
    counted = "SELECT outcome, tries FROM entries WHERE url LIKE '%poison.example%'"
    installation.cycle("first")
    assert installation.query(LANDED) == [("neighbour.example",)]
    assert installation.query(counted) == [("pending", 1)]
    installation.make_due()
    installation.cycle("second")
    assert installation.query(counted) == [("skipped", 2)]
    assert installation.query("SELECT DISTINCT reason FROM skipped") == [("unreadable",)]
    installation.make_due()
    assert installation.cycle("third") == {}
