"""Read requirements.lock: which packages in which versions, with the hashes of their files."""

import re
from pathlib import Path
from typing import NamedTuple

from tests.audit import PROJECT

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Locked(NamedTuple):
    """One package of the lock file."""

    name: str
    version: str
    hashes: tuple[str, ...]


def load_locked(path: Path = PROJECT / "deploy" / "requirements.lock") -> list[Locked]:
    """Return the packages of a lock file, by default those that run: without the tools of developers."""
    found: list[tuple[str, str, list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
        if pin := _PIN.match(line):
            found.append((pin["name"].lower(), pin["version"], []))
        elif digest := _HASH.search(line):
            found[-1][2].append(digest[1])
    return [Locked(name, version, tuple(hashes)) for name, version, hashes in found]
