"""Links into the UI: messages that were already sent contain these addresses, so they must never change."""

from typing import Any

import pytest

from newsvane.ui_links import UiPage, ui_link, ui_path


@pytest.mark.parametrize(
    ("page", "given", "path"),
    [
        pytest.param(UiPage.COVERAGE, {}, "", id="coverage"),
        pytest.param(UiPage.STORIES, {"item": "s1_ab"}, "stories/s1_ab", id="a story"),
        pytest.param(UiPage.FEEDS, {}, "feeds", id="feeds"),
        pytest.param(UiPage.FEEDS, {"anchor": "bbc-world"}, "feeds#bbc-world", id="a feed"),
        pytest.param(UiPage.FEEDS, {"anchor": 'a"><b'}, "feeds#a%22%3E%3Cb", id="a feed with an odd id"),
        pytest.param(UiPage.QUARANTINE, {}, "refused", id="quarantine"),
        pytest.param(UiPage.QUARANTINE, {"item": "a1_cd"}, "refused/a1_cd", id="a quarantined article"),
        pytest.param(UiPage.QUARANTINE, {"item": "../acts"}, "refused/..%2Facts", id="an id that leads elsewhere"),
        pytest.param(UiPage.ALERTS, {}, "alerts", id="alerts"),
        pytest.param(UiPage.QUALITY, {}, "quality/", id="quality"),
        pytest.param(UiPage.ACTIONS, {}, "acts", id="actions"),
        pytest.param(UiPage.PROVENANCE, {}, "provenance", id="provenance"),
        pytest.param(UiPage.RUNBOOK, {"anchor": "nothing-runs"}, "runbook#nothing-runs", id="a runbook entry"),
    ],
)
def test_the_address_of_a_page(page: UiPage, given: dict[str, Any], path: str) -> None:
    assert ui_path(page, **given) == path
    assert (
        ui_link("https://airflow.example/prefix/", page, **given) == f"https://airflow.example/prefix/newsvane/{path}"
    )
