"""The filters of a page that shows a long list in parts. All are in the address, so that it can be shared."""

from dataclasses import dataclass
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Query


class ListPart(NamedTuple):
    """What a page shows of a list. `first`, `last`: numbers, from 1; `matching`: how many there are."""

    first: int
    last: int
    matching: int


@dataclass(frozen=True, kw_only=True)
class PagedFilters:
    """The number of the page. A page adds its own filters; "" stands for all."""

    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1

    def address(self, **changes: object) -> str:
        """Return the query part of a URL with these filters and some changes. A changed filter begins at page 1."""
        kept = vars(self) | {"page": 1} | changes
        page = kept.pop("page")
        chosen = {name: value for name, value in kept.items() if value} | ({"page": page} if page != 1 else {})
        return f"?{urlencode(chosen)}" if chosen else ""

    def offset(self, size: int) -> int:
        """Return how many items come before the page. `size`: items per page."""
        return (self.page - 1) * size

    def describe(self, shown: int, matching: int, *, size: int) -> ListPart:
        """Return which items the page shows. `shown`, `matching`: how many are on it, and on all pages."""
        return ListPart(self.offset(size) + 1, self.offset(size) + shown, matching)
