"""Links into the UI: messages that were already sent contain these addresses, so an old one must redirect."""

from typing import Any

import pytest

from newsvane.ui_links import UiPage, is_loopback, ui_link, ui_path


@pytest.mark.parametrize(
    ("page", "given", "path"),
    [
        pytest.param(UiPage.COVERAGE, {}, "", id="coverage"),
        pytest.param(UiPage.STATUS, {}, "status", id="status"),
        pytest.param(UiPage.STORIES, {"item": "s1_ab"}, "stories/s1_ab", id="a story"),
        pytest.param(UiPage.ARTICLES, {"item": "a1_cd"}, "articles/a1_cd", id="an article"),
        pytest.param(UiPage.FEEDS, {}, "feeds", id="feeds"),
        pytest.param(UiPage.FEEDS, {"anchor": "bbc-world"}, "feeds#bbc-world", id="a feed"),
        pytest.param(UiPage.FEEDS, {"anchor": 'a"><b'}, "feeds#a%22%3E%3Cb", id="a feed with an odd id"),
        pytest.param(UiPage.QUARANTINE, {}, "quarantine", id="quarantine"),
        pytest.param(UiPage.QUARANTINE, {"item": "a1_cd"}, "quarantine/a1_cd", id="a quarantined article"),
        pytest.param(UiPage.QUARANTINE, {"item": "../acts"}, "quarantine/..%2Facts", id="an id that leads elsewhere"),
        pytest.param(UiPage.ALERTS, {}, "alerts", id="alerts"),
        pytest.param(UiPage.QUALITY, {}, "quality/", id="quality"),
        pytest.param(UiPage.ACTIONS, {}, "actions", id="actions"),
        pytest.param(UiPage.PROVENANCE, {}, "provenance", id="provenance"),
        pytest.param(UiPage.RUNBOOK, {"anchor": "nothing-runs"}, "runbook#nothing-runs", id="a runbook entry"),
    ],
)
def test_the_address_of_a_page(page: UiPage, given: dict[str, Any], path: str) -> None:
    assert ui_path(page, **given) == path
    assert (
        ui_link("https://airflow.example/prefix/", page, **given) == f"https://airflow.example/prefix/newsvane/{path}"
    )


@pytest.mark.parametrize(
    ("url", "local"),
    [
        pytest.param("http://127.0.0.1:8080", True, id="the default"),
        pytest.param("http://127.9.9.9", True, id="all of 127"),
        pytest.param("http://localhost:8080/airflow", True, id="localhost"),
        pytest.param("http://news.localhost./", True, id="below localhost"),
        pytest.param("http://[::1]:8080", True, id="IPv6"),
        pytest.param("http://0.0.0.0:8080", True, id="every interface"),
        pytest.param("http://192.168.1.5:8080", False, id="the office"),
        pytest.param("https://news.your-ngo.example", False, id="a name"),
        pytest.param("https://localhost.your-ngo.example", False, id="a name that begins like it"),
        pytest.param("http://[", False, id="no address"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_whether_only_this_machine_can_open_an_address(url: str, local: bool) -> None:
    assert is_loopback(url) == local
