"""What is expected of an article and of a batch, as data for Great Expectations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from newsvane.dates import EARLIEST

_MIN_ROWS_FOR_SHARES = 20
_MIN_PAGES_FOR_FAILURE = 50


@dataclass(frozen=True)
class Expectation:
    """One expectation.

    `severity`: what happens if it is not met: the row is quarantined ("row"), the batch lands with a warning
    ("warning"), or nothing of the batch lands ("failure"). `description`: continues the words "expected …". `kind`: the
    class of Great Expectations that evaluates it, with its `arguments`. `only_if_positive`: a column that must be above
    0 for a row to be evaluated.
    """

    name: str
    severity: Literal["row", "warning", "failure"]
    description: str
    kind: str
    arguments: Mapping[str, Any]
    only_if_positive: str = ""


def make_article_expectations(count: int, now: datetime) -> list[Expectation]:
    """Return the expectations on a table of `count` articles. Expectations on shares need at least 20 articles."""
    rows = [
        _expect_between("words_min", "at least 25 words", "words", 25),
        _expect_between("title_present", "a title", "title_characters", 1),
        _expect_between("published_plausible", "a date from 1990 to the day after tomorrow, or none", "published_at",
                        EARLIEST, now + timedelta(days=2)),
        _expect_match("address_http", "an http(s) address", "address", r"^https?://[^/\s]"),
        _expect_match("outlet_present", "the domain of an outlet", "outlet", r"^[\w.:-]+$"),
        _expect_match("language_known_code", "a language code of two or three letters", "language", r"^[a-z]{2,3}$"),
        _expect_between("text_present_if_on_topic", "a text if a topic matched", "text_characters", 1,
                        only_if_positive="topics"),
        Expectation("id_unique", "row", "one address per id", "ExpectColumnValuesToBeUnique", {"column": "article_id"}),
        _expect_between("no_control_characters", "no control characters in title and text", "control_characters", 0, 0),
    ]  # fmt: skip
    shares = [
        Expectation("share_dated", "warning", "a date in half of the articles", "ExpectColumnValuesToNotBeNull",
                    {"column": "published_at", "mostly": 0.5}),
        Expectation("share_language_known", "warning", "a known language in four of five articles",
                    "ExpectColumnValuesToNotBeInSet", {"column": "language", "value_set": ["und"], "mostly": 0.8}),
        Expectation("freshness", "warning", "the latest article to be at most 7 days old",
                    "ExpectColumnMaxToBeBetween", {"column": "published_at", "min_value": now - timedelta(days=7)}),
    ]  # fmt: skip
    return rows + shares if count >= _MIN_ROWS_FOR_SHARES else rows


def make_page_expectations(count: int) -> list[Expectation]:
    """Return the expectations on a table of `count` pages that were read. A batch can only fail from 50 pages on."""
    found = []
    if count >= _MIN_ROWS_FOR_SHARES:
        found.append(
            Expectation("share_read", "warning", "an article in one of three pages", "ExpectColumnValuesToBeInSet",
                        {"column": "outcome", "value_set": ["article"], "mostly": 0.33})
        )  # fmt: skip
    if count >= _MIN_PAGES_FOR_FAILURE:
        found.append(
            Expectation("any_read", "failure", f"an article with a text in {count} pages",
                        "ExpectColumnDistinctValuesToContainSet", {"column": "outcome", "value_set": ["article"]})
        )  # fmt: skip
    return found


def _expect_between(
    name: str, description: str, column: str, low: Any, high: Any = None, *, only_if_positive: str = ""
) -> Expectation:
    arguments = {"column": column, "min_value": low} | ({} if high is None else {"max_value": high})
    return Expectation(name, "row", description, "ExpectColumnValuesToBeBetween", arguments, only_if_positive)


def _expect_match(name: str, description: str, column: str, pattern: str) -> Expectation:
    arguments = {"column": column, "regex": pattern}
    return Expectation(name, "row", description, "ExpectColumnValuesToMatchRegex", arguments)
