"""Read and write files that several machines share, in a folder or in an S3 bucket (setting `NEWSVANE_STORE`).

The archive, staging, delivery and the lake's data files use this module. Both kinds of path offer the same methods for
reading and listing (`StoragePath`). A write is atomic: in a folder, a temporary file is synced to disk, then renamed;
in a bucket, the object is uploaded when it is complete. A reader never sees an incomplete file. What is written to a
folder is accessible to its owner alone (`restrict_umask`).

This is the only module that imports upath and s3fs.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from newsvane.errors import ConfigError

if TYPE_CHECKING:
    from upath import UPath

StoragePath: TypeAlias = "Path | UPath"
"""A path on this machine, or in a bucket."""

_DAY_NAME = re.compile(r"\d{4}-\d\d-\d\d")

_BLOCK_BYTES = 5 * 2**20
"""Size of one ranged read or one uploaded part. S3 does not accept smaller parts."""


@dataclass(frozen=True)
class S3Access:
    """Credentials, region and endpoint of the bucket, from the `AWS_…` variables that every S3 client reads.

    `endpoint`: the address of an S3 service other than AWS, addressed by path; "" for AWS. `repr` shows no secret.
    """

    key: str
    secret: str
    token: str
    region: str
    endpoint: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "S3Access":
        """Read the variables. Raises ConfigError, naming the missing ones, when the keys are not set."""
        if missing := [name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not environment.get(name)]:
            is_or_are = "are" if len(missing) > 1 else "is"
            raise ConfigError(
                f"NEWSVANE_STORE is a bucket, but {' and '.join(missing)} {is_or_are} not set", reason="settings"
            )
        return cls(
            key=environment["AWS_ACCESS_KEY_ID"],
            secret=environment["AWS_SECRET_ACCESS_KEY"],
            token=environment.get("AWS_SESSION_TOKEN", ""),
            region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
            endpoint=environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or "",
        )

    def __repr__(self) -> str:
        return f"S3Access({self.endpoint or self.region})"


def s3_path(url: str) -> "UPath":
    """Return the path of `s3://BUCKET/…`.

    Raises ConfigError when the environment has no keys or s3fs is not installed.
    """
    access = S3Access.from_environment(os.environ)
    try:
        import s3fs  # noqa: F401, PLC0415 - takes half a second, and only installations with a bucket need it
        from upath import UPath  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            f"NEWSVANE_STORE is a bucket, but a library for it is missing: install newsvane[cluster] ({error})",
            reason="settings",
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
        default_block_size=_BLOCK_BYTES,
    )


def restrict_umask() -> None:
    """Let every file and folder that this process creates from now on be accessible to its owner alone.

    It is called before anything is written to a home. The umask is the only way to reach all of it: DuckDB, SQLite and
    Great Expectations create files themselves.
    """
    os.umask(0o077)


def list_exposed(paths: Iterable[Path]) -> list[Path]:
    """Return the paths that belong to us and that other users may access."""
    return [path for path in paths if _own_mode(path) & 0o077]


def make_private(paths: Iterable[Path]) -> None:
    """Take away all access of other users to these paths, as far as they belong to us."""
    for path in list_exposed(paths):
        with contextlib.suppress(OSError):
            path.chmod(_own_mode(path) & 0o700)


def _own_mode(path: Path) -> int:
    """Return the permissions of a path that belongs to us, 0 for any other."""
    try:
        found = path.stat()
    except OSError:  # it has just been removed, or is in a folder that we may not enter
        return 0
    return stat.S_IMODE(found.st_mode) if found.st_uid == os.geteuid() else 0


def find_closed(paths: Iterable[Path]) -> Path | None:
    """Return the first path that this user may not read and write, or in which they may not create it; None if none."""
    for path in paths:
        there = find_existing(path)
        needed = os.W_OK | (os.R_OK if there == path else 0) | (os.X_OK if there.is_dir() else 0)
        if not os.access(there, needed, effective_ids=os.access in os.supports_effective_ids):
            return there
    return None


def find_existing(path: Path) -> Path:
    """Return the path, or the nearest folder above it that exists, as far as this user may see."""
    return next(each for each in (path, *path.resolve().parents) if os.path.lexists(each))


def describe_closed(path: Path) -> str:
    """Say who may not read and write a path, and whose it is."""
    found = path.stat()
    return (
        f"{_user_name(os.geteuid())} may not read and write {path}, which belongs to {_user_name(found.st_uid)} "
        f"(mode {stat.S_IMODE(found.st_mode):04o})"
    )


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


@contextlib.contextmanager
def open_atomic(target: StoragePath) -> Iterator[IO[str]]:
    """Open a text file for writing. It appears as `target` when the block ends, and not at all if the block raises."""
    if isinstance(target, Path):
        with _temporary_twin(target) as twin:
            with twin.open("w", encoding="utf-8") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            twin.replace(target)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        yield file
        file.flush()
        put_file(Path(file.name), target)


def put_file(file: Path, target: StoragePath) -> None:
    """Copy or upload a local file to `target`, atomically. Parent folders are created."""
    if isinstance(target, Path):
        make_folder(target.parent)
        with _temporary_twin(target) as twin:
            shutil.copyfile(file, twin)
            with twin.open("rb") as copy:
                os.fsync(copy.fileno())
            twin.replace(target)
    else:
        target.fs.put_file(str(file), target.path)


@contextlib.contextmanager
def _temporary_twin(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to first.

    The name is random, so two processes that write the same target do not write into one file. After an exception the
    file is removed, so that retries on a full disk do not fill it further.
    """
    restrict_umask()
    twin = target.with_suffix(f".{secrets.token_hex(4)}.partial")
    try:
        yield twin
    except BaseException:
        twin.unlink(missing_ok=True)
        raise


