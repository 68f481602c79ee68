"""Tell operators once that the watch files have mistakes. The notice is made from the last valid version of the files.

A record in the home says that they were told. It goes when the files are valid, so that the next mistake is told again.
"""

import logging
from datetime import UTC, datetime

from newsvane import storage
from newsvane.configuration import Configuration
from newsvane.pipeline.delivery import spool
from newsvane.pipeline.delivery.notices import build_notices, list_ops_channels
from newsvane.plurals import count_noun
from newsvane.records import Message, Record
from newsvane.records.base import Utc
from newsvane.settings import Settings

log = logging.getLogger(__name__)

MAX_MISTAKES = 20
"""The notice lists at most this many mistakes."""


class MistakeNotice(Record):
    """What operators were told. `is_spooled`: False until all messages are on disk, which a crash may prevent.

    `keys`: of the messages; none if there was no channel for them. `files`: in which there were mistakes.
    """

    since: Utc
    keys: tuple[str, ...]
    is_spooled: bool
    files: frozenset[str] = frozenset()


def update_notice(settings: Settings, in_force: Configuration) -> None:
    """Put a notice into the spool if there are mistakes and nobody was told; withdraw it if there are none any more.

    Mistakes in another file are told anew. A notice that has left the spool stays. A full disk is only logged: the next
    delivery tries again.
    """
    path = settings.configuration_path / "notice.json"
    try:
        told = MistakeNotice.model_validate_json(path.read_bytes()) if path.exists() else None
        files = frozenset(mistake.where for mistake in in_force.mistakes)
        if in_force.mistakes and not (told and told.is_spooled and told.keys and files <= told.files):
            since = told.since if told and not told.is_spooled else datetime.now(UTC)
            messages = _build_messages(settings, in_force, since)
            keys = tuple(message.key for message in messages)
            notice = MistakeNotice(since=since, keys=keys, is_spooled=False, files=files)
            _write(path, notice)
            spool.add(settings, messages)
            _write(path, notice.model_copy(update={"is_spooled": True}))
        elif told and not in_force.mistakes:
            spool.withdraw(settings, told.keys)
            path.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        log.warning("operators could not be told of mistakes in the watch files: %s", error)


def _build_messages(settings: Settings, in_force: Configuration, since: datetime) -> list[Message]:
    mistakes = in_force.mistakes
    count = count_noun(len(mistakes), "mistake")
    more = len(mistakes) - MAX_MISTAKES
    lines = [
        *map(str, mistakes[:MAX_MISTAKES]),
        *([f"… and {more:,} more: `newsvane config check` lists them."] if more > 0 else []),
        f"Until {'it is' if len(mistakes) == 1 else 'they are'} corrected, the version of "
        f"{in_force.valid_at:%Y-%m-%d %H:%M} UTC stays in force, and changes have no effect. "
        "Nothing else needs to be done.",
    ]
    return build_notices(
        f"The watch files have {count}",
        "\n".join(lines),
        key=f"mistakes {since.isoformat()}",
        channels=list_ops_channels(settings, in_force.alerts),
    )


def _write(path: storage.StoragePath, notice: MistakeNotice) -> None:
    storage.make_folder(path.parent)
    with storage.open_atomic(path) as file:
        file.write(notice.model_dump_json())
