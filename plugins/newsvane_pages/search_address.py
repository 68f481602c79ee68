"""The state of the search page, as it is in its address."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from newsvane import lake, trends
from newsvane.dates import EARLIEST, first_of_days
from newsvane.iso_codes import explain_country, explain_language
from newsvane.search import Condition, Filters
from newsvane_pages.coverage import KINDS
from newsvane_pages.filter_values import explain_day, explain_unknown, refuse_wrong
from newsvane_pages.translation_filter import CONDITIONS, TRANSLATIONS, TranslationChoice

MAX_QUERIES = 3
"""Queries side by side."""
MAX_QUERY = 2_000
"""Characters of a query."""
MAX_DAYS = 3_660
DAYS = 28
"""Days that are searched if no day is given."""
ORDERS = {"newest": "newest first", "oldest": "oldest first", "reach": "most outlets first", "rank": "best match first"}

_DAILY, _WEEKLY = 92, 730
"""Up to so many days, the chart has a bar per day, per week."""

Text = Annotated[str, StringConstraints(max_length=MAX_QUERY)]
Name = Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)]
Code = Annotated[Name, StringConstraints(to_lower=True)]

_HAPPENED_THERE = "article_id IN (SELECT article_id FROM event_places WHERE entity_id = ?)"
"""A condition on a row of coverage, as the queries of the maps have it."""


class SearchState(BaseModel):
    """What is searched. Empty filters select everything; `shown` is the number of the query whose articles are listed.

    `since`, `until`: as in the address. `by`: what a bar of the chart stands for, "" to choose it by the period.
    `event_place`: id of the place where the event happened, as on a map; the query only says which places are named.
    `share`: counts as a share of everything seen. `words`: whether to compare the words with those of other articles.
    """

    model_config = ConfigDict(frozen=True)

    q: list[Text] = Field([], max_length=10)
    topic: Name = ""
    language: Code = ""
    country: Annotated[Name, StringConstraints(to_upper=True)] = ""
    outlet: Code = ""
    kind: Name = ""
    event_place: Code = ""
    translation: TranslationChoice = ""
    originals: bool = False
    since: Name = ""
    until: Name = ""
    by: Literal["", "day", "week", "month"] = ""
    share: bool = False
    words: bool = False
    order: lake.MatchOrder = "newest"
    shown: Annotated[int, Field(ge=1, le=MAX_QUERIES)] = 1
    page: Annotated[int, Field(ge=1, le=100_000)] = 1

    @property
    def queries(self) -> list[str]:
        """The queries that are not empty, at most MAX_QUERIES."""
        return [each.strip() for each in self.q if each.strip()][:MAX_QUERIES]

    @property
    def shown_index(self) -> int:
        """The index of the query whose articles are listed."""
        return min(self.shown, max(len(self.queries), 1)) - 1

    @property
    def last(self) -> date:
        """The last day, at most today, and not before EARLIEST. Two days the wrong way round are exchanged."""
        today = datetime.now(UTC).date()
        return min(max(*self._given, EARLIEST.date()), today) if self.until else today

    @property
    def first(self) -> date:
        """The first day, at most MAX_DAYS before the last."""
        wanted = min(self._given) if self.since else first_of_days(self.last, DAYS)
        return min(max(wanted, self.last - timedelta(days=MAX_DAYS)), self.last)

    @property
    def _given(self) -> list[date]:
        return [date.fromisoformat(day) for day in (self.since, self.until) if day]

    @property
    def moved_days(self) -> str:
        """What is searched in place of the days in the address, in words; "" if it is these days."""
        since, until = (day and date.fromisoformat(day) for day in (self.since, self.until))
        if since in ("", self.first) and until in ("", self.last):
            return ""
        given = " ".join(f"{name} {day}" for name, day in (("from", since), ("to", until)) if day)
        return (
            f"This search covers {self.first} to {self.last}, not {given}: days are put in order, end today, and "
            f"are {MAX_DAYS:,} at most."
        )

    @property
    def grain(self) -> trends.Grain:
        """What a bar of the chart stands for."""
        if self.by:
            return self.by
        days = (self.last - self.first).days + 1
        return "day" if days <= _DAILY else "week" if days <= _WEEKLY else "month"

    @property
    def charted_from(self) -> date:
        """The day from which the first bar of the chart counts: the beginning of the period of `first`."""
        return trends.period_start(self.first, self.grain)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen beside the queries."""
        return bool(
            self.topic or self.language or self.country or self.outlet or self.kind or self.event_place
            or self.translation or self.originals or self.since or self.until
        )  # fmt: skip

    @property
    def is_folded_chosen(self) -> bool:
        """Whether anything is chosen that the form shows under *More filters*."""
        others = self.model_copy(update={"topic": ""})
        return others.is_narrowed or bool(self.by) or self.share or self.words

    @property
    def chosen(self) -> list[str]:
        """What is chosen beside the queries, for people to read."""
        values = {
            "topic": self.topic, "language": self.language, "country": self.country, "outlet": self.outlet,
            "kind": self.kind, "event in": self.event_place, "from": self.since, "to": self.until,
        }  # fmt: skip
        found = [f"{name} {value}" for name, value in values.items() if value]
        found += [TRANSLATIONS[self.translation]] if self.translation else []
        return [*found, "originals only"] if self.originals else found

    def address(self, **changes: object) -> str:
        """Return the query part of the address with some changes. Another choice begins at the first page."""
        state = self.model_dump() | {"q": self.queries, "page": 1} | changes
        standard = SearchState().model_dump()
        given = [("q", each) for each in state.pop("q")]
        given += [
            (name, "1" if value is True else str(value))
            for name, value in state.items()
            if value and value != standard[name]
        ]
        return f"?{urlencode(given)}" if given else ""

    @property
    def filters(self) -> Filters:
        """The filters that the search index knows: all but the days, and what `conditions` has."""
        topics, languages, countries, outlets = (
            (value,) if value else () for value in (self.topic, self.language, self.country, self.outlet)
        )
        return Filters(topics, outlets, languages, countries, originals=self.originals)

    @property
    def conditions(self) -> list[Condition]:
        """The filters that the search index does not know, as conditions on a row of coverage."""
        found: list[Condition] = [("outlet_kind = ?", [self.kind])] if self.kind else []
        found += [(_HAPPENED_THERE, [self.event_place])] if self.event_place else []
        return [*found, (CONDITIONS[self.translation], [])] if self.translation else found

    def refuse_wrong_filters(self) -> None:
        """Raise RequestValidationError if a filter cannot be met, whatever the lake has."""
        refuse_wrong(
            self.model_dump(),
            {
                "since": explain_day(self.since),
                "until": explain_day(self.until),
                "kind": explain_unknown("kind", self.kind, KINDS),
                "language": explain_language(self.language) if self.language else "",
                "country": explain_country(self.country) if self.country else "",
            },
        )


SearchQuery = Annotated[SearchState, Query()]
