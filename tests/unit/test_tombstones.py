"""A tombstone recognises an article in every spelling of its address, and says nothing about it."""

from datetime import UTC, datetime, timedelta

import pytest

from newsvane import urls
from newsvane.records import Tombstone
from newsvane.tombstones import Tombstones, hash_forgotten, keep_newest, name_text, settle_future
from tests.support.lake_factories import article, entry

URL = "https://one.example/2026/story"
SALT = "salt"


def _set(kind: str, name: str) -> Tombstones:
    at = datetime(2026, 11, 28, tzinfo=UTC)
    found = {"kind": kind, "hash": hash_forgotten(SALT, kind, name), "salt": SALT, "forgotten_at": at, "act_id": "act"}  # type: ignore[arg-type]
    return Tombstones([Tombstone.model_validate(found)])


@pytest.mark.parametrize(
    ("url", "is_known"),
    [
        pytest.param(URL, True, id="as it was"),
        pytest.param("http://www.one.example/2026/story?utm_source=x", True, id="http, www and a tracker"),
        pytest.param("https://m.one.example/2026/story/amp/", True, id="mobile and AMP"),
        pytest.param("https://one-example.cdn.ampproject.org/c/s/one.example/2026/story", True, id="an AMP cache"),
        pytest.param("https://one.example/2026/story-2", False, id="another article"),
        pytest.param("https://two.example/2026/story", False, id="another outlet"),
        pytest.param("no address", False, id="no address"),
    ],
)
def test_spellings_of_an_address(url: str, is_known: bool) -> None:
    known = _set("article", urls.article_id(urls.canonical(URL)))
    assert (known.find_address(url) is not None) == is_known


def test_an_outlet_and_a_text() -> None:
    one = article("story")
    assert _set("outlet", "one.example").find_read(one)
    assert _set("outlet", "one.example").find_entry(entry("anything"))
    assert not _set("outlet", "two.example").find_read(one)
    by_text = _set("text", name_text("one.example", one.text_hash))
    assert by_text.find_read(one.model_copy(update={"article_id": "a1_x", "url": URL, "canonical_url": URL}))
    assert not by_text.find_read(one.model_copy(update={"outlet": "two.example"}))
    assert not Tombstones([]).find_read(one)


def test_a_text_is_of_an_outlet_or_an_account() -> None:
    """On a domain that is no known platform, the same text of another author is left out, too: the guide says so."""
    by_text = _set("text", name_text("papers.example", "hash"))
    assert by_text.find_text("https://ann.papers.example/x", "hash")
    assert by_text.find_text("https://papers.example/authors/bob/x", "hash")
    assert not by_text.find_text("https://papers.example/authors/bob/x", "another")
    assert not by_text.find_text("no address", "hash")
    on_platform = _set("text", name_text("medium.com/@ann", "hash"))
    assert on_platform.find_text("https://medium.com/@ann/x", "hash")
    assert not on_platform.find_text("https://medium.com/@bob/x", "hash")


def test_a_tombstone_says_nothing() -> None:
    (stone,) = _set("article", urls.article_id(urls.canonical(URL)))
    written = stone.model_dump_json()
    assert URL not in written
    assert urls.article_id(urls.canonical(URL)) not in written


def _decide(day: int, lifted: int | None = None, act_id: str = "a") -> Tombstone:
    lifted_at = datetime(2026, 1, lifted, tzinfo=UTC) if lifted else None
    return Tombstone(
        kind="article", hash="h", salt="s", forgotten_at=datetime(2026, 1, day, tzinfo=UTC), act_id=act_id,
        lifted_at=lifted_at, lift_act_id="l" if lifted else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decisions", "kept"),
    [
        pytest.param([_decide(1), _decide(2)], _decide(1), id="the first request stays"),
        pytest.param([_decide(1), _decide(1, 3)], _decide(1, 3), id="lifted"),
        pytest.param([_decide(1, 3), _decide(5)], _decide(5), id="forgotten again"),
        pytest.param([_decide(5), _decide(1, 3), _decide(1)], _decide(5), id="in any order"),
        pytest.param([_decide(1, 3), _decide(2)], _decide(1, 3), id="an older request counts no more"),
        pytest.param([_decide(1, 3), _decide(1, 4)], _decide(1, 3), id="the first lift stays"),
    ],
)
def test_the_newest_decision_counts(decisions: list[Tombstone], kept: Tombstone) -> None:
    assert keep_newest(decisions) == [kept]
    assert bool(Tombstones(decisions)) is (kept.lifted_at is None)


TODAY = datetime(2026, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stored", "settled"),
    [
        pytest.param(_decide(1), _decide(1), id="a request"),
        pytest.param(_decide(1, 3), _decide(1, 3), id="a lift"),
        pytest.param(_decide(1, 20), _decide(1), id="a lift from the future does not count"),
        pytest.param(_decide(20), _decide(10), id="a request from the future counts from now on"),
        pytest.param(_decide(20, 25), _decide(10), id="both from the future"),
        pytest.param(_decide(20, 9), _decide(9, 9), id="a clock that was set right before the lift"),
    ],
)
def test_the_future_decides_nothing(stored: Tombstone, settled: Tombstone) -> None:
    assert settle_future([stored], TODAY) == [settled]


def test_clocks_may_differ_by_minutes() -> None:
    lifted = _decide(1, 10)
    assert settle_future([lifted], TODAY - timedelta(minutes=9)) == [lifted]


def test_a_decision_is_dated_after_the_one_before() -> None:
    known = Tombstones([_decide(1, 10)])
    assert known.date_decision("article", "h", TODAY - timedelta(minutes=9)) > TODAY
    assert known.date_decision("article", "h", TODAY + timedelta(days=1)) == TODAY + timedelta(days=1)
    assert known.date_decision("article", "other", TODAY) == TODAY
    assert known.list_others([_decide(1)]) == [_decide(1)]
    assert known.list_others([_decide(2, 3)]) == []
