"""Keep track of the messages about the stories of a landing: in the outbox, and offered now. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from newsvane.urls import counted_message_key


class MessageKeys:
    """The keys that the outbox has, and the outlets that offer a message under a key that is still open.

    Each outlet that reports a story offers a message under the same key. `schedule_messages` takes one of them, so the
    story is reported although one of its outlets has used up its places.
    """

    def __init__(self, existing: Iterable[str], capped: Iterable[str]) -> None:
        """`existing`: keys in the outbox. `capped`: those of messages that wait because of the hourly cap."""
        self._capped = frozenset(capped)
        self._existing = frozenset(existing) - self._capped
        self._offers: defaultdict[str, set[str]] = defaultdict(set)

    def choose_open(self, keys: Mapping[str, str], outlet: str) -> dict[str, str]:
        """Return those of the keys, by channel, under which this outlet can still offer a message."""
        return {
            channel: key
            for channel, key in keys.items()
            if key not in self._existing and outlet not in self._offers.get(key, ())
        }

    def offer(self, keys: Iterable[str], outlet: str) -> None:
        """Remember that an outlet offers messages under these keys."""
        for key in keys:
            self._offers[key].add(outlet)

    def is_written(self, key: str) -> bool:
        """Return whether the outbox has a message with this key, or will have one after this landing."""
        return key in self._existing or key in self._capped or key in self._offers

    def is_unreported(self, key: str) -> bool:
        """Return whether others have offered this message, but readers may not have been told.

        It may wait, it may only have been counted in an earlier landing, or it has been offered in this one.
        """
        if key in self._existing:
            return False
        return key in self._capped or key in self._offers or counted_message_key(key) in self._existing
