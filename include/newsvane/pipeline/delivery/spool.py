"""Messages that wait as files (`delivery/spool/KEY.json`) until the lake has taken them into the outbox.

What the pipeline says of itself must get out while the lake is in trouble, too.
"""

from collections.abc import Iterable

from newsvane import lake, storage
from newsvane.errors import LakeBusy, LakeError
from newsvane.records import Message
from newsvane.settings import Settings

PATIENCE = 10.0
"""Seconds to wait for another writer before the lake counts as unable."""


def put(settings: Settings, messages: Iterable[Message]) -> None:
    """Keep messages, each kept when this returns."""
    folder = _folder(settings)
    storage.make_folder(folder)
    for message in messages:
        with storage.open_atomic(folder / f"{message.key}.json") as file:
            file.write(message.model_dump_json())


def land(settings: Settings) -> tuple[list[Message], LakeBusy | LakeError | None]:
    """Move them to the outbox; those that the lake could not take, and why."""
    files = storage.list_matching(_folder(settings), "*.json")
    messages = [Message.model_validate_json(file.read_bytes()) for file in files]
    if not messages:
        return [], None
    try:
        with lake.writer(settings, "outbox", wait=PATIENCE) as connection:
            lake.land_messages(connection, messages)
    except (LakeBusy, LakeError) as error:
        return messages, error
    for file in files:
        file.unlink(missing_ok=True)
    return [], None


def _folder(settings: Settings) -> storage.StoragePath:
    return settings.delivery_path / "spool"
