"""Replace a file by another one with the same number (inode), as Linux may when the first is removed."""

from pathlib import Path

import pytest

_TRIES = 300


def replace_file(path: Path, content: bytes) -> bool:
    """Remove a file and put another one in its place. Return whether it has the number of the first."""
    number = path.stat().st_ino
    path.unlink()
    made = [path.with_name(f"new {each}") for each in range(_TRIES)]
    for new in made:
        new.touch()
        if is_reused := new.stat().st_ino == number:
            break
    new.write_bytes(content)
    new.rename(path)
    for other in made:
        other.unlink(missing_ok=True)
    return is_reused


def require_reused_numbers(folder: Path) -> None:
    """Skip a test that shows nothing, because the file system gives the number of a removed file to no other."""
    file = folder / "nobody holds this one"
    file.touch()
    if not replace_file(file, b""):
        pytest.skip("the file system does not reuse the numbers of files")
