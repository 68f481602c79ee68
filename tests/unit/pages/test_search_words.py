"""How long the search page reads texts for its words, and the address to which a word leads."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from newsvane import lake
from newsvane_pages import search_words
from newsvane_pages.search_address import MAX_QUERY, SearchState

NOW = datetime.now(UTC)
ROWS = [{"article_id": f"a{place}", "outlet": "one.example", "language": "en", "text": "Text"} for place in range(50)]


def read(monkeypatch: pytest.MonkeyPatch, *, interrupted_at: int = 99, seconds_per_text: float = 0.01) -> list[str]:
    """Return the ids of the texts that are read, of 50."""

    def load(*_: Any, **__: Any) -> Iterator[dict[str, Any]]:
        yield from ROWS[:interrupted_at]
        if interrupted_at < len(ROWS):
            raise lake.Interrupted

    monkeypatch.setattr(lake, "load_sampled_texts", load)
    ticks = count()
    cursor: Any = None
    return list(search_words.read_words(cursor, {}, clock=lambda: next(ticks) * seconds_per_text))


def test_reading_ends_in_time_with_what_has_been_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read(monkeypatch)) == 50
    assert read(monkeypatch, seconds_per_text=search_words.MAX_SECONDS / 10) == [f"a{place}" for place in range(11)]
    assert read(monkeypatch, interrupted_at=7) == [f"a{place}" for place in range(7)]


def test_other_threads_have_their_turn_while_texts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float] = []
    monkeypatch.setattr(search_words, "sleep", turns.append)
    read(monkeypatch)
    assert turns == [0] * (50 // search_words.READ_AT_ONCE)


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        pytest.param("ferry", 'ferry AND "port"', id="a word"),
        pytest.param("ferry OR boat", '(ferry OR boat) AND "port"', id="alternatives"),
        pytest.param("x" * (MAX_QUERY - 10), "", id="too long"),
    ],
)
def test_a_word_narrows_its_query(query: str, narrowed: str) -> None:
    wanted = SearchState(q=["one", query], language="en", words=True, page=3)
    address = search_words.narrow(wanted, 1, "port")
    assert address == (
        SearchState(q=["one", narrowed], language="en", words=True, shown=2).address() if narrowed else ""
    )