def append_line(target: StoragePath, line: str) -> None:
    """Append a line; it is on disk when this returns. The caller must be the only writer of the file."""
    if isinstance(target, Path):
        make_folder(target.parent)
        with target.open("a", encoding="utf-8") as file:
            print(line, file=file, flush=True)
            os.fsync(file.fileno())
        return
    with contextlib.suppress(FileNotFoundError):
        line = target.read_text("utf-8") + line
    target.write_text(f"{line}\n", encoding="utf-8")


def read_lines(target: StoragePath) -> list[str]:
    """Return the complete lines of a file; none if there is no file. What a killed process left unfinished is no line.

    Only a line feed ends a line: JSON may contain other characters that `splitlines` takes for line breaks.
    """
    text = target.read_text("utf-8", errors="replace") if target.exists() else ""
    return text.split("\n")[:-1]


def make_folder(folder: StoragePath) -> None:
    """Create a folder and its parents, for their owner alone. A bucket has no folders, so there this does nothing."""
    if isinstance(folder, Path):
        restrict_umask()
        folder.mkdir(parents=True, exist_ok=True)


def rename_file(file: StoragePath, name: str) -> None:
    """Give a file another name in its folder."""
    if isinstance(file, Path):
        file.replace(file.with_name(name))
    else:
        file.with_name(name).write_bytes(file.read_bytes())
        file.unlink()


def remove_folder(folder: StoragePath) -> None:
    """Remove a folder with everything in it."""
    if isinstance(folder, Path):
        shutil.rmtree(folder)
    else:
        folder.fs.rm(folder.path, recursive=True)


def remove_folders(folders: Iterable[StoragePath]) -> None:
    """Remove folders with everything in them. Raises the first error, after all were tried."""
    errors: list[OSError] = []
    for folder in folders:
        try:
            remove_folder(folder)
        except OSError as error:
            errors.append(error)
    if errors:
        raise errors[0]


def remove_day_folders(root: StoragePath, *, before: date) -> int:
    """Remove the folders named after a day (such as "2026-11-24") earlier than `before`.

    Return how many files they held.
    """
    days = [file.path.partition("/")[0] for file in list_files(root)]
    old = [day for day in days if _DAY_NAME.fullmatch(day) and day < before.isoformat()]
    remove_folders(root / day for day in set(old))
    return len(old)


def list_folders(root: StoragePath, depth: int) -> Iterator[tuple[StoragePath, float]]:
    """Yield each folder `depth` levels below `root`, with the time of its last write in seconds since 1970."""
    if isinstance(root, Path):
        for folder in root.glob("/".join("*" * depth)):
            if folder.is_dir():
                yield folder, folder.stat().st_mtime
        return
    newest: defaultdict[str, float] = defaultdict(float)
    for file in list_files(root):
        name = "/".join(file.path.split("/")[:depth])
        newest[name] = max(newest[name], file.modified)
    for name, written in newest.items():
        yield root / name, written


def list_matching(folder: StoragePath, pattern: str) -> list[StoragePath]:
    """Return the paths that match a glob pattern, sorted by name; an empty list if the folder does not exist."""
    found: list[StoragePath] = list(folder.glob(pattern))
    return sorted(found, key=lambda path: path.name)


@dataclass(frozen=True)
class StoredFile:
    """A file in a folder: path relative to the folder, size in bytes, time of the last write in seconds since 1970."""

    path: str
    size: int
    modified: float


def list_files(folder: StoragePath) -> Iterator[StoredFile]:
    """Yield every file below a folder, sorted by path. A bucket is asked once per thousand files."""
    if isinstance(folder, Path):
        for path in sorted(folder.rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    found = path.stat()
                    yield StoredFile(path.relative_to(folder).as_posix(), found.st_size, found.st_mtime)
        return
    prefix = f"{folder.path.rstrip('/')}/"
    objects: dict[str, dict[str, Any]] = folder.fs.find(prefix, detail=True)
    for name, known in sorted(objects.items()):
        yield StoredFile(name.removeprefix(prefix), int(known["size"]), known["LastModified"].timestamp())
