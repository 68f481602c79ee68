"""Remove what was forgotten from the files beside the lake: archive, staging, Data Docs, deliveries, logs, copies of
robots.txt.

Every function looks for whatever has a tombstone, so it can be repeated, and it also cleans what was restored from a
backup. Each returns how many files it changed.
"""

import json
import logging
import re
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsvane import storage, telegram, urls
from newsvane.archive_erasure import erase_pages
from newsvane.archive_mentions import Mentions
from newsvane.fetch import remove_robots
from newsvane.settings import Settings
from newsvane.tombstones import Tombstones

log = logging.getLogger(__name__)

_ADDRESS = re.compile(rb"https?://[^\s\"'<>\\]{1,2048}")
_PUNCTUATION = b").,;:]}!?"
"""May end an address, or the sentence around it."""
_ARTICLE_ID = re.compile(rb"a1_[0-9a-f]{20}")
_NAME = re.compile(r"https?://\S{1,2048}|a1_[0-9a-f]{20}")
"""An address or an id, as the whole of a value."""
_RUN_DEPTH = 3
"""Results of a run of Great Expectations are in `<table>/<run>/<time>`, below `validations`."""
_SPILL_AGE = timedelta(hours=1)
_LOG_SUFFIXES = {".log", ".out", ".err"}


