"""Whatever single feeds and pages make our code raise, their neighbours land, and they are set aside after their tries.

Every boundary of a cycle is poisoned with every kind of error at once: one outlet for each.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import newsvane.entries
from newsvane import lake, quality, stories
from newsvane.archive import ArchiveWriter
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.records import Entry, ParsedFeed
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer, rss

ERRORS: Mapping[str, Exception] = {
    "value": ValueError("year 0 is out of range"),
    "overflow": OverflowError("date value out of range"),
    "recursion": RecursionError("maximum recursion depth exceeded"),
    "surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "key": KeyError("words"),
}
WATCH = "".join(
    f'[[feed]]\nid = "{name}"\nurl = "http://{name}.example/feed-{name}"\n' for name in (*ERRORS, "neighbour")
)


@pytest.fixture
def answers() -> dict[str, Answer]:
    feeds = {f"/feed-{name}": rss(name, host=f"{name}.example") for name in ERRORS}
    pages = {f"/{name}": page("Ferry stays in port", ENGLISH) for name in (*ERRORS, "good", "better")}
    return feeds | pages | {"/feed-neighbour": rss("good", host="neighbour.example")}


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers, page_tries=2) as one:
        yield one


def poisoned(function: Any) -> Any:
    """Return the function, but raising an error if it is given a page or an article of the error's outlet."""

    def call(*given: Any, **named: Any) -> Any:
        for name in _find_poison(*given, **named):
            raise ERRORS[name]
        return function(*given, **named)

    return call


def unwritable(function: Any) -> Any:
    """Return the function; what it returns for one of the outlets can be written neither as text nor as JSON."""

    def call(*given: Any, **named: Any) -> Any:
        found = function(*given, **named)
        if not _find_poison(*given, **named):
            return found
        if isinstance(found, ParsedFeed):
            bad = (each.model_copy(update={"title": "\ud800"}) for each in found.entries)
            return found.model_copy(update={"entries": tuple(bad)})
        return found.model_copy(update={"title": "\ud800"})

    return call


def _find_poison(*given: Any, url: str = "", entries: Sequence[Entry] = (), **_: object) -> list[str]:
    """Return the outlets that a call is about, by its addresses and articles, but not by watch list and outcomes."""
    batches = [each.articles for each in given if isinstance(each, lake.Batch)]
    others = [getattr(each, "url", each) for each in given if not isinstance(each, lake.Batch)]
    about = f"{url} {entries} {batches} {others}"
    return [name for name in ERRORS if f"{name}.example" in about]


POLLING = {
    "parsing": (newsvane.entries, "parse_feed", poisoned),
    "writing": (newsvane.entries, "parse_feed", unwritable),
    "landing": (lake, "land_polls", poisoned),
}
READING = {
    "archiving": (ArchiveWriter, "write", poisoned),
    "writing": (PageReader, "read", unwritable),
    "validating": (quality, "_make_row", poisoned),
    "grouping": (stories, "sketch", poisoned),
    "landing": (lake, "land_articles", poisoned),
}


@pytest.mark.parametrize("boundary", POLLING)
def test_feeds(installation: Installation, monkeypatch: pytest.MonkeyPatch, boundary: str) -> None:
    holder, name, poison = POLLING[boundary]
    monkeypatch.setattr(holder, name, poison(getattr(holder, name)))
    for run in ("first", "second"):
        installation.poll(run)
        assert installation.query("SELECT url FROM entries") == [("http://neighbour.example/good",)]
    found = "SELECT feed_id, status, reason, failures FROM feed_states ORDER BY feed_id"
    assert installation.query(found) == sorted([
        ("neighbour", "unchanged", "", 0),
        *((name, "failed", "broken_feed", 2) for name in ERRORS),
    ])
    require_details(installation, "SELECT feed_id, detail FROM feed_states WHERE failures > 0", poison)


@pytest.mark.parametrize("boundary", READING)
def test_pages(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, answers: dict[str, Answer], boundary: str
) -> None:
    holder, name, poison = READING[boundary]
    monkeypatch.setattr(holder, name, poison(getattr(holder, name)))
    landed = "SELECT url FROM coverage ORDER BY url"
    others = "SELECT DISTINCT outcome, tries FROM entries WHERE url NOT LIKE '%neighbour%'"
    installation.cycle("first")
    assert installation.query(landed) == [("http://neighbour.example/good",)]
    assert installation.query(others) == [("pending", 1)]
    answers["/feed-neighbour"] = rss("good", "better", host="neighbour.example")
    installation.make_due()
    installation.cycle("second")
    assert installation.query(landed) == [("http://neighbour.example/better",), ("http://neighbour.example/good",)]
    assert installation.query(others) == [("skipped", 2)]
    assert installation.query("SELECT reason, will_retry, count(*) FROM skipped GROUP BY ALL ORDER BY ALL") == [
        ("unreadable", False, len(ERRORS)),
        ("unreadable", True, len(ERRORS)),
    ]
    require_details(installation, "SELECT DISTINCT feed_id, detail FROM skipped", poison)
    installation.make_due()
    assert installation.cycle("third") == {}


def require_details(installation: Installation, question: str, poison: Any) -> None:
    """Each outlet is set aside with the words of its own error."""
    details = dict(installation.query(question))
    assert details.keys() == ERRORS.keys()
    for name, error in ERRORS.items():
        expected = type(error).__name__ if poison is poisoned else "PydanticSerializationError"
        assert expected in details[name]


def test_a_run_with_nothing_else(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there to land beside it: it is set aside all the same, and the run is green."""
    monkeypatch.setattr(lake, "land_articles", poisoned(lake.land_articles))
    installation.poll("first")
    with lake.writer(installation.settings) as con:
        con.execute("DELETE FROM entries WHERE feed_id <> 'key'")
    installation.read("first")
    assert installation.land("first")["skipped"] == 1
    assert installation.query("SELECT outcome, tries FROM entries") == [("pending", 1)]


def test_an_error_of_ours_blames_nobody(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing of several outlets lands, the run fails, and no tries are counted: a repaired version reads all."""

    def broken(*_: object) -> None:
        raise AttributeError("renamed in the last release")

    with monkeypatch.context() as patched:
        patched.setattr(stories, "sketch", broken)
        installation.poll("first")
        installation.read("first")
        with pytest.raises(AttributeError):
            installation.land("first")
    assert installation.query("SELECT DISTINCT outcome, tries FROM entries") == [("pending", 0)]
    assert installation.land("first")["new"] == len(ERRORS) + 1
