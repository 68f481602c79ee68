"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest

from newsvane.dates import parse_human_date, parse_standard_date
from tests.unit.entries.feed_factories import atom, item, only, parse, rss

AT_8 = datetime(2026, 11, 24, 8, tzinfo=UTC)
AT_430 = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
DAY = datetime(2026, 11, 24, tzinfo=UTC)


def read(text: str) -> datetime | None:
    return parse_standard_date(text)[1] or parse_human_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 24 Nov 2026 08:00:00 GMT", AT_8),
        ("Tue, 24 Nov 26 08:00:00 GMT", AT_8),
        ("Tue, 24 Nov 2026 08:00 GMT", AT_8),
        ("Tuesday, 24 November 2026 08:00:00 +0000", AT_8),
        ("Tue, 24 Nov 2026 03:00:00 EST", AT_8),
        ("Tue, 24 Nov 2026 09:00:00 CET", AT_8),
        ("Tue, 24 Nov 2026 08:00:00 IRST", AT_430),
        ("Tue, 24 Nov 2026 08:00:00 GMT+3:30", AT_430),
        ("Tue, 24 Nov 2026 08:00:00 GMT+0330", AT_430),
        ("Tue, 24 Nov 2026 08:00:00 +3:30", AT_430),
        ("Tue, 24 Nov 2026 08:00:00 +03:30", AT_430),
        ("Tue, 24 Nov 2026 08:00:00 +0330 (IRST)", AT_430),
        ("Tue, Nov 24 2026 09:00:00 +0100", AT_8),
        ("Tue Nov 24 08:00:00 2026", AT_8),
        ("Nov 24, 2026 08:00:00", AT_8),
        ("2026-11-24T08:00:00Z", AT_8),
        ("2026-11-24T11:30:00+0330", AT_8),
        ("2026-11-24 08:00:00", AT_8),
        ("2026-11-24 11:30:00 +03:30", AT_8),
        ("2026-11-24T08:00:00.123456789Z", AT_8.replace(microsecond=123456)),
        ("2026-11-24T08:00:00 GMT", AT_8),
        ("2026-11-24", DAY),
        ("20261124", DAY),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("1795507200", AT_8),
        ("1795507200000", AT_8),
        ("2026/11/24 08:00:00", AT_8),
        ("24/11/2026 08:00", AT_8),
        ("11/24/2026 8:00:00 AM", AT_8),
        ("03/04/2026 08:00", datetime(2026, 4, 3, 8, tzinfo=UTC)),
        ("24.11.2026 08:00", AT_8),
        ("mar, 24 nov. 2026 09:00:00 +0100", AT_8),
        ("Di, 24 Nov 2026 09:00:00 +0100", AT_8),
        ("Sat, 24 Okt 2026 08:00:00 +0000", datetime(2026, 10, 24, 8, tzinfo=UTC)),
        ("Вт, 24 ноя 2026 11:00:00 +0300", AT_8),
        ("24 nëntor 2026", DAY),
        ("24 نوفمبر 2026", DAY),
        ("۲۴ نوامبر ۲۰۲۶", DAY),
        ("٢٠٢٦-١١-٢٤", DAY),
        ("۲۰۲۶-۱۱-۲۴T۰۸:۰۰:۰۰Z", AT_8),
        ("2026年11月24日 08:00", AT_8),
        ("yesterday", None),
        ("2 hours ago", None),
        ("November 2026", None),
        ("0000-00-00 00:00:00", None),
        ("2026-13-45", None),
        ("Tue, 24 Nov 2026 25:61:00 GMT", None),
        ("۳ آذر ۱۴۰۵", DAY),
        ("1405/09/03 08:00", AT_8),
        ("1405/13/03", None),
        ("2026", None),
        ("31 December 9999 23:30 -05:00", None),
        ("1 January 0001 00:10 +05:00", None),
        ("", None),
    ],
)
def test_moment(text: str, expected: datetime | None) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("markup", "published", "updated"),
    [
        pytest.param("<pubDate>2026-11-24T08:00:00Z</pubDate>", AT_8, None, id="published"),
        pytest.param("<dc:date>2026-11-24T08:00:00Z</dc:date>", AT_8, AT_8, id="Dublin Core"),
        pytest.param(
            '<t:created xmlns:t="http://purl.org/dc/terms/">2026-11-24T08:00:00Z</t:created>', AT_8, None, id="created"
        ),
        pytest.param(
            '<p:publicationDate xmlns:p="http://prismstandard.org/namespaces/1.2/basic/">2026-11-24</p:publicationDate>',
            DAY,
            None,
            id="PRISM",
        ),
        pytest.param(
            "<pubDate>2026-11-24</pubDate><atom:updated>2026-11-24T08:00:00Z</atom:updated>", DAY, AT_8, id="both"
        ),
    ],
)
def test_date_elements(markup: str, published: datetime, updated: datetime | None) -> None:
    entry = only(parse(rss(item(markup, pubDate=None))))
    assert (entry.published_at, entry.updated_at) == (published, updated)


def test_dates_of_atom_03() -> None:
    text = (
        "<entry><link href='/1'/><issued>2026-11-24T08:00:00Z</issued><modified>2026-11-24T09:00:00Z</modified></entry>"
    )
    entry = only(parse(atom(text).replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")))
    assert (entry.published_at, entry.updated_at) == (AT_8, AT_8.replace(hour=9))


def test_the_time_for_dates_in_words_is_bounded() -> None:
    feed = parse(rss(*(item(link=f"/{n}", pubDate=f"{n % 28 + 1} listopada 2025 {n}") for n in range(80))))
    assert feed.problems[0].endswith("of 80 entries with an unreadable date")
    assert len(feed.entries) == 80
