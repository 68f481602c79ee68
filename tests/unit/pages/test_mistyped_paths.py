"""What is offered in place of a page that does not exist."""

import pytest

from newsvane_pages.mistyped_paths import WAYS_OUT, suggest_pages


@pytest.mark.parametrize(
    ("path", "links"),
    [
        pytest.param(
            "/outlet/northline.example",
            {"outlets/northline.example": "Did you mean outlets/northline.example?", "sources": "Sources"},
            id="one letter less",
        ),
        pytest.param("/topic/mek", {"topics/mek": "Did you mean topics/mek?", "": "Coverage"}, id="a topic"),
        pytest.param(
            "/places/new york", {"names/new%20york": "Did you mean names/new york?", "names": "Names"}, id="a place"
        ),
        pytest.param("/artcles", {"search": "Search"}, id="without an item"),
        pytest.param("/runbook/xx", {"runbook": "Runbook"}, id="a page without items"),
        pytest.param("/alerts/massage/1", {"alerts": "Alerts"}, id="below a page"),
        pytest.param("/outlets/gone.example", {"sources": "Sources"}, id="the item is wrong"),
        pytest.param("/qualty/", {"quality/": "Quality"}, id="with a stroke at its end"),
        pytest.param("/outlet/\0", {"sources": "Sources"}, id="not printable"),
        pytest.param("/", {}, id="nothing"),
        pytest.param("/xyzzy/1", {}, id="like no page"),
    ],
)
def test_the_page_that_was_meant_is_offered_before_the_others(path: str, links: dict[str, str]) -> None:
    found = suggest_pages(path)
    assert [*found.items()][: len(links)] == [*links.items()]
    assert found == links | WAYS_OUT
