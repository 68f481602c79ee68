"""What a sender knows and the lake does not yet: a JSON line an attempt in `delivery/CHANNEL.jsonl`, kept at once.

An attempt is noted before it is made, as one that failed and may have arrived, and again when its outcome is known: the
later line counts. So a sender that is killed leaves the truth behind, and the lake takes it over in one commit.
"""

import re
from collections.abc import Iterable, Iterator

from newsvane import lake, storage
from newsvane.records import Delivery
from newsvane.settings import Settings


def file_name(channel: str) -> str:
    """The channel's id, fit to be part of a file's name: whatever it is, one id gives one name."""
    return re.sub(r"[^\w-]", lambda found: f"%{ord(found[0]):x}", channel)


class Journal:
    """The journal of one channel; its sender alone opens it, under the channel's lock."""

    def __init__(self, settings: Settings, channel: str) -> None:
        self._settings = settings
        self._path = settings.delivery_path / f"{file_name(channel)}.jsonl"

    def note(self, delivery: Delivery) -> None:
        """Keep what is known of an attempt; it is kept when this returns."""
        storage.append_line(self._path, delivery.model_dump_json())

    def known(self) -> list[Delivery]:
        """What it holds, the latest of each attempt; a line that a kill cut short was never noted."""
        return list(_latest(_read(self._path)))

    @lake.retry_on_conflict
    def record(self) -> None:
        """Move what it holds to the lake. Raises LakeBusy: then it keeps all of it."""
        if not self._path.exists():
            return
        if known := self.known():
            with lake.writer(self._settings, "deliveries") as connection:
                lake.record_deliveries(connection, known)
        self._path.unlink()


def left_behind(settings: Settings, channels: Iterable[str]) -> list[str]:
    """Of these channels, those whose sender has ended without moving its journal to the lake."""
    return [each for each in channels if (settings.delivery_path / f"{file_name(each)}.jsonl").exists()]


def _read(path: storage.StoragePath) -> Iterator[Delivery]:
    lines = path.read_text("utf-8", errors="replace").splitlines(keepends=True) if path.exists() else []
    return (Delivery.model_validate_json(line) for line in lines if line.endswith("\n"))


def _latest(deliveries: Iterable[Delivery]) -> Iterable[Delivery]:
    return {(each.key, each.attempt): each for each in deliveries}.values()
