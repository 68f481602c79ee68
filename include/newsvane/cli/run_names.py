"""Names of what a command does: a cycle, a check or an action."""

import secrets
from datetime import UTC, datetime


def make_run_name(kind: str = "cli") -> str:
    """Return a name that sorts by time. Two commands that start in the same second have different ones."""
    return f"{kind}-{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}-{secrets.token_hex(4)}"
