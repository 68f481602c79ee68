"""Keep a log of sent messages outside the lake, so that a lake restored from a backup sends nothing twice.

The files are `delivery/told/DAY/CHANNEL.jsonl` (the folder keeps its old name), one JSON line per key: a delivered
digest has a line for itself and one for each alert that it covers.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from newsvane import lake, storage
from newsvane.pipeline.delivery.journal import channel_file_name, parse_deliveries
from newsvane.records import Delivery, Due, Message
from newsvane.settings import Settings

KEEP_SENT = timedelta(days=30)
"""How long lines are kept. A lake that is restored from an older backup may send messages twice."""

_LINE_START = '{"key":'
"""The beginning of each line. After an incomplete line, the next one follows without a line break."""


def record_sent(settings: Settings, message: Message, delivered: Delivery) -> None:
    """Record that a message was delivered, and with it the alerts that it covers."""
    lines = [delivered.model_copy(update={"key": key}).model_dump_json() for key in (message.key, *message.covers)]
    path = _folder(settings) / f"{delivered.at:%Y-%m-%d}" / f"{channel_file_name(message.channel)}.jsonl"
    storage.append_line(path, "\n".join(lines))


def find_sent(settings: Settings, channel: str, due: Iterable[Due]) -> set[str]:
    """Return the keys of the messages in `due` that were already sent to the channel, on any day.

    A restored lake writes such messages again, with a later date.
    """
    return {each.key for each in _find_deliveries(settings, channel, [one.message.key for one in due])}


def mark_delivered(settings: Settings) -> int:
    """Mark waiting messages in the lake as delivered if the log says that they were sent; return how many.

    Raises LakeBusy.
    """
    if not storage.list_matching(_folder(settings), "*/*.jsonl") or not lake.exists(settings):
        return 0
    with lake.open_snapshot(settings) as connection:
        unsent = lake.load_unsent_keys(connection)
    sent = [each for channel, keys in unsent.items() for each in _find_deliveries(settings, channel, keys)]
    if sent:
        with lake.writer(settings, "deliveries") as connection:
            lake.record_deliveries(connection, sent)
    return len(sent)


def delete_old(settings: Settings, now: datetime) -> int:
    """Delete the files that are older than KEEP_SENT; return how many."""
    return storage.remove_day_folders(_folder(settings), before=(now - KEEP_SENT).date())


def _find_deliveries(settings: Settings, channel: str, keys: Collection[str]) -> Iterator[Delivery]:
    files = storage.list_matching(_folder(settings), f"*/{channel_file_name(channel)}.jsonl")
    lines = (line for file in files for line in _read_lines(file))
    found = {each.key: each for each in parse_deliveries(lines)[0]}
    return (found[key] for key in keys if key in found)


def _read_lines(path: storage.StoragePath) -> list[str]:
    """Return the complete lines of a file. A killed process or a full disk may have left incomplete ones."""
    return [line[line.rfind(_LINE_START) :] for line in storage.read_lines(path) if _LINE_START in line]


def _folder(settings: Settings) -> storage.StoragePath:
    return settings.delivery_path / "told"
