"""Files that several machines share: in a folder, or in a bucket of S3 (`NEWSVANE_STORE`). Alone imports upath.

A place is a path; of a bucket it is one that reads and lists like any other. Written it is whole or not at all: a
folder gets a file beside it that is synced and renamed, a bucket an object that is sent when it is complete.
"""

import contextlib
import os
import re
import secrets
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from newsvane.errors import ConfigError

if TYPE_CHECKING:
    from upath import UPath

Place: TypeAlias = "Path | UPath"

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_BLOCK = 5 * 2**20
"""Bytes that one request for a part of an object gets at the most; S3 takes no smaller parts in writing."""


@dataclass(frozen=True)
class Access:
    """Who may use a bucket and where, from the variables that every client of S3 knows; `secret`, `token`: not shown.

    `endpoint`: address of a service other than AWS, whose buckets are part of the path; "" is AWS.
    """

    key: str
    secret: str
    token: str
    region: str
    endpoint: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Access":
        """Raises ConfigError that names the variables, where the keys lack."""
        if missing := [name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not environment.get(name)]:
            raise ConfigError(f"NEWSVANE_STORE is a bucket, and {' and '.join(missing)} not set", reason="settings")
        return cls(
            key=environment["AWS_ACCESS_KEY_ID"],
            secret=environment["AWS_SECRET_ACCESS_KEY"],
            token=environment.get("AWS_SESSION_TOKEN", ""),
            region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
            endpoint=environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or "",
        )

    def __repr__(self) -> str:
        return f"Access({self.endpoint or self.region})"


def in_bucket(url: str) -> "UPath":
    """What lies at `s3://…`. Raises ConfigError where the environment lacks the keys, or s3fs is not installed."""
    access = Access.of(os.environ)
    try:
        import s3fs  # noqa: F401, PLC0415 - half a second, for those with a bucket
        from upath import UPath  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            f"NEWSVANE_STORE is a bucket: install newsvane[cluster] ({error})", reason="settings"
        ) from error
    return UPath(
        url,
        key=access.key,
        secret=access.secret,
        token=access.token or None,
        endpoint_url=access.endpoint or None,
        client_kwargs={"region_name": access.region},
        config_kwargs={"s3": {"addressing_style": "path" if access.endpoint else "auto"}},
        use_listings_cache=False,
        default_block_size=_BLOCK,
    )


@contextlib.contextmanager
def writing(target: Place) -> Iterator[IO[str]]:
    """A text file that takes its place when the block ends well."""
    if isinstance(target, Path):
        with _partial(target) as partial:
            with partial.open("w", encoding="utf-8") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        yield file
        file.flush()
        send(Path(file.name), target)


def send(file: Path, target: Place) -> None:
    """Put a copy of a file in its place, whole."""
    if isinstance(target, Path):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _partial(target) as partial:
            shutil.copyfile(file, partial)
            with partial.open("rb") as copy:
                os.fsync(copy.fileno())
            partial.replace(target)
    else:
        target.fs.put_file(str(file), target.path)


@contextlib.contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """Where to write it first: a twin that lingers has its own, and a disk that is full is not filled further."""
    partial = target.with_suffix(f".{secrets.token_hex(4)}.partial")
    try:
        yield partial
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def append(target: Place, line: str) -> None:
    """Add a line; it is kept when this returns. Whoever appends is alone to write there."""
    if isinstance(target, Path):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            print(line, file=file, flush=True)
            os.fsync(file.fileno())
        return
    with contextlib.suppress(FileNotFoundError):
        line = target.read_text("utf-8") + line
    target.write_text(f"{line}\n", encoding="utf-8")


def make_folder(folder: Place) -> None:
    """Make it with its parents, where folders have to be made."""
    if isinstance(folder, Path):
        folder.mkdir(parents=True, exist_ok=True)


def remove_folder(folder: Place) -> None:
    """Remove it with all in it."""
    if isinstance(folder, Path):
        shutil.rmtree(folder)
    else:
        folder.fs.rm(folder.path, recursive=True)


def remove_days(root: Place, *, before: date) -> int:
    """Remove the folders that are named by an earlier day, as in "2026-11-24"; how many files were in them."""
    days = [file.path.partition("/")[0] for file in files(root)]
    old = [day for day in days if _DAY.fullmatch(day) and day < before.isoformat()]
    for day in set(old):
        remove_folder(root / day)
    return len(old)


def folders(root: Place, depth: int) -> Iterator[tuple[Place, float]]:
    """Each folder so many levels below, and when something was last written there (seconds since 1970)."""
    if isinstance(root, Path):
        for folder in root.glob("/".join("*" * depth)):
            yield folder, folder.stat().st_mtime
        return
    newest: defaultdict[str, float] = defaultdict(float)
    for file in files(root):
        name = "/".join(file.path.split("/")[:depth])
        newest[name] = max(newest[name], file.modified)
    for name, written in newest.items():
        yield root / name, written


def matching(folder: Place, pattern: str) -> list[Place]:
    """What a folder holds under such names, in order; nothing where there is no folder."""
    found: list[Place] = list(folder.glob(pattern))
    return sorted(found, key=lambda place: place.name)


@dataclass(frozen=True)
class File:
    """A file below a folder: its path from there, bytes, and when it was last written (seconds since 1970)."""

    path: str
    size: int
    modified: float


def files(folder: Place) -> Iterator[File]:
    """Every file below a folder, by path; of a bucket in a request a thousand."""
    if isinstance(folder, Path):
        for path in sorted(folder.rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    found = path.stat()
                    yield File(path.relative_to(folder).as_posix(), found.st_size, found.st_mtime)
        return
    prefix = f"{folder.path.rstrip('/')}/"
    objects: dict[str, dict[str, Any]] = folder.fs.find(prefix, detail=True)
    for name, known in sorted(objects.items()):
        yield File(name.removeprefix(prefix), int(known["size"]), known["LastModified"].timestamp())
