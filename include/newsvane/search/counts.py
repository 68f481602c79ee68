"""Counts of articles: by the index, by the lake, or by both."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Counts:
    """How many articles there are, by day, outlet, language and country ("": not known).

    `is_exact`: if not, there are at most so many.
    """

    total: int
    days: Mapping[date, int]
    outlets: Mapping[str, int]
    languages: Mapping[str, int]
    countries: Mapping[str, int]
    is_exact: bool = True


def add_up(rows: Sequence[Mapping[str, Any]], counted: Counts | None = None) -> Counts:
    """Add rows with day, outlet, language, country and articles to counts. Countries are in lower case, as indexed."""
    counted = counted or Counts(0, {}, {}, {}, {})
    total, days = counted.total, Counter(counted.days)
    outlets, languages, countries = (Counter(each) for each in (counted.outlets, counted.languages, counted.countries))
    for row in rows:
        articles = int(row["articles"])
        total += articles
        days[row["day"]] += articles
        outlets[row["outlet"]] += articles
        languages[row["language"]] += articles
        countries[(row["country"] or "").lower()] += articles
    return Counts(
        total,
        dict(sorted(days.items())),
        dict(outlets.most_common()),
        dict(languages.most_common()),
        dict(countries.most_common()),
        counted.is_exact,
    )
