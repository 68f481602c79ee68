"""When an article was published and updated: from which source, how precisely, in which zone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.articles.page_factories import NOW, TITLE, entry, json_ld, page, read


@pytest.mark.parametrize(
    ("head", "feed", "when", "source"),
    [
        pytest.param(
            json_ld(datePublished="2026-11-19T09:30:00+01:00"), {}, "2026-11-19T08:30", "json_ld", id="JSON-LD"
        ),
        pytest.param(
            "<meta property='article:published_time' content='2026-11-19T09:30:00Z'>",
            {},
            "2026-11-19T09:30",
            "meta",
            id="meta",
        ),
        pytest.param(
            "<meta name='date' content='Thu, 19 Nov 2026 09:30:00 +0200'>",
            {},
            "2026-11-19T07:30",
            "meta",
            id="RFC 2822",
        ),
        pytest.param("", {"published_at": NOW}, "2026-11-19T00:00", "url", id="the address"),
        pytest.param(
            json_ld(datePublished="2028-11-19"), {}, "2026-11-19T00:00", "url", id="a future time is not plausible"
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"),
            {},
            "2026-11-19T00:00",
            "url",
            id="the Unix epoch is not plausible",
        ),
        pytest.param(json_ld(datePublished="yesterday"), {}, "2026-11-19T00:00", "url", id="not a time"),
        pytest.param(
            json_ld(datePublished="2026-11-18") + "<meta name='date' content='2026-11-18 07:15'>",
            {},
            "2026-11-18T07:15",
            "meta",
            id="the one with a time of day",
        ),
    ],
)
def test_the_publication_time_is_found(head: str, feed: dict[str, Any], when: str, source: str) -> None:
    found = read(page(head=head), feed_entry=entry(**feed))
    assert found.published_at == datetime.fromisoformat(f"{when}:00+00:00")
    assert found.published_source == source


PLAIN_URL = "https://harbour-post.example/camp"


@pytest.mark.parametrize(
    ("head", "feed", "when"),
    [
        pytest.param("", {}, None, id="none"),
        pytest.param("", {"published_at": NOW}, NOW, id="the feed's"),
        pytest.param(
            json_ld(datePublished="2029-01-01"),
            {"published_at": NOW + timedelta(days=900)},
            None,
            id="both in the future",
        ),
        pytest.param(
            json_ld(datePublished="1984-05-01T09:00:00Z"),
            {},
            datetime(1984, 5, 1, 9, tzinfo=UTC),
            id="old, the only one",
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"), {"published_at": NOW}, NOW, id="the epoch, and the feed's"
        ),
    ],
)
def test_the_publication_time_without_a_date_in_the_address(
    head: str, feed: dict[str, Any], when: datetime | None
) -> None:
    assert read(page(head=head), url=PLAIN_URL, feed_entry=entry(**feed)).published_at == when


def test_the_update_time_is_found() -> None:
    head = json_ld(datePublished="2026-11-19T09:00:00Z", dateModified="2026-11-19T11:00:00Z")
    assert read(page(head=head)).updated_at == datetime(2026, 11, 19, 11, tzinfo=UTC)


def dated(text: str) -> str:
    return json_ld(datePublished=text)


@pytest.mark.parametrize(
    ("text", "when", "zone", "precision"),
    [
        pytest.param("2026-11-19T09:30:15+01:00", "2026-11-19T08:30:15", "+01:00", "second", id="ISO 8601"),
        pytest.param("2026-11-19T09:30:15.250Z", "2026-11-19T09:30:15.25", "Z", "second", id="a part of a second"),
        pytest.param("2026-11-19T09:30+0330", "2026-11-19T06:00", "+03:30", "minute", id="no seconds, no colon"),
        pytest.param("2026-11-19T09:30:00-05:00", "2026-11-19T14:30", "-05:00", "minute", id="zero seconds"),
        pytest.param("2026-11-19 09:30:15", "2026-11-19T09:30:15", None, "second", id="no zone"),
        pytest.param("2026-11-19T00:00:00+01:00", "2026-11-18T23:00", "+01:00", "day", id="midnight is a day"),
        pytest.param("2026-11-19", "2026-11-19T00:00", None, "day", id="a day"),
        pytest.param("20261119T093000Z", "2026-11-19T09:30", "Z", "minute", id="basic format"),
        pytest.param("2026-11-19T09:30:00+00:00", "2026-11-19T09:30", "+00:00", "minute", id="UTC in figures"),
        pytest.param("Thu, 19 Nov 2026 09:30:15 GMT", "2026-11-19T09:30:15", "Z", "second", id="as in e-mail"),
        pytest.param(
            "Thu Nov 19 09:30:15 CET 2026", "2026-11-19T08:30:15", "+01:00", "second", id="Unix, zone by name"
        ),
        pytest.param("1795080615", "2026-11-19T09:30:15", "Z", "second", id="seconds since 1970"),
        pytest.param("1795080615000", "2026-11-19T09:30:15", "Z", "second", id="milliseconds since 1970"),
        pytest.param("19.11.2026 09:30", "2026-11-19T09:30", None, "minute", id="the day first"),
        pytest.param("November 19, 2026 9:30 PM", "2026-11-19T21:30", None, "minute", id="in the afternoon"),
        pytest.param("19 novembre 2026 à 9:30", "2026-11-19T09:30", None, "minute", id="in words"),
        pytest.param("۲۸ آبان ۱۴۰۵ - ۱۲:۳۰", "2026-11-19T12:30", None, "minute", id="Persian calendar"),
    ],
)
def test_zone_and_precision_are_as_written(text: str, when: str, zone: str | None, precision: str) -> None:
    found = read(page(head=dated(text)), url=PLAIN_URL)
    assert found.published_at == datetime.fromisoformat(f"{when}+00:00")
    assert (found.published_zone, found.published_precision) == (zone, precision)


def meta(name: str, text: str) -> str:
    return f"<meta property='{name}' content='{text}'>"


TIME_OF_FETCH = NOW.isoformat()


@pytest.mark.parametrize(
    ("head", "feed", "when", "source"),
    [
        pytest.param(
            dated(TIME_OF_FETCH) + meta("article:published_time", "2026-11-18T07:15:00Z"),
            None,
            "2026-11-18T07:15",
            "meta",
            id="the time of the fetch is not the publication",
        ),
        pytest.param(
            dated(TIME_OF_FETCH), None, "2026-11-20T12:00", "json_ld", id="the time of the fetch if there is no other"
        ),
        pytest.param(
            dated(TIME_OF_FETCH) + meta("article:published_time", "2026-11-20T11:58:00Z"),
            None,
            "2026-11-20T12:00",
            "json_ld",
            id="another time is hardly earlier",
        ),
        pytest.param(
            dated(TIME_OF_FETCH),
            NOW - timedelta(days=3),
            "2026-11-17T12:00",
            "feed",
            id="the feed before the time of the fetch",
        ),
        pytest.param(
            json_ld(datePublished="2026-11-19T10:00:00Z", dateModified="2026-11-19T10:00:00Z")
            + meta("article:published_time", "2026-11-18T07:15:00Z"),
            None,
            "2026-11-18T07:15",
            "meta",
            id="an update given as the publication",
        ),
        pytest.param(
            json_ld(datePublished="2026-11-19T10:00:00-05:00", dateModified="2026-11-19T10:00:00-05:00")
            + meta("date", "2026-11-19T10:00:00"),
            None,
            "2026-11-19T15:00",
            "json_ld",
            id="the same time without its zone is not earlier",
        ),
        pytest.param(
            dated("2026-11-19T09:30:00") + meta("date", "2026-11-19T09:30:00+02:00"),
            None,
            "2026-11-19T07:30",
            "json_ld",
            id="another source has the zone",
        ),
        pytest.param(
            dated("2026-11-19T09:30:00"),
            datetime(2026, 11, 19, 6, tzinfo=UTC),
            "2026-11-19T06:00",
            "feed",
            id="the feed has the zone",
        ),
        pytest.param(
            dated("2026-11-19T09:30:00+02:00"),
            datetime(2026, 11, 19, 6, tzinfo=UTC),
            "2026-11-19T07:30",
            "json_ld",
            id="a written zone is trusted",
        ),
        pytest.param(
            dated("2026-11-19"),
            datetime(2026, 11, 19, 6, 12, tzinfo=UTC),
            "2026-11-19T06:12",
            "feed",
            id="the feed has the time of day",
        ),
        pytest.param(
            json_ld("WebPage", datePublished="2026-11-18T07:15:00Z"),
            None,
            "2026-11-18T07:15",
            "json_ld",
            id="of the WebPage",
        ),
        pytest.param(
            meta("article:published:time", "2026-11-18T07:15:00Z"),
            None,
            "2026-11-18T07:15",
            "meta",
            id="odd signs in a name",
        ),
        pytest.param(
            "<meta name='DC.Date.Issued' content='2026-11-18T07:15:00Z'>",
            None,
            "2026-11-18T07:15",
            "meta",
            id="Dublin Core",
        ),
        pytest.param(
            '<script>window.state = {"publishedAt":"2026-11-18T07:15:00Z"}</script>',
            None,
            "2026-11-18T07:15",
            "script",
            id="data of a script",
        ),
        pytest.param(
            r'<script>push("{\"datePublished\":\"2026-11-18T07:15:00Z\"}")</script>',
            None,
            "2026-11-18T07:15",
            "script",
            id="data in a string of a script",
        ),
        pytest.param("<title>Port | 18.11.2026</title>", None, "2026-11-18T00:00", "text", id="the end of the title"),
    ],
)
def test_the_most_plausible_source_is_chosen(head: str, feed: datetime | None, when: str, source: str) -> None:
    html = page(head=head, site_title=not head.startswith("<title>"))
    found = read(html, url=PLAIN_URL, feed_entry=entry(published_at=feed) if feed else None)
    assert found.published_at == datetime.fromisoformat(f"{when}:00+00:00")
    assert found.published_source == source


UNDER_TITLE = {
    "German": ("Veröffentlicht: 18. November 2026, 7:15 Uhr", "2026-11-18T07:15"),
    "Spanish": ("18 de noviembre de 2026 07:15", "2026-11-18T07:15"),
    "Russian": ("18 ноября 2026 07:15", "2026-11-18T07:15"),
    "Albanian": ("18 nëntor 2026", "2026-11-18T00:00"),
    "Turkish": ("18 Kasım 2026 07:15", "2026-11-18T07:15"),
    "Arabic": ("18 نوفمبر 2026", "2026-11-18T00:00"),
    "Persian": ("تاریخ: ۲۷ آبان ۱۴۰۵", "2026-11-18T00:00"),
    "figures": ("18.11.2026", "2026-11-18T00:00"),
}


@pytest.mark.parametrize(("line", "when"), UNDER_TITLE.values(), ids=UNDER_TITLE)
def test_a_date_line_is_the_last_resort(line: str, when: str) -> None:
    html = page().replace(b"</h1>", f"</h1><div><span>{line}</span></div>".encode())
    found = read(html, url=PLAIN_URL)
    assert found.published_at == datetime.fromisoformat(f"{when}:00+00:00")
    assert found.published_source == "text"


def test_a_year_in_the_text_is_not_a_date_line() -> None:
    found = read(page(), url=PLAIN_URL)
    assert (found.published_at, found.published_source, found.published_precision) == (None, "none", "none")


@pytest.mark.parametrize(
    ("above", "below", "when"),
    [
        pytest.param("", "<time datetime='2026-11-18T07:15:00Z'>x</time>", "2026-11-18T07:15", id="below the headline"),
        pytest.param(
            "<time datetime='2026-11-01T06:00:00Z'>x</time>",
            "<time datetime='2026-11-18T07:15:00Z'>x</time>",
            "2026-11-18T07:15",
            id="below the headline before above it",
        ),
        pytest.param(
            "",
            "<time datetime='2026-11-18T07:15:00Z'>x</time><h1>More</h1><time datetime='2026-11-17T06:00:00Z'>x</time>",
            "2026-11-18T07:15",
            id="below the first headline of two",
        ),
        pytest.param("", "<time>18 November 2026 07:15</time>", "2026-11-18T07:15", id="in words"),
        pytest.param(
            "",
            "<time class='updated' datetime='2026-11-19T06:00:00Z'>x</time>"
            "<time datetime='2026-11-18T07:15:00Z'>x</time>",
            "2026-11-18T07:15",
            id="an update is ignored",
        ),
        pytest.param(
            "",
            "<time datetime='2026-11-19T06:00:00Z'>x</time><time pubdate datetime='2026-11-18T07:15:00Z'>x</time>",
            "2026-11-18T07:15",
            id="marked as the publication",
        ),
    ],
)
def test_the_right_time_element_is_chosen(above: str, below: str, when: str) -> None:
    html = page(above).replace(b"</h1>", f"</h1>{below}".encode())
    found = read(html, url=PLAIN_URL)
    assert found.published_at == datetime.fromisoformat(f"{when}:00+00:00")
    assert found.published_source == "time_element"


@pytest.mark.parametrize(
    ("facts", "updated"),
    [
        pytest.param({"dateModified": "2026-11-19T11:00:00Z"}, "2026-11-19T11:00", id="later"),
        pytest.param({"dateModified": "2026-11-19T08:00:00Z"}, None, id="before the publication"),
        pytest.param({"dateModified": "2028-01-01T00:00:00Z"}, None, id="in the future"),
        pytest.param({"dateModified": "0001-01-01T00:00:00"}, None, id="never set"),
        pytest.param({}, None, id="not given"),
    ],
)
def test_an_update_before_the_publication_is_ignored(facts: dict[str, str], updated: str | None) -> None:
    found = read(page(head=json_ld(headline=TITLE, datePublished="2026-11-19T09:00:00Z", **facts)))
    assert found.updated_at == (datetime.fromisoformat(f"{updated}:00+00:00") if updated else None)


@pytest.mark.parametrize(
    ("when", "updated"),
    [
        pytest.param(NOW, NOW, id="later"),
        pytest.param(NOW - timedelta(days=2), None, id="before the publication"),
        pytest.param(NOW + timedelta(days=9), None, id="in the future"),
    ],
)
def test_the_update_time_of_the_feed_is_used(when: datetime, updated: datetime | None) -> None:
    html = page(head=dated("2026-11-19T09:00:00Z"))
    assert read(html, feed_entry=entry(updated_at=when)).updated_at == updated
