"""`python -m tests.audit.dependencies`: no advisory on what `requirements.lock` pins, but what `allowed.toml` names.

It asks an advisory service that speaks the OSV protocol (`ADVISORIES`: its address; empty: that of pip-audit), once a
day. Where the service is out of reach, or knows none of the packages, nothing was audited: that is said, and is no
failure, so that the checks run without a network.
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
"""Seconds for all questions."""


class NotAudited(Exception):
    """No answer, and why."""


def asked(lock: Path, service: str) -> list[dict[str, Any]]:
    """The advisories on the pinned packages: name, version, id, mended in. Raises NotAudited."""
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
    """Those that are not excepted, or not any more, in words."""
    excepted = {(each["name"], each["id"]) for each in allowed("advisory", today, exceptions)}
    return [
        f"{each['name']} {each['version']}: {each['id']}, mended in {', '.join(each['mended_in']) or 'no version'}"
        for each in advisories
        if (each["name"], each["id"]) not in excepted
    ]


def main() -> int:
    """Print what is found; 1 where there is something."""
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
