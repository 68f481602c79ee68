"""Keep messages as files (`delivery/spool/KEY.json`) until they are in the lake's outbox.

It is used for notices about the pipeline itself, which must be sent even if the lake cannot be written.
"""

import logging
from collections.abc import Iterable

from pydantic import ValidationError

from newsvane import lake, storage
from newsvane.errors import LakeBusy, LakeError, format_traceback
from newsvane.records import Message
from newsvane.settings import Settings

log = logging.getLogger(__name__)

LAKE_WAIT_SECONDS = 10.0
"""How long to wait for another writer before the messages are sent without the lake."""


def add(settings: Settings, messages: Iterable[Message]) -> None:
    """Write messages to the spool. Each is on disk when this returns; a message with the same key is replaced."""
    folder = _folder(settings)
    storage.make_folder(folder)
    for message in messages:
        with storage.open_atomic(folder / f"{message.key}.json") as file:
            file.write(message.model_dump_json())


def withdraw(settings: Settings, keys: Iterable[str]) -> None:
    """Remove messages that are still in the spool."""
    for key in keys:
        (_folder(settings) / f"{key}.json").unlink(missing_ok=True)


def move_to_outbox(settings: Settings) -> tuple[list[Message], LakeBusy | LakeError | None]:
    """Move all messages to the outbox. If the lake cannot be written, return them and the error; else ([], None)."""
    files = storage.list_matching(_folder(settings), "*.json")
    messages = [message for file in files if (message := _read(file))]
    if not messages:
        return [], None
    try:
        with lake.writer(settings, "outbox", wait=LAKE_WAIT_SECONDS) as connection:
            lake.land_messages(connection, messages)
    except (LakeBusy, LakeError) as error:
        return messages, error
    for message in messages:
        (_folder(settings) / f"{message.key}.json").unlink(missing_ok=True)
    return [], None


def _read(file: storage.StoragePath) -> Message | None:
    """Return the message in a file. A file that cannot be parsed is renamed, so that it does not stop the others."""
    try:
        return Message.model_validate_json(file.read_bytes())
    except ValidationError as error:
        log.error(
            "the message %s cannot be parsed; it is kept with the ending .broken\n%s", file, format_traceback(error)
        )
        storage.rename_file(file, f"{file.stem}.broken")
        return None


def _folder(settings: Settings) -> storage.StoragePath:
    return settings.delivery_path / "spool"
