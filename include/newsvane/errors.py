"""What can go wrong, in two kinds: Transient (try again later) and Terminal (a rerun changes nothing).

`reason` is a short code that is stored, counted and grouped by (`timeout`, `http_410`); the message is
for people: what was wrong, where, and what to do. Neither holds a secret nor a body.
"""

from datetime import timedelta


class NewsvaneError(Exception):
    """Base of every error that Newsvane raises on purpose.

    `reason`: the code under which the failure is recorded. `retry_after`: how long the other side
    asked us to wait, where it did.
    """

    def __init__(self, message: str, *, reason: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.reason = reason or type(self).__name__
        self.retry_after = retry_after


class Transient(NewsvaneError):
    """May pass by itself: retry with backoff."""


class Terminal(NewsvaneError):
    """Will not pass by itself: record it and go on, or stop and tell a person."""


class FetchFailed(Transient):
    """A server was not reached or not well: time-out, reset, 429, 5xx."""


class FetchRefused(Terminal):
    """A fetch that must not be repeated as it is: blocked address, robots, too large, 404, 410."""


class FeedUnreadable(Terminal):
    """Bytes that are no feed."""


class ArchiveDamaged(Terminal):
    """An archive file that lacks the record it should hold."""


class ConfigError(Terminal):
    """A setting or a watch file that cannot be used; the message names file, line and remedy."""


class QueryError(Terminal):
    """A topic or search query that does not parse."""


class LakeBusy(Transient):
    """Another writer holds the lake."""


class LakeError(Terminal):
    """The lake cannot be opened or is not what it should be."""


class QualityFailed(Terminal):
    """A batch that the expectations refuse as a whole."""


class DeliveryFailed(Transient):
    """A channel did not take a message; it stays in the outbox. `unsure`: it may have arrived all the same."""

    def __init__(
        self, message: str, *, reason: str = "", retry_after: timedelta | None = None, unsure: bool = False
    ) -> None:
        super().__init__(message, reason=reason, retry_after=retry_after)
        self.unsure = unsure


class DeliveryRefused(Terminal):
    """A channel that will never take this message: bad address, rejected credentials."""


class ActionRefused(Terminal):
    """Something asked for by hand that there is nothing to do for; nothing was changed."""
