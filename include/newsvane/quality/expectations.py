"""What is expected of an article, of what a run read of an outlet, and of a run, as data for Great Expectations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from newsvane.dates import EARLIEST

_MIN_SHARE_OF_OUTLETS = 0.1
"""If fewer of the watched outlets gave a text, the fault is ours or the network's, not that of the outlets."""

Severity = Literal["row", "outlet", "warning", "failure"]


@dataclass(frozen=True)
class Expectation:
    """One expectation.

    `severity`: what happens if it is not met: the article is quarantined ("row"), the pages of the outlet are read
    again later ("outlet"), everything lands with a warning ("warning"), or nothing of the run lands ("failure").
    `description`: continues the words "expected …". `kind`: the class of Great Expectations that evaluates it, with its
    `arguments`. `only_if_positive`: a column that must be above 0 for a row to be evaluated. `binding`: why nobody may
    land an article that does not meet it; empty if somebody may, with a reason.
    """

    name: str
    severity: Severity
    description: str
    kind: str
    arguments: Mapping[str, Any]
    only_if_positive: str = ""
    binding: str = ""


def make_article_expectations(now: datetime) -> list[Expectation]:
    """Return the expectations on single articles: a table with one row per article."""
    return [
        _expect_between("words_min", "at least 25 words, if it is no video, gallery, podcast or Telegram post", "words",
                        25, only_if_positive="written"),
        _expect_between("title_present", "a title", "has_title", 1),
        _expect_between("published_plausible", "a date from 1990 to the day after tomorrow, or none", "published_at",
                        EARLIEST, now + timedelta(days=2)),
        _expect_match("address_http", "an http(s) address", "address", r"^https?://[^/\s]",
                      binding="nobody could open its address to check it"),
        _expect_match("outlet_present", "a domain, or an account on a platform", "outlet", r"^[\w.:-]+(?:/[^\s/]+)*$",
                      binding="it is not known whose article it is"),
        _expect_match("language_known_code", "a language code of two or three letters", "language", r"^[a-z]{2,3}$"),
        _expect_between("text_present_if_on_topic", "a text if a topic matched", "has_text", 1,
                        only_if_positive="topics"),
        Expectation("id_unique", "row", "one address per id", "ExpectColumnValuesToBeUnique", {"column": "article_id"},
                    binding="it could take the place of another article, even of another outlet"),
        _expect_between("no_control_characters", "no control characters in title and text", "control_characters", 0, 0,
                        binding="control characters can hide what a text says, or change its order"),
    ]  # fmt: skip


def find_binding(names: Iterable[str], now: datetime) -> dict[str, str]:
    """Return those of these expectations that nobody may overrule, with the reason."""
    binding = {each.name: each.binding for each in make_article_expectations(now) if each.binding}
    return {name: binding[name] for name in names if name in binding}


def make_outlet_expectations(now: datetime) -> list[Expectation]:
    """Return the expectations on what a run read, outlet by outlet: a table with one row per outlet (`outlets`).

    Each outlet is judged by its own pages alone, so none can spoil the run of others. Only if hardly any of the watched
    outlets gave a text is nobody's fault but ours assumed: then nothing lands.
    """
    return [
        _expect_between("outlet_read", "an article with a text in the pages of an outlet", "texts", 1,
                        severity="outlet"),
        _expect_between("share_read", "an article with a text in one of three pages of an outlet", "read", 0.33,
                        severity="warning"),
        _expect_between("share_dated", "a date in half of the articles of an outlet", "dated", 0.5, severity="warning"),
        _expect_between("share_language_known", "a known language in four of five articles of an outlet",
                        "language_known", 0.8, severity="warning"),
        _expect_between("freshness", "the latest article of an outlet to be at most 7 days old", "newest",
                        now - timedelta(days=7), severity="warning"),
        Expectation("any_read", "failure", "an article with a text from one of ten watched outlets",
                    "ExpectColumnValuesToBeBetween",
                    {"column": "texts_of_watched", "min_value": 1, "mostly": _MIN_SHARE_OF_OUTLETS}),
    ]  # fmt: skip


def _expect_between(
    name: str,
    description: str,
    column: str,
    low: Any,
    high: Any = None,
    *,
    severity: Severity = "row",
    only_if_positive: str = "",
    binding: str = "",
) -> Expectation:
    arguments = {"column": column, "min_value": low} | ({} if high is None else {"max_value": high})
    return Expectation(
        name, severity, description, "ExpectColumnValuesToBeBetween", arguments, only_if_positive, binding
    )


def _expect_match(name: str, description: str, column: str, pattern: str, *, binding: str = "") -> Expectation:
    arguments = {"column": column, "regex": pattern}
    return Expectation(name, "row", description, "ExpectColumnValuesToMatchRegex", arguments, binding=binding)
