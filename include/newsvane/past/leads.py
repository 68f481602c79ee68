"""Addresses of the past that wait to be read."""

from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from newsvane import urls
from newsvane.public_addresses import clean_address
from newsvane.records import PastSource, Record, Utc


class Lead(Record):
    """An address to read, cleaned (see `clean_address`).

    `published_at`: when the article appeared, as far as the list says. `capture_url`: where an archive keeps the page
    as it was; None if the page is fetched from its own server.
    """

    url: Annotated[str, AfterValidator(clean_address)]
    source: PastSource = "list"
    published_at: Utc | None = None
    capture_url: str | None = None

    @property
    def canonical_url(self) -> str:
        """The canonical form of the address. Raises ValueError if it has none."""
        return urls.canonical(self.url)


class NoLead(NamedTuple):
    """A line of a list without an address that can be read. `reason`: a code to count by."""

    line: int
    reason: str
