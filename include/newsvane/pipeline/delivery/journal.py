"""Keep the attempts of a sender until they are recorded in the lake: `delivery/CHANNEL.jsonl`, in JSON lines.

A line is on disk when the call that writes it returns. Each attempt has two lines. The first is written before the
message is sent; it says that the attempt failed and that the message may have arrived. The second has the outcome and
replaces the first. So the journal is correct even if the sender is killed in between. All attempts move to the lake in
one commit.
"""

import re
from collections.abc import Iterable, Iterator

from newsvane import lake, storage
from newsvane.records import Delivery
from newsvane.settings import Settings


def channel_file_name(channel: str) -> str:
    """Return the channel's id in a form that is safe in a file name. Different ids give different names."""
    return re.sub(r"[^\w-]", lambda found: f"%{ord(found[0]):x}", channel)


class Journal:
    """The journal of one channel. Only the channel's sender may use it, while it holds the channel's lock."""

    def __init__(self, settings: Settings, channel: str) -> None:
        self._settings = settings
        self._path = settings.delivery_path / f"{channel_file_name(channel)}.jsonl"

    def append(self, delivery: Delivery) -> None:
        """Write a line about an attempt. It is on disk when this returns."""
        storage.append_line(self._path, delivery.model_dump_json())

    def read_attempts(self) -> list[Delivery]:
        """Return the latest line of each attempt. An incomplete line, left by a killed process, is ignored."""
        return list(_latest(_read_lines(self._path)))

    @lake.retry_on_conflict
    def flush(self) -> None:
        """Move all attempts to the lake. Raises LakeBusy; in that case they stay in the journal."""
        if not self._path.exists():
            return
        if attempts := self.read_attempts():
            with lake.writer(self._settings, "deliveries") as connection:
                lake.record_deliveries(connection, attempts)
        self._path.unlink()


def find_unflushed(settings: Settings, channels: Iterable[str]) -> list[str]:
    """Return the channels whose sender has ended without moving its journal to the lake."""
    return [each for each in channels if (settings.delivery_path / f"{channel_file_name(each)}.jsonl").exists()]


def _read_lines(path: storage.StoragePath) -> Iterator[Delivery]:
    lines = path.read_text("utf-8", errors="replace").splitlines(keepends=True) if path.exists() else []
    return (Delivery.model_validate_json(line) for line in lines if line.endswith("\n"))


def _latest(deliveries: Iterable[Delivery]) -> Iterable[Delivery]:
    return {(each.key, each.attempt): each for each in deliveries}.values()
