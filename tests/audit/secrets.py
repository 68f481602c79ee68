"""Search tracked files for what looks like a credential; run with `python -m tests.audit.secrets`.

A finding is identified by file, kind and SHA-1 of the secret, as in detect-secrets; `allowed.toml` lists exceptions.
Findings are never verified against a service. Results are cached by file content, so an unchanged file is scanned once.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from detect_secrets.core import scan
from detect_secrets.settings import default_settings, get_settings

from tests.audit import CACHE, PROJECT, allowed

KEPT = CACHE / "secrets.json"
TRIED = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
"""The filter that would ask services whether a secret is real; it is disabled."""
HASHES = {"requirements.lock", "deploy/requirements.lock", "tests/audit/allowed.toml"}
"""Files that are not scanned, because they consist of hashes, which look like secrets."""

Found = tuple[str, str, int]
"""Kind, SHA-1 of the secret, line."""


def findings(path: Path) -> list[Found]:
    """Return everything in a file that looks like a secret."""
    with default_settings():
        get_settings().disable_filters(TRIED)
        return sorted({(each.type, each.secret_hash, each.line_number) for each in scan.scan_file(str(path))})


def tracked(root: Path) -> list[str]:
    """Return the files that git tracks or would add, except HASHES."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    return sorted(name for name in {*listed.stdout.split("\0")} - {""} - HASHES if (root / name).is_file())


def unknown(root: Path, names: Iterable[str], *, kept: Path = KEPT) -> list[str]:
    """Return the findings without an exception, as `file:line: kind (SHA-1 …)`. `kept`: the file of cached results."""
    contents = {name: hashlib.sha256((root / name).read_bytes() + name.encode()).hexdigest() for name in names}
    known: dict[str, list[Found]] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    fresh = [name for name, content in contents.items() if content not in known]
    with ProcessPoolExecutor() as workers:
        looked = workers.map(findings, [root / name for name in fresh], chunksize=16)
        known |= {contents[name]: found for name, found in zip(fresh, looked, strict=True)}
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({content: known[content] for content in contents.values()}), "utf-8")
    exceptions = allowed("secret", datetime.now(UTC).date())
    excepted = {(name, each.get("sha1", each.get("kind"))) for each in exceptions for name in each["files"]}
    return [
        f"{name}:{line}: {kind} (SHA-1 {sha1})"
        for name, content in contents.items()
        for kind, sha1, line in known[content]
        if not {(name, sha1), (name, kind)} & excepted
    ]


def main() -> int:
    """Print the findings; return 1 if there are any."""
    found = unknown(PROJECT, tracked(PROJECT))
    for each in found:
        print(each)
    if found:
        print(
            "This looks like a secret. A real one: change it where it is used, and take it out of the history. "
            "None: name it in tests/audit/allowed.toml, and why",
            file=sys.stderr,
        )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
