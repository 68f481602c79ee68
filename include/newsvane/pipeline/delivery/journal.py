"""Keep the attempts of a sender until they are recorded in the lake: `delivery/CHANNEL.jsonl`, in JSON lines.

A line is on disk when the call that writes it returns. Each attempt has two lines. The first is written before the
message is sent; it says that the attempt failed and that the message may have arrived. The second has the outcome and
replaces the first. So the journal is correct even if the sender is killed in between. All attempts move to the lake in
one commit.
"""

import logging
import re
from collections.abc import Iterable

from pydantic import ValidationError

from newsvane import lake, storage
from newsvane.records import Delivery
from newsvane.settings import Settings

log = logging.getLogger(__name__)


def channel_file_name(channel: str) -> str:
    """Return the channel's id in a form that is safe in a file name. Different ids give different names."""
    return re.sub(r"[^\w-]", lambda found: f"%{ord(found[0]):x}", channel)


class Journal:
    """The journal of one channel. Only the channel's sender may use it, while it holds the channel's lock.

    A sender that has lost the lock during an attempt still appends the outcome: the next sender waits for it.
    """

    def __init__(self, settings: Settings, channel: str) -> None:
        self._settings = settings
        self._path = settings.delivery_path / f"{channel_file_name(channel)}.jsonl"

    def append(self, delivery: Delivery) -> None:
        """Write a line about an attempt. It is on disk when this returns."""
        storage.append_line(self._path, delivery.model_dump_json())

    def read_attempts(self) -> list[Delivery]:
        """Return the latest line of each attempt. Lines that cannot be parsed are left out."""
        return _latest(parse_deliveries(storage.read_lines(self._path))[0])

    @lake.retry_on_conflict
    def flush(self) -> None:
        """Move all attempts to the lake. Raises LakeBusy; in that case they stay in the journal.

        Lines that cannot be parsed move to `CHANNEL.broken`, so that they do not stop the channel.
        """
        if not self._path.exists():
            return
        deliveries, broken = parse_deliveries(storage.read_lines(self._path))
        if deliveries:
            with lake.writer(self._settings, "deliveries") as connection:
                lake.record_deliveries(connection, _latest(deliveries))
        if broken:
            target = self._path.with_suffix(".broken")
            log.error(
                "%d lines of the journal %s cannot be parsed; they are kept in %s", len(broken), self._path, target
            )
            storage.append_line(target, "\n".join(broken))
        self._path.unlink()


def find_unflushed(settings: Settings, channels: Iterable[str]) -> list[str]:
    """Return the channels whose sender has ended without moving its journal to the lake."""
    return [each for each in channels if (settings.delivery_path / f"{channel_file_name(each)}.jsonl").exists()]


def parse_deliveries(lines: Iterable[str]) -> tuple[list[Delivery], list[str]]:
    """Return the deliveries in these lines of JSON, and the lines that are not valid."""
    deliveries: list[Delivery] = []
    broken: list[str] = []
    for line in lines:
        try:
            deliveries.append(Delivery.model_validate_json(line))
        except ValidationError:
            broken.append(line)
    return deliveries, broken


def _latest(deliveries: Iterable[Delivery]) -> list[Delivery]:
    return list({(each.key, each.attempt): each for each in deliveries}.values())
