"""Dates and waits in HTTP headers: valid ones, and whatever a hostile server may send."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane.http_dates import MAX_WAIT_SECONDS, parse_http_date, parse_retry_after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

HOSTILE = [
    pytest.param("", id="empty"),
    pytest.param(" ", id="only a space"),
    pytest.param("soon", id="a word"),
    pytest.param("-5", id="negative"),
    pytest.param("+5", id="with a sign"),
    pytest.param("1.5", id="a fraction"),
    pytest.param("²", id="a superscript digit"),
    pytest.param("٣٠", id="Arabic digits"),
    pytest.param("Tue, 24 Nov 99999999999 12:00:00 GMT", id="a year of eleven digits"),
    pytest.param("Tue, 24 Nov 2026 99:99:99 GMT", id="no time of day"),
    pytest.param("Tue, 31 Feb 2026 12:00:00 GMT", id="no such day"),
    pytest.param("Tue, 24 Nov 2026 12:00:00 +99999999999", id="a zone of eleven digits"),
    pytest.param("Fri, 31 Dec 9999 23:59:59 -2300", id="past the last year"),
    pytest.param("Tue, ² Nov 2026 12:00:00 GMT", id="a superscript day"),
    pytest.param("\0\ud800\u202e", id="controls and half characters"),
    pytest.param(",,,;;;:::" * 1_000, id="nothing but separators"),
]


@pytest.mark.parametrize("value", [*HOSTILE, pytest.param(None, id="no header")])
def test_a_senseless_value_is_none(value: str | None) -> None:
    assert parse_retry_after(value, now=NOW) is None
    assert parse_http_date(value) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120, id="seconds"),
        pytest.param(" 7 ", 7, id="seconds between spaces"),
        pytest.param("0", 0, id="zero"),
        pytest.param("Tue, 24 Nov 2026 13:00:00 GMT", 3_600, id="a date"),
        pytest.param("Tuesday, 24-Nov-26 13:00:00 GMT", 3_600, id="an RFC 850 date"),
        pytest.param("Tue Nov 24 13:00:00 2026", 3_600, id="an asctime date"),
        pytest.param("Tue, 24 Nov 2026 14:00:00 +0100", 3_600, id="a date in another zone"),
        pytest.param("Wed, 21 Oct 2015 07:28:00 GMT", 0, id="a date in the past"),
        pytest.param("9" * 400, MAX_WAIT_SECONDS, id="400 digits"),
        pytest.param("9" * 10_000, MAX_WAIT_SECONDS, id="10,000 digits"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 GMT", MAX_WAIT_SECONDS, id="the last second that Python knows"),
    ],
)
def test_retry_after_in_seconds_and_as_a_date(value: str, seconds: float) -> None:
    assert parse_retry_after(value, now=NOW) == seconds


@given(st.text(max_size=60) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} [\d:]{1,9} [+\-\w]{0,7}"))
def test_no_value_raises(value: str) -> None:
    parse_http_date(value)
    wait = parse_retry_after(value, now=NOW)
    assert wait is None or 0 <= wait <= MAX_WAIT_SECONDS


def test_an_http_date_is_in_utc() -> None:
    assert parse_http_date("Tue, 24 Nov 2026 13:00:00 +0100") == NOW
    assert parse_http_date("Tue, 24 Nov 2026 12:00:00 -0000") == NOW
