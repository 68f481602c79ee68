"""What stays of what was forgotten: tombstones, which recognise an article without saying anything about it."""

from datetime import datetime
from typing import Literal

from newsvane.records.base import Record, Utc

TombstoneKind = Literal["article", "outlet", "text"]


class Tombstone(Record):
    """A mark that an article, an outlet or a text was removed by request and is not stored again until it is lifted.

    `hash`: made of the salt and of what is forgotten (`newsvane.tombstones`). `salt`: random, the same for everything
    that one lake forgets. `act_id`: the action in `acts` that says who asked and why. `belongs_to`: the hash of the
    article or outlet with which it is lifted; None if it stands alone. `lifted_at`, `lift_act_id`: when it was lifted
    and by which action; None if it is in force.
    """

    kind: TombstoneKind
    hash: str
    salt: str
    forgotten_at: Utc
    act_id: str
    belongs_to: str | None = None
    lifted_at: Utc | None = None
    lift_act_id: str | None = None

    @property
    def decided_at(self) -> datetime:
        """When it was last decided whether it is in force."""
        return self.lifted_at or self.forgotten_at
