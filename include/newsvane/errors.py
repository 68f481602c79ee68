"""The errors that Newsvane raises: Transient ones may pass by themselves, Terminal ones will not.

Every error has a `reason`, a short code that is stored and counted (`timeout`, `http_410`), and a message for people:
what happened, where, and what to do. Neither contains a secret or the body of a response. A message may quote the web:
it is one line, without characters that forge or reorder what is around it.

Code that must treat one failure differently catches its type (`NoLake`); it does not compare `reason`.
"""

import shlex
import traceback
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from newsvane.safe_text import strip_controls, to_line


class NewsvaneError(Exception):
    """Base class of all errors that Newsvane raises on purpose.

    `reason`: the code under which the failure is recorded. `retry_after`: how long the server asked us to wait, if it
    did.
    """

    def __init__(self, message: str, *, reason: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(to_line(message))
        self.reason = reason or type(self).__name__
        self.retry_after = retry_after


MAX_UNFORESEEN = 500
"""Characters of the words about an error that was not foreseen."""


def describe_unforeseen(error: Exception, doing: str = "reading") -> str:
    """Return a message about an error that is not one of ours, to record with the item that caused it.

    `doing`: what was being done with the item.
    """
    return strip_controls(f"{doing} it failed with {type(error).__name__}: {error}")[:MAX_UNFORESEEN]


def format_traceback(error: Exception) -> str:
    """Return the traceback of an error that is not one of ours, to be logged. Its message may quote the web."""
    return strip_controls("".join(traceback.format_exception(error)))


class Transient(NewsvaneError):
    """An error that may pass by itself: retry with growing pauses."""


class Terminal(NewsvaneError):
    """An error that will not pass by itself: record it and continue, or stop and inform a person."""


class FetchFailed(Transient):
    """A server cannot be reached or is failing: time-out, reset, 429, 5xx."""


class OutOfTime(Transient):
    """A request that was not started, because its turn would have come after the time of its batch. Nobody failed."""


class FetchRefused(Terminal):
    """A fetch that would fail again unchanged: blocked address, robots.txt, too large, 404, 410."""


class BodyTooLarge(FetchRefused):
    """A response is larger than the caller allows."""


class FeedUnreadable(Terminal):
    """The response is not a feed."""


class ArchiveDamaged(Terminal):
    """An archive file does not contain the record that it should."""


class Mistake(NamedTuple):
    """A mistake in a watch file or a setting.

    `where`: the file or the setting. `message`: what is wrong and what to write instead, without secrets. `line`: its
    number in the file, 0 if it is not about a line. `found`: the line as it is, "" if there is none or it has a secret.
    """

    where: str
    message: str
    line: int = 0
    found: str = ""

    def __str__(self) -> str:
        return f"{self.where}{f', line {self.line}' if self.line else ''}: {self.message}"


class ConfigError(Terminal):
    """A setting or a watch file is not valid; the message names the file, the line and what to write instead.

    `mistakes`: all that were found, if there may be several; the message tells the first and counts the others.
    `folder`: the watch folder that was read, if it is not that of the home.
    """

    def __init__(
        self, message: str = "", *, reason: str = "", mistakes: Sequence[Mistake] = (), folder: Path | None = None
    ) -> None:
        command = f"newsvane config check {shlex.quote(str(folder))}" if folder else "newsvane config check"
        more = f" (and {len(mistakes) - 1} more: `{command}` lists them)" if len(mistakes) > 1 else ""
        super().__init__(message or f"{mistakes[0]}{more}", reason=reason)
        self.mistakes = tuple(mistakes)


class QueryError(Terminal):
    """A query of a topic, a rule or a search cannot be parsed."""


class UnknownName(QueryError):
    """There is no topic, outlet, story or article of this name or id.

    `found`: what is known about the name, and similar ones. `hint`: how the command line finds the right one.
    `similar`: the names that were probably meant.
    """

    def __init__(self, found: str, *, hint: str = "", similar: Sequence[str] = ()) -> None:
        is_question = found.endswith("?")
        hint = hint[:1].upper() + hint[1:] if is_question else hint
        super().__init__(f"{found}{hint and (' ' if is_question else '; ')}{hint}", reason="unknown_name")
        self.found = found
        self.similar = tuple(similar)


class UnknownAddress(UnknownName):
    """No source has ever listed this address of an article."""


class LakeBusy(Transient):
    """The lake cannot be used right now: another process is writing it, or its catalog or bucket does not respond."""


class WriteConflict(LakeBusy):
    """Another writer committed first. Nothing was written, and the whole transaction can be repeated."""


class TranslationFailed(Transient):
    """A translation server did not translate."""


class LakeError(Terminal):
    """The lake cannot be opened or is damaged."""


class NoLake(LakeError):
    """There is no lake at the configured place."""


class OutdatedLake(LakeError):
    """An older version wrote the lake, which lacks what was asked for. The next run upgrades it."""


class SnapshotExpired(LakeError):
    """The lake was queried as of a time before its oldest snapshot."""


class QualityFailed(Terminal):
    """A batch failed validation as a whole."""


class DeliveryFailed(Transient):
    """A channel did not accept a message, which stays in the outbox. `unsure`: the message may have arrived anyway."""

    def __init__(
        self, message: str, *, reason: str = "", retry_after: timedelta | None = None, unsure: bool = False
    ) -> None:
        super().__init__(message, reason=reason, retry_after=retry_after)
        self.unsure = unsure


class DeliveryRefused(Terminal):
    """A channel will never accept this message: bad address, rejected credentials."""


class ActionRefused(Terminal):
    """An action that somebody asked for cannot be done; nothing was changed."""
