"""What is expected of an article and of a batch, as data. `kind` names an expectation of Great Expectations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_ENOUGH_FOR_SHARES = 20
_ENOUGH_TO_REFUSE = 50


@dataclass(frozen=True)
class Expectation:
    """`on`: what a failure does: a row to quarantine, a warning, or the batch refused. `says`: after "expected …".

    `where`: column that must be above 0 for the row to be looked at.
    """

    name: str
    on: Literal["row", "warning", "failure"]
    says: str
    kind: str
    arguments: Mapping[str, Any]
    where: str = ""


def for_articles(count: int, now: datetime) -> list[Expectation]:
    """Expectations of a table of `count` articles; shares are expected of 20 and more."""
    rows = [
        _between("words_min", "at least 25 words", "words", 25),
        _between("title_present", "a title", "title_characters", 1),
        _between("published_plausible", "a date from 1990 to the day after tomorrow, or none", "published_at",
                 _EARLIEST, now + timedelta(days=2)),
        _matches("address_http", "an http(s) address", "address", r"^https?://[^/\s]"),
        _matches("outlet_present", "the domain of an outlet", "outlet", r"^[\w.:-]+$"),
        _matches("language_known_code", "a language code of two or three letters", "language", r"^[a-z]{2,3}$"),
        _between("text_present_if_on_topic", "a text where a topic matched", "text_characters", 1, where="topics"),
        Expectation("id_unique", "row", "one address an id", "ExpectColumnValuesToBeUnique", {"column": "article_id"}),
        _between("no_control_characters", "no control characters in title and text", "control_characters", 0, 0),
    ]  # fmt: skip
    shares = [
        Expectation("share_dated", "warning", "a date in half of the articles", "ExpectColumnValuesToNotBeNull",
                    {"column": "published_at", "mostly": 0.5}),
        Expectation("share_language_known", "warning", "a known language in four of five articles",
                    "ExpectColumnValuesToNotBeInSet", {"column": "language", "value_set": ["und"], "mostly": 0.8}),
        Expectation("freshness", "warning", "the latest article to be at most 7 days old",
                    "ExpectColumnMaxToBeBetween", {"column": "published_at", "min_value": now - timedelta(days=7)}),
    ]  # fmt: skip
    return rows + shares if count >= _ENOUGH_FOR_SHARES else rows


def for_pages(count: int) -> list[Expectation]:
    """Expectations of a table of `count` pages that were read; a batch is refused from 50 pages on."""
    found = []
    if count >= _ENOUGH_FOR_SHARES:
        found.append(
            Expectation("share_read", "warning", "an article in one of three pages", "ExpectColumnValuesToBeInSet",
                        {"column": "outcome", "value_set": ["article"], "mostly": 0.33})
        )  # fmt: skip
    if count >= _ENOUGH_TO_REFUSE:
        found.append(
            Expectation("any_read", "failure", f"an article with a text in {count} pages",
                        "ExpectColumnDistinctValuesToContainSet", {"column": "outcome", "value_set": ["article"]})
        )  # fmt: skip
    return found


def _between(name: str, says: str, column: str, least: Any, most: Any = None, *, where: str = "") -> Expectation:
    arguments = {"column": column, "min_value": least} | ({} if most is None else {"max_value": most})
    return Expectation(name, "row", says, "ExpectColumnValuesToBeBetween", arguments, where)


def _matches(name: str, says: str, column: str, pattern: str) -> Expectation:
    return Expectation(name, "row", says, "ExpectColumnValuesToMatchRegex", {"column": column, "regex": pattern})
