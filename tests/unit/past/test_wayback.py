"""The index of a Wayback Machine is asked and read in its real form; captures become what the outlet sent."""

import json
import time
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from newsvane.past import build_index_url, parse_index, require_asked, unwrap_capture
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
    found = parse_index(
        json.dumps([COLUMNS, row, ["x"], ["2024", "mailto:x", "", ""], [], ["key"]]).encode(),
        BASE,
        asked="outlet.example",
    )
    assert [lead.capture_url for lead in found.leads] == [f"{BASE}/web/20240305143000id_/http://outlet.example/a"]
    assert found.resume_key == "key"
    assert found.faults == {"bad_row": 1, "bad_url": 1}
    assert parse_index(b"[]", BASE, asked="x.example") == parse_index(b"", BASE, asked="x.example") == ((), "", {})


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"<html>busy</html>", b'[["a"]]', b"\xff", b"[" * 200_000])
def test_another_answer_is_none(body: bytes) -> None:
    with pytest.raises(ValueError):
        parse_index(body, BASE, asked="outlet.example")


@pytest.mark.parametrize(
    ("asked", "address", "reason"),
    [
        ("outlet.example", "http://outlet.example/a", ""),
        ("outlet.example", "http://www.Outlet.example:80/a", ""),
        ("outlet.example", "https://news.outlet.example/a", ""),
        ("www.outlet.example", "https://outlet.example/a", ""),
        ("münchen.example", "https://xn--mnchen-3ya.example/a", ""),
        ("outlet.example", "http://victim.example/outlet.example", "not_asked"),
        ("outlet.example", "http://notoutlet.example/a", "not_asked"),
        ("outlet.example", "http://outlet.example@victim.example/a", "not_asked"),
        ("outlet.example", "http://outlet.example.victim.example/", "not_asked"),
        ("outlet.example/news/*", "http://www.outlet.example/NEWS/1", ""),
        ("https://outlet.example/n%65ws/*", "http://outlet.example/news/1", ""),
        ("outlet.example/news/*", "http://outlet.example/sport/1", "not_asked"),
        ("outlet.example*", "http://outlet.example.victim.example/1", "not_asked"),
        ("outlet.example", "http://127.0.0.1:22/x", "blocked_address"),
        ("outlet.example", "file:///etc/passwd", "bad_url"),
    ],
)
def test_only_what_was_asked_for_is_accepted(asked: str, address: str, reason: str) -> None:
    require_asked(asked)
    found = parse_index(json.dumps([COLUMNS, ["20240305143000", address, "", ""]]).encode(), BASE, asked=asked)
    assert found.faults == ({reason: 1} if reason else {})
    assert len(found.leads) == (not reason)


def test_a_capture_is_requested_without_the_credentials_and_controls_of_its_row() -> None:
    row = ["20240305143000", "http://u:p@outlet.example/\x1b[31m", "", ""]
    (lead,) = parse_index(json.dumps([COLUMNS, row]).encode(), BASE, asked="outlet.example").leads
    assert lead.url == "http://outlet.example/%1B[31m"
    assert lead.capture_url == f"{BASE}/web/20240305143000id_/{lead.url}"


@pytest.mark.parametrize(
    "address",
    ["*", "%", "../..", "", "com", "a b.example", "*.outlet.example", "http://127.0.0.1/*", "outlet.example/../x/*",
     "outlet.example\x1b[31m", "outlet.example&url=victim.example", "http://u:p@outlet.example/*", "localhost",
     "ftp://outlet.example/", "outlet.example/*/x"],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_with_what_to_write(address: str) -> None:
    with pytest.raises(ValueError, match="write a domain") as raised:
        require_asked(address)
    assert "\x1b" not in str(raised.value)


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
