"""What was told, kept beside the lake (`delivery/told/DAY/CHANNEL.jsonl`): a restored lake does not tell it again.

A JSON line a key and delivery, of the alerts that a digest covers, too.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from newsvane import lake, storage
from newsvane.pipeline.delivery.journal import file_name
from newsvane.records import Delivery, Due, Message
from newsvane.settings import Settings

KEEP = timedelta(days=30)
"""How old a backup may be for its lake to tell nothing twice."""

_BEGIN = '{"key":'
"""How a line begins; the next one follows at once on one that was cut short."""


def keep(settings: Settings, message: Message, delivered: Delivery) -> None:
    """Remember that a message was delivered, and what it covers with it."""
    lines = [delivered.model_copy(update={"key": key}).model_dump_json() for key in (message.key, *message.covers)]
    path = _folder(settings) / f"{delivered.at:%Y-%m-%d}" / f"{file_name(message.channel)}.jsonl"
    storage.append_line(path, "\n".join(lines))


def settle(settings: Settings) -> int:
    """Mark as delivered what the lake takes for untold and was told; how many messages. Raises LakeBusy."""
    if not storage.list_matching(_folder(settings), "*/*.jsonl") or not lake.exists(settings):
        return 0
    with lake.closing(lake.connect(settings=settings)) as connection:
        untold = lake.load_unsent_keys(connection)
    heard = [each for channel, keys in untold.items() for each in _of(settings, channel, keys)]
    if heard:
        with lake.writer(settings, "deliveries") as connection:
            lake.record_deliveries(connection, heard)
    return len(heard)


def known(settings: Settings, channel: str, due: Iterable[Due]) -> set[str]:
    """The keys of those that were told through the channel, be it days before: a restored lake makes messages anew."""
    return {each.key for each in _of(settings, channel, [one.message.key for one in due])}


def forget(settings: Settings, now: datetime) -> int:
    """Let go of the days that are older than KEEP; how many files."""
    return storage.remove_day_folders(_folder(settings), before=(now - KEEP).date())


def _of(settings: Settings, channel: str, keys: Collection[str]) -> Iterator[Delivery]:
    files = storage.list_matching(_folder(settings), f"*/{file_name(channel)}.jsonl")
    lines = (line for file in files for line in _lines(file))
    found = {each.key: each for each in map(Delivery.model_validate_json, lines)}
    return (found[key] for key in keys if key in found)


def _lines(path: storage.StoragePath) -> list[str]:
    """Its lines; one that a kill or a full disk cut short is left out."""
    lines = path.read_text("utf-8", errors="replace").splitlines(keepends=True)
    return [line[line.rfind(_BEGIN) :] for line in lines if _BEGIN in line and line.endswith("}\n")]


def _folder(settings: Settings) -> storage.StoragePath:
    return settings.delivery_path / "told"
