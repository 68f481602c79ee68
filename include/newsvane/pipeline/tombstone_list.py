"""Keep the list of tombstones outside the lake, so that a lake restored from an older backup forgets the same again.

`forgotten/tombstones.jsonl` has a line per tombstone, lifted ones, too. `forgotten/pending.json` is there while
forgetting has not ended: what was interrupted is continued from it. `forgotten/unproven.jsonl` names the files in which
a proof found something, until these are gone or changed and a scan finds nothing. None contains an address, a title or
a text.
"""

import contextlib
import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from newsvane import storage
from newsvane.errors import LakeError
from newsvane.records import Record, Tombstone
from newsvane.settings import Settings
from newsvane.tombstones import keep_newest, settle_future

log = logging.getLogger(__name__)

FOLDER, LIST, PENDING, UNPROVEN = "forgotten", "tombstones.jsonl", "pending.json", "unproven.jsonl"


class Pending(Record):
    """Forgetting that has begun. `since`: the day from which files may contain what is forgotten.

    `left`: articles that stay and that must be grouped again.
    """

    act_id: str
    since: date
    left: tuple[str, ...] = ()


class Unproven(Record):
    """Forgetting that has ended with its text still in files. `files`: their paths, with size and time of each."""

    act_id: str
    files: dict[str, str]

    @property
    def unchanged(self) -> list[str]:
        """The files that are as they were, and so still have the text."""
        return [name for name, stamp in self.files.items() if stamp and _read_stamp(name) == stamp]


def has_list(settings: Settings) -> bool:
    """Return whether there is a list beside the lake."""
    return (settings.forgotten_path / LIST).exists()


def read_list(settings: Settings) -> list[Tombstone]:
    """Return the tombstones of the list beside the lake. Raises LakeError as `read_file`."""
    return read_file(settings.forgotten_path / LIST)


def read_file(path: storage.StoragePath) -> list[Tombstone]:
    """Return the tombstones in a file, without decisions from the future (`settle_future`); none if there is no file.

    Raises LakeError if a line is not a tombstone.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    try:
        found = [Tombstone.model_validate_json(line) for line in lines if line.strip()]
    except ValidationError as error:
        raise LakeError(
            f"{path} has a line that is not a tombstone ({error.errors()[0]['msg']}): use the file "
            f"forgotten/{LIST} of a home or of a backup",
            reason="torn",
        ) from error
    settled = settle_future(found, datetime.now(UTC))
    if refused := sum(before.lifted_at != after.lifted_at for before, after in zip(found, settled, strict=True)):
        log.warning("%s: %d lifts are dated in the future and do not count", path, refused)
    return settled


def load_listed(settings: Settings, more: Path | None = None) -> list[Tombstone]:
    """Return the tombstones of the home's list and of a further file. Raises LakeError if that is not there."""
    if more and not more.is_file():
        raise LakeError(f"there is no file {more}", reason="no_file")
    return read_list(settings) + (read_file(more) if more else [])


def write_list(settings: Settings, tombstones: Iterable[Tombstone]) -> None:
    """Write the list, with what it has already; the newest decision counts. It is on disk when this returns."""
    path = settings.forgotten_path / LIST
    known = keep_newest([*read_file(path), *tombstones])
    storage.make_folder(settings.forgotten_path)
    with storage.open_atomic(path) as file:
        for each in known:
            print(each.model_dump_json(exclude_none=True), file=file)


def load_pending(settings: Settings) -> Pending | None:
    """Return what was interrupted, None if nothing was."""
    path = settings.forgotten_path / PENDING
    try:
        return Pending.model_validate_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return None


def begin(settings: Settings, pending: Pending) -> None:
    """Note that forgetting has begun. The note is on disk when this returns."""
    storage.make_folder(settings.forgotten_path)
    with storage.open_atomic(settings.forgotten_path / PENDING) as file:
        file.write(pending.model_dump_json())


def end(settings: Settings) -> None:
    """Note that forgetting has ended."""
    with contextlib.suppress(FileNotFoundError):
        (settings.forgotten_path / PENDING).unlink()


def note_unproven(settings: Settings, act_id: str, files: Iterable[str]) -> None:
    """Note that a proof has failed. The note is on disk when this returns."""
    unproven = Unproven(act_id=act_id, files={name: _read_stamp(name) for name in files})
    storage.append_line(settings.forgotten_path / UNPROVEN, unproven.model_dump_json())


def load_unproven(settings: Settings) -> list[Unproven]:
    """Return the proofs that have failed since a scan found nothing."""
    return [Unproven.model_validate_json(line) for line in storage.read_lines(settings.forgotten_path / UNPROVEN)]


def settle_unproven(settings: Settings) -> tuple[list[Unproven], list[Unproven]]:
    """Note that a scan has found nothing. Return the failed proofs that this settles, and those that it does not.

    The scan may have looked for other words, so a file that is as it was when the text was found in it still has it.
    """
    path, known = settings.forgotten_path / UNPROVEN, load_unproven(settings)
    left = [each for each in known if each.unchanged]
    if left:
        with storage.open_atomic(path) as file:
            for each in left:
                print(each.model_dump_json(), file=file)
    elif known:
        path.unlink()
    return [each for each in known if each not in left], left


def _read_stamp(name: str) -> str:
    """Return size and time of a file on this machine; "" of any other, and if it is gone."""
    try:
        found = Path(name).stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"
