"""What other users of the machine could read or list in a folder, by its modes."""

import stat
from pathlib import Path


def list_exposed(folder: Path) -> list[str]:
    """Return what others may access in a folder, itself included, each with its mode. It should be empty."""
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.rglob("*")) if not path.is_symlink()}
    return [f"{mode:04o} {path}" for path, mode in modes.items() if mode & 0o077]
