"""What stays of what was forgotten: tombstones, which recognise an article without saying anything about it."""

from typing import Literal

from newsvane.records.base import Record, Utc

TombstoneKind = Literal["article", "outlet", "text"]


class Tombstone(Record):
    """A mark that an article, an outlet or a text was removed by request and is not stored again.

    `hash`: made of the salt and of what is forgotten (`newsvane.tombstones`). `salt`: random, the same for everything
    that one lake forgets. `act_id`: the action in `acts` that says who asked and why.
    """

    kind: TombstoneKind
    hash: str
    salt: str
    forgotten_at: Utc
    act_id: str
