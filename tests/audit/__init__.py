"""Security checks of `make lint`: secrets in tracked files, and known vulnerabilities of locked dependencies.

Each is a command (`python -m tests.audit.secrets`, `python -m tests.audit.dependencies`) whose exit code is 1 if it
finds anything that `allowed.toml` does not list. Results are cached in `.lint_cache`.
"""

from datetime import date
from pathlib import Path
from typing import Any

import tomli

PROJECT = Path(__file__).resolve().parents[2]
CACHE = PROJECT / ".lint_cache"
ALLOWED = Path(__file__).with_name("allowed.toml")


def allowed(kind: str, today: date, path: Path = ALLOWED) -> list[dict[str, Any]]:
    """Return the exceptions of a kind that have not expired. Raises ValueError if one has no `why`."""
    found: list[dict[str, Any]] = tomli.loads(path.read_text("utf-8")).get(kind, [])
    if silent := [each for each in found if not each.get("why")]:
        raise ValueError(f"{path}: an exception needs a `why`: {silent[0]}")
    return [each for each in found if each.get("until", today) >= today]
