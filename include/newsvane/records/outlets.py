"""What is known about an outlet, whoever lists its articles."""

from newsvane.records.base import Record
from newsvane.records.feeds import OutletKind


class OutletFacts(Record):
    """The facts about one outlet, in `outlets.toml` under its registered domain or account (`urls.outlet`).

    `name`: as the outlet writes it, in Latin letters. `country`: ISO 3166-1, where its newsroom is. `language`: of most
    of its articles, ISO 639; None where several are alike. `kind`: "other" where it is uncertain.
    """

    name: str = ""
    country: str | None = None
    language: str | None = None
    kind: OutletKind = "other"
