"""Times such as "3 hours ago" count from when the page was fetched, and only if they are the page's own."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from newsvane.articles import read_article
from newsvane.articles.metadata.relative_times import parse_age
from newsvane.records import Article

CAPTURED = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("3 hours ago", timedelta(hours=3)),
        ("Published: 45 minutes ago", timedelta(minutes=45)),
        ("an hour ago", timedelta(hours=1)),
        ("vor 2 Tagen", timedelta(days=2)),
        ("hace 5 horas", timedelta(hours=5)),
        ("il y a 3 jours", timedelta(days=3)),
        ("2 ore fa", timedelta(hours=2)),
        ("há 4 semanas", timedelta(weeks=4)),
        ("6 uur geleden", timedelta(hours=6)),
        ("3 orë më parë", timedelta(hours=3)),
        ("2 gün önce", timedelta(days=2)),
        ("5 часов назад", timedelta(hours=5)),
        ("۳ ساعت پیش", timedelta(hours=3)),
        ("منذ ٣ أيام", timedelta(days=3)),
        ("2 months ago", timedelta(days=60)),
        ("hours ago", None),
        ("The ferry sank 3 hours ago", None),
        ("3 hours", None),
        ("3 hours ago, the ferry sank", None),
        ("1234 days ago", None),
        ("", None),
    ],
)
def test_ages(text: str, age: timedelta | None) -> None:
    assert parse_age(text) == age


def read(markup: str) -> Article:
    text = "".join(
        f"<p>Paragraph {n} tells how the ferry left the harbour in the fog of the early morning.</p>" for n in range(9)
    )
    body = f"<article><h1>The ferry</h1>{markup}{text}</article>"
    html = f"<html><head><title>The ferry</title></head><body>{body}</body></html>"
    found = read_article(html.encode(), url="https://outlet.example/ferry", now=CAPTURED)
    assert isinstance(found, Article)
    return found


def test_a_relative_time_counts_from_the_capture() -> None:
    found = read("<span class='date'>3 hours ago</span>")
    assert (found.published_at, found.published_source, found.published_precision) == (
        CAPTURED - timedelta(hours=3), "relative", "minute",
    )  # fmt: skip


def test_any_other_date_is_better() -> None:
    found = read("<time datetime='2024-03-01T08:00:00Z'>4 days ago</time>")
    assert found.published_at == datetime(2024, 3, 1, 8, tzinfo=UTC)


def test_several_relative_times_are_of_several_articles() -> None:
    assert read("<ul><li>3 hours ago</li><li>5 hours ago</li></ul>").published_at is None


def test_hostile_texts_cost_little() -> None:
    began = time.process_time()
    for text in ("a " * 50_000, "1 " * 50_000, "vor " * 50_000):
        assert parse_age(text) is None
    assert time.process_time() - began < 0.5
