"""The base class of all records, and the type of times in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from newsvane.safe_text import to_line


def _to_utc(time: datetime) -> datetime:
    try:
        return time if time.tzinfo is UTC else time.astimezone(UTC)
    except OverflowError as error:  # which pydantic would not report as a mistake of the field
        raise ValueError(f"{time} is before the first or after the last year in UTC") from error


Utc = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A time with a zone, converted to UTC."""

Line = Annotated[str, AfterValidator(to_line)]
"""Words for people that may quote the web: one line, without control, format and directional characters."""

MAX_CLOCK_SKEW = timedelta(minutes=10)
"""The clocks of machines that work together differ by less than this. A stored time further in the future was written
by a clock that has been set back since then."""


class Record(BaseModel):
    """Base class: immutable, without unknown fields, JSON in both directions (`model_dump_json`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
