"""What the page Search says about a mistake in a query."""

import pytest

from newsvane.errors import QueryError, UnknownName
from newsvane_pages.search import locate_mistake
from newsvane_pages.search_address import SearchState


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            UnknownName("there is no outlet 'zzz'", hint="`newsvane sql …` lists all outlets"),
            "there is no outlet 'zzz'",
        ),
        (QueryError("a bracket is missing", reason="syntax"), "a bracket is missing"),
    ],
    ids=["an unknown name", "another mistake"],
)
def test_a_page_does_not_answer_with_a_command(error: QueryError, said: str) -> None:
    assert locate_mistake(error, 0, SearchState(q=["outlet:zzz"])) == said
    assert locate_mistake(error, 0, SearchState(q=["outlet:zzz", "ferry"])) == f"in the first query: {said}"
