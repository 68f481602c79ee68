"""Messages that wait as files (`delivery/spool/KEY.json`) until the lake has taken them into the outbox.

What the pipeline says of itself must get out while the lake is in trouble, too.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from newsvane import lake
from newsvane.errors import LakeBusy, LakeError
from newsvane.records import Message
from newsvane.settings import Settings

PATIENCE = 10.0
"""Seconds to wait for another writer before the lake counts as unable."""


def put(settings: Settings, messages: Iterable[Message]) -> None:
    """Keep messages, each on disk when this returns."""
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for message in messages:
        partial = folder / f"{message.key}.{os.getpid()}.partial"
        with partial.open("w", encoding="utf-8") as file:
            file.write(message.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(folder / f"{message.key}.json")


def land(settings: Settings) -> tuple[list[Message], LakeBusy | LakeError | None]:
    """Move them to the outbox; those that the lake could not take, and why."""
    files = sorted(_folder(settings).glob("*.json"))
    messages = [Message.model_validate_json(file.read_bytes()) for file in files]
    if not messages:
        return [], None
    try:
        with lake.writer(settings, wait=PATIENCE) as connection:
            lake.land_messages(connection, messages)
    except (LakeBusy, LakeError) as error:
        return messages, error
    for file in files:
        file.unlink(missing_ok=True)
    return [], None


def _folder(settings: Settings) -> Path:
    return settings.delivery_path / "spool"