class Finder:
    """Finds addresses and ids in bytes that have a tombstone."""

    def __init__(self, tombstones: Tombstones) -> None:
        self._tombstones = tombstones
        self.is_forgotten: Callable[[str], bool] = lru_cache(65_536)(self._is_forgotten)

    def _is_forgotten(self, name: str) -> bool:
        if urls.is_article_id(name):
            return self._tombstones.find_article(name) is not None
        addresses = (name, telegram.find_permalink(name))
        return any(each and self._tombstones.find_address(each) for each in addresses)

    def find(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Yield where in a text something forgotten is named: begin and end."""
        for found in _ARTICLE_ID.finditer(content):
            if self.is_forgotten(found[0].decode()):
                yield found.span()
        for found in _ADDRESS.finditer(content):
            for address in {found[0], found[0].rstrip(_PUNCTUATION)}:
                if self.is_forgotten(address.decode("utf-8", "replace")):
                    yield found.start(), found.start() + len(address)

    def names_any(self, content: bytes) -> bool:
        """Return whether a text names something forgotten."""
        return next(self.find(content), None) is not None


def clean_archive(
    settings: Settings, finder: Finder, since: date, mentions: Mentions | None = None, *, written_since: float = 0.0
) -> int:
    """Erase pages from the archive, and `mentions` from the other pages.

    Files of days before `since` are left out, and those last written before `written_since`, in seconds since 1970.
    """
    first = (since - timedelta(days=1)).isoformat() if since > date.min else ""
    changed, overwrite = 0, mentions.overwrite if mentions is not None else None
    for file in list(storage.list_files(settings.archive_path)):
        if file.path >= first and file.path.endswith(".warc.gz") and file.modified >= written_since:
            try:
                changed += bool(erase_pages(settings.archive_path / file.path, finder.is_forgotten, overwrite))
            except zlib.error as error:
                log.error("the archive file %s is damaged and stays as it is: %s", file.path, error)
    return changed


def clean_staging(settings: Settings, finder: Finder, folder: str = "") -> int:
    """Remove entries and articles from the files that steps leave for each other. `folder`: only those of a step."""
    changed = 0
    root = settings.staging_path / folder if folder else settings.staging_path
    for file in list(storage.list_files(root)):
        path = root / file.path
        content = path.read_bytes()
        if finder.names_any(content):
            lines = [_prune_line(line, finder) for line in content.decode("utf-8", "replace").splitlines()]
            with storage.open_atomic(path) as out:
                out.writelines(f"{line}\n" for line in lines if line)
            changed += 1
    return changed


def clean_docs(settings: Settings, finder: Finder) -> int:
    """Remove the Data Docs of runs that validated something forgotten: results quote what they found."""
    changed = 0
    for root in (settings.docs_path / "validations", settings.docs_path / "site" / "validations"):
        for run in list(root.glob("/".join("*" * _RUN_DEPTH))):
            files = [run] if run.is_file() else [each for each in run.rglob("*") if each.is_file()]
            if any(finder.names_any(each.read_bytes()) for each in files):
                _remove_run(settings.docs_path, run.relative_to(root))
                changed += len(files)
    return changed


def clean_records(settings: Settings, finder: Finder) -> int:
    """Overwrite addresses and ids in the journals of delivery, where they stand in the words of a server."""
    changed = 0
    for file in list(storage.list_files(settings.delivery_path)):
        changed += _overwrite(settings.delivery_path / file.path, finder)
    return changed


def clean_logs(settings: Settings, finder: Finder) -> int:
    """Overwrite addresses and ids in the logs in the home. Other processes may be writing these."""
    logs = (path for path in settings.home.rglob("*") if path.suffix in _LOG_SUFFIXES and path.is_file())
    return sum(_overwrite(path, finder) for path in logs)


def clean_robots(settings: Settings, finder: Finder, passages: Sequence[str] = ()) -> int:
    """Remove copies of robots.txt of outlets that are forgotten, and those that contain a passage or name something."""
    words = [passage.encode() for passage in passages]
    return remove_robots(settings, lambda content: any(each in content for each in words) or finder.names_any(content))


def clean_spills(settings: Settings) -> int:
    """Remove what queries that were killed have left: folders to which nothing was written for an hour."""
    old = (datetime.now(UTC) - _SPILL_AGE).timestamp()
    left = [folder for folder, written in storage.list_folders(settings.spill_path, 1) if written < old]
    storage.remove_folders(left)
    return len(left)


def _overwrite(path: storage.StoragePath, finder: Finder) -> int:
    """Replace what is forgotten by as many letters x. Return 1 if the file was changed, else 0."""
    content = path.read_bytes()
    spans = sorted(finder.find(content))
    if not spans:
        return 0
    if isinstance(path, Path):
        with path.open("r+b") as file:
            for begin, end in spans:
                file.seek(begin)
                file.write(b"x" * (end - begin))
    else:
        cleaned = bytearray(content)
        for begin, end in spans:
            cleaned[begin:end] = b"x" * (end - begin)
        path.write_bytes(bytes(cleaned))
    return 1


def _remove_run(docs: Path, run: Path) -> None:
    for root in (docs / "validations", docs / "site" / "validations"):
        path = root / run
        if path.is_dir():
            shutil.rmtree(path)
        for file in path.parent.glob(f"{path.stem}.*"):
            file.unlink(missing_ok=True)


def _prune_line(line: str, finder: Finder) -> str:
    """Return a line of JSON without the records about something forgotten; "" if it is such a record itself."""
    if not finder.names_any(line.encode()):
        return line
    try:
        kept = _prune(json.loads(line), finder)
    except ValueError:  # an address or an id alone, or a line of a file that is damaged
        return ""
    return "" if kept is None else json.dumps(kept, ensure_ascii=False)


def _prune(value: Any, finder: Finder) -> Any:
    """Return a value without what names something forgotten, such as the address that another page claims.

    None if it is such a name, or a record about something forgotten.
    """
    if isinstance(value, str):
        return None if _NAME.fullmatch(value) and finder.is_forgotten(value) else value
    if isinstance(value, list):
        return [kept for each in value if each is None or (kept := _prune(each, finder)) is not None]
    if not isinstance(value, dict):
        return value
    named = (value.get(name) for name in ("canonical_url", "url", "article_id"))
    if any(finder.is_forgotten(name) for name in named if isinstance(name, str) and name):
        return None
    pruned = {name: _prune(each, finder) for name, each in value.items() if not finder.is_forgotten(name)}
    lost = [name for name in ("entry", "article") if value.get(name) and pruned.get(name) is None]
    return None if lost else pruned
