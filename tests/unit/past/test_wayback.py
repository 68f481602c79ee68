"""The index of a Wayback Machine is asked and read in its real form; captures become what the outlet sent."""

import json
import time
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from newsvane.past import build_index_url, parse_index, unwrap_capture
from newsvane.records import Page
from tests.support.web_archive import COLUMNS, with_toolbar

BASE = "https://web.archive.org"
NOW = datetime(2026, 11, 28, tzinfo=UTC)
HTML = "<html><head><title>T</title></head><body><p>The text.</p><a href='http://outlet.example/x'>x</a></body></html>"


def shown(url: str, body: str = HTML) -> Page:
    return Page(url=url, final_url=url, status=200, body=body.encode(), fetched_at=NOW)


@pytest.mark.parametrize(
    ("address", "kind", "asked"),
    [("outlet.example", "domain", "outlet.example"), ("outlet.example/news/*", "prefix", "outlet.example/news/")],
)
def test_the_first_capture_of_each_page_is_asked_for(address: str, kind: str, asked: str) -> None:
    url = build_index_url(BASE, address, since=date(2024, 1, 1), until=date(2024, 12, 31), resume_key="a b")
    query = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{BASE}/cdx/search/cdx?")
    assert (query["url"], query["matchType"], query["from"], query["to"]) == (
        [asked],
        [kind],
        ["20240101"],
        ["20241231"],
    )
    assert (query["collapse"], query["resumeKey"]) == (["urlkey"], ["a b"])
    assert query["filter"] == ["statuscode:200", "mimetype:text/html"]


def test_rows_become_leads_and_the_key_is_the_last_row() -> None:
    row = ["20240305143000", "http://outlet.example/a", "text/html", "200"]
    found = parse_index(json.dumps([COLUMNS, row, ["x"], ["2024", "mailto:x", "", ""], [], ["key"]]).encode(), BASE)
    assert [lead.capture_url for lead in found.leads] == [f"{BASE}/web/20240305143000id_/http://outlet.example/a"]
    assert found.resume_key == "key"
    assert parse_index(b"[]", BASE) == parse_index(b"", BASE) == ((), "")


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"<html>busy</html>", b'[["a"]]', b"\xff"])
def test_another_answer_is_none(body: bytes) -> None:
    with pytest.raises(ValueError):
        parse_index(body, BASE)


@pytest.mark.parametrize("form", ["20240305143000", "20240305143000id_", "20240305143000if_"])
def test_a_capture_has_the_address_and_time_of_the_page(form: str) -> None:
    found = unwrap_capture(
        shown(f"{BASE}/web/{form}/http://outlet.example/a?b=1", with_toolbar(HTML, "20240305143000"))
    )
    assert (found.final_url, found.fetched_at) == (
        "http://outlet.example/a?b=1",
        datetime(2024, 3, 5, 14, 30, tzinfo=UTC),
    )
    assert b"captures" not in found.body
    assert b"ARCHIVED ON" not in found.body
    assert b"href='http://outlet.example/x'" in found.body


@pytest.mark.parametrize(
    "url",
    [
        "https://outlet.example/web/20240305143000/http://other.example/",
        f"{BASE}/web/20390305143000/http://outlet.example/",
        f"{BASE}/web/99999999999999/http://outlet.example/",
        f"{BASE}/details/x",
        "https://web.archive.org.evil.example/web/20240305143000/http://outlet.example/",
    ],
)
def test_what_is_no_capture_stays_as_it_is(url: str) -> None:
    page = shown(url)
    assert unwrap_capture(page) is page


def test_markup_that_begins_many_toolbars_costs_little() -> None:
    body = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->/web/" * 100_000
    began = time.process_time()
    unwrap_capture(shown(f"{BASE}/web/20240305143000/http://outlet.example/", body))
    assert time.process_time() - began < 2
