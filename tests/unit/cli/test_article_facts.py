"""Facts of an article that could be read in two ways."""

from datetime import UTC, datetime

import pytest

from newsvane.cli.articles.article import quote_language
from newsvane.cli.articles.read_page import describe_date_evidence
from tests.support.prose import article


@pytest.mark.parametrize(
    ("code", "shown"), [("no", "'no'"), ("es", "'es'"), (None, "no language"), ("", "no language")]
)
def test_norwegian_is_told_from_no_language(code: str | None, shown: str) -> None:
    assert quote_language(code) == shown


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("-03:00", "meta, to the minute, from zone -03:00 to UTC"),
        ("", "meta, to the minute, no time zone, read as UTC"),
    ],
)
def test_a_time_that_was_converted_is_not_called_a_time_of_its_zone(zone: str, said: str) -> None:
    given = {"published_source": "meta", "published_precision": "minute", "published_zone": zone or None}
    assert (
        describe_date_evidence(article("a", "", published_at=datetime(2026, 11, 24, 13, 30, tzinfo=UTC), **given))
        == said
    )
