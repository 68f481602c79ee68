"""Audit the packages in `requirements.lock` for known vulnerabilities: `python -m tests.audit.dependencies`.

Advisories come from a service with the OSV protocol, at most once per day. The variable ADVISORIES holds its address;
by default it is that of pip-audit. If the service cannot be reached or does not know the packages, a warning says that
nothing was audited, and the exit code is 0, so that the checks also run without a network.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.audit import ALLOWED, CACHE, PROJECT, allowed

LOCK = PROJECT / "requirements.lock"
KEPT = CACHE / "advisories.json"
DAY = 86_400
PATIENCE = 300
"""Seconds that the whole audit may take."""


class NotAudited(Exception):
    """The audit could not be made. The message says why."""


def asked(lock: Path, service: str) -> list[dict[str, Any]]:
    """Return the advisories on the packages in a lock file: name, version, id, versions with a fix.

    Raises NotAudited if the service does not answer for all packages.
    """
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--timeout", "10", "--vulnerability-service", "osv"]
    command += ["--osv-url", service] if service else []
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [*command, "--cache-dir", folder], capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired as error:
            raise NotAudited(f"the advisory service did not answer in {PATIENCE} s") from error
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError) as error:
        raise NotAudited(done.stderr.strip().rpartition("\n")[2][:300] or "pip-audit said nothing") from error
    if unanswered := [each for each in packages if "skip_reason" in each]:
        raise NotAudited(f"{len(unanswered)} of {len(packages)} packages: {unanswered[0]['skip_reason']}")
    return [
        {"name": each["name"], "version": each["version"], "id": advisory["id"], "mended_in": advisory["fix_versions"]}
        for each in packages
        for advisory in each["vulns"]
    ]


def unknown(advisories: list[dict[str, Any]], today: date, exceptions: Path = ALLOWED) -> list[str]:
    """Return one line per advisory that has no exception, or one that has expired."""
    excepted = {(each["name"], each["id"]) for each in allowed("advisory", today, exceptions)}
    return [
        f"{each['name']} {each['version']}: {each['id']}, mended in {', '.join(each['mended_in']) or 'no version'}"
        for each in advisories
        if (each["name"], each["id"]) not in excepted
    ]


def main() -> int:
    """Print the advisories found; return 1 if there are any."""
    if not (KEPT.exists() and KEPT.stat().st_mtime > max(time.time() - DAY, LOCK.stat().st_mtime)):
        try:
            advisories = asked(LOCK, os.environ.get("ADVISORIES", ""))
        except NotAudited as error:
            print(f"!!! DEPENDENCIES WERE NOT AUDITED: {error}", file=sys.stderr)
            return 0
        CACHE.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(advisories), "utf-8")
    found = unknown(json.loads(KEPT.read_text("utf-8")), datetime.now(UTC).date())
    for each in found:
        print(each)
    if found:
        print(
            "Take a version without it (`make lock`), or name it in tests/audit/allowed.toml: why, and until when",
            file=sys.stderr,
        )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
