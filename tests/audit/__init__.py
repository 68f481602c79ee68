"""What `make lint` asks beside style and types: secrets in what is tracked, advisories on what is locked.

Each part is a command (`python -m tests.audit.secrets`, `python -m tests.audit.dependencies`) that ends with 1 where
something is found that `allowed.toml` does not name. What was found is kept in `.lint_cache`.
"""

from datetime import date
from pathlib import Path
from typing import Any

import tomli

PROJECT = Path(__file__).resolve().parents[2]
CACHE = PROJECT / ".lint_cache"
ALLOWED = Path(__file__).with_name("allowed.toml")


def allowed(kind: str, today: date, path: Path = ALLOWED) -> list[dict[str, Any]]:
    """The exceptions of that kind that still hold. Raises ValueError where one does not say why."""
    found: list[dict[str, Any]] = tomli.loads(path.read_text("utf-8")).get(kind, [])
    if silent := [each for each in found if not each.get("why")]:
        raise ValueError(f"{path}: an exception needs a `why`: {silent[0]}")
    return [each for each in found if each.get("until", today) >= today]
