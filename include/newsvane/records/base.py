"""What all records share: the base class, and times in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _to_utc(time: datetime) -> datetime:
    return time if time.tzinfo is UTC else time.astimezone(UTC)


Utc = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A time with a zone, converted to UTC."""


class Record(BaseModel):
    """Base class: immutable, without unknown fields, JSON in both directions (`model_dump_json`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
